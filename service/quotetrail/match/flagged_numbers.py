"""Numbers that changed on the way: another value, the same values in another order, or another unit or bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from quotetrail.match.digits import Number
from quotetrail.match.pairing import Pairing, Side
from quotetrail.match.units import Units
from quotetrail.model import Flag, FlagKind

# Of a very long text so many are compared, the first.
_MOST = 200
_CENTURY = 100.0
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLimits:
    """The numbers of [cut] and [number] in flags.toml, explained there."""

    cut: int
    near: float


def changed_numbers(pairing: Pairing, units: Units, limits: NumberLimits, *, copied: bool) -> Iterator[Flag]:
    """The numbers that the other text has not, of both; else those it has in another place or with another unit.

    In a text that is nearly `copied` "two" and "May" count, too.
    """
    ways = pairing, pairing.turned()
    lefts, rights = (_alone(way, limits, copied=copied)[:_MOST] for way in ways)
    lefts, rights = _unrounded(lefts, rights, limits), _unrounded(rights, lefts, limits)
    if lefts and rights:
        if not (_known(lefts, pairing.right) and _known(rights, pairing.left)):
            yield _flag(pairing, lefts, rights)
        return
    if copied and not lefts and not rights:
        vague = [[number for number in _unanswered(way) if not number.firm] for way in ways]
        if len(vague[0]) == len(vague[1]) == 1:
            yield _flag(pairing, *vague)
            return
    if _exchanged(pairing):
        yield _flag(pairing, pairing.left.facts.numbers, pairing.right.facts.numbers)
    elif (differing := units.differing(pairing)) is not None:
        yield Flag(FlagKind.NUMBER_CHANGED, *differing)


def _flag(pairing: Pairing, lefts: Sequence[Number], rights: Sequence[Number]) -> Flag:
    before, after = _listed(pairing.left.facts.text, lefts), _listed(pairing.right.facts.text, rights)
    return Flag(FlagKind.NUMBER_CHANGED, before, after)


def _alone(pairing: Pairing, limits: NumberLimits, *, copied: bool) -> list[Number]:
    """The numbers of the left that count and have no counterpart on the right."""
    alone: list[Number] = []
    for number in _unanswered(pairing):
        places = pairing.left.places(number.start, number.end)
        counts = number.firm or (copied and pairing.opposite(places, pairing.right.facts.numbers[:_MOST]))
        if counts and not pairing.is_cut(places, limits.cut):
            alone.append(number)
    return alone


def _unanswered(pairing: Pairing) -> Iterator[Number]:
    """The numbers of the left that the right has in no reading, each of which is taken once."""
    others = Counter(chain.from_iterable(_readings(number) for number in pairing.right.facts.numbers))
    for number in pairing.left.facts.numbers:
        answer = next((value for value in sorted(_readings(number)) if others[value] > 0), None)
        if answer is None:
            yield number
        else:
            others[answer] -= 1


def _exchanged(pairing: Pairing) -> bool:
    """Whether all words are the same but for numbers that changed places: "from 3 to 7", "from 7 to 3"."""
    if not pairing.one_language or pairing.left.wording.stems == pairing.right.wording.stems:
        return False
    (values, words), (others, there) = (_apart(side) for side in (pairing.left, pairing.right))
    return words == there and values != others and Counter(values) == Counter(others)


def _apart(side: Side) -> tuple[list[float], list[str]]:
    """The values of a text, and its stems without the words of numbers."""
    numbers = side.facts.numbers
    inside = {place for number in numbers for place in side.places(number.start, number.end)}
    values = [number.value for number in numbers if number.firm]
    return values, [stem for place, stem in enumerate(side.wording.stems) if place not in inside]


def _unrounded(numbers: Sequence[Number], others: Sequence[Number], limits: NumberLimits) -> list[Number]:
    """The numbers that are none of the others, rounded."""
    return [number for number in numbers if not any(_rounds(number, other, limits.near) for other in others)]


def _rounds(number: Number, other: Number, near: float) -> bool:
    return (
        (number.rounded or other.rounded)
        and number.value not in _YEARS
        and abs(number.value - other.value) <= near * max(number.value, other.value)
    )


def _known(numbers: Sequence[Number], other: Side) -> bool:
    """Whether the other side has all these values somewhere: it only repeats others."""
    there = frozenset(chain.from_iterable(_readings(number) for number in other.facts.numbers))
    return not any(there.isdisjoint(_readings(number)) for number in numbers)


def _readings(number: Number) -> frozenset[float]:
    """The values a number may stand for; a year also by its last two digits."""
    readings = number.readings
    if number.value in _YEARS and number.value.is_integer():
        return readings | {number.value % _CENTURY}
    return readings


def _listed(text: str, numbers: Sequence[Number]) -> str:
    return ", ".join(text[number.start : number.end] for number in numbers)
