"""Fits the verifier's two forests on the measured pairs, and on dev what they and the second look weigh.

    python -m training.verifier.train [--work DIR] [--models DIR]

Needs scikit-learn beside the package; two minutes on one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from quotetrail.match.agreement import NAMES
from quotetrail.match.judge import BUNDLED_VERIFIER, CLASSES, ONE_LANGUAGE, PIECES, WEIGHTS
from quotetrail.model import APART, Relation
from training.verifier.composed import ORIGIN
from training.verifier.corpus import DEV, TRAIN
from training.verifier.pair import PAIRS, Pair, load
from training.verifier.rows import ROWS, Rows
from training.verifier.settings import Fitting
from training.verifier.sums import write_sums

_NEWTON_STEPS = 40

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Pairs of one kind with their rows and true relations."""

    pairs: tuple[Pair, ...]
    values: npt.NDArray[np.float32]
    relations: tuple[Relation, ...]
    structures: tuple[str, ...]
    seconds: npt.NDArray[np.float32]

    def part(self, *names: str) -> Measured:
        """Those of the named parts."""
        return self.only([pair.part in names for pair in self.pairs])

    def only(self, kept: Sequence[bool]) -> Measured:
        """Those that are kept."""
        places = [place for place, keep in enumerate(kept) if keep]
        return Measured(
            tuple(self.pairs[place] for place in places),
            self.values[places],
            tuple(self.relations[place] for place in places),
            tuple(self.structures[place] for place in places),
            self.seconds[places],
        )


def read(work: Path) -> Measured:
    """What `pairs` and `rows` wrote.

    What was made as an edit or a rewording and came out as a piece of the other text is one, and what divides edits
    from rewordings is the share of words that stayed; what we wrote as reported speech and shifts neither person nor
    tense is one of these two. All are matters of definition.
    """
    pairs = load(work / PAIRS)
    with np.load(work / ROWS) as saved:
        rows = Rows(saved["values"], saved["structures"], saved["seconds"])
    kept = rows.values[:, NAMES.index("ordered_less")]
    edited = Fitting.load().edited
    shifts = [bool(row.any()) for row in rows.values[:, [NAMES.index("persons"), NAMES.index("tenses")]]]
    relations = tuple(
        _defined(pair, str(structure), edited=bool(share >= edited), shifted=shifted)
        for pair, structure, share, shifted in zip(pairs, rows.structures, kept, shifts, strict=True)
    )
    return Measured(tuple(pairs), rows.values, relations, tuple(map(str, rows.structures)), rows.seconds)


def _defined(pair: Pair, structure: str, *, edited: bool, shifted: bool) -> Relation:
    relation = Relation(pair.relation)
    if relation in APART:
        return relation
    if structure and structure not in APART:
        return Relation(structure)
    told_unshifted = relation is Relation.INDIRECT and pair.origin == ORIGIN and not shifted
    if told_unshifted or relation in {Relation.EDITED, Relation.REWORDED}:
        return Relation.EDITED if edited else Relation.REWORDED
    return relation


def one_language(measured: Measured) -> list[bool]:
    """Which pairs are in one language."""
    return [pair.left_language == pair.right_language for pair in measured.pairs]


def how_often_true(measured: Measured, structure: Relation) -> float:
    """The share of true pairs among those of that structure, as if one more of either kind had been seen (Laplace)."""
    right = [
        relation not in APART
        for relation, found in zip(measured.relations, measured.structures, strict=True)
        if found == structure.value
    ]
    return (sum(right) + 1) / (len(right) + 2)


def label(relation: Relation) -> str:
    """The class of a relation; a copy or piece that the alignment did not see as one is an edit to it."""
    return Relation.EDITED.value if relation in PIECES else relation.value


def fitted(measured: Measured, kind: str, fitting: Fitting) -> HistGradientBoostingClassifier:
    """The forest of that kind, fitted on these pairs."""
    classes = CLASSES[kind]
    forest = HistGradientBoostingClassifier(
        learning_rate=fitting.rate,
        max_iter=fitting.rounds,
        max_leaf_nodes=fitting.leaves,
        min_samples_leaf=fitting.fewest,
        l2_regularization=fitting.ridge,
        max_features=fitting.features,
        early_stopping=False,
        random_state=fitting.seed,
    )
    wanted = [classes.index(label(relation)) for relation in measured.relations]
    return forest.fit(measured.values, wanted, sample_weight=weights(measured, fitting))


def weights(measured: Measured, fitting: Fitting) -> Floats:
    """What each pair weighs: those that we wrote less than those of the pack."""
    return np.array([fitting.composed if pair.origin == ORIGIN else 1.0 for pair in measured.pairs])


