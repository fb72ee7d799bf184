"""Samples of a text that two texts draw alike where they are alike: MinHash over shingles (Broder 1997).

Of words the smallest hashes are taken one by one (a bottom-k sketch), which finds a small part in the whole; of
characters several minima are joined to a band, which finds texts that are much the same in spite of inflections,
spelling and typing errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

_SHIFT = np.uint64(32)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
# Shingles hashed together, which bounds the memory that a long text takes.
_AT_ONCE = 4_096


def hashed(*parts: str) -> int:
    """An unsigned 64-bit hash of the parts."""
    return int.from_bytes(blake2b("\x00".join(parts).encode(), digest_size=8).digest(), "little")


def word_sketch(stems: tuple[str, ...], *, width: int, size: int) -> list[int]:
    """Hashes of `size` runs of `width` stems, those that come first in a drawn order; of a shorter text none."""
    runs = {"\x00".join(stems[at : at + width]) for at in range(len(stems) - width + 1)}
    return [hashed(run) for run in first_drawn(runs, size)]


def first_drawn(texts: Iterable[str], size: int) -> list[str]:
    """The `size` texts that come first in an order drawn once and for all, which says nothing of what they mean."""
    return [text for _, text in sorted((crc32(text.encode()), text) for text in texts)[:size]]


def letter_bands(text: str, *, width: int, bands: int, rows: int) -> list[int]:
    """One hash a band, each of `rows` minima over the runs of `width` characters; of a shorter text none."""
    if len(text) < width:
        return []
    factors, offsets = _permutations(bands * rows)
    signs = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32).astype(np.uint64)
    minima = np.full(bands * rows, np.iinfo(np.uint64).max)
    for begin in range(0, len(signs) - width + 1, _AT_ONCE):
        piece = signs[begin : begin + _AT_ONCE + width - 1]
        runs = piece[: len(piece) - width + 1].copy()
        for at in range(1, width):
            runs *= _MULTIPLIER
            runs += piece[at : at + len(runs)]
        mixed = _mixed(runs)
        np.minimum(minima, (mixed * factors + offsets).min(axis=1), out=minima)
    joined = minima.reshape(bands, rows)
    band = np.arange(1, bands + 1, dtype=np.uint64)
    for at in range(rows):
        band = _mixed(band * _MULTIPLIER + joined[:, at])
    return [int(key) for key in band]


def _mixed(values: Hashes) -> Hashes:
    """Each value spread over all 64 bits."""
    values = (values ^ (values >> _SHIFT)) * _MULTIPLIER
    return (values ^ (values >> _SHIFT)) * _MULTIPLIER


@cache
def _permutations(number: int) -> tuple[Hashes, Hashes]:
    """Odd factors and offsets that order 64-bit numbers anew, [number, 1] each; always the same."""
    drawn = np.random.default_rng(number).integers(2**63, size=(2, number, 1), dtype=np.uint64)
    return drawn[0] * np.uint64(2) + np.uint64(1), drawn[1]
