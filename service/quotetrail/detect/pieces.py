"""Words → word pieces: the vocabulary of BERT and its lower-casing, for words that are already cut.

Longest match first within a word (Wu et al. 2016, arXiv:1609.08144, as BERT uses it). News repeats its words, so a
bounded cache answers for nearly all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_PARTS = re.compile(r"[^\W_]+|[^\s]")  # punctuation stands alone in this vocabulary
_CACHED = 50_000  # distinct words remembered; English news text has fewer in a day
_LONGEST = 40  # code points; no entry of the vocabulary is longer than 18, and what is left of such a word says nothing
_MOST = 12  # pieces of one word


class Pieces:
    """A vocabulary of word pieces; safe to share between threads."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self._ids["[UNK]"]
        self.start = self._ids["[CLS]"]
        self.end = self._ids["[SEP]"]
        self.padding = self._ids["[PAD]"]
        self.of = lru_cache(maxsize=_CACHED)(self._cut)

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """Read a vocabulary file: one piece a line, its number is its id."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def _cut(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces, at least one; what the vocabulary lacks is one unknown piece."""
        plain = "".join(
            letter
            for letter in unicodedata.normalize("NFD", word[:_LONGEST].lower())
            if not unicodedata.combining(letter)
        )
        ids = [piece for part in _PARTS.findall(plain) for piece in self._longest_first(part)]
        return tuple(ids[:_MOST]) or (self.unknown,)

    def _longest_first(self, part: str) -> list[int]:
        ids: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self._ids:
                    break
            else:
                return [self.unknown]
            ids.append(self._ids[piece])
            start = end
        return ids
