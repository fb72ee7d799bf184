"""Measures every pair: one row of numbers each, kept in WORK/rows.npz.

    python -m training.verifier.rows [--work DIR]

A millisecond a pair.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.compare import Measurer
from quotetrail.match.encoder import Encoder
from training.verifier.pairs import PAIRS, Pair, load

ROWS = "rows.npz"


@dataclass(frozen=True, slots=True)
class Rows:
    """Of each pair the agreement's row, and the relation that the alignment alone decides ("" where it does not)."""

    values: npt.NDArray[np.float32]
    structures: npt.NDArray[np.str_]


def measure(pairs: Sequence[Pair]) -> Rows:
    """One row for each pair, in order."""
    measurer = Measurer.load(Encoder.load())
    values, decided = [], []
    for pair in pairs:
        found = measurer.measure(
            measurer.read(pair.left, pair.left_language), measurer.read(pair.right, pair.right_language)
        )
        values.append(found.agreement.row())
        decided.append("" if found.structure.relation is None else found.structure.relation.value)
    return Rows(np.array(values), np.array(decided))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    given = parser.parse_args()
    found = measure(load(given.work / PAIRS))
    np.savez(given.work / ROWS, values=found.values, structures=found.structures)
    print(f"{len(found.values)} pairs of {found.values.shape[1]} numbers")


if __name__ == "__main__":
    main()
