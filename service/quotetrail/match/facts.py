"""What a statement stands or falls with: numbers, negations, conditions, modality and names, each with its place.

Read from lists of closed classes (facts.toml) and a few endings, without a parser: what is found is likely, and what is
not found may still be there. In a language without lists only digits are read, and `Facts.language_known` says so.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quotetrail.match.digits import Number
from quotetrail.match.numerals import Numerals
from quotetrail.match.phrases import Phrases, Token, fold, tokens

_DATA = Path(__file__).with_name("facts.toml")
STRONG, WEAK, _IDLE = "strong", "weak", "none"
# What stands before the first word of a sentence, whose capital says nothing.
_SENTENCE_END = re.compile(r"(?:^|[.!?:…;\"“”„«»\n()\-–—•*]|@\S+)[\s\"“”„«»‘’'(]*$")
_LOOK_BACK = 24
_SENTENCE = re.compile(r"[.!?…;؟。！？\n]")
# What may part two words of one name; a point only after one or two letters.
_JOINTS = frozenset({" ", "-", "\u2011", "'", "\u2019", "\u00a0"})
_POINTS = frozenset({". ", "."})
_INITIALS = 2
# "No. 1" and "n° 1" count, they do not deny.
_NUMERO = re.compile(r"[Nn]o?[.°º]\s?\d|No \d")
_APOSTROPHES = frozenset("'\u2019\u2018\u00b4`")
_ASKS = frozenset("?？؟")
# How many words before a number, and after it, may say that it is rounded.
_ROUNDED_BEFORE, _ROUNDED_AFTER = 1, 1
# From this share of capitalised words on, capitals say nothing: headlines, shouting.
_HEADLINE = 0.7


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at `start:end` that do something to the statement; `kind` says what.

    Of negations: `strong` turns a clause round, `weak` is what translators write for it ("unable", "only"). Of modals:
    obligation, possibility, ability, certainty or hearsay. Of conditions and names: those words. `inflected` negations
    are verbs that carry the negation inside. `none` of them are idioms that deny nothing as a whole ("no doubt").
    """

    kind: str
    start: int
    end: int
    inflected: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one text, each kind in order of place; offsets are code points of `text`."""

    text: str
    language: str
    language_known: bool
    numbers: tuple[Number, ...]
    negations: tuple[Mark, ...]
    modals: tuple[Mark, ...]
    conditions: tuple[Mark, ...]
    names: tuple[Mark, ...]
    idle: tuple[Mark, ...] = ()

    @property
    def denials(self) -> tuple[Mark, ...]:
        """The negations that turn a clause round."""
        return tuple(mark for mark in self.negations if mark.kind == STRONG)


@dataclass(frozen=True, slots=True)
class _Affixes:
    """Words that negate by their beginning or end."""

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    exceptions: frozenset[str]
    shortest: int

    def negate(self, word: str) -> bool:
        return (
            len(word) >= self.shortest
            and word not in self.exceptions
            and (word.startswith(self.prefixes) or word.endswith(self.suffixes))
        )


@dataclass(frozen=True, slots=True)
class _Verbs:
    """Verbs that negate by an ending."""

    pattern: re.Pattern[str]
    exceptions: frozenset[str]

    def negate(self, word: str) -> bool:
        return self.pattern.fullmatch(word) is not None and word not in self.exceptions


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Negations in two words (ne … pas)."""

    openers: frozenset[str]
    closers: frozenset[str]
    only: frozenset[str]
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """The lists of one language."""

    negations: Phrases
    affixes: _Affixes | None
    negated_verbs: _Verbs | None
    pairs: _Pairs | None
    modals: Phrases
    conditions: Phrases
    conditional_verbs: re.Pattern[str] | None
    rounding: Phrases
    marks_names: bool


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads facts; built once from facts.toml and numerals.toml."""

    lists: Mapping[str, _Lists]
    numerals: Numerals
    common: frozenset[str]
    inside_names: frozenset[str]

    @classmethod
    def load(cls) -> FactReader:
        """Read facts.toml and numerals.toml (about 50 ms)."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        return cls(
            lists={language: _lists(data, language) for language in data["negation"]["strong"]},
            numerals=Numerals.load(),
            common=frozenset(data["names"]["common"].split()),
            inside_names=frozenset(data["names"]["inside"]),
        )

    @property
    def languages(self) -> frozenset[str]:
        """The languages with lists."""
        return frozenset(self.lists)

    def read(self, text: str, language: str) -> Facts:
        """The facts of `text`; any str is accepted, time is linear in its length."""
        found = tokens(text)
        words = [token.word for token in found]
        numbers = self.numerals.read(text, found, language)
        lists = self.lists.get(language)
        if lists is None:
            return Facts(text, language, False, numbers, (), (), (), ())  # noqa: FBT003 (a field, read by its name)
        capitals = _capitals(text, found)
        negations = tuple(_negations(found, words, capitals, lists))
        denying = (mark for mark in negations if mark.kind != _IDLE)
        return Facts(
            text=text,
            language=language,
            language_known=True,
            numbers=_rounded(numbers, found, words, lists.rounding),
            negations=tuple(_in_questions(text, _denying(text, denying))),
            modals=tuple(mark for mark in _marks(found, lists.modals, words) if not _is_name(text, mark)),
            conditions=tuple(_conditions(found, words, lists)),
            names=tuple(self._names(text, found, capitals)) if lists.marks_names else (),
            idle=tuple(mark for mark in negations if mark.kind == _IDLE),
        )

    def _names(self, text: str, found: Sequence[Token], capitals: Sequence[bool]) -> Iterator[Mark]:
        """Runs of capitalised words; one alone that begins a sentence is none, nor are shouting and headlines."""
        lettered = sum(not token.number for token in found)
        if sum(capitals) > _HEADLINE * lettered and lettered > len(("Barack", "Hussein", "Obama")):
            return
        place = 0
        while place < len(found):
            if not capitals[place] or self._is_common(text, found[place]):
                place += 1
                continue
            end = last = place + 1
            while end < len(found) and _close(text, found[end - 1], found[end]):
                if capitals[end] and not self._is_common(text, found[end]):
                    last = end + 1
                elif found[end].word not in self.inside_names:
                    break
                end += 1
            tag = text[max(0, found[place].start - 1) : found[place].start] in {"#", "@"}
            if not tag and (last - place > 1 or not _begins_sentence(text, found[place].start)):
                yield Mark("name", found[place].start, found[last - 1].end)
            place = last

    def _is_common(self, text: str, token: Token) -> bool:
        return token.word in self.common or (token.end - token.start == 1 and text[token.start] != token.word)


