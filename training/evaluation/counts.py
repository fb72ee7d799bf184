"""Right and wrong, counted: units on both sides, and what share of them the other side has too.

A unit is whatever a measure compares: a span, an offset, an attribution. By type, recall asks of the gold units of that
type, and precision of the found units which the detector gave that type; so a quote found whole but typed wrongly costs
nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from training.evaluation.attributions import TYPES, Attribution, Reading


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units there are and how many are right; the two `right` differ only by type."""

    gold: int = 0
    gold_right: int = 0
    found: int = 0
    found_right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.gold + other.gold,
            self.gold_right + other.gold_right,
            self.found + other.found,
            self.found_right + other.found_right,
        )

    @property
    def recall(self) -> float:
        """In per cent; 0 when there was nothing to find."""
        return percent(self.gold_right, self.gold)

    @property
    def precision(self) -> float:
        """In per cent; 0 when nothing was found."""
        return percent(self.found_right, self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, in per cent."""
        return 2 * self.recall * self.precision / ((self.recall + self.precision) or 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One article under one measure: the units of each attribution, in order, and those that are right."""

    gold: Sequence[frozenset[Hashable]]
    found: Sequence[frozenset[Hashable]]
    gold_right: frozenset[Hashable]
    found_right: frozenset[Hashable]

    @classmethod
    def shared(cls, gold: Iterable[Iterable[Hashable]], found: Iterable[Iterable[Hashable]]) -> Verdict:
        """A unit is right when the other side has it too."""
        wanted, given = tuple(map(frozenset, gold)), tuple(map(frozenset, found))
        both = _union(wanted) & _union(given)
        return cls(wanted, given, both, both)

    @classmethod
    def paired(cls, reading: Reading, pairs: Iterable[tuple[int, int]]) -> Verdict:
        """Each attribution is one unit, right when it stands in a pair (place in gold, place in found)."""
        partners = tuple(pairs)
        return cls(
            [frozenset({place}) for place in range(len(reading.gold))],
            [frozenset({place}) for place in range(len(reading.found))],
            frozenset(place for place, _ in partners),
            frozenset(place for _, place in partners),
        )


Measure = Callable[[Reading], Verdict]


def count(measure: Measure, readings: Iterable[Reading]) -> dict[str, Counts]:
    """The measure's counts over all articles: under `all`, and under each type."""
    total = dict.fromkeys(("all", *TYPES), Counts())
    for reading in readings:
        verdict = measure(reading)
        for group in total:
            gold = _union(_of(group, reading.gold, verdict.gold))
            found = _union(_of(group, reading.found, verdict.found))
            total[group] += Counts(
                len(gold), len(gold & verdict.gold_right), len(found), len(found & verdict.found_right)
            )
    return total


def percent(part: float, whole: float) -> float:
    """`part` of `whole`; 0 of nothing is 0."""
    return 100 * part / whole if whole else 0.0


def _of(group: str, rows: Sequence[Attribution], units: Sequence[frozenset[Hashable]]) -> Iterable[frozenset[Hashable]]:
    return (one for row, one in zip(rows, units, strict=True) if group in ("all", row.type))


def _union(units: Iterable[frozenset[Hashable]]) -> frozenset[Hashable]:
    return frozenset[Hashable]().union(*units)
