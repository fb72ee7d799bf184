"""Whether what one text names and what another names may be one thing: a spelling, an abbreviation, its adjective.

Who reads two wordings of one statement finds "Gen." for "General", "Canadian" for "Canada", "UK" for "Britain".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import JaroWinkler, Prefix

from quotetrail.match.features import romanised

_DATA = Path(__file__).with_name("naming.toml")
# Letters of a name that stay, and that an ending may have ("Россия", "Россию", "Россией").
_STEM, _ENDING = 4, 3
_VOWELS = re.compile(r"[aeioujy]")
_INITIALS = 2


@dataclass(frozen=True, slots=True)
class Naming:
    """What may be one name; each number and list is explained in naming.toml.

    `alias` has for each word of a group the number of the group, `adjective` matches what is behind the stem of an
    adjective made of a name.
    """

    similar: float
    heard: float
    consonants: int
    short: range
    rest: int
    honorifics: frozenset[str]
    alias: Mapping[str, int]
    adjective: re.Pattern[str]

    @classmethod
    def load(cls) -> Naming:
        """Read naming.toml."""
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        shortest, longest = data["abbreviation"]
        return cls(
            similar=data["similar"],
            heard=data["heard"],
            consonants=data["consonants"],
            short=range(shortest, longest + 1),
            rest=data["adjective"]["rest"],
            honorifics=frozenset(data["honorifics"].split()),
            alias={word: number for number, group in enumerate(data["alias"]) for word in group.split()},
            adjective=re.compile(data["adjective"]["endings"]),
        )

    def may_be_one(self, lefts: Sequence[str], rights: Sequence[str], *, inflects: bool) -> bool:
        """Whether the names of two texts at one place may be one; `inflects` where names have case endings.

        Words in lower case, in order; each word of a side must be met on the other. True as well where a side has
        nothing but a form of address.
        """
        ones, others = ([word for word in words if word not in self.honorifics] for words in (lefts, rights))
        if not ones or not others or _initials(ones, others) or _initials(others, ones):
            return True
        met = [[self._one(a, b) or (inflects and _one_stem(a, b)) for b in others] for a in ones]
        return all(map(any, met)) or all(map(any, zip(*met, strict=True)))

    def _one(self, one: str, other: str) -> bool:
        """Whether two words may name one thing."""
        if JaroWinkler.similarity(one, other) >= self.similar:
            return True
        if one in self.alias and self.alias[one] == self.alias.get(other):
            return True
        return self._abbreviated(one, other) or self._of_it(one, other) or self._sounds_alike(one, other)

    def _abbreviated(self, one: str, other: str) -> bool:
        few, many = sorted((one, other), key=len)
        return len(few) in self.short and len(many) > len(few) and many.startswith(few)

    def _of_it(self, one: str, other: str) -> bool:
        """Whether one of two words is the adjective of the other: the rest behind their common letters tells."""
        same = Prefix.similarity(one, other)
        rests = one[same:], other[same:]
        made = any(len(rests[at]) <= self.rest and self.adjective.fullmatch(rests[1 - at]) for at in range(len(rests)))
        return same >= _STEM and made

    def _sounds_alike(self, one: str, other: str) -> bool:
        sounds = romanised(one), romanised(other)
        alike = JaroWinkler.similarity(*sounds)
        if not all(sounds) or alike < self.heard:
            return False
        bones = [_VOWELS.sub("", sound) for sound in sounds]
        as_long = abs(len(sounds[0]) - len(sounds[1])) <= 1
        return alike >= self.similar or (as_long and bones[0] == bones[1] and len(bones[0]) >= self.consonants)


def _initials(ones: Iterable[str], others: Sequence[str]) -> bool:
    """Whether one of the words is made of the initials of the others, as far as these are there."""
    first = "".join(word[0] for word in others)
    return any(
        len(word) >= _INITIALS and (word in first or (len(first) >= _INITIALS and word.startswith(first)))
        for word in ones
    )


def _one_stem(one: str, other: str) -> bool:
    """Whether two names differ by their endings alone."""
    same = Prefix.similarity(one, other)
    return same >= _STEM and same >= min(max(len(one), len(other)) - _ENDING, len(one), len(other))