def _lists(data: Mapping[str, Any], language: str) -> _Lists:
    negation = data["negation"]
    affixes = negation["affixes"].get(language)
    verbs = negation["verbs"].get(language)
    pairs = negation["pairs"].get(language)
    conditional = data["condition"]["verbs"].get(language)
    return _Lists(
        negations=Phrases.listed((kind, negation[kind].get(language, "")) for kind in (WEAK, STRONG, _IDLE)),
        affixes=affixes
        and _Affixes(
            prefixes=tuple(affixes["prefixes"]),
            suffixes=tuple(map(fold, affixes["suffixes"])),
            exceptions=frozenset(map(fold, affixes["exceptions"].split())),
            shortest=affixes["shortest"],
        ),
        negated_verbs=verbs
        and _Verbs(
            pattern=re.compile(rf"\w{{{verbs['letters']},}}?(?:{_folded_pattern(verbs['endings'])})"),
            exceptions=frozenset(map(fold, verbs["exceptions"].split())),
        ),
        pairs=pairs
        and _Pairs(
            openers=frozenset(pairs["openers"]),
            closers=frozenset(pairs["closers"]),
            only=frozenset(pairs["only"]),
            within=pairs["within"],
        ),
        modals=Phrases.listed((kind, phrases.get(language, "")) for kind, phrases in data["modality"].items()),
        conditions=Phrases.listed(
            (kind, phrases.get(language, ""))
            for kind, phrases in (("condition", data["condition"]), ("none", data["condition"]["none"]))
        ),
        conditional_verbs=conditional and re.compile(rf"\w+(?:{_folded_pattern(conditional)})"),
        rounding=Phrases.listed([("rounded", data["rounding"].get(language, ""))]),
        marks_names=language in data["names"]["languages"] or language in data["names"]["nouns"],
    )


def _folded_pattern(pattern: str) -> str:
    """A pattern over words as `fold` leaves them."""
    return pattern.replace("ı", "i")


