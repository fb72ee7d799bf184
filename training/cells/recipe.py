"""How the bundled centres of vector cells are made, in one command: read sentences, encode, turn, k-means, write.

    python -m training.cells.recipe [--data DIR] [--out DIR]

Takes two minutes on one core. What is made belongs to the encoder's weights: run it again when those are trained anew.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import itertools
import sys
import time
from pathlib import Path

import numpy as np

from quotetrail.match.checked_weights import CHECKSUMS
from quotetrail.match.encoder import Encoder
from quotetrail.match.vectors import BUNDLED_CELLS, WEIGHTS, Floats, Search, rounded

CENTRES = 4_096
AT_ONCE = 64  # numbers whose signs are read together
SENTENCES = 100_000
ROUNDS = 6
SEED = 20261123
_SHORTEST = 20  # characters: shorter ones are no statements
_AT_ONCE = 8_192


def sentences(data: Path) -> list[str]:
    """Each sentence of the training pairs once, in a drawn order; development pairs are not read."""
    paths = sorted((data / "parallel").glob("??-??.tsv.gz")) + sorted((data / "paraphrase").glob("*-multiref.tsv.gz"))
    found: dict[str, None] = {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            for row in itertools.islice(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1, None):
                if not row[0].startswith("flores200-devtest"):
                    found.update((text, None) for text in row[-2:] if len(text) >= _SHORTEST)
    texts = sorted(found)
    drawn = np.random.default_rng(SEED).permutation(len(texts))[:SENTENCES]
    return [texts[place] for place in drawn]


def turn(vectors: Floats) -> Floats:
    """A rotation [n, n] after which the first 64 numbers of a vector tell most of it, the next 64 most of the rest.

    Principal axes, mixed 64 at a time by a Hadamard matrix, so that each of 64 signs tells as much as any other.
    """
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    axes = axes[:, ::-1]
    mixing = np.ones((1, 1))
    while len(mixing) < AT_ONCE:
        mixing = np.block([[mixing, mixing], [mixing, -mixing]]) / np.sqrt(2)
    blocks = [axes[:, at : at + AT_ONCE] @ mixing for at in range(0, axes.shape[1], AT_ONCE)]
    return np.concatenate(blocks, axis=1).astype(np.float32)


def centres(vectors: Floats) -> Floats:
    """Unit centres of unit vectors, by spherical k-means from vectors drawn; an empty cell is drawn anew."""
    drawing = np.random.default_rng(SEED)
    found = vectors[drawing.permutation(len(vectors))[:CENTRES]].copy()
    for number in range(ROUNDS):
        began = time.monotonic()
        nearest = np.concatenate(
            [(vectors[at : at + _AT_ONCE] @ found.T).argmax(axis=1) for at in range(0, len(vectors), _AT_ONCE)]
        )
        order = np.argsort(nearest, kind="stable")
        sizes = np.bincount(nearest, minlength=CENTRES)
        there = np.flatnonzero(sizes)
        sums = np.add.reduceat(vectors[order], (np.cumsum(sizes) - sizes)[there], axis=0)
        found[there] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        empty = np.flatnonzero(sizes == 0)
        found[empty] = vectors[drawing.integers(len(vectors), size=len(empty))]
        told = f"round {number + 1}: largest cell {sizes.max()}, empty {len(empty)}, {time.monotonic() - began:.0f} s"
        print(told, file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Run every step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=BUNDLED_CELLS)
    given = parser.parse_args()
    texts = sentences(given.data)
    encoder = Encoder.load()
    vectors = encoder.encode(texts)
    turned = turn(vectors)
    print(f"{len(texts)} sentences encoded", file=sys.stderr, flush=True)
    given.out.mkdir(parents=True, exist_ok=True)
    path = given.out / WEIGHTS
    rows = rounded(centres(vectors @ turned), scale=Search.load().scale)
    np.savez_compressed(path, centres=rows, turn=turned, encoder=np.array(encoder.encoder_version))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (given.out / CHECKSUMS).write_text(f"{digest}  {WEIGHTS}\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
