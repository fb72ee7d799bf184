"""How well two words agree, letter by letter, by a table of which groups of letters stand for which.

A unit is a group of letters on each side with the logarithm of its joint probability. Two words agree as well as their
best cut into units says, against the chance that each was spelled by itself (pointwise mutual information, in nats);
how much better each could have agreed are the other measures. How the tables were learned: models/names/CARD.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# Stands after the last letter of a word: what is silent at the end of a French name is not so inside another.
END = "$"
# The most letters of a unit, left and right.
_LETTERS = 4, 3
_WORDS_KEPT = 1 << 13
_IMPOSSIBLE = -math.inf


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two words agree, in nats: `gain` over chance, losses against the best agreement each could have had.

    The smaller loss tells a changed letter, which both words lose by, from a silent one, which only one has.
    """

    gain: float
    smaller_loss: float
    larger_loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """In nats: what a letter in no unit counts, and the loss from which on two words are not compared to the end."""

    unknown: float
    farthest: float


@dataclass(frozen=True, slots=True)
class _Side:
    """One word as one side of a table, by place of its letters.

    `groups`: the groups of letters that begin there. `chance`, `best`: what the rest of the word from there on is worth
    by itself, and the most that it can be worth together with another word, less what that one is worth by itself.
    """

    groups: tuple[tuple[str, ...], ...]
    chance: tuple[float, ...]
    best: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """One table: logarithms of the joint probabilities of units, by left and then by right letters.

    `side`: what is known of one word on the left (0) or on the right (1); cached. `usual`: the likeliest right letters
    of left ones.
    """

    rows: Mapping[str, Mapping[str, float]]
    side: Callable[[str, int], _Side]
    usual: Mapping[str, tuple[str, float]]
    limits: Limits

    @classmethod
    def read(cls, path: Path, *, limits: Limits) -> Units:
        """Read a table: one unit a line, left letters, right letters, logarithm of its probability, by tabs."""
        lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return cls.of({(left, right): float(value) for left, right, value in lines}, limits=limits)

    @classmethod
    def of(cls, units: Mapping[tuple[str, str], float], *, limits: Limits) -> Units:
        """A table of these units: logarithms of joint probabilities."""
        rows: dict[str, dict[str, float]] = defaultdict(dict)
        sums: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))
        for (left, right), value in units.items():
            rows[left][right] = value
            sums[0][left] += math.exp(value)
            sums[1][right] += math.exp(value)
        alone = [{letters: math.log(total) for letters, total in side.items()} for side in sums]
        best: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for unit, value in units.items():
            for here, there in ((0, 1), (1, 0)):
                worth = value - (alone[there][unit[there]] if unit[there] else 0.0)
                best[here][unit[here]] = max(best[here].get(unit[here], _IMPOSSIBLE), worth)
        usual = {left: max(row.items(), key=lambda unit: (unit[1], unit[0])) for left, row in rows.items() if left}

        @lru_cache(maxsize=_WORDS_KEPT)
        def side(word: str, number: int) -> _Side:
            groups = tuple(
                tuple(word[at:end] for end in range(at + 1, min(at + _LETTERS[number], len(word)) + 1))
                for at in range(len(word) + 1)
            )
            chance, most = (_worth(groups, values[number], unknown=limits.unknown) for values in (alone, best))
            return _Side(groups, chance, most)

        return cls(rows=dict(rows), side=side, usual=usual, limits=limits)

    def agreement(self, left: str, right: str) -> Agreement | None:
        """Of two words in the letters of the table's sides; None if each loses more than the farthest."""
        one, other = self.side(left + END, 0), self.side(right + END, 1)
        best = one.best[0] + other.chance[0], other.best[0] + one.chance[0]
        joint = self._joint(one, other, least=min(best) - self.limits.farthest)
        if joint == _IMPOSSIBLE:
            return None
        losses = best[0] - joint, best[1] - joint
        return Agreement(joint - one.chance[0] - other.chance[0], min(losses), max(losses))

    def respelled(self, left: str) -> str:
        """The likeliest right letters for a word in left ones: tokaev gives токаев."""
        word = left + END
        reached = [(0.0, ""), *[(_IMPOSSIBLE, "")] * len(word)]
        for start in range(len(word)):
            value, spelled = reached[start]
            for size in range(1, min(_LETTERS[0], len(word) - start) + 1):
                unit = self.usual.get(word[start : start + size], ("", self.limits.unknown) if size == 1 else None)
                if unit is not None and value + unit[1] > reached[start + size][0]:
                    reached[start + size] = value + unit[1], spelled + unit[0]
        return reached[-1][1].removesuffix(END)

    def _joint(self, one: _Side, other: _Side, *, least: float) -> float:
        """The best sum over cuts of both words into units: the inner loop of every comparison, hence its style.

        A beginning that cannot reach `least` even with the best of ends is left (branch and bound).
        """
        n, m, unknown = len(one.chance) - 1, len(other.chance) - 1, self.limits.unknown
        inserted = self.rows.get("", {})
        reached = [[_IMPOSSIBLE] * (m + 1) for _ in range(n + 1)]
        reached[0][0] = 0.0
        for i, here in enumerate(reached):
            rows = [
                (there, row or {}, p == 1)
                for p, (group, there) in enumerate(zip(one.groups[i], reached[i + 1 :], strict=False), 1)
                if (row := self.rows.get(group)) or p == 1
            ]
            best, chance = one.best[i], one.chance[i]
            for j, value in enumerate(here):
                if value + best + other.chance[j] < least or value + chance + other.best[j] < least:
                    continue
                if j < m:
                    here[j + 1] = max(here[j + 1], value + inserted.get(other.groups[j][0], unknown))
                _advance(rows, value, other.groups[j], start=j, unknown=unknown)
        return reached[n][m]


def _advance(
    rows: Sequence[tuple[list[float], Mapping[str, float], bool]],
    value: float,
    groups: Sequence[str],
    *,
    start: int,
    unknown: float,
) -> None:
    """Go on from one cut by every unit; `rows`: what is reached, the units, whether their left side is one letter."""
    for there, row, single in rows:
        silent = row.get("", unknown if single else _IMPOSSIBLE)
        if value + silent > there[start]:  # noqa: PLR1730 - max() would take twice the time here
            there[start] = value + silent
        for end, group in enumerate(groups, start + 1):
            unit = row.get(group)
            if unit is None:
                if not single or end > start + 1:
                    continue
                unit = unknown
            if value + unit > there[end]:  # noqa: PLR1730 - as above
                there[end] = value + unit


def _worth(groups: Sequence[Sequence[str]], values: Mapping[str, float], *, unknown: float) -> tuple[float, ...]:
    """From each place to the end of the word, the best sum over cuts into groups that begin there."""
    worth = [0.0] * len(groups)
    for start in range(len(groups) - 2, -1, -1):
        worth[start] = max(
            [
                values.get(group, unknown if end == start + 1 else _IMPOSSIBLE) + worth[end]
                for end, group in enumerate(groups[start], start + 1)
            ]
        )
    return tuple(worth)
