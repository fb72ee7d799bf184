"""How likely two texts say the same, and in which relation: gradient-boosted trees over their agreement, calibrated.

One forest for two texts in one language, one for two languages. Where the trees are not sure, the network of
second_look.py reads the words, and both are weighed together. All were fitted on pairs made from the data pack
(training/verifier/); figures, data and licences are in models/verifier/CARD.md.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.errors import ModelsMissing
from quotetrail.match.agreement import NAMES, Agreement
from quotetrail.match.checked_weights import checked
from quotetrail.model import APART, Relation

BUNDLED_VERIFIER = Path(__file__).parents[1] / "models" / "verifier"
WEIGHTS = "weights.npz"

ONE_LANGUAGE, TWO_LANGUAGES = "one", "two"
# What a forest tells apart. Copies and pieces are none of its business: the alignment decides them, and how often they
# were true is all there is to know.
CLASSES: Mapping[str, tuple[str, ...]] = {
    ONE_LANGUAGE: ("edited", "reworded", "indirect", "contradicts", "different"),
    TWO_LANGUAGES: ("translated", "contradicts", "different"),
}
# From here on two texts are likelier the same than not.
_EVEN = 0.5
PIECES = (Relation.VERBATIM, Relation.TRUNCATED, Relation.SPLICED)
_LEVELS_BETWEEN = 3  # walked down between two looks at which trees have ended

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Opinion:
    """`same` is the calibrated probability that two texts say the same; the relations are each case's likeliest."""

    same: float
    if_same: Relation
    if_not: Relation

    @property
    def relation(self) -> Relation:
        """The likelier of the two; equal words are equal words, always."""
        return self.if_same if self.same >= _EVEN or self.if_same is Relation.VERBATIM else self.if_not


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Regression trees in one row of nodes, the trees' first nodes at its beginning.

    `roots` is how many there are: [rounds, classes]. `branch` is the node for larger numbers than the threshold, behind
    which the one for the others stands; a leaf points at itself, below any number.
    `bias` is what each class starts from, `slope` and `shift` turn the log-odds of "same" into calibrated ones. `both`
    are what the calibrated log-odds and those of the second look weigh, and a shift; a second look is taken where the
    former are nearer to even than `sure`.
    """

    feature: Ints
    threshold: Floats
    branch: Ints
    leaf: npt.NDArray[np.bool_]
    value: Floats
    roots: tuple[int, int]
    depth: int
    bias: Floats
    slope: float
    shift: float
    both: tuple[float, ...]
    sure: float

    def log_odds(self, row: Floats) -> npt.NDArray[np.float64]:
        """One number for each class, to be put through a softmax."""
        ended = nodes = np.arange(self.roots[0] * self.roots[1])
        going = nodes.copy()
        for level in range(self.depth):
            nodes = self.branch.take(nodes) + (row.take(self.feature.take(nodes)) <= self.threshold.take(nodes))
            if level % _LEVELS_BETWEEN == _LEVELS_BETWEEN - 1:  # most trees end long before the deepest one
                ended[going] = nodes
                on = np.flatnonzero(~self.leaf.take(nodes))
                going, nodes = going[on], nodes[on]
        ended[going] = nodes
        values = self.value.take(ended).reshape(self.roots)
        return np.asarray(self.bias + values.sum(axis=0, dtype=np.float64))

    def calibrated(self, same: float) -> float:
        """The log-odds of "same" as they turned out on pairs that were held back."""
        return self.slope * same + self.shift

    def weighed(self, same: float, second: float) -> float:
        """The calibrated log-odds `same` and those of a second look as one."""
        return self.both[0] * same + self.both[1] * second + self.both[2]


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Safe to share between threads."""

    forests: Mapping[str, Forest]
    pieces: Mapping[Relation, float]
    version: str

    @classmethod
    def load(cls, folder: Path = BUNDLED_VERIFIER) -> Judge:
        """Read the bundled weights.

        Raises ModelsMissing when they are not there, differ from their checksum or measure other things than this code.
        """
        content, found = checked(folder, WEIGHTS, what="the verifier's weights")
        with np.load(io.BytesIO(content)) as weights:
            if tuple(weights["names"]) != NAMES:
                raise ModelsMissing(f"{folder / WEIGHTS} was made for another version: install the package again")
            forests = {kind: _forest(weights, kind) for kind in CLASSES}
            pieces = {relation: float(weights[f"pieces/{relation.value}"]) for relation in PIECES}
        return cls(forests, pieces, f"verifier-{found[:12]}")

    def judge(
        self,
        agreement: Agreement,
        *,
        structure: Relation | None,
        one_language: bool,
        second: Callable[[], float] | None = None,
    ) -> Opinion:
        """What the agreement of two texts amounts to, by itself: speakers and dates are weighed elsewhere.

        `structure` is what the alignment alone decides (structure.py); `second` takes the second look (Look.same),
        which costs as much again.
        """
        if structure is not None:
            return self.of_piece(structure)
        kind = ONE_LANGUAGE if one_language else TWO_LANGUAGES
        classes, forest = CLASSES[kind], self.forests[kind]
        scores = forest.log_odds(agreement.row())
        apart = [place for place, relation in enumerate(classes) if relation in APART]
        same = [place for place in range(len(classes)) if place not in apart]
        log_odds = forest.calibrated(_sum(scores[same]) - _sum(scores[apart]))
        if second is not None and abs(log_odds) < forest.sure:
            log_odds = forest.weighed(log_odds, second())
        return Opinion(
            same=1.0 / (1.0 + float(np.exp(-log_odds))),
            if_same=Relation(classes[same[int(scores[same].argmax())]]),
            if_not=Relation(classes[apart[int(scores[apart].argmax())]]),
        )

    def of_piece(self, structure: Relation) -> Opinion:
        """What a structure amounts to that the alignment alone decides."""
        return Opinion(self.pieces[structure], structure, Relation.CONTRADICTS)


def _sum(scores: npt.NDArray[np.float64]) -> float:
    """The logarithm of the sum of the exponentials."""
    return float(np.logaddexp.reduce(scores))


def _forest(weights: Mapping[str, npt.NDArray[np.generic]], kind: str) -> Forest:
    """The forest of that kind among the arrays of the weights."""
    named = {name: weights[f"{kind}/{name}"] for name in ("feature", "threshold", "left", "right", "value", "roots")}
    left, right, roots = named["left"], named["right"], named["roots"]
    order: list[int] = roots.ravel().tolist()
    for node in order:  # grows while it is walked: level by level, so that the two branches of a node stand together
        if left[node] != node:
            order += [int(right[node]), int(left[node])]
    place = np.empty(len(left), dtype=np.intp)
    place[order] = np.arange(len(order))
    leaf = (left == np.arange(len(left)))[order]
    return Forest(
        feature=named["feature"][order].astype(np.intp),
        threshold=np.where(leaf, -np.inf, named["threshold"][order]).astype(np.float32),
        branch=place[np.where(leaf, left[order], right[order])],
        leaf=leaf,
        value=named["value"][order].astype(np.float32),
        roots=(roots.shape[0], roots.shape[1]),
        depth=int(weights[f"{kind}/depth"]),
        bias=weights[f"{kind}/bias"].astype(np.float32),
        slope=float(weights[f"{kind}/calibration"][0]),
        shift=float(weights[f"{kind}/calibration"][1]),
        both=tuple(map(float, weights[f"{kind}/both"])),
        sure=float(weights["sure"]),
    )
