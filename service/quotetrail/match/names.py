"""Do two names mean one person? By their parts, in any script: initials, order, spelling, short forms, case endings.

A probability is made of measured pieces: how sure two words are one name (spellings.py), and how often a surname
alone, or with an initial, means one person (by how common it is; both in models/names). The least sure part decides,
and nothing is surer than the kind of agreement allows (`Likeness`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from quotetrail.match.name_cases import Inflection, inflections, read_cases
from quotetrail.match.name_forms import NameReader, Part, PersonName, closed, name_words
from quotetrail.match.namesakes import Namesakes
from quotetrail.match.scripts import Scripts, Word
from quotetrail.match.spellings import WEIGHTS, Spellings
from quotetrail.match.surname_key import SurnameKey

_DATA = Path(__file__).with_name("names.toml")
_NAMES_KEPT = 1 << 13
# More given names are not compared: all orders of them are tried.
_MOST_GIVEN = 4
_VOWELS = frozenset("aeiou")
_NO_GROUP: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The most that each kind of agreement can make sure, in [0, 1]; names.toml says where each comes from."""

    full: float
    nickname: float
    initial: float
    partial: float
    surname: float
    bare: float
    given: float
    inflected: float
    stem: float
    ambiguous: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Misspelt:
    """How like two parts of names must be that may be one name written in two ways; from names.toml."""

    surname: float
    given: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Compares names of persons; built once from names.toml and models/names. Safe to share between threads.

    `read` takes a name apart, `nominatives` gives what it could be without a case ending; both are cached.
    """

    reader: NameReader
    beside: re.Pattern[str]
    read: Callable[[str], PersonName]
    nominatives: Callable[[str], tuple[Inflection, ...]]
    spellings: Spellings
    namesakes: Namesakes
    groups: Mapping[str, frozenset[int]]
    gendered: tuple[tuple[str, str], ...]
    gendered_within: tuple[tuple[str, str], ...]
    initials: frozenset[frozenset[str]]
    likeness: Likeness
    misspelt: Misspelt
    key: SurnameKey

    @classmethod
    def load(cls) -> Names:
        """Read names.toml, scripts.toml and models/names (about 0.1 s)."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        scripts = Scripts.load()
        reader = NameReader(scripts=scripts, words=name_words(data["words"]))
        cases = read_cases(data["cases"], scripts=scripts)
        groups: dict[str, frozenset[int]] = {}
        for number, line in enumerate((*data["same"]["given"], *data["same"]["surnames"])):
            for name in line.split():
                plain = scripts.word(name).plain
                groups[plain] = groups.get(plain, frozenset()) | {number}

        @lru_cache(maxsize=_NAMES_KEPT)
        def read(name: str) -> PersonName:
            return reader.read(name)

        @lru_cache(maxsize=_NAMES_KEPT)
        def nominatives(name: str) -> tuple[Inflection, ...]:
            return inflections(read(name), cases=cases)

        return cls(
            reader=reader,
            beside=_beside(data["beside"]),
            read=read,
            nominatives=nominatives,
            spellings=Spellings.load(),
            namesakes=Namesakes.load(
                WEIGHTS,
                at_least={
                    scripts.word(name).plain: data["common"]["bearers"] for name in data["common"]["surnames"].split()
                },
            ),
            groups=groups,
            gendered=tuple((man, woman) for man, woman in data["gendered"]["always"]),
            gendered_within=tuple((man, woman) for man, woman in data["gendered"]["within"]),
            initials=frozenset(frozenset(pair) for pair in data["same"]["initials"].split()),
            likeness=Likeness(**data["likeness"]),
            misspelt=Misspelt(**data["misspelt"]),
            key=SurnameKey.load(),
        )

    def same_person(self, a: str, b: str) -> float:
        """Probability that the two names mean one person; 0 where they contradict each other. Symmetric.

        A surname alone agrees with every full name that has it, less the more common it is; a different given name
        never does. Any str will do; one without words is nobody, so 0.
        """
        if self._beside_only_one(a, b):
            return 0.0
        left, right = self.read(a), self.read(b)
        likeness = self._likeness(left, right)
        if likeness >= self.likeness.inflected or not self._one_stem(left, right):
            return likeness
        without_ending = [
            min(self._likeness(inflection.name, nominative), self._most(inflection))
            for ended, nominative in ((a, right), (b, left))
            for inflection in self.nominatives(ended)
        ]
        return max((likeness, *without_ending))

    def alike(self, a: str, b: str) -> bool:
        """Whether one name may be the other misspelt or romanised in another way, by its letters alone. Symmetric.

        Much less than `same_person`: what it says counts only where the same words are told of both.
        """
        left, right = self.read(a), self.read(b)
        if left.surname is None or right.surname is None or self._other_family(left, right):
            return False
        if self._beside_only_one(a, b):
            return False
        parts = [(left.surname, right.surname, self.misspelt.surname)]
        if left.given and right.given:
            parts.append((left.given[0], right.given[0], self.misspelt.given))
        return all(self._nearly(one.word.plain, other.word.plain, least) for one, other, least in parts)

    def _beside_only_one(self, a: str, b: str) -> bool:
        """Whether one names somebody by a person whom they speak for or belong to, and the other does not."""
        return (self.beside.match(a) is None) != (self.beside.match(b) is None)

    def _nearly(self, one: str, other: str, least: float) -> bool:
        return one == other or (
            Levenshtein.normalized_similarity(one, other) >= least and not self._man_and_woman(one, other, within=True)
        )

    def surname_key(self, name: str) -> str:
        """A coarse form of the surname, equal for its usual spellings in any script; empty for no name.

        A number in the name belongs to it: one witness is not the next.
        """
        read = self.read(name)
        if read.surname is None:
            return ""
        number = read.generation if read.generation.isdecimal() else ""
        return self.key.of(read.surname.word, russian=self.spellings.russian(read.surname.word)) + number

    def _one_stem(self, one: PersonName, other: PersonName) -> bool:
        """Whether one surname may be the other with a case ending."""
        if one.surname is None or other.surname is None:
            return False
        similarity = Levenshtein.normalized_similarity(one.surname.word.plain, other.surname.word.plain)
        return similarity >= self.likeness.stem

    def _most(self, inflection: Inflection) -> float:
        return self.likeness.ambiguous if inflection.ambiguous else self.likeness.inflected

    def _likeness(self, one: PersonName, other: PersonName) -> float:
        if one.surname is None or other.surname is None or self._other_family(one, other):
            return 0.0
        if not one.given and not other.given:
            return self._single(one.surname, other)
        short, long = sorted((one, other), key=lambda name: (len(name.given), _order(name)))
        if short.surname is None or long.surname is None:
            return 0.0
        if not short.given:
            return self._single(short.surname, long)
        straight = self._full(short.given, short.surname, long.given, long.surname)
        first, *rest = short.given
        if straight >= self.likeness.given or first.initial:
            return straight
        return max(straight, self._full((*rest, short.surname), first, long.given, long.surname))

    def _other_family(self, one: PersonName, other: PersonName) -> bool:
        """Whether father's names or generations (Jr., Sr.) differ."""
        if one.generation and other.generation and one.generation != other.generation:
            return True
        if one.patronymic is None and other.patronymic is None:
            return False
        fathers = [_father(name, beside=beside) for name, beside in ((one, other), (other, one))]
        if fathers[0] is None or fathers[1] is None:
            return False
        if fathers[0].initial or fathers[1].initial:
            return not self._initial_alike(fathers[0].word, fathers[1].word)
        roots = [self.reader.root(father) for father in fathers if father is not None]
        return not self._words_alike(roots[0], roots[1])

    def _single(self, single: Part, long: PersonName) -> float:
        """A name of one part against another name."""
        assert long.surname is not None
        family = self._alike(single, long.surname)
        if not long.given:
            return family * self._namesake(single, long.surname, most=self.likeness.bare)
        given = max((self._given_alike(single, part) for part in long.given if not part.initial), default=0.0)
        return max(
            family * self._namesake(single, long.surname, most=self.likeness.surname), given * self.likeness.given
        )

    def _full(
        self, given: tuple[Part, ...], surname: Part, other_given: tuple[Part, ...], other_surname: Part
    ) -> float:
        """Two names with given names and surnames."""
        family = self._alike(surname, other_surname)
        if not family or [part.word for part in given] == [part.word for part in other_given]:
            return family
        few, many = sorted((given[:_MOST_GIVEN], other_given[:_MOST_GIVEN]), key=len)
        initials = "".join(part.word.plain[:1] for part in many)
        if len(few) == 1 and len(few[0].word.signs) == len(many) > 1 and few[0].word.plain == initials:
            return min(family, self._initial(surname, other_surname))
        by_parts = max(
            min(self._given_alike(part, other) for part, other in zip(few, chosen, strict=True))
            for chosen in permutations(many, len(few))
        )
        if any(part.initial for part in few) or all(part.initial for part in many):
            by_parts = min(by_parts, self._initial(surname, other_surname))
        return min(family, max(by_parts, self._together(few, many) if len(few) < len(many) else 0.0))

    def _together(self, few: tuple[Part, ...], many: tuple[Part, ...]) -> float:
        """Given names that one side writes as one: Kassym-Jomart and Kassym Jomart."""
        first, second = (Part(closed(tuple(part.word for part in parts))) for parts in (few, many))
        return self._alike(first, second)

    def _initial(self, surname: Part, other: Part) -> float:
        return self._namesake(surname, other, most=self.likeness.initial, initial=True)

    def _namesake(self, surname: Part, other: Part, *, most: float, initial: bool = False) -> float:
        """How sure one surname, perhaps with one initial, makes: the less the more common it is."""
        one_person = self.namesakes.one_person(surname.word, other.word, initial=initial)
        return max(self.likeness.given, min(one_person, most))

    def _given_alike(self, part: Part, other: Part) -> float:
        """Probability that two given names are one; an initial agrees with what it begins."""
        if part.initial or other.initial:
            return self.likeness.initial if self._initial_alike(part.word, other.word) else 0.0
        return self._alike(part, other)

    def _initial_alike(self, one: Word, other: Word) -> bool:
        first, second = one.plain[:1], other.plain[:1]
        if first == second:
            return True
        return one.script is not other.script and frozenset((first, second)) in self.initials

    def _alike(self, part: Part, other: Part) -> float:
        """Probability that two parts are one name; 1 for the same letters."""
        best = max(
            self._words_alike(one, another)
            for one in (part.word, *part.others)
            for another in (other.word, *other.others)
        )
        if best < self.likeness.full and (part.pieces or other.pieces):
            best = max(best, self._pieces_alike(part.pieces or (part.word,), other.pieces or (other.word,)))
        return best

    def _pieces_alike(self, pieces: tuple[Word, ...], others: tuple[Word, ...]) -> float:
        """Two parts with hyphens, one by one; or one half of such a part against a part without."""
        if len(pieces) == len(others):
            return min(self._words_alike(one, another) for one, another in zip(pieces, others, strict=True))
        if len(pieces) > 1 < len(others):
            return 0.0
        met = max(self._words_alike(one, another) for one in pieces for another in others)
        return min(met, self.likeness.partial)

    def _words_alike(self, one: Word, other: Word) -> float:
        if one.letters == other.letters:
            return self.likeness.full
        in_one_group = self.groups.get(one.plain, _NO_GROUP) & self.groups.get(other.plain, _NO_GROUP)
        likeness = self.spellings.same(one, other)
        if in_one_group:
            return max(likeness, self.likeness.nickname)
        if not likeness or self._man_and_woman(one.plain, other.plain, within=one.script is other.script):
            return 0.0
        return 0.0 if self.namesakes.two_names(one, other) else likeness

    def _man_and_woman(self, one: str, other: str, *, within: bool) -> bool:
        """Whether one is a man's form and the other a woman's: Daniel and Daniela, Петров and Петрова."""
        for man, woman in (*self.gendered, *(self.gendered_within if within else ())):
            if (one.endswith(man) and other.endswith(woman)) or (one.endswith(woman) and other.endswith(man)):
                return True
        ends = {one[-1:], other[-1:]}
        return "a" in ends and any(end and end not in _VOWELS for end in ends)


def _beside(words: Mapping[str, str]) -> re.Pattern[str]:
    before, who, of = ("|".join(words[name].split()) for name in ("before", "who", "of"))
    return re.compile(rf"\W*(?:(?:{before})\s+)*(?:{who})\s+(?:{of})\s+\w", re.IGNORECASE)


def _order(name: PersonName) -> tuple[str, ...]:
    parts = (*name.given, *(part for part in (name.patronymic, name.surname) if part is not None))
    return tuple(part.word.letters for part in parts)


def _father(name: PersonName, *, beside: PersonName) -> Part | None:
    """The patronymic; of "К. К. Токаев" beside a name that has one, the second initial."""
    if name.patronymic is None and beside.patronymic is not None:
        initials = [part for part in name.given if part.initial]
        return initials[1] if len(initials) == len(name.given) == 2 else None  # noqa: PLR2004 - own and father's
    return name.patronymic


@cache
def _names() -> Names:
    return Names.load()


def same_person(a: str, b: str) -> float:
    """Probability that two names mean one person, in [0, 1]; see `Names.same_person`."""
    return _names().same_person(a, b)
