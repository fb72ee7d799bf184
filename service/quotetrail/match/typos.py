"""Mistyped words: a word of one text that the other lacks, and one of the other that differs by a slip of a key.

Numbers, names, negations and words that have an opposite are never taken for a slip: there one letter makes another
statement. Neither is a word that begins otherwise ("legal", "illegal").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import OSA

from quotetrail.match.readings import Opposites, Reading
from quotetrail.match.wording import Wording

_DATA = Path(__file__).with_name("agreement.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typos:
    """The numbers of [typos] in agreement.toml, explained there."""

    letters: int
    long: int
    most: int
    opposites: Opposites

    @classmethod
    def load(cls, opposites: Opposites) -> Typos:
        """Read agreement.toml."""
        return cls(opposites=opposites, **tomllib.loads(_DATA.read_text(encoding="utf-8"))["typos"])

    def mended(self, left: Reading, right: Reading) -> Wording:
        """The left wording with the right one's stems where a slip parts two words. One language; bounded time."""
        if left.language != right.language or left.wording.words == right.wording.words:
            return left.wording
        lefts, rights = self._own(left, right), self._own(right, left)
        if not lefts or not rights or max(len(lefts), len(rights)) > self.most:
            return left.wording
        meant = dict(self._slips(left.wording, lefts, right.wording, rights))
        if not meant:
            return left.wording
        stems = tuple(meant.get(place, stem) for place, stem in enumerate(left.wording.stems))
        return replace(left.wording, stems=stems)

    def _slips(self, left: Wording, lefts: list[int], right: Wording, rights: list[int]) -> Iterator[tuple[int, str]]:
        """Places of the left with the stem that was meant; each word of the right is meant once."""
        for place in lefts:
            word = left.words[place]
            most = 2 if len(word) >= self.long else 1
            for at, there in enumerate(rights):
                other = right.words[there]
                if word[0] == other[0] and OSA.distance(word, other, score_cutoff=most) <= most:
                    yield place, right.stems[there]
                    del rights[at]
                    break

    def _own(self, side: Reading, other: Reading) -> list[int]:
        """The places of words that the other side lacks and that may be mistyped."""
        wording, there = side.wording, set(other.wording.stems)
        apart = wording.vocabulary.function | wording.vocabulary.negation | wording.vocabulary.quantity
        fixed = wording.names | wording.initials
        opposed = self.opposites.of(side.language)
        return [
            place
            for place, (word, stem) in enumerate(zip(wording.words, wording.stems, strict=True))
            if stem not in there
            and len(word) >= self.letters
            and word.isalpha()
            and word not in apart
            and word not in opposed
            and place not in fixed
        ]
