"""Differences that turn a statement into another one although most words agree: numbers, negations, names."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quotetrail.match.drift import Step
from quotetrail.match.naming import Naming
from quotetrail.match.wording import Wording

_DATA = Path(__file__).with_name("verify.toml")


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

    def turned(self) -> Difference:
        """The same seen from the other side."""
        return Difference(self.kind, self.right, self.left)


@dataclass(frozen=True, slots=True)
class Differences:
    """Finds differences; a piece of more than `omission` words that only one side has is a cut, not looked into."""

    naming: Naming
    omission: int

    @classmethod
    def load(cls) -> Differences:
        """Read verify.toml."""
        return cls(Naming.load(), **tomllib.loads(_DATA.read_text(encoding="utf-8"))["differences"])

    def between(self, left: Wording, right: Wording, steps: Sequence[Step]) -> tuple[Difference, ...]:
        """Numbers, negations and names on which two wordings disagree within `steps` (an alignment of their words).

        A number or name counts only when both sides have one the other lacks: words that one side leaves out are no
        contradiction.
        """
        kept = [step for step in steps if step.kind in {"equal", "replace"} or _length(step) <= self.omission]
        names = _names(left, right, kept, self.naming)
        return (*_numbers(left, right, kept), *_negations(left, right, kept), *names)


def _numbers(left: Wording, right: Wording, steps: Sequence[Step]) -> Iterator[Difference]:
    lefts, rights = _inside(left, right, steps, left.quantities, right.quantities)
    only_left, only_right = lefts - rights, rights - lefts
    if only_left and only_right:
        yield Difference(DifferenceKind.NUMBER, _listed(only_left), _listed(only_right))


def _negations(left: Wording, right: Wording, steps: Sequence[Step]) -> Iterator[Difference]:
    lefts, rights = _inside(left, right, steps, left.negations, right.negations)
    counts = lefts.total(), rights.total()
    if counts[0] != counts[1] and not (all(counts) and left.vocabulary.negates_again):
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


def _names(left: Wording, right: Wording, steps: Sequence[Step], naming: Naming) -> Iterator[Difference]:
    if not (left.names or left.initials) or not (right.names or right.initials):
        return
    counts = Counter(left.stems), Counter(right.stems)
    moved = {stem for stem, times in counts[0].items() if counts[1][stem] == times}
    for places in _changes(steps):
        common = Counter(left.stems[at] for at in places[0]) & Counter(right.stems[at] for at in places[1])
        lefts = [at for at in _beyond(left, places[0], common) if _is_other_name(left, at, moved)]
        rights = [at for at in _beyond(right, places[1], common) if _is_other_name(right, at, moved)]
        words = [left.words[at] for at in lefts], [right.words[at] for at in rights]
        if all(words) and not naming.may_be_one(*words, inflects=left.vocabulary.inflects):
            yield Difference(
                DifferenceKind.NAME,
                " ".join(left.canonical.original(at, at + 1) for at in lefts),
                " ".join(right.canonical.original(at, at + 1) for at in rights),
            )


def _changes(steps: Sequence[Step]) -> Iterator[tuple[range, range]]:
    """The words of both sides at each place that changed; one common word between two changes parts them not.

    A name that stands elsewhere too may be laid beside its other occurrence.
    """
    start: Step | None = None
    end: Step | None = None
    replaced = False
    for step in steps:
        if step.kind == "equal" and (start is None or _length(step) == 1):
            continue
        if step.kind != "equal":
            start, end, replaced = start or step, step, replaced or step.kind == "replace"
            continue
        if start is not None and end is not None and replaced:
            yield range(start.left_start, end.left_end), range(start.right_start, end.right_end)
        start, end, replaced = None, None, False
    if start is not None and end is not None and replaced:
        yield range(start.left_start, end.left_end), range(start.right_start, end.right_end)


def _beyond(wording: Wording, places: range, common: Counter[str]) -> Iterator[int]:
    """The places without those of the common words, each of which is taken as often as both sides have it."""
    rest = common.copy()
    for at in places:
        if rest[wording.stems[at]] > 0:
            rest[wording.stems[at]] -= 1
        else:
            yield at


def _is_other_name(wording: Wording, place: int, shared: Collection[str]) -> bool:
    """Whether the word looks like a name that the other side lacks."""
    if wording.stems[place] in shared:
        return False
    endings = wording.vocabulary.common_endings
    begins = bool(endings) and place in wording.initials and not wording.words[place].endswith(endings)
    return begins or place in wording.names
