"""CofeNet's protocol: begins, exact spans and mean Jaccard, role by role, in tokens.

Wang et al. 2022, "CofeNet: Context and Former-Label Enhanced Net for Complicated Quotation Extraction" (COLING), as
their public evaluation computes it. A span is a range of tokens. *Begin*: F1 over first tokens. *Exact*: F1 over whole
ranges. *Jaccard*: each gold span gives 1 when found exactly, else its best Jaccard index with any found span of the
role; a found span that meets no gold span gives 0; the figure is the mean of all these.

Their tagger sees one sentence and gives each token one label, so their spans of a role never overlap. Ours may (nested
attributions); equal ones count once. Their tokens came with their data; here a token is a word or a single mark, and a
span takes every token that it touches. So their published 83.2 / 75.3 / 72.9 (exact source / cue / content) stands
beside ours as a neighbour, not to the decimal.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from training.evaluation.attributions import Attribution, Reading
from training.evaluation.counts import Measure, Verdict
from training.evaluation.spans import spans

Range = tuple[int, int]

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Tokens:
    """Where the tokens of a text begin and end."""

    def __init__(self, text: str) -> None:
        places = [match.span() for match in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def ranges(self, row: Attribution, role: str) -> frozenset[Range]:
        """The spans of a role as half-open ranges of tokens; spans over white space alone are left out."""
        found = (
            (bisect.bisect_right(self._ends, span.start), bisect.bisect_left(self._starts, span.end))
            for span in spans(row, role)
        )
        return frozenset((first, after) for first, after in found if first < after)


def exact(role: str) -> Measure:
    """F1 of token ranges."""

    def measure(reading: Reading) -> Verdict:
        gold, found = _ranges(reading, role)
        return Verdict.shared(gold, found)

    return measure


def begin(role: str) -> Measure:
    """F1 of first tokens."""

    def measure(reading: Reading) -> Verdict:
        gold, found = _ranges(reading, role)
        return Verdict.shared(map(_begins, gold), map(_begins, found))

    return measure


def jaccard(readings: Iterable[Reading], role: str) -> float:
    """The mean, in per cent; 0 when there is no span at all."""
    parts: list[float] = []
    for reading in readings:
        sides = _ranges(reading, role)
        gold, found = (frozenset[Range]().union(*side) for side in sides)
        parts += [max((index(one, other) for other in found), default=0.0) for one in gold]
        parts += [0.0 for one in found if not any(index(one, other) > 0 for other in gold)]
    return 100 * sum(parts) / max(1, len(parts))


def index(left: Range, right: Range) -> float:
    """Jaccard index of two ranges, in [0, 1]."""
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return max(0, shared) / (max(left[1], right[1]) - min(left[0], right[0]))


def _ranges(reading: Reading, role: str) -> tuple[Sequence[frozenset[Range]], Sequence[frozenset[Range]]]:
    tokens = Tokens(reading.article.text)
    return (
        [tokens.ranges(row, role) for row in reading.gold],
        [tokens.ranges(row, role) for row in reading.found],
    )


def _begins(ranges: Iterable[Range]) -> frozenset[int]:
    return frozenset(first for first, _ in ranges)
