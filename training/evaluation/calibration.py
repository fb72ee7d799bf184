"""Fit the weights that turn the tagger's certainties into a confidence, on PolNeAR dev.

    python -m training.evaluation.calibration [--data ../shared/data]

A logistic regression with a small ridge, by Newton's method; prints what goes into `detect/calibration.toml`, and the
expected calibration error of a fit on one half of the articles measured on the other half.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.detect.detector import Detector
from quotetrail.detect.reliability import evidence
from quotetrail.model import QuoteType
from quotetrail.settings import Settings
from training.evaluation.matching import pairs
from training.evaluation.polnear import read

NAMES = ("bias", "cue", "content", "fit", "source", *(kind.value for kind in QuoteType))
RIDGE = 1.0
BINS = 10

Matrix = npt.NDArray[np.float64]


def features(detector: Detector, path: Path) -> tuple[Matrix, Matrix, Matrix]:
    """One row for each quote that the tagger found: features, whether annotators had it too, number of its article."""
    articles = read(path)
    rows, right, article = [], [], []
    traces = detector.explain([reading.article for reading in articles])
    for place, (reading, trace) in enumerate(zip(articles, traces, strict=True)):
        matched = {number for _, number in pairs(reading.with_quotes(quote for quote, _ in trace))}
        for number, (_, attribution) in enumerate(trace):
            if attribution.certainties is None:
                continue
            given = evidence(attribution.certainties)
            kinds = [float(attribution.type is kind) for kind in QuoteType]
            rows.append([1.0, *(given[name] for name in NAMES[1:5]), *kinds])
            right.append(float(number in matched))
            article.append(float(place))
    return np.array(rows), np.array(right), np.array(article)


def fit(rows: Matrix, right: Matrix) -> Matrix:
    """The weights; twenty Newton steps are far more than it takes."""
    weights = np.zeros(rows.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (chance - right) + RIDGE * weights
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + RIDGE * np.eye(rows.shape[1])
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def error(chance: Matrix, right: Matrix) -> float:
    """Expected calibration error in per cent, ten bins of equal width."""
    bins = np.minimum(BINS - 1, (chance * BINS).astype(int))
    return float(100 * sum(abs((chance[bins == one] - right[bins == one]).sum()) for one in range(BINS)) / len(right))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and say how well a half predicts the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    given = parser.parse_args(arguments)
    detector = Detector.load(Settings.from_environment())
    rows, right, article = features(detector, given.data / "quotes" / "polnear-dev.jsonl.gz")
    for name, weight in zip(NAMES, fit(rows, right), strict=True):
        print(f"{name} = {weight:.3f}")
    half = article % 2 == 0
    for train, test in ((half, ~half), (~half, half)):
        chance = 1 / (1 + np.exp(-rows[test] @ fit(rows[train], right[train])))
        print(f"# ECE of the other half: {error(chance, right[test]):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
