"""Vectors as they are stored and searched: rounded to int8, each in the cell of the nearest of many fixed centres.

Who looks for neighbours reads the nearest cells until a fixed number of vectors is read (an inverted file, Sivic and
Zisserman 2003), so a search costs the same in a store of any size. The centres were found once, on sentences in ten
languages (training/cells), and never move: which quotes are compared does not depend on when they came.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.checked_weights import checked
from quotetrail.match.encoder import BUNDLED_ENCODER, Encoder

Codes = npt.NDArray[np.int8]
Cells = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

BUNDLED_CELLS = Path(__file__).parents[1] / "models" / "cells"
WEIGHTS = "centres.npz"
_DATA = Path(__file__).with_name("vectors.toml")
_MOST = 127


@dataclass(frozen=True, slots=True)
class Search:
    """How far a search goes, at most: `probes` cells, `read` vectors by half their signs, `reread` of them whole.

    One in `finer` of those read is read by all its signs in between. A neighbour has a cosine of at least `floor`. A
    component of a vector is kept as a whole number, times `scale`.
    """

    probes: int
    read: int
    finer: int
    reread: int
    floor: float
    scale: float

    @classmethod
    def load(cls) -> Search:
        """Read vectors.toml."""
        return cls(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["search"])


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What a quote is found by: its candidate keys, the `code` of its vector, int8 [dimensions], and the cells near it.

    The first of the `cells`, int64 [probes], is the one that the vector lies in.
    """

    keys: tuple[int, ...]
    code: Codes
    cells: Cells


@dataclass(frozen=True, slots=True)
class Vectoriser:
    """Makes codes of texts, and says which cells are near a code. Safe to share between threads.

    `turn` [dimensions, dimensions] rotates the encoder's vectors so that their first numbers tell most; the angles
    between them stay. `made_for` names the encoder whose vectors the centres were found in: with another one a search
    finds less.
    """

    encoder: Encoder
    search: Search
    turn: Floats
    centres: Floats
    version: str
    made_for: str

    @classmethod
    def load(cls, *, encoder: Encoder | None = None, folder: Path = BUNDLED_CELLS) -> Vectoriser:
        """Read vectors.toml, the bundled centres, and the encoder unless given.

        Raises ModelsMissing when they are not there or differ from their checksum.
        """
        content, found = checked(folder, WEIGHTS, what="the centres of vectors")
        with np.load(io.BytesIO(content)) as weights:
            centres, turn = weights["centres"].astype(np.float32), weights["turn"]
            made_for = str(weights["encoder"]) if "encoder" in weights else ""
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        encoder = encoder or Encoder.load(BUNDLED_ENCODER)
        return cls(encoder, Search.load(), turn, centres, f"{encoder.encoder_version}+{found[:12]}", made_for)

    def codes(self, texts: Sequence[str]) -> Codes:
        """The codes of texts: int8 [n, dimensions]."""
        return rounded(self.encoder.encode(texts) @ self.turn, scale=self.search.scale)

    def cells(self, codes: Codes) -> Cells:
        """The cells nearest to each code, nearest first: int64 [n, probes]."""
        closeness = np.asarray(codes.astype(np.float32) @ self.centres.T)
        probes = min(self.search.probes, closeness.shape[1])
        least = np.partition(closeness, -probes, axis=1)[:, -probes] if len(codes) else ()
        near = np.empty((len(codes), probes), dtype=np.int64)
        for place, (row, bound) in enumerate(zip(closeness, least, strict=True)):
            found = np.flatnonzero(row >= bound)
            near[place] = found[np.argsort(-row[found], kind="stable")[:probes]]
        return near


def rounded(vectors: Floats, *, scale: float) -> Codes:
    """Unit vectors as whole numbers: each component times `scale`, cut at 127."""
    return np.asarray(np.clip(np.rint(vectors * scale), -_MOST, _MOST), dtype=np.int8)
