"""Evidence about two texts that costs microseconds: the words in common, and the cosine of the stored vectors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rapidfuzz.distance import LCSseq

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


@dataclass(slots=True)
class Glances:
    """Glances at pairs of quotes whose vectors are known by quote id; each text is read once."""

    numbers: Glance
    codes: Mapping[str, Codes]
    _words: dict[str, list[str]] = field(default_factory=dict)

    def worth(self, left: Appearance, right: Appearance) -> bool:
        """Whether two quotes may carry one statement; depends on the two alone.

        False where they share hardly a word and their vectors lie far apart; a text of few words is always worth it.
        """
        one, other = self._read(left), self._read(right)
        if min(len(one), len(other)) < self.numbers.short:
            return True
        if shared(one, other, few=self.numbers.few) >= self.numbers.shared:
            return True
        code, other_code = self.codes.get(left.quote_id), self.codes.get(right.quote_id)
        if code is None or other_code is None:
            return True
        return cosines(code, [other_code])[0] >= self.numbers.cosine

    def _read(self, quote: Appearance) -> list[str]:
        known = self._words.get(quote.quote_id)
        if known is None:
            known = self._words[quote.quote_id] = self.numbers.words(quote.text)
        return known
