"""Measures every pair: one row of numbers each, and what a second look makes of it, kept in WORK/rows.npz.

    python -m training.verifier.rows [--work DIR]

A millisecond a pair, and two for the second look. No second look is taken at the pairs that the network has learned
from: it would know them by heart.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.compare import Measurement, Measurer
from quotetrail.match.encoder import Encoder
from quotetrail.match.exchange import Exchanges
from quotetrail.match.judge import BUNDLED_VERIFIER
from quotetrail.match.second_look import SecondLook
from training.verifier.corpus import TRAIN
from training.verifier.pair import PAIRS, Pair, load

ROWS = "rows.npz"


@dataclass(frozen=True, slots=True)
class Rows:
    """Of each pair the agreement's row, and the relation that the alignment alone decides ("" where it does not).

    `seconds` are the second look's log-odds, 0 where the alignment decides and for the train part.
    """

    values: npt.NDArray[np.float32]
    structures: npt.NDArray[np.str_]
    seconds: npt.NDArray[np.float32]


def measure(pairs: Sequence[Pair]) -> Rows:
    """One row for each pair, in order."""
    encoder = Encoder.load()
    measurer, second_look = Measurer.load(encoder), SecondLook.load(encoder, BUNDLED_VERIFIER)
    exchanges = Exchanges.load()
    values, decided, seconds = [], [], []
    for pair in pairs:
        found = measurer.measure(
            measurer.read(pair.left, pair.left_language), measurer.read(pair.right, pair.right_language)
        )
        values.append(found.agreement.row())
        decided.append(_decided(found, exchanges))
        open_ = found.structure.relation is None and pair.part != TRAIN
        seconds.append(second_look.at(found.mended, found.other.text).same if open_ else 0.0)
    return Rows(np.array(values), np.array(decided), np.array(seconds, np.float32))


def _decided(found: Measurement, exchanges: Exchanges) -> str:
    """The relation that the alignment alone decides: that of a piece, or that two pieces changed places."""
    if found.structure.relation is not None:
        return found.structure.relation.value
    exchanged = exchanges.between(found.one, found.other) is not None
    return exchanges.opinion.relation.value if exchanged else ""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    given = parser.parse_args()
    found = measure(load(given.work / PAIRS))
    np.savez(given.work / ROWS, values=found.values, structures=found.structures, seconds=found.seconds)
    print(f"{len(found.values)} pairs of {found.values.shape[1]} numbers")


if __name__ == "__main__":
    main()
