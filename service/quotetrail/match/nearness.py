"""What the encoder's vectors of single words tell about a pair: stretches, strangers, changes, opposites, order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from quotetrail.match.readings import Reading, Vectors

# Places whose order is compared two by two; more of them change no judgement.
_MOST = 24
_LATER = np.triu(np.ones((_MOST, _MOST), dtype=bool), 1)
_LATER.flags.writeable = False


def turned(places: npt.NDArray[np.intp]) -> float:
    """The share of pairs that stand in the opposite order (Kendall's distance); 0 below two."""
    places = places[:_MOST]
    many = len(places)
    if many < len(("one", "other")):
        return 0.0
    return float((places[:, None] > places[None, :])[_LATER[:many, :many]].mean())


def farthest(near: Vectors, weights: Vectors) -> float:
    """The cosine of the words that are farthest from the other side: the mean over the last tenth of the weight."""
    order = np.argsort(near)
    ordered = weights[order]
    sums = np.cumsum(ordered)
    taken = np.minimum(sums, 0.1) - np.minimum(sums - ordered, 0.1)
    total = float(taken.sum())
    return float(near[order] @ taken) / total if total > 0 else 0.0


def near_phrases(left: Reading, right: Reading) -> tuple[float, float]:
    """The cosines of each two neighbouring words with the nearest two of the other side, weighed; the lower first."""
    one, other = left.phrases, right.phrases
    similar = one[0] @ other[0].T
    less, more = sorted((float(similar.max(axis=1) @ one[1]), float(similar.max(axis=0) @ other[1])))
    return less, more


def best_stretch(left: Reading, right: Reading) -> float:
    """The cosine of the shorter text with the stretch of the longer one, of its own length, that is nearest to it."""
    few, many = (left, right) if len(left.weights) <= len(right.weights) else (right, left)
    size, rest = len(few.weights), len(many.weights) - len(few.weights)
    if not rest:
        return float(few.whole @ many.whole)
    stretches = many.sums[size:] - many.sums[: rest + 1]
    lengths = np.maximum(np.sqrt(np.add.reduce(stretches * stretches, axis=1)), 1e-6)
    return float(((stretches @ few.whole) / lengths).max())


def changed(left: Reading, right: Reading) -> dict[str, float]:
    """What the encoder makes of the words that are not common: whether those of one side mean those of the other."""
    one, other = _alone(left, right)
    total = float(left.weights[one].sum()), float(right.weights[other].sum())
    found = {
        "changed_weight_less": min(total),
        "changed_weight_more": max(total),
        "changed_near_less": 1.0,
        "changed_near_more": 1.0,
        "changed_far": 1.0,
        "changed_whole": 1.0,
    }
    if not len(one) or not len(other):
        return found
    similar = left.directions[one] @ right.directions[other].T
    near = similar.max(axis=1), similar.max(axis=0)
    means = sorted(
        (
            float(near[0] @ left.weights[one]) / max(total[0], 1e-6),
            float(near[1] @ right.weights[other]) / max(total[1], 1e-6),
        )
    )
    sums = left.weights[one] @ left.directions[one], right.weights[other] @ right.directions[other]
    lengths = float(np.linalg.norm(sums[0]) * np.linalg.norm(sums[1]))
    return found | {
        "changed_near_less": means[0],
        "changed_near_more": means[1],
        "changed_far": float(min(near[0].min(), near[1].min())),
        "changed_whole": float(sums[0] @ sums[1]) / max(lengths, 1e-6),
    }


def _alone(left: Reading, right: Reading) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The places of words that the other side has not, by their vectors: a word's own is the same everywhere."""
    if not len(left.weights) or not len(right.weights):
        return np.arange(len(left.weights)), np.arange(len(right.weights))
    same = left.directions @ right.directions.T > 0.999  # noqa: PLR2004 (1, less the rounding)
    return np.flatnonzero(~same.any(axis=1)), np.flatnonzero(~same.any(axis=0))


def opposite_nearness(side: Reading, other: Reading) -> float:
    """How much nearer the other side is to the opposite of a word than to the word itself; -1 without such words."""
    if not side.opposed or not len(other.weights):
        return -1.0
    own = (side.directions[list(side.opposed)] @ other.directions.T).max(axis=1)
    opposite = (side.opposites @ other.directions.T).max(axis=1)
    return float((opposite - own).max())


def farthest_name(names: Sequence[str], places: Sequence[int | None], side: Reading, other: Reading) -> float:
    """The cosine of the name that is farthest from every word of the other side; 1 where each is heard there."""
    silent = {name for name, place in zip(names, places, strict=True) if place is None}
    rows = [place for place, word in enumerate(side.words) if word in silent]
    if not rows or not len(other.weights):
        return 1.0
    return float((side.directions[rows] @ other.directions.T).max(axis=1).min())
