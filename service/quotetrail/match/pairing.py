"""Two wordings read and laid beside each other, in one language or in two."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quotetrail.match.digits import Number
from quotetrail.match.drift import Step, align, align_by_meaning
from quotetrail.match.encoder import Encoder
from quotetrail.match.facts import Facts, Mark
from quotetrail.match.wording import Wording

_KEPT = frozenset({"equal", "translate"})

_Marked = TypeVar("_Marked", Mark, Number)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One text: its words, the places of its function words, and its facts."""

    wording: Wording
    facts: Facts
    light: frozenset[int]

    @classmethod
    def of(cls, wording: Wording, facts: Facts) -> Side:
        """The same with the places of function words."""
        function = wording.vocabulary.function
        light = frozenset(place for place, word in enumerate(wording.words) if word in function)
        return cls(wording, facts, light)

    def places(self, start: int, end: int) -> range:
        """The words that stand at those code points."""
        return self.wording.canonical.places(start, end)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two sides with the steps from left to right; `step_of_left[i]` is the number of the step with the left word i."""

    left: Side
    right: Side
    steps: tuple[Step, ...]
    step_of_left: tuple[int, ...]
    step_of_right: tuple[int, ...]

    @classmethod
    def of(cls, left: Side, right: Side, encoder: Encoder) -> Pairing:
        """Lay two sides beside each other: by stems in one language, by meaning across two."""
        if left.facts.language == right.facts.language:
            steps = align(left.wording.stems, right.wording.stems)
        else:
            steps = align_by_meaning(
                left.wording.words,
                right.wording.words,
                encoder,
                light_left=left.light,
                light_right=right.light,
            )
        return cls(
            left=left,
            right=right,
            steps=steps,
            step_of_left=_numbered(steps, len(left.wording.words), lambda step: range(step.left_start, step.left_end)),
            step_of_right=_numbered(
                steps, len(right.wording.words), lambda step: range(step.right_start, step.right_end)
            ),
        )

    @property
    def one_language(self) -> bool:
        """Whether both sides are in one language."""
        return self.left.facts.language == self.right.facts.language

    def turned(self) -> Pairing:
        """The same from right to left."""
        kinds = {"insert": "delete", "delete": "insert"}
        steps = tuple(
            Step(kinds.get(step.kind, step.kind), step.right_start, step.right_end, step.left_start, step.left_end)
            for step in self.steps
        )
        return Pairing(self.right, self.left, steps, self.step_of_right, self.step_of_left)

    def is_cut(self, places: Iterable[int], longest: int) -> bool:
        """Whether left words stand in a piece of more than `longest` words that the right leaves out."""
        return any(
            step.kind == "delete" and step.left_end - step.left_start > longest for step in self._steps_of(places)
        )

    def goes_on(self, places: Iterable[int]) -> bool:
        """Whether the right has anything in the place of one of these left words."""
        return any(step.kind != "delete" for step in self._steps_of(places))

    def kept(self, places: Iterable[int]) -> int:
        """How many of these left words the right has, as they are or translated."""
        return sum(self.steps[self.step_of_left[place]].kind in _KEPT for place in places)

    def counterparts(
        self, places: Iterable[int], kinds: frozenset[str] = _KEPT, *, longest: int | None = None
    ) -> tuple[range, ...]:
        """The right words of the steps of those kinds in which these left words stand.

        With `longest` only steps with at most so many content words on either side, which say more of each.
        """
        places = tuple(places)
        return tuple(
            _beside(step, places)
            for step in self._steps_of(places)
            if step.kind in kinds and (longest is None or step.kind == "equal" or self._content(step) <= longest)
        )

    def opposite(self, places: Iterable[int], marks: Sequence[_Marked]) -> list[_Marked]:
        """The marks or numbers of the right in the steps in which these left words stand."""
        there = self.counterparts(places, frozenset({"equal", "replace", "translate"}))
        found = ((mark, self.right.places(mark.start, mark.end)) for mark in marks)
        return [mark for mark, at in found if any(at.start < to.stop and to.start < at.stop for to in there)]

    def _content(self, step: Step) -> int:
        """How many content words the longer side of a step has."""
        light = self.left.light, self.right.light
        lefts = sum(place not in light[0] for place in range(step.left_start, step.left_end))
        return max(lefts, sum(place not in light[1] for place in range(step.right_start, step.right_end)))

    def _steps_of(self, places: Iterable[int]) -> list[Step]:
        return [self.steps[number] for number in dict.fromkeys(self.step_of_left[place] for place in places)]


def _beside(step: Step, places: tuple[int, ...]) -> range:
    """The right words of a step: where both sides are equal, those of these left words (ascending) alone."""
    if step.kind != "equal":
        return range(step.right_start, step.right_end)
    first = places[bisect_left(places, step.left_start)]
    last = places[bisect_left(places, step.left_end) - 1]
    shift = step.right_start - step.left_start
    return range(first + shift, last + 1 + shift)


def _numbered(steps: tuple[Step, ...], count: int, words: Callable[[Step], range]) -> tuple[int, ...]:
    numbers = [0] * count
    for number, step in enumerate(steps):
        for place in words(step):
            numbers[place] = number
    return tuple(numbers)
