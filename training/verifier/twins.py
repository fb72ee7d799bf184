"""Wrong twins: a text with one fact of it changed, so that it is near in words and another statement."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rapidfuzz.distance import JaroWinkler

from quotetrail.match.words import Words
from training.encoder.data import rows
from training.verifier.corpus import Sentence
from training.verifier.wordlists import Rule, WordLists

# Capitals mark names in these; in the others only names of countries are exchanged.
_CAPITALS = frozenset({"en", "ru", "uk", "es", "fr", "tr", "kk"})
ORDERED = frozenset({"en", "es", "fr"})
"""Where word order says who does what: with endings, as in Russian, two names in each other's place say the same."""
_COUNTRY_NAMES = ("en", "kk", "ru", "uk", "es", "fr", "de", "tr", "ar", "zh")
_CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x530))))}]"  # of the Latin and Cyrillic letters
_NAME = re.compile(rf"(?<=[\w,] ){_CAPITAL}[\w’'-]{{2,}}")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*")
_COMMON_WORD = re.compile(r"(?<=\w )[^\W\d_]{4,}(?=[ .,;:!?])")
# A whole name: "Environmental Protection Agency", of which no two words may change places.
_WHOLE_NAME = re.compile(rf"{_NAME.pattern}(?: {_CAPITAL}[\w’'-]+)*")
_WORD = re.compile(r"\w+")
_LONG_WORD = 4
_TRIES = 6
_ALIKE = 0.8
_FREQUENT = 3


@dataclass(frozen=True, slots=True)
class Pools:
    """What is put in the place of countries by language, and of names and common words by language and ending."""

    names: Mapping[tuple[str, str], tuple[str, ...]]
    countries: Mapping[str, tuple[str, ...]]
    common: Mapping[tuple[str, str], tuple[str, ...]]
    words: Words

    @classmethod
    def of(cls, sentences: Iterable[Sentence], data: Path) -> Pools:
        """Names and common words that occur at least three times, and the names of countries."""
        names: dict[str, Counter[str]] = defaultdict(Counter)
        common: dict[str, Counter[str]] = defaultdict(Counter)
        vocabulary = Words.load()
        for sentence in sentences:
            if sentence.language in _CAPITALS:
                names[sentence.language].update(_NAME.findall(sentence.text))
            common[sentence.language].update(
                word
                for word in _COMMON_WORD.findall(sentence.text)
                if word == word.lower() and word not in vocabulary.of(sentence.language).function
            )
        countries: dict[str, list[str]] = defaultdict(list)
        for kind, *row in rows(data / "names" / "iso-codes-names.tsv.gz"):
            if kind == "iso_3166-1":
                for language, name in zip(_COUNTRY_NAMES, row, strict=False):
                    if name and "," not in name and len(name) < len("Papua New Guinea"):
                        countries[language].append(name)
        return cls(
            names=_by_ending(names, 1),
            countries={language: tuple(sorted(set(found))) for language, found in countries.items()},
            common=_by_ending(common, 2),
            words=vocabulary,
        )


