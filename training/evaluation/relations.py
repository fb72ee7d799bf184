"""Whole linked relations: who, by which word, said what, all of it right or none."""

from __future__ import annotations

from training.evaluation.attributions import Reading
from training.evaluation.counts import Verdict


def linked(reading: Reading) -> Verdict:
    """A unit is a whole attribution: cue exact, source exact or missing on both sides, every piece of content exact."""
    return Verdict.shared(
        ([(row.source, row.cue, row.content)] for row in reading.gold),
        ([(row.source, row.cue, row.content)] for row in reading.found),
    )