def same_log_odds(raw: Floats, kind: str) -> Floats:
    """Log-odds of "same" from the classes' scores [n, classes]."""
    apart = [place for place, name in enumerate(CLASSES[kind]) if name in APART]
    same = [place for place, name in enumerate(CLASSES[kind]) if name not in APART]
    found: Floats = np.logaddexp.reduce(raw[:, same], axis=1) - np.logaddexp.reduce(raw[:, apart], axis=1)
    return found


def weighed(same: Floats, *evidence: Floats, by: Floats) -> Floats:
    """What each evidence and a shift weigh in the log-odds of `same` (0 or 1): logistic regression (Platt 1999).

    `by` is what each pair counts.
    """
    columns = np.stack((*evidence, np.ones_like(same)), axis=1)
    found = np.zeros(columns.shape[1])
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-columns @ found))
        curvature = (columns * (by * chance * (1 - chance))[:, None]).T @ columns + 1e-6 * np.eye(len(found))
        found -= np.linalg.solve(curvature, columns.T @ (by * (chance - same)))
    return found


def arrays(forest: HistGradientBoostingClassifier, kind: str) -> Arrays:
    """The trees as judge.py reads them."""
    nodes: dict[str, list[npt.NDArray[np.generic]]] = {
        name: [] for name in ("feature", "threshold", "left", "right", "value")
    }
    roots: list[int] = []
    count = depth = 0
    for of_classes in forest._predictors:  # noqa: SLF001 (scikit-learn shows its trees nowhere else)
        for tree in of_classes:
            rows = tree.nodes
            own = np.arange(len(rows)) + count
            leaf = rows["is_leaf"].astype(bool)
            nodes["feature"].append(np.where(leaf, 0, rows["feature_idx"]).astype(np.int16))
            nodes["threshold"].append(np.where(leaf, 0.0, rows["num_threshold"]).astype(np.float32))
            nodes["left"].append(np.where(leaf, own, rows["left"] + count).astype(np.int32))
            nodes["right"].append(np.where(leaf, own, rows["right"] + count).astype(np.int32))
            nodes["value"].append(rows["value"].astype(np.float32))
            roots.append(count)
            count += len(rows)
            depth = max(depth, int(rows["depth"].max()))
    found: Arrays = {f"{kind}/{name}": np.concatenate(parts) for name, parts in nodes.items()}
    return found | {
        f"{kind}/roots": np.array(roots, np.int32).reshape(-1, len(CLASSES[kind])),
        f"{kind}/depth": np.array(depth),
        f"{kind}/bias": np.asarray(forest._baseline_prediction, np.float32).reshape(-1),  # noqa: SLF001 (as above)
    }


def write(found: Arrays, folder: Path) -> None:
    """The weights and their checksum; the same arrays give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / WEIGHTS, allow_pickle=False, names=np.array(NAMES), **found)
    write_sums(folder)


def main() -> None:
    """Fit, calibrate, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    parser.add_argument("--models", type=Path, default=BUNDLED_VERIFIER)
    given = parser.parse_args()
    every, fitting = read(given.work), Fitting.load()
    found: Arrays = {"sure": np.array(fitting.sure)} | {
        f"pieces/{relation.value}": np.array(how_often_true(every.part(TRAIN, DEV), relation)) for relation in PIECES
    }
    every = every.only([not structure for structure in every.structures])
    for kind in CLASSES:
        wanted = kind == ONE_LANGUAGE
        measured = every.only([one is wanted for one in one_language(every)])
        forest = fitted(measured.part(TRAIN), kind, fitting)
        dev = measured.part(DEV)
        log_odds = same_log_odds(forest._raw_predict(dev.values).astype(np.float64), kind)  # noqa: SLF001 (no softmax)
        same = np.array([relation not in APART for relation in dev.relations], dtype=np.float64)
        counted = weights(dev, fitting)
        slope, shift = weighed(same, log_odds, by=counted)
        calibrated = slope * log_odds + shift
        unsure = np.abs(calibrated) < fitting.sure
        seconds = dev.seconds[unsure].astype(np.float64)
        both = weighed(same[unsure], calibrated[unsure], seconds, by=counted[unsure])
        print(f"{kind}: dev {np.mean((log_odds > 0) == same):.4f} right, calibration {slope:.3f} {shift:+.3f}")
        print(f"{kind}: a second look at {unsure.mean():.3f} of them, weighed {both.round(3).tolist()}")
        found |= arrays(forest, kind)
        found |= {f"{kind}/calibration": np.array([slope, shift]), f"{kind}/both": both}
    write(found, given.models)


if __name__ == "__main__":
    main()