def _by_ending(found: Mapping[str, Counter[str]], letters: int) -> dict[tuple[str, str], tuple[str, ...]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language, counts in found.items():
        for word in sorted(word for word, times in counts.items() if times >= _FREQUENT):
            groups[language, word[-letters:]].append(word)
    return {key: tuple(words) for key, words in groups.items()}


def twin(
    text: str, language: str, kind: str, lists: WordLists, pools: Pools, random: Random, *, against: tuple[str, str]
) -> str | None:
    """The text with one fact of that kind changed; None where it has none.

    `against` is the other text of the pair and its language. What is changed must stand there too, as far as can be
    told without a dictionary: where one text says more than the other, a change of what it says more contradicts
    nothing.
    """
    for _ in range(_TRIES):
        changed = _MAKERS[kind](text, language, lists, pools, random)
        if changed is None or _against(text, changed, language, kind, against):
            return changed
    return None


def _against(text: str, changed: str, language: str, kind: str, other: tuple[str, str]) -> bool:
    """Whether what was changed stands in the other text."""
    there, its_language = other
    if kind == "number" and its_language != language:
        return _digits(text) - _digits(changed) <= _digits(there)
    if kind not in _CHECKED or its_language != language or language == "zh":
        return True
    if kind == "roles":
        was, now = text.lower().split(), changed.lower().split()
        gone = {word for at, word in enumerate(was) if at >= len(now) or now[at] != word}
        return set(_WORD.findall(" ".join(gone))) <= set(_WORD.findall(there.lower()))
    before, after = (Counter(_WORD.findall(one.lower())) for one in (text, changed))
    return (before - after).keys() <= set(_WORD.findall(there.lower()))


def _digits(text: str) -> set[str]:
    """The numbers of a text without their separators."""
    return {re.sub(r"\D", "", number) for number in _NUMBER.findall(text)}


def _number(text: str, language: str, lists: WordLists, _: Pools, random: Random) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found or random.random() < 1 / 4:
        changed = _among(text, lists.numbers.get(language, ()), language, random)
        if changed is not None or not found:
            return changed
    place = random.choice(found)
    number = place.group()
    at = random.choice([at for at, sign in enumerate(number) if sign.isdigit()])
    if len(number) == len("2024") and number.isdigit():
        at = random.choice((2, 3))
    digit = random.choice([one for one in "123456789" if one != number[at]])
    return text[: place.start()] + number[:at] + digit + number[at + 1 :] + text[place.end() :]


def _among(text: str, groups: tuple[tuple[str, ...], ...], language: str, random: Random) -> str | None:
    """One word of a group for another of the same group."""
    edge = "" if language == "zh" else r"\b"
    # "May" and "Mai" only with their capital; other words in either case.
    found = [
        (match, group)
        for group in groups
        for match in re.finditer(rf"(?<!\d){edge}(?:{'|'.join(map(re.escape, group))}){edge}", text)
    ]
    if not found:
        return None
    match, group = random.choice(found)
    other = random.choice([one for one in group if one != match.group()])
    return text[: match.start()] + other + text[match.end() :]


def _negation(text: str, language: str, lists: WordLists, _: Pools, random: Random) -> str | None:
    taken = _applied(text, lists.affirmed[language], random)
    if taken is not None:
        return " ".join(taken.split())
    return _applied(text, lists.negated[language], random)


def _applied(text: str, rules: tuple[Rule, ...], random: Random) -> str | None:
    for pattern, put in random.sample(rules, len(rules)):
        found = list(pattern.finditer(text))
        if found:
            place = random.choice(found)
            return text[: place.start()] + place.expand(put) + text[place.end() :]
    return None


def _roles(text: str, language: str, lists: WordLists, pools: Pools, random: Random) -> str | None:
    """Two whole names in each other's place, where there is more between them than an "and" or an "of"."""
    if language not in ORDERED:
        return None
    dates = {word for group in lists.calendar[language] for word in group}
    found = [name for name in _WHOLE_NAME.finditer(text) if not dates.intersection(name.group().split())]
    function = pools.words.of(language).function
    couples = [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if _tells_apart(text[one.end() : other.start()], function)
        and JaroWinkler.similarity(one.group(), other.group()) < _ALIKE
    ]
    if not couples:
        return None
    one, other = random.choice(couples)
    between = text[one.end() : other.start()]
    return text[: one.start()] + other.group() + between + one.group() + text[other.end() :]


def _tells_apart(between: str, function: Collection[str]) -> bool:
    """Whether there is a word of some weight, and no comma, as in a row of names."""
    words = _WORD.findall(between)
    return "," not in between and any(
        len(word) >= _LONG_WORD and word == word.lower() and word not in function for word in words
    )


def _name(text: str, language: str, _: WordLists, pools: Pools, random: Random) -> str | None:
    countries = [name for name in pools.countries[language] if name in text]
    if countries and (language not in _CAPITALS or random.random() < 1 / 2):
        name = random.choice(countries)
        other = random.choice(pools.countries[language])
        return text.replace(name, other) if JaroWinkler.similarity(name, other) < _ALIKE else None
    found = list(_NAME.finditer(text)) if language in _CAPITALS else []
    if not found:
        return None
    place = random.choice(found)
    alike = pools.names.get((language, place.group()[-1:]))
    if alike is None:
        return None
    other = random.choice(alike)
    if JaroWinkler.similarity(place.group().lower(), other.lower()) >= _ALIKE:
        return None
    return text.replace(place.group(), other)


def _opposite(text: str, language: str, lists: WordLists, _: Pools, random: Random) -> str | None:
    table = lists.antonyms[language]
    if language == "zh":
        found = [(match.start(), word) for word in table for match in re.finditer(word, text)]
    else:
        found = [(match.start(), match.group()) for match in re.finditer(r"\w+", text) if match.group() in table]
    if not found:
        return None
    at, word = random.choice(found)
    return text[:at] + table[word] + text[at + len(word) :]


def _word(text: str, language: str, _: WordLists, pools: Pools, random: Random) -> str | None:
    """A common word for one that has nothing to do with it but its ending."""
    function = pools.words.of(language).function
    found = [
        match
        for match in _COMMON_WORD.finditer(text)
        if match.group() == match.group().lower() and match.group() not in function
    ]
    if not found:
        return None
    place = random.choice(found)
    alike = pools.common.get((language, place.group()[-2:]))
    if alike is None:
        return None
    other = random.choice(alike)
    if JaroWinkler.similarity(place.group(), other) >= _ALIKE:
        return None
    return text[: place.start()] + other + text[place.end() :]


def _calendar(text: str, language: str, lists: WordLists, _: Pools, random: Random) -> str | None:
    return _among(text, lists.calendar[language], language, random)


_MAKERS: Mapping[str, Callable[[str, str, WordLists, Pools, Random], str | None]] = {
    "number": _number,
    "negation": _negation,
    "roles": _roles,
    "name": _name,
    "opposite": _opposite,
    "calendar": _calendar,
    "word": _word,
}
KINDS = tuple(_MAKERS)
_CHECKED = frozenset({"number", "roles", "name", "calendar", "word"})
