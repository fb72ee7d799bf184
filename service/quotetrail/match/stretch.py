"""The facts inside the stretch that two texts share: a piece that one side leaves out takes its "not" with it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from quotetrail.match.digits import Number
from quotetrail.match.drift import Step
from quotetrail.match.facts import Facts
from quotetrail.match.wording import Wording

# Numbers of a text that are compared one by one; more of them change no judgement.
_MOST = 24
_CENTURY = 100.0
_YEARS = range(1000, 2100)


def inside(
    left: tuple[Wording, Facts], right: tuple[Wording, Facts], steps: Sequence[Step], *, omission: int
) -> tuple[Facts, Facts]:
    """The facts of both sides without those in pieces of more than `omission` words that the other side leaves out.

    `steps` go from the words of `left` to those of `right`.
    """
    deleted = [(step.left_start, step.left_end) for step in steps if step.kind == "delete"]
    inserted = [(step.right_start, step.right_end) for step in steps if step.kind == "insert"]
    return _without(*left, deleted, omission), _without(*right, inserted, omission)


def _without(wording: Wording, facts: Facts, pieces: Iterable[tuple[int, int]], omission: int) -> Facts:
    spans = wording.canonical.spans
    cut = [(spans[start].start, spans[end - 1].end) for start, end in pieces if end - start > omission]
    if not cut:
        return facts
    starts = [start for start, _ in cut]

    def kept(place: int) -> bool:
        before = bisect_right(starts, place) - 1
        return before < 0 or place >= cut[before][1]

    return replace(
        facts,
        numbers=tuple(number for number in facts.numbers if kept(number.start)),
        negations=tuple(mark for mark in facts.negations if kept(mark.start)),
        modals=tuple(mark for mark in facts.modals if kept(mark.start)),
        conditions=tuple(mark for mark in facts.conditions if kept(mark.start)),
    )


def alone(numbers: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    """The firm numbers that have no counterpart among the others, each of which is taken once."""
    left = Counter(chain.from_iterable(set(readings(number)) for number in others[:_MOST]))
    found: list[Number] = []
    for number in numbers[:_MOST]:
        answer = next((value for value in sorted(set(readings(number))) if left[value] > 0), None)
        if answer is not None:
            left[answer] -= 1
        elif number.firm:
            found.append(number)
    return found


def readings(number: Number) -> Iterator[float]:
    """The values a number may stand for; a year also answers to its last two digits."""
    for value in number.readings:
        yield value
        if value.is_integer() and int(value) in _YEARS:  # a range looks for a float number by number
            yield value % _CENTURY
