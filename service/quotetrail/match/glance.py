"""Evidence about two texts that costs microseconds: the words in common, and the cosine of the stored vectors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import LCSseq

from quotetrail.match.readings import Reading
from quotetrail.match.vectors import Codes
from quotetrail.model import Appearance

_DATA = Path(__file__).with_name("glance.toml")
# Words; in scripts without spaces characters.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Glance:
    """The numbers of [glance] in glance.toml, explained there."""

    longest: int
    few: int
    short: int
    shared: float
    cosine: float

    @classmethod
    def load(cls) -> Glance:
        """Read glance.toml."""
        return cls(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["glance"])

    def words(self, text: str) -> list[str]:
        """The first words of a text as they are written, in lower case."""
        return _WORD.findall(text[: self.longest].casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The numbers of [glance] in verify.toml, explained there: which two texts, once read, need not be measured."""

    shared: float
    cosine: float
    cosine_whole: float
    rounded: float
    words: int
    common: int

    def far(self, one: Reading, other: Reading, *, cosine: float | None, whole: bool) -> bool:
        """Whether two texts share too few stems and lie too far apart; `cosine` is that of their stored vectors.

        `whole`: no part of either will be compared.
        """
        if len(one.stems & other.stems) / max(1, min(len(one.stems), len(other.stems))) >= self.shared:
            return False
        least = self.cosine_whole if whole and one.language == other.language else self.cosine
        short = max(len(one.wording.words), len(other.wording.words)) <= self.words
        if cosine is None or not short or abs(cosine - least) <= self.rounded:
            cosine = float(one.whole @ other.whole)
        return cosine < least

    def nearly_verbatim(self, one: Reading, other: Reading, *, content: int) -> bool:
        """Whether so many content words of two texts, or of parts of them, may be nearly the same.

        The words of two persons are nothing else that can be one statement (verify.py).
        """
        few = min(one.wording, other.wording, key=lambda wording: (len(wording.words), wording.content))
        common, least = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
        return few.content >= content and (common >= self.common or 2 * common >= least)


def shared(one: Sequence[str], other: Sequence[str], *, few: int) -> float:
    """The share of the shorter one's words that stand in both in one order; it counts as `few` words at least."""
    return float(LCSseq.similarity(one, other)) / max(min(len(one), len(other)), few, 1)


def cosines(code: Codes, codes: Sequence[Codes | None]) -> list[float]:
    """The cosine of a code with each of these; 0 with one that is not known."""
    nothing = np.zeros_like(code)
    vectors = np.array([nothing if other is None else other for other in codes] or [nothing], dtype=np.float32)
    asked = code.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(asked)
    found: list[float] = (vectors @ asked / np.maximum(lengths, 1)).tolist()
    return found[: len(codes)]


class Glances:
    """Glances at pairs of quotes whose vectors are known by quote id; each text is read once."""

    __slots__ = ("_numbers", "_vectors", "_words")

    def __init__(self, numbers: Glance, codes: Mapping[str, Codes]) -> None:
        """`codes` are the vectors by quote id."""
        self._numbers = numbers
        vectors = np.array(list(codes.values()) or np.empty((0, 1)), dtype=np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        self._vectors = dict(zip(codes, vectors / np.maximum(lengths, 1)[:, None], strict=True))
        self._words: dict[str, list[str]] = {}

    def cosine(self, left: Appearance, right: Appearance) -> float | None:
        """That of their vectors; None where one is not known."""
        one, other = self._vectors.get(left.quote_id), self._vectors.get(right.quote_id)
        return None if one is None or other is None else float(one @ other)

    def worth(self, left: Appearance, right: Appearance) -> bool:
        """Whether two quotes may carry one statement; depends on the two alone.

        False where they share hardly a word and their vectors lie far apart; a text of few words is always worth it.
        """
        cosine = self.cosine(left, right)
        if cosine is None or cosine >= self._numbers.cosine:
            return True
        one, other = self._read(left), self._read(right)
        if min(len(one), len(other)) < self._numbers.short:
            return True
        return shared(one, other, few=self._numbers.few) >= self._numbers.shared

    def _read(self, quote: Appearance) -> list[str]:
        known = self._words.get(quote.quote_id)
        if known is None:
            known = self._words[quote.quote_id] = self._numbers.words(quote.text)
        return known
