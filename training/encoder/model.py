"""The table of feature vectors that training fits.

A word is the sum of its features' vectors, each scaled by a learned gain; a text is the sum of its words, made unit
length. Both sums are products of a sparse matrix with a dense one, so a step costs what its batch touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.encoder.data import Floats, Ints, Offsets, Rows
from training.encoder.kernels import adam, keep_some, renumber, select, sum_rows, transpose

Moments = tuple[Floats, Floats, Floats, Floats]


@dataclass(slots=True)
class Batch:
    """The words of some texts and the features of those words, renumbered within the batch."""

    text_offsets: Offsets
    text_items: Ints
    word_offsets: Offsets
    word_items: Ints


@dataclass(slots=True)
class Model:
    """Vectors and log gains by feature, with Adam's moments."""

    table: Floats
    logs: Floats
    moments: Moments
    step: int = 0

    @classmethod
    def fresh(cls, features: int, dimensions: int, *, seed: int) -> Model:
        """Random vectors, all gains one."""
        table = np.random.default_rng(seed).standard_normal((features, dimensions), dtype=np.float32) * np.float32(0.1)
        return cls(table=table, logs=np.zeros(features, np.float32), moments=cls._no_moments(features, dimensions))

    @staticmethod
    def _no_moments(features: int, dimensions: int) -> Moments:
        wide, narrow = (features, dimensions), (features,)
        return (
            np.zeros(wide, np.float32),
            np.zeros(wide, np.float32),
            np.zeros(narrow, np.float32),
            np.zeros(narrow, np.float32),
        )

    @classmethod
    def read(cls, path: Path) -> Model:
        """A checkpoint."""
        with np.load(path) as saved:
            first, second, first_log, second_log = (saved[f"moment_{k}"] for k in range(4))
            return cls(saved["table"], saved["logs"], (first, second, first_log, second_log), int(saved["step"]))

    def write(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        partial = path.with_suffix(".partial.npz")
        moments = {f"moment_{k}": moment for k, moment in enumerate(self.moments)}
        np.savez(partial, allow_pickle=False, table=self.table, logs=self.logs, step=self.step, **moments)
        partial.replace(path)

    def forward(self, batch: Batch) -> Floats:
        """The sum of each text, before it is made unit length."""
        vectors = np.empty((len(batch.word_offsets) - 1, self.table.shape[1]), np.float32)
        sum_rows(self.table, np.exp(self.logs), batch.word_offsets, batch.word_items, vectors)
        out = np.empty((len(batch.text_offsets) - 1, self.table.shape[1]), np.float32)
        sum_rows(vectors, np.ones(len(vectors), np.float32), batch.text_offsets, batch.text_items, out)
        return out

    def backward(self, batch: Batch, gradients: Floats, scratch: Ints, *, rate: float) -> None:
        """One step down the gradients of the texts' sums."""
        self.step += 1
        many = len(batch.word_offsets) - 1
        offsets, rows = transpose(batch.text_offsets, batch.text_items, many)
        by_word = np.empty((many, self.table.shape[1]), np.float32)
        sum_rows(gradients, np.ones(len(gradients), np.float32), offsets, rows, by_word)
        touched, numbers = renumber(batch.word_items, scratch)
        offsets, rows = transpose(batch.word_offsets, numbers, len(touched))
        adam(self.table, self.logs, self.moments, (touched, offsets, rows), by_word, rate, self.step)


def batch_of(
    texts: Rows,
    by_word: Rows,
    chosen: Ints,
    scratch: Ints,
    *,
    drop_words: float,
    drop_features: float,
    random: np.random.Generator,
) -> Batch:
    """The batch of the chosen texts, with shares of words and features left out."""
    text_offsets, text_items = select(texts.offsets, texts.items, chosen)
    if drop_words:
        text_offsets, text_items = keep_some(text_offsets, text_items, drop_words, random)
    distinct, numbers = renumber(text_items, scratch)
    word_offsets, word_items = select(by_word.offsets, by_word.items, distinct)
    if drop_features:
        word_offsets, word_items = keep_some(word_offsets, word_items, drop_features, random)
    return Batch(text_offsets, numbers, word_offsets, word_items)
