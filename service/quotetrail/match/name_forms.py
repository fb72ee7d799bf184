"""The parts of a person's name: titles dropped, surname found, initials and patronymic told apart.

Order is read off what is there: a comma, a patronymic at the end (Токаев Касым-Жомарт Кемелевич), initials at the end
(Tokayev K.K.), Chinese and Korean signs (surname first). Otherwise the surname is the last word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from quotetrail.match.scripts import Script, Scripts, Word

# A name longer than this is no name; the rest is not looked at.
_LONGEST = 200
_MOST_PARTS = 8
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u02bb\u02be\u02bf`\u00b4"
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_ENDED = re.compile(f"(?<=\\w{{3}})[{_APOSTROPHES}](\\w{{0,4}})$")
_PART = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011\u30fb][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+")
_HYPHENS = re.compile("[-\u2010\u2011\u30fb]")
_SIGNS_OF_NAMES = re.compile("[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")
_ARTICLE = re.compile("^ال(?=.{3})")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: the word, hyphens closed; its pieces if it had hyphens; other words it may stand for."""

    word: Word
    pieces: tuple[Word, ...] = ()
    others: tuple[Word, ...] = ()

    @property
    def initial(self) -> bool:
        """Whether it is an initial: one letter, which may take three in Latin (Ж, Zh; Щ, Shch is written Sh)."""
        return len(self.word.letters) == 1 or self.word.signs in {"zh", "sh", "ch", "kh", "ts", "yu", "ya", "ye"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A person's name in parts. `surname` is the only part of a name of one word; None means there is no word at all.

    `given` are the other parts in order, without the patronymic. `generation`: "jr", "sr", "ii" and so on, or the
    number in "Witness 12", or "".
    """

    surname: Part | None
    given: tuple[Part, ...] = ()
    patronymic: Part | None = None
    generation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """Words that are no names, and endings that tell what a part is; from names.toml."""

    titles: frozenset[str]
    suffixes: frozenset[str]
    generations: frozenset[str]
    particles: frozenset[str]
    after_apostrophe: frozenset[str]
    long_surnames: frozenset[str]
    patronymic: re.Pattern[str]
    joined: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReader:
    """Takes names apart."""

    scripts: Scripts
    words: NameWords

    def read(self, name: str) -> PersonName:
        """The parts of a name; of any text at most 200 signs and 8 parts are read."""
        composed = unicodedata.normalize("NFKC", name[:_LONGEST]).strip()
        plain = "".join(sign for sign in composed if not unicodedata.combining(sign))
        asian = _SIGNS_OF_NAMES.fullmatch(plain)
        if asian:
            return self._surname_first(plain)
        before, comma, after = plain.partition(",")
        if comma and not self._only_suffixes(after):
            plain = f"{after} {before}"
        elif comma:
            plain = f"{before} {after}"
        parts = [part for written in plain.split() for part in self._parts(written)]
        generation = "".join(_NUMBER.findall(plain))
        while len(parts) > 1 and parts[-1].word.signs in self.words.suffixes:
            dropped = parts.pop().word.signs
            generation = dropped if dropped in self.words.generations else generation
        kept = [part for part in parts[:-1] if not self._is_no_name(part)] + parts[-1:]
        return replace(self._ordered(self._joined(kept)[-_MOST_PARTS:]), generation=generation)

    def _surname_first(self, signs: str) -> PersonName:
        """A name in Chinese or Korean signs: one sign is the surname, or two that are known."""
        size = 2 if len(signs) > 2 and signs[:2] in self.words.long_surnames else 1  # noqa: PLR2004 - a given name is left
        surname, given = self.scripts.word(signs[:size]), self.scripts.word(signs[size:])
        return PersonName(surname=Part(surname), given=(Part(given),))

    def _only_suffixes(self, text: str) -> bool:
        found = [part.word.signs for written in text.split() for part in self._parts(written)]
        return self.words.suffixes.issuperset(found)

    def _parts(self, written: str) -> list[Part]:
        """The parts of a stretch without spaces; "K.K." has two, "Erdoğan'ın" loses its ending."""
        ended = _ENDED.search(written)
        if ended and ended[1].casefold() in self.words.after_apostrophe:
            written = written[: ended.start()]
        found = []
        for match in _PART.findall(_APOSTROPHE.sub("", written)):
            pieces = tuple(
                word for piece in _HYPHENS.split(_ARTICLE.sub("", match)) if (word := self.scripts.word(piece)).plain
            )
            if len(pieces) == 1:
                found.append(Part(pieces[0]))
            elif pieces:
                found.append(Part(closed(pieces), pieces))
        return found

    def _is_no_name(self, part: Part) -> bool:
        word = part.word
        return any(form in self.words.titles or form in self.words.particles for form in (word.letters, word.signs))

    def _joined(self, parts: list[Part]) -> list[Part]:
        """Father's names in two words as one part: Heydar oglu."""
        joined: list[Part] = []
        for part in parts:
            if joined and part.word.signs in self.words.joined:
                joined[-1] = Part(closed((joined[-1].word, part.word)))
            else:
                joined.append(part)
        return joined

    def _ordered(self, parts: list[Part]) -> PersonName:
        """Find surname and patronymic."""
        if not parts:
            return PersonName(surname=None)
        place = len(parts) - 1
        if parts[place].initial or (place > 1 and self._is_patronymic(parts[place])):
            place = next((number for number, part in enumerate(parts) if not part.initial), place)
        others = [part for number, part in enumerate(parts) if number != place]
        patronymic = next((part for part in others[1:] if self._is_patronymic(part)), None)
        given = tuple(part for part in others if part is not patronymic)
        return PersonName(surname=parts[place], given=given, patronymic=patronymic)

    def _is_patronymic(self, part: Part) -> bool:
        return self.words.patronymic.search(_ending_form(part.word)) is not None

    def root(self, patronymic: Part) -> Word:
        """The father's name in a patronymic: Әбішұлы and Абишевич give абиш."""
        return self.scripts.word(self.words.patronymic.sub("", _ending_form(patronymic.word)))


def _ending_form(word: Word) -> str:
    return word.letters if word.script is Script.CYRILLIC else word.signs


def closed(words: tuple[Word, ...]) -> Word:
    """Several words as one, hyphens and spaces closed."""
    script = Script.CYRILLIC if words[0].script is Script.CYRILLIC else Script.LATIN
    letters, plain, signs = ("".join(getattr(word, form) for word in words) for form in ("letters", "plain", "signs"))
    return Word(letters, plain, signs, script)


def name_words(data: Mapping[str, str]) -> NameWords:
    """From the [words] table of names.toml."""
    lists = {name: frozenset(text.split()) for name, text in data.items() if name != "patronymic"}
    return NameWords(patronymic=re.compile(f"(?:{'|'.join(data['patronymic'].split())})$"), **lists)
