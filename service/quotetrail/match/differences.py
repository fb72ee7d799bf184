"""Differences that turn a statement into another one although most words agree: numbers, negations, names."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import JaroWinkler

from quotetrail.match.drift import Step
from quotetrail.match.wording import Wording


class DifferenceKind(StrEnum):
    """What differs."""

    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference that matters, with the words of both sides as written; empty where a side has none."""

    kind: DifferenceKind
    left: str
    right: str


def differences(
    left: Wording, right: Wording, steps: Sequence[Step], *, similar_name: float, omission: int
) -> tuple[Difference, ...]:
    """Numbers, negations and names on which the two wordings disagree within `steps` (an alignment of their words).

    A number or name counts only when both sides have one the other lacks: words that one side leaves out are no
    contradiction. `similar_name` is the Jaro-Winkler similarity from which two names are spellings of one; a piece of
    more than `omission` words that only one side has is a cut and is not looked into.
    """
    kept = [step for step in steps if step.kind in {"equal", "replace"} or _length(step) <= omission]
    return (*_numbers(left, right, kept), *_negations(left, right, kept), *_names(left, right, kept, similar_name))


def _numbers(left: Wording, right: Wording, steps: Sequence[Step]) -> Iterator[Difference]:
    lefts, rights = _inside(left, right, steps, left.quantities, right.quantities)
    only_left, only_right = lefts - rights, rights - lefts
    if only_left and only_right:
        yield Difference(DifferenceKind.NUMBER, _listed(only_left), _listed(only_right))


def _negations(left: Wording, right: Wording, steps: Sequence[Step]) -> Iterator[Difference]:
    lefts, rights = _inside(left, right, steps, left.negations, right.negations)
    if lefts.total() != rights.total():
        yield Difference(DifferenceKind.NEGATION, _listed(lefts - rights), _listed(rights - lefts))


def _inside(
    left: Wording, right: Wording, steps: Sequence[Step], left_places: Sequence[int], right_places: Sequence[int]
) -> tuple[Counter[str], Counter[str]]:
    """The words at those places that lie within the steps."""
    lefts = ((step.left_start, step.left_end) for step in steps)
    rights = ((step.right_start, step.right_end) for step in steps)
    return _at(left, left_places, lefts), _at(right, right_places, rights)


def _at(wording: Wording, places: Sequence[int], ranges: Iterable[tuple[int, int]]) -> Counter[str]:
    """The words at the places that lie in one of the ranges; both ascend."""
    return Counter(
        wording.words[place]
        for start, end in ranges
        for place in places[bisect_left(places, start) : bisect_left(places, end)]
    )


def _length(step: Step) -> int:
    return max(step.left_end - step.left_start, step.right_end - step.right_start)


def _listed(words: Counter[str]) -> str:
    return ", ".join(sorted(words))


def _names(left: Wording, right: Wording, steps: Sequence[Step], similar_name: float) -> Iterator[Difference]:
    if not (left.names or left.initials) or not (right.names or right.initials):
        return
    shared = set(left.words).intersection(right.words)
    for step in steps:
        if step.kind != "replace":
            continue
        lefts = [at for at in range(step.left_start, step.left_end) if _is_other_name(left, at, shared)]
        rights = [at for at in range(step.right_start, step.right_end) if _is_other_name(right, at, shared)]
        if lefts and rights and not _spellings(left, lefts, right, rights, similar_name):
            yield Difference(
                DifferenceKind.NAME,
                " ".join(left.canonical.original(at, at + 1) for at in lefts),
                " ".join(right.canonical.original(at, at + 1) for at in rights),
            )


def _is_other_name(wording: Wording, place: int, shared: set[str]) -> bool:
    """Whether the word looks like a name that the other side lacks."""
    word = wording.words[place]
    if word in shared:
        return False
    begins = place in wording.initials and not word.endswith(wording.vocabulary.common_endings)
    return begins or place in wording.names


def _spellings(left: Wording, lefts: list[int], right: Wording, rights: list[int], similar_name: float) -> bool:
    """Whether the names of the two sides may be one name: spelled alike, or one the initials of the other."""
    one = [left.words[index] for index in lefts]
    other = [right.words[index] for index in rights]
    initials = "".join(word[0] for word in one) == "".join(other) or "".join(word[0] for word in other) == "".join(one)
    return initials or any(JaroWinkler.similarity(a, b) >= similar_name for a in one for b in other)
