"""How two texts stand to each other by their words alone: which relation, and how likely they say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotetrail.match.differences import Difference, differences
from quotetrail.match.drift import Step, align
from quotetrail.match.wording import Wording
from quotetrail.model import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class TextThresholds:
    """The numbers of [agreement], [window], [relation] and [differences] in verify.toml, explained there."""

    intercept: float
    shared: float
    ordered: float
    shorter: float
    gap: float
    truncated: float
    run: float
    telling: int
    penalty: float
    edited: float
    similar_name: float
    omission: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared; `log_odds` that they say the same, by their words alone.

    `agreeing` of the `compared` words stand in both in the same order; `compared` is the length of the longer text, or
    of the shorter one where it was compared with a stretch of the longer one only. `telling` counts the shared stems
    that are neither function words nor names.
    """

    relation: Relation
    log_odds: float
    agreeing: int
    compared: int
    telling: int
    differences: tuple[Difference, ...]

    def related(self, relation: Relation) -> Comparison:
        """The same comparison under another relation."""
        return replace(self, relation=relation)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Steps `start:end` of an alignment, where the shorter text fits best into the longer.

    `share` of both that agrees; `covered` is the share of the shorter text alone, whatever the longer has between.
    """

    start: int
    end: int
    share: float
    covered: float


def compare(
    left: Wording, right: Wording, *, thresholds: TextThresholds, same_marks: bool = False
) -> Comparison | None:
    """Compare two wordings; None where one has no words or they share none.

    `same_marks` says that both have the same words in quotation marks, which stands for one telling word.
    """
    if not left.words or not right.words:
        return None
    if left.words == right.words:
        count = len(left.words)
        certain = thresholds.intercept + thresholds.shared + thresholds.ordered
        return Comparison(Relation.VERBATIM, certain, count, count, telling=len(left.telling), differences=())
    steps = align(left.stems, right.stems)
    ordered = _weight(left, steps)
    if not ordered:
        return None
    longest = max(sum(left.weights), sum(right.weights))
    ordered_share = ordered / longest
    whole = (
        thresholds.intercept + thresholds.shared * _shared(left, right) / longest + thresholds.ordered * ordered_share
    )
    agreeing = sum(step.left_end - step.left_start for step in steps if step.kind == "equal")
    telling = len((left.telling_stems() | right.telling_stems()).intersection(left.stems, right.stems))
    shortest, words = sorted((len(left.words), len(right.words)))
    found = _contained(left, right, steps, thresholds)
    if found is not None:
        stretch, log_odds = found
        relation = Relation.TRUNCATED if _is_cut(stretch, steps, thresholds) else Relation.REWORDED
        enough = telling + same_marks >= thresholds.telling
        if relation is Relation.TRUNCATED or (enough and log_odds > whole):
            inside = _differences(left, right, steps[stretch.start : stretch.end], thresholds)
            return Comparison(relation, max(log_odds, whole), agreeing, shortest, telling=telling, differences=inside)
    relation = Relation.EDITED if ordered_share >= thresholds.edited else Relation.REWORDED
    return Comparison(
        relation, whole, agreeing, words, telling=telling, differences=_differences(left, right, steps, thresholds)
    )


def _differences(
    left: Wording, right: Wording, steps: Sequence[Step], thresholds: TextThresholds
) -> tuple[Difference, ...]:
    return differences(left, right, steps, similar_name=thresholds.similar_name, omission=thresholds.omission)


def _weight(left: Wording, steps: Sequence[Step]) -> float:
    """Weight of the words that agree in order."""
    return sum(sum(left.weights[step.left_start : step.left_end]) for step in steps if step.kind == "equal")


def _shared(left: Wording, right: Wording) -> float:
    """Weight of the stems that both have, in any order, each as often as the rarer side has it."""
    weights = dict(zip(left.stems, left.weights, strict=True))
    common = Counter(left.stems) & Counter(right.stems)
    return sum(weights[stem] * times for stem, times in common.items())


def _contained(
    left: Wording, right: Wording, steps: tuple[Step, ...], thresholds: TextThresholds
) -> tuple[_Stretch, float] | None:
    """The best stretch of the longer text for the shorter one, and its log-odds; None where the lengths are near."""
    left_weight, right_weight = sum(left.weights), sum(right.weights)
    if min(left_weight, right_weight) > thresholds.shorter * max(left_weight, right_weight):
        return None
    stretch = _best_stretch(left, right, steps, left_is_longer=left_weight > right_weight, gap=thresholds.gap)
    log_odds = thresholds.intercept + (thresholds.shared + thresholds.ordered) * stretch.share
    if stretch.share < thresholds.truncated:
        log_odds += thresholds.penalty
    return stretch, log_odds


def _is_cut(stretch: _Stretch, steps: tuple[Step, ...], thresholds: TextThresholds) -> bool:
    """Whether the shorter text is a piece of the longer one, or pieces of it joined, not the same said more briefly."""
    runs = [step.left_end - step.left_start for step in steps[stretch.start : stretch.end] if step.kind == "equal"]
    spliced = stretch.covered >= thresholds.truncated and sum(runs) >= thresholds.run * len(runs)
    return stretch.share >= thresholds.truncated or (spliced and bool(runs))


def _best_stretch(
    left: Wording, right: Wording, steps: tuple[Step, ...], *, left_is_longer: bool, gap: float
) -> _Stretch:
    """The run of steps with the most agreement, words left out counted against it up to `gap` (a maximal subarray)."""
    longer, shorter_weight = (left, sum(right.weights)) if left_is_longer else (right, sum(left.weights))
    best_gain = gain = agreed = left_out = 0.0
    start = 0
    best = _Stretch(0, 0, 0.0, 0.0)
    for index, step in enumerate(steps):
        begin, end = (step.left_start, step.left_end) if left_is_longer else (step.right_start, step.right_end)
        weight = sum(longer.weights[begin:end])
        if step.kind == "equal":
            gain, agreed = gain + weight, agreed + weight
            if gain > best_gain:
                best_gain = gain
                share = agreed / max(shorter_weight, agreed + left_out)
                best = _Stretch(start, index + 1, share, agreed / shorter_weight)
        else:
            cost = min(weight, gap)
            gain, left_out = gain - cost, left_out + cost
            if gain <= 0:
                gain = agreed = left_out = 0.0
                start = index + 1
    return best
