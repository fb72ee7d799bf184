"""The greedy measure of the Gender Gap Tracker, at its two thresholds, with its speaker match.

Asr et al. 2021, "The Gender Gap Tracker: Using Natural Language Processing to measure gender bias in media" (PLoS ONE
16(1): e0245533), read off the evaluation script that its authors publish (`evaluate_quotes.py`):

- Annotated quotes are taken in the order of the text. Each takes, from the found quotes still left, the one that covers
  the largest share of *its own* code points (not of the union: finding too much costs nothing), if that share is above
  the threshold; the earlier one where two are equal. Neither is looked at again. Precision, recall and F1 follow.
- The speaker of a pair matches when the two mentions share a code point, or when the annotation has none and the found
  quote is a floating one. Floating quotes there have no cue and no speaker beside them; here they are those without a
  source, so that the test is `mentions.speaker_rights`. The figure is a share of the pairs.

Their quotes are one range of characters; ours may be in pieces, and then all the pieces count.
"""

from __future__ import annotations

from training.evaluation.attributions import Reading, covered
from training.evaluation.counts import Measure, Verdict

THRESHOLDS = (0.3, 0.8)


def pairs(reading: Reading, threshold: float) -> list[tuple[int, int]]:
    """(place in gold, place in found), greedily."""
    order = sorted(range(len(reading.gold)), key=lambda place: (reading.gold[place].content, place))
    left = {number: covered(row.content) for number, row in enumerate(reading.found)}
    taken = []
    for place in order:
        wanted = covered(reading.gold[place].content)
        shares = {number: len(wanted & given) / max(1, len(wanted)) for number, given in left.items()}
        best = max(shares, key=lambda number: (shares[number], -number), default=None)
        if best is not None and shares[best] > threshold:
            taken.append((place, best))
            del left[best]
    return taken


def greedy(threshold: float) -> Measure:
    """The measure at one threshold."""

    def measure(reading: Reading) -> Verdict:
        return Verdict.paired(reading, pairs(reading, threshold))

    return measure
