"""What the alignment of the words alone decides: the same text, a piece of it, or pieces of it joined.

Whether changed words still say the same is not seen here; that is judged (judge.py).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from quotetrail.match.drift import Step, align
from quotetrail.match.wording import Wording
from quotetrail.model import Relation

_DATA = Path(__file__).with_name("verify.toml")


@dataclass(frozen=True, slots=True)
class Structure:
    """How two texts lie beside each other.

    `relation` is verbatim, truncated, spliced, or None where words were changed. `agreeing` of the `compared` words
    stand in both in the same order; `compared` is the length of the longer text, of the shorter one where that is a
    piece of the other. `telling` counts the shared stems that are neither function words nor names.
    """

    relation: Relation | None
    steps: tuple[Step, ...]
    agreeing: int
    compared: int
    telling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Structures:
    """The numbers of [structure] in verify.toml, explained there."""

    pieces: int
    fewest: int
    gap: int
    comparisons: int
    one_language: float

    @classmethod
    def load(cls) -> Structures:
        """Read verify.toml."""
        return cls(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["structure"])

    def of(self, left: Wording, right: Wording) -> Structure:
        """Lay two wordings beside each other; symmetric but for the direction of the steps. Bounded time."""
        telling = len((left.telling_stems() | right.telling_stems()).intersection(left.stems, right.stems))
        steps = align(left.stems, right.stems)
        shortest, longest = sorted((len(left.words), len(right.words)))
        agreeing = sum(step.left_end - step.left_start for step in steps if step.kind == "equal")
        relation: Relation | None = None
        if left.words == right.words:
            relation = Relation.VERBATIM if left.words else None
        elif shortest < longest:
            few, many = (left, right) if len(left.words) == shortest else (right, left)
            relation = self._piece(few.stems, many.stems)
        compared = longest if relation is None else shortest
        return Structure(relation, steps, compared if relation is not None else agreeing, compared, telling)

    def _piece(self, few: Sequence[str], many: Sequence[str]) -> Relation | None:
        """Whether the shorter text is one run of the longer one, or some runs of it with enough left out between."""
        if not few:
            return None
        left = self.comparisons
        places: dict[str, list[int]] = defaultdict(list)
        for place, stem in enumerate(many):
            places[stem].append(place)
        runs: list[tuple[int, int]] = []
        done = after = 0
        while done < len(few) and len(runs) < self.pieces:
            begins = [place for place in places[few[done]] if place >= after]
            begin, length, left = _longest_run(few, done, many, begins, most=left)
            if not length or left <= 0:
                return None
            runs.append((begin, begin + length))
            done, after = done + length, begin + length
        if done < len(few):
            return None
        if len(runs) == 1:
            return Relation.TRUNCATED
        gaps = (start - end for (_, end), (start, _) in pairwise(runs))
        enough = all(end - start >= self.fewest for start, end in runs) and all(gap >= self.gap for gap in gaps)
        return Relation.SPLICED if enough else None


def _longest_run(
    few: Sequence[str], done: int, many: Sequence[str], begins: Sequence[int], *, most: int
) -> tuple[int, int, int]:
    """Where the longest run of `many` begins that equals `few` from `done` on, and its length; the first of several.

    At most so many words are compared; tells how many are left.
    """
    best, longest = 0, 0
    for begin in begins:
        length = 0
        while done + length < len(few) and begin + length < len(many) and few[done + length] == many[begin + length]:
            length += 1
        most -= length + 1
        if length > longest:
            best, longest = begin, length
        if most <= 0:
            break
    return best, longest, most
