"""Does a confidence of 0.8 mean that four of five are right? Expected calibration error (Guo et al. 2017)."""

from __future__ import annotations

from collections.abc import Sequence

from training.evaluation.attributions import Reading

BINS = 10

Judged = tuple[float, bool]
"""A confidence in [0, 1], and whether the attribution was right."""


def judged(reading: Reading, pairs: Sequence[tuple[int, int]]) -> list[Judged]:
    """Each found attribution; right is one that is matched at the overlap of `matching`."""
    matched = {number for _, number in pairs}
    return [(row.confidence, number in matched) for number, row in enumerate(reading.found)]


def calibration_error(rows: Sequence[Judged]) -> float:
    """Mean gap of confidence and share of right ones over ten equal bins, weighted by their sizes, in per cent."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for confidence, right in rows:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    gaps = (abs(sum(confidence for confidence, _ in row) - sum(right for _, right in row)) for row in bins)
    return 100 * sum(gaps) / max(1, len(rows))
