"""Turns a checkpoint into the bundled weights: whole numbers, one scale a row, packed.

    python -m training.encoder.export --work DIR [--models DIR] [--data DIR]

A row's gain is folded into its vector, and the row rounded to steps of 1/3.5 of its root mean square: that is
coarser than eight bits allow, and packs to five bits a number. Rounding errors of the many rows in a text cancel out;
the figures of the rounded and the exact vectors, which this prints, say by how much they do not.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np

from quotetrail.match.checked_weights import CHECKSUMS
from quotetrail.match.encoder import BUNDLED_ENCODER, WEIGHTS, Encoder
from training.encoder import measure
from training.encoder.data import Floats
from training.encoder.model import Model

STEPS_PER_DEVIATION = 3.5
MOST_BYTES = 30_000_000


def rounded(vectors: Floats) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int8]], Floats]:
    """The rows in steps, and the size of each row's step."""
    steps = np.sqrt(np.mean(vectors**2, axis=1)) / np.float32(STEPS_PER_DEVIATION)
    steps = np.maximum(steps, np.float32(1e-9))
    return np.clip(np.rint(vectors / steps[:, None]), -127, 127).astype(np.int8), steps


def main() -> None:
    """Export, and compare with the exact vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/encoder"))
    parser.add_argument("--models", type=Path, default=BUNDLED_ENCODER)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    given = parser.parse_args()
    model = Model.read(given.work / "model.npz")
    keys = np.load(given.work / "keys.npy")
    vectors = model.table * np.exp(model.logs)[:, None]
    table, scales = rounded(vectors)
    given.models.mkdir(parents=True, exist_ok=True)
    path = given.models / WEIGHTS
    np.savez_compressed(path, keys=keys, table=table, scales=scales)
    size = path.stat().st_size
    assert size <= MOST_BYTES, f"{size} bytes"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (given.models / CHECKSUMS).write_text(f"{digest}  {WEIGHTS}\n", encoding="utf-8")
    exact = Encoder(keys=keys, table=vectors, scales=np.ones(len(keys), np.float32), version="exact")
    packed = Encoder.load(given.models)
    print(f"{size / 1e6:.2f} MB, {len(keys)} rows of {model.table.shape[1]}")
    for name, pair in measure.development(given.data).items():
        (float_there, float_back), (there, back) = (
            measure.accuracy(encoder.encode(pair[0]), encoder.encode(pair[1])) for encoder in (exact, packed)
        )
        print(f"{name}: exact {float_there:.3f} {float_back:.3f}, packed {there:.3f} {back:.3f}")


if __name__ == "__main__":
    main()
