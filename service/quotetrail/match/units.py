"""What two equal numbers count: "$1.2 billion" is not "€1.2 billion", "up to 500" not "more than 500", -30 not 30.

The number itself is the same, so only what stands around it tells; where either text leaves it open nothing differs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.match.digits import Number
from quotetrail.match.pairing import Pairing, Side

_DATA = Path(__file__).with_name("units.toml")
_UNIT, _CLOCK, _BOUND, _BELOW = "unit", "clock", "bound", "below"
_MINUS, _FROST, _HOUR = "minus", "frost", "hour"
_EVERY = "any"
_SIGNS = frozenset("$€£₽₸¥₴")
# Words of the longest phrase, and numbers of a text that are looked at, the first.
_LONGEST = 4
_MOST = 100


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is said of one number, each with its words; kinds that are not said are missing."""

    kinds: Mapping[str, str]
    places: range


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Finds equal numbers that count different things; built once from units.toml.

    `phrases` are by kind and language patterns over words joined by spaces, whose groups are the members of the kind.
    """

    phrases: Mapping[tuple[str, str], re.Pattern[str]]
    gap: int
    unspaced: Collection[str]

    @classmethod
    def load(cls) -> Units:
        """Read units.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        languages = {language for kind in (_UNIT, _BOUND) for lists in data[kind].values() for language in lists}
        return cls(
            phrases={
                (kind, language): _pattern(data[kind], language)
                for kind in (_UNIT, _CLOCK, _BOUND, _BELOW)
                for language in languages - {_EVERY}
            },
            **data["search"],
        )

    def differing(self, pairing: Pairing) -> tuple[str, str] | None:
        """Two equal numbers with what is said of them, as written; None where nothing differs for sure."""
        for one, other in _couples(pairing):
            left, right = self._counted(pairing.left, one), self._counted(pairing.right, other)
            if left is None or right is None:
                continue
            said = any(left.kinds[kind] != right.kinds[kind] for kind in left.kinds.keys() & right.kinds.keys())
            below = [_BELOW in each.kinds for each in (left, right)]
            warmer = pairing.right if below[0] else pairing.left
            if said or (pairing.one_language and below[0] != below[1] and not self._is_cold(warmer)):
                return _written(pairing.left, left), _written(pairing.right, right)
        return None

    def _counted(self, side: Side, number: Number) -> _Counted | None:
        """What is said of a number; None in a language without lists."""
        language, words = side.facts.language, side.wording.words
        places = side.places(number.start, number.end)
        if not places or (_UNIT, language) not in self.phrases:
            return None
        kinds: dict[str, str] = {}
        first, last = places.start, places.stop
        small = words[last : last + self.gap]
        near = self.gap if language not in self.unspaced and side.wording.vocabulary.function.isdisjoint(small) else 0
        unit = self._behind(_UNIT, language, words, last, gap=near)
        if first and side.wording.canonical.original(first - 1, first) in _SIGNS:
            first -= 1
            unit = self._behind(_UNIT, language, words, first, gap=0)
        elif unit is not None:
            last = unit[1]
        if unit is not None:
            kinds[_UNIT] = unit[0]
        if (clock := self._around(_CLOCK, language, words, range(first, last))) is not None:
            kinds[_CLOCK], first, last = clock[0], min(first, clock[1].start), max(last, clock[1].stop)
            if kinds.get(_UNIT) == _HOUR:
                del kinds[_UNIT]
        if first and self._is(_BELOW, language, words[first - 1], _MINUS):
            kinds[_BELOW], first = _MINUS, first - 1
        if (bound := self._around(_BOUND, language, words, range(first, last))) is not None:
            kinds[_BOUND], first, last = bound[0], min(first, bound[1].start), max(last, bound[1].stop)
        return _Counted(kinds, range(first, last))

    def _around(self, kind: str, language: str, words: tuple[str, ...], places: range) -> tuple[str, range] | None:
        """What is said right before these words or right behind them, and where."""
        pattern = self.phrases[kind, language]
        for length in range(_LONGEST, 0, -1):
            if length <= places.start:
                before = range(places.start - length, places.start)
                found = pattern.fullmatch(" ".join(words[before.start : before.stop]))
                if found is not None and found.lastgroup:
                    return found.lastgroup, before
        behind = self._behind(kind, language, words, places.stop, gap=0)
        return behind and (behind[0], range(places.stop, behind[1]))

    def _behind(
        self, kind: str, language: str, words: tuple[str, ...], place: int, *, gap: int
    ) -> tuple[str, int] | None:
        """What is said from this word on, or `gap` words on, and where it ends; the longest that fits."""
        pattern = self.phrases[kind, language]
        for start in range(place, min(place + gap + 1, len(words))):
            for length in range(min(_LONGEST, len(words) - start), 0, -1):
                found = pattern.fullmatch(" ".join(words[start : start + length]))
                if found is not None and found.lastgroup:
                    return found.lastgroup, start + length
        return None

    def _is(self, kind: str, language: str, word: str, member: str) -> bool:
        found = self.phrases[kind, language].fullmatch(word)
        return found is not None and found.lastgroup == member

    def _is_cold(self, side: Side) -> bool:
        """Whether a text says anywhere that it is below zero."""
        pattern = self.phrases[_BELOW, side.facts.language]
        return any(pattern.fullmatch(word) for word in side.wording.words)


def _pattern(members: Mapping[str, Mapping[str, str]], language: str) -> re.Pattern[str]:
    lists = {
        member: [by_language[code] for code in (_EVERY, language) if code in by_language]
        for member, by_language in members.items()
    }
    return re.compile(
        "|".join(f"(?P<{member}>{'|'.join(every)})" for member, every in lists.items() if every) or r"(?!)"
    )


def _couples(pairing: Pairing) -> Iterator[tuple[Number, Number]]:
    """The numbers of the left with that of the right that has the same value, where either text has it once."""
    lefts, rights = (side.facts.numbers[:_MOST] for side in (pairing.left, pairing.right))
    for number in lefts:
        there = [other for other in rights if not number.readings.isdisjoint(other.readings)]
        here = [one for other in there for one in lefts if not one.readings.isdisjoint(other.readings)]
        if len(there) == 1 and len(here) == 1:
            yield number, there[0]


def _written(side: Side, counted: _Counted) -> str:
    return side.wording.canonical.original(counted.places.start, counted.places.stop)