def _marks(found: Sequence[Token], phrases: Phrases, words: Sequence[str]) -> tuple[Mark, ...]:
    return tuple(
        Mark(phrase.kind, found[phrase.start].start, found[phrase.end - 1].end) for phrase in phrases.find(words)
    )


def _is_name(text: str, mark: Mark) -> bool:
    """Whether a modal has a capital inside a sentence: a month, Theresa May; words in capitals throughout are none."""
    word = text[mark.start : mark.end]
    return word.istitle() and not _begins_sentence(text, mark.start)


def _negations(found: Sequence[Token], words: Sequence[str], capitals: Sequence[bool], lists: _Lists) -> Iterator[Mark]:
    place = 0
    while place < len(words):
        phrase = lists.negations.at(words, place)
        if lists.pairs is not None and words[place] in lists.pairs.openers and (not phrase or phrase.kind != _IDLE):
            kind, end = _closed(words, place, lists.pairs)
        elif phrase is not None:
            kind, end = phrase.kind, phrase.end
        else:
            kind, end = _by_form(words[place], capital=capitals[place], first=place == 0, lists=lists), place + 1
        if kind:
            inflected = phrase is None and kind == STRONG and lists.negated_verbs is not None
            yield Mark(kind, found[place].start, found[end - 1].end, inflected)
        place = end


def _denying(text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks without the "No." of a number, and without a "t" that is no end of "wuldn't"."""
    for mark in marks:
        lone = text[mark.start : mark.end].casefold() == "t" and text[mark.start - 1 : mark.start] not in _APOSTROPHES
        if not lone and _NUMERO.match(text, mark.start) is None:
            yield mark


def _in_questions(text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks, those of questions weak: "Don't you want to?" asks what "Do you want to?" asks."""
    ends = [(found.start(), found.group() in _ASKS) for found in _SENTENCE.finditer(text)]
    for mark in marks:
        following = bisect_left(ends, (mark.end, False))
        asked = following < len(ends) and ends[following][1]
        yield replace(mark, kind=WEAK) if asked else mark


def _closed(words: Sequence[str], place: int, pairs: _Pairs) -> tuple[str, int]:
    """A negation that an opener begins, up to its closer; alone it is a flourish of style and weak."""
    for end in range(place + 1, min(place + 1 + pairs.within, len(words))):
        if words[end] in pairs.closers:
            return STRONG, end + 1
        if words[end] in pairs.only:
            return WEAK, end + 1
    return WEAK, place + 1


def _by_form(word: str, *, capital: bool, first: bool, lists: _Lists) -> str:
    if (capital and not first) or not word.isalpha():
        return ""
    if lists.negated_verbs is not None and lists.negated_verbs.negate(word):
        return STRONG
    return WEAK if lists.affixes is not None and lists.affixes.negate(word) else ""


def _conditions(found: Sequence[Token], words: Sequence[str], lists: _Lists) -> Iterator[Mark]:
    place = 0
    while place < len(words):
        phrase = lists.conditions.at(words, place)
        end = phrase.end if phrase is not None else place + 1
        verb = lists.conditional_verbs is not None and lists.conditional_verbs.fullmatch(words[place]) is not None
        if verb if phrase is None else phrase.kind == "condition":
            yield Mark("condition", found[place].start, found[end - 1].end)
        place = end


def _rounded(
    numbers: Sequence[Number], found: Sequence[Token], words: Sequence[str], rounding: Phrases
) -> tuple[Number, ...]:
    """The numbers, those with "about" beside them marked."""
    starts = [token.start for token in found]
    near: set[int] = set()
    for phrase in rounding.find(words):
        near.update(range(phrase.start - _ROUNDED_AFTER, phrase.end + _ROUNDED_BEFORE))
    return tuple(
        replace(number, rounded=True)
        if not near.isdisjoint(range(bisect_left(starts, number.start), bisect_left(starts, number.end)))
        else number
        for number in numbers
    )


def _capitals(text: str, found: Sequence[Token]) -> list[bool]:
    return [not token.number and text[token.start].isupper() for token in found]


def _close(text: str, one: Token, other: Token) -> bool:
    """Whether only a space, a hyphen, an apostrophe or the point of an initial parts two words."""
    between = text[one.end : other.start]
    return between in _JOINTS or (between in _POINTS and one.end - one.start <= _INITIALS)


def _begins_sentence(text: str, start: int) -> bool:
    return _SENTENCE_END.search(text[max(0, start - _LOOK_BACK) : start]) is not None
