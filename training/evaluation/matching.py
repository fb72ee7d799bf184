"""Which found attribution is which annotated one: contents that overlap by half, one to one, the best pair first."""

from __future__ import annotations

from training.evaluation.attributions import Attribution, Reading, covered, touch
from training.evaluation.counts import Verdict

SAME = 0.5
"""The least intersection over union (by code points) at which two contents are one, as human agreement was measured."""


def overlap(left: Attribution, right: Attribution) -> float:
    """Intersection over union of the two contents, in [0, 1]."""
    if not left.content or not right.content:
        return 0.0
    if left.content[0].start >= right.content[-1].end or right.content[0].start >= left.content[-1].end:
        return 0.0
    mine, theirs = covered(left.content), covered(right.content)
    return len(mine & theirs) / len(mine | theirs)


def pairs(reading: Reading) -> list[tuple[int, int]]:
    """(place in gold, place in found) of those that are one.

    Nested contents overlap well with several others; so a pair whose cues touch goes before one whose cues do not,
    then the larger overlap; places break ties.
    """
    scored = []
    for place, gold in enumerate(reading.gold):
        for number, found in enumerate(reading.found):
            share = overlap(gold, found)
            if share >= SAME:
                scored.append((-share - touch(found.cue, gold.cue), number, place))
    taken: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, number, place in sorted(scored):
        if place not in used_gold and number not in used_found:
            used_gold.add(place)
            used_found.add(number)
            taken.append((place, number))
    return sorted(taken)


def matched(reading: Reading) -> Verdict:
    """Contents found at an overlap of half."""
    return Verdict.paired(reading, pairs(reading))
