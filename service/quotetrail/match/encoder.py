"""One vector for what a text says, in any of ten languages: translations and rewordings lie close together.

The model is a table of feature vectors (features.py): a word is the sum of its features' rows, a text the sum of its
words, made unit length. So cosine sees topic, names, numbers and wording, and hardly their order. Where the weights
come from, and what they reach, stands in models/encoder/CARD.md.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.checked_weights import checked
from quotetrail.match.features import features, words

Vectors = npt.NDArray[np.float32]

BUNDLED_ENCODER = Path(__file__).parents[1] / "models" / "encoder"
WEIGHTS = "weights.npz"
# Words are few and repeat: the most recent ones are kept, 1 KB each. Of a million quotes in ten languages 2.2 words a
# quote are not among so many, of 32,768 5.1 (bench/scale); making one takes as long as ten that are.
_WORDS_KEPT = 131_072
# Texts summed at once, which bounds the memory that a long list takes.
_AT_ONCE = 512


class Encoder:
    """Turns texts into unit vectors. Safe to share between threads."""

    def __init__(
        self, *, keys: npt.NDArray[np.uint32], table: npt.NDArray[np.int8] | Vectors, scales: Vectors, version: str
    ) -> None:
        """Feature hashes, ascending; the row of each; what the numbers of a row are multiplied by."""
        self._keys = keys
        self._table = table
        self._scales = scales
        self.encoder_version = version
        self._word = lru_cache(maxsize=_WORDS_KEPT)(self._sum_of_word)

    @classmethod
    def load(cls, folder: Path = BUNDLED_ENCODER) -> Encoder:
        """Read the bundled weights (29 MB, about 50 ms).

        Raises ModelsMissing when they are not there or differ from their checksum.
        """
        content, found = checked(folder, WEIGHTS, what="the encoder's weights")
        with np.load(io.BytesIO(content)) as weights:
            return cls(
                keys=weights["keys"],
                table=weights["table"],
                scales=weights["scales"].astype(np.float32),
                version=f"encoder-{found[:12]}",
            )

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in order: float32 [len(texts), dimensions].

        Of a long text the beginning is read (features.LONGEST_TEXT). A text in which nothing is known (emoji, an
        unknown script, no letters at all) gets a fixed direction of its own, close to no other text's.
        """
        out = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for begin in range(0, len(texts), _AT_ONCE):
            for place, text in enumerate(texts[begin : begin + _AT_ONCE], begin):
                vectors = [self._word(word) for word in words(text)]
                total = np.sum(vectors, axis=0) if vectors else np.zeros(self.dimensions, dtype=np.float32)
                length = float(np.linalg.norm(total))
                out[place] = total / length if length > 0 else self._own_direction(text)
        return out

    def vectors(self, found: Sequence[str]) -> Vectors:
        """One vector for each word as `features.words` or `features.tokens` cut it: float32 [words, dimensions].

        Not of unit length: their sum has the direction of the text, and a word's length is what it weighs in it.
        """
        return np.array([self._word(word) for word in found], dtype=np.float32).reshape(len(found), self.dimensions)

    def of_features(self, hashes: Sequence[int]) -> Vectors:
        """The vector of a word of these features."""
        return self._sum(np.array(hashes, dtype=np.uint32))

    def _sum_of_word(self, word: str) -> Vectors:
        return self._sum(np.array(features(word), dtype=np.uint32))

    def _sum(self, hashes: npt.NDArray[np.uint32]) -> Vectors:
        places = self._keys.searchsorted(hashes)
        places = places[self._keys.take(places, mode="clip") == hashes]
        total: Vectors = self._scales.take(places) @ self._table.take(places, axis=0).astype(np.float32)
        return total

    def _own_direction(self, text: str) -> Vectors:
        seed = zlib.crc32(text.encode(errors="surrogatepass"))
        direction = np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        return np.asarray(direction / np.linalg.norm(direction), dtype=np.float32)
