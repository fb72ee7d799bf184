"""Do two names mean one person? By their parts: titles dropped, surnames, initials, order, spelling variants.

Latin script, and Cyrillic through a small table. Other scripts are compared letter by letter.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

_DATA = Path(__file__).with_name("names.toml")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02b9\u02bb`\u00b4]")
_POSSESSIVE = re.compile("['\u2019]s?$")
_PART = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_HYPHENS = re.compile("[-\u2010\u2011]")
# Letters that have no decomposition into a base and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a"})
_VOWELS = re.compile("[aeiou]")
# A name longer than this is no name; the rest is not looked at.
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How sure a kind of agreement makes that two names are one person, in [0, 1]."""

    full: float
    spelled: float
    initial: float
    surname: float
    bare: float
    given: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Compares names of persons; built once from names.toml."""

    titles: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    groups: Mapping[str, frozenset[int]]
    gendered: tuple[tuple[str, str], ...]
    sounds: tuple[tuple[str, str], ...]
    cyrillic: Mapping[int, str]
    likeness: Likeness
    similar: float
    shortest: int

    @classmethod
    def load(cls) -> Names:
        """Read names.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        groups: dict[str, frozenset[int]] = {}
        for number, line in enumerate(data["same_given"]):
            for name in line.split():
                groups[name] = groups.get(name, frozenset()) | {number}
        return cls(
            titles=frozenset(data["titles"].split()),
            suffixes=frozenset(data["suffixes"].split()),
            particles=frozenset(data["particles"].split()),
            groups=groups,
            gendered=tuple((man, woman) for man, woman in data["gendered"]),
            sounds=tuple(data["sounds"].items()),
            cyrillic=str.maketrans(data["cyrillic"]),
            likeness=Likeness(**data["likeness"]),
            similar=data["spelling"]["similar"],
            shortest=data["spelling"]["shortest"],
        )

    def same_person(self, a: str, b: str) -> float:
        """How sure the two names mean one person, in [0, 1]; 0 where they contradict each other. Symmetric.

        A surname alone agrees with every full name that has it, a different given name never does.
        """
        short, long = sorted((self._parts(a), self._parts(b)), key=lambda parts: (len(parts), parts))
        if not short:
            return 0.0
        if len(long) == 1:
            return self.likeness.bare * self._alike(short[0], long[0])
        if len(short) == 1:
            surname = self.likeness.surname * self._alike(short[0], long[-1])
            return surname or self.likeness.given * max(self._alike(short[0], part) for part in long[:-1])
        straight = self._full(short[:-1], short[-1], long[:-1], long[-1])
        swapped = self._full(short[1:], short[0], long[:-1], long[-1])
        return max(straight, swapped)

    def surname_key(self, name: str) -> str:
        """A coarse form of the surname, equal for its usual spellings: first letter, consonants; empty for no name."""
        parts = self._parts(name)
        if not parts:
            return ""
        sound = self._sound(parts[-1])
        return sound[:1] + _VOWELS.sub("", sound[1:])

    def _full(self, given: tuple[str, ...], surname: str, other_given: tuple[str, ...], other_surname: str) -> float:
        """Likeness of two names with given names and surnames."""
        family = self._alike(surname, other_surname)
        if not family:
            return 0.0
        if "".join(given) == "".join(other_given):
            return family
        few, many = sorted((given, other_given), key=len)
        if any(len(part) == len(few) and part == "".join(name[0] for name in many) for part in ("".join(few),)):
            return min(family, self.likeness.initial)
        return min(family, *(max(self._given_alike(part, other) for other in many) for part in few))

    def _given_alike(self, part: str, other: str) -> float:
        if len(part) == 1 or len(other) == 1:
            return self.likeness.initial if part[0] == other[0] else 0.0
        if self.groups.get(part, frozenset()) & self.groups.get(other, frozenset()):
            return self.likeness.spelled
        return self._alike(part, other)

    def _alike(self, part: str, other: str) -> float:
        """1 for the same part, a little less for another spelling of it, 0 for another part."""
        if part == other:
            return self.likeness.full
        for man, woman in self.gendered:
            if (part.endswith(man) and other.endswith(woman)) or (part.endswith(woman) and other.endswith(man)):
                return 0.0
        sound, other_sound = self._sound(part), self._sound(other)
        if sound == other_sound:
            return self.likeness.spelled
        if _man_and_woman(sound, other_sound):
            return 0.0
        if min(len(sound), len(other_sound)) < self.shortest:
            return 0.0
        return self.likeness.spelled if JaroWinkler.similarity(sound, other_sound) >= self.similar else 0.0

    def _sound(self, part: str) -> str:
        for written, sound in self.sounds:
            part = part.replace(written, sound)
        return re.sub(r"(.)\1+", r"\1", part)

    def _parts(self, name: str) -> tuple[str, ...]:
        """The comparable parts of a name, surname last; titles, particles and suffixes dropped."""
        folded = unicodedata.normalize("NFKD", name[:_LONGEST].strip().casefold())
        plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
        plain = _APOSTROPHES.sub("", _POSSESSIVE.sub("", plain).translate(_LETTERS)).translate(self.cyrillic)
        before, comma, after = plain.partition(",")
        ordered = f"{after} {before}" if comma and not self.suffixes.issuperset(_PART.findall(after)) else before
        found = _PART.findall(ordered)
        while len(found) > 1 and found[-1] in self.suffixes:
            found.pop()
        head = [part for part in found[:-1] if part not in self.titles and part not in self.particles]
        return tuple(_HYPHENS.sub("", part) for part in (*head, *found[-1:]))


def _man_and_woman(sound: str, other: str) -> bool:
    """Whether one ends in -a and the other in a consonant: Daniel and Daniela, Alexander and Alexandra."""
    ends = {sound[-1:], other[-1:]}
    return "a" in ends and any(end and not _VOWELS.match(end) for end in ends)


@cache
def _names() -> Names:
    return Names.load()


def same_person(a: str, b: str) -> float:
    """How sure two names mean one person, in [0, 1]; see `Names.same_person`."""
    return _names().same_person(a, b)
