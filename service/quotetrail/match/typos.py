"""Mistyped words: a word of one text that the other lacks, and one of the other that differs by a slip of a key.

Numbers, names, negations and words that have an opposite are never taken for a slip: there one letter makes another
statement. Neither is a word that begins or ends otherwise ("legal", "illegal"; Russian "жених", "жениха", who does it
and to whom), nor one with two letters more ("қолдайды", "қолдамайды" is Kazakh for "supports", "does not").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
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
    ending: int
    most: int
    opposites: Opposites

    @classmethod
    def load(cls, opposites: Opposites) -> Typos:
        """Read agreement.toml."""
        return cls(opposites=opposites, **tomllib.loads(_DATA.read_text(encoding="utf-8"))["typos"])

    def slips(self, left: Reading, right: Reading) -> dict[int, int]:
        """Places of the left wording's mistyped words, each with that of the word meant. One language; bounded time."""
        if left.language != right.language or left.wording.words == right.wording.words:
            return {}
        lefts, rights = self._own(left, right), self._own(right, left)
        if not lefts or not rights or max(len(lefts), len(rights)) > self.most:
            return {}
        return dict(self._slips(left.wording, lefts, right.wording, rights))

    def _slips(self, left: Wording, lefts: list[int], right: Wording, rights: list[int]) -> Iterator[tuple[int, int]]:
        """Each word of the right is meant once; of two function words neither is a slip of the other."""
        function = left.vocabulary.function
        for place in lefts:
            for at, there in enumerate(rights):
                word, other = left.words[place], right.words[there]
                if not function >= {word, other} and self._slip(word, other):
                    yield place, there
                    del rights[at]
                    break

    def _slip(self, word: str, other: str) -> bool:
        if word[0] != other[0] or word[-self.ending :] != other[-self.ending :] or abs(len(word) - len(other)) > 1:
            return False
        most = 2 if len(word) >= self.long else 1
        return OSA.distance(word, other, score_cutoff=most) <= most

    def _own(self, side: Reading, other: Reading) -> list[int]:
        """The places of words that the other side lacks and that may be mistyped."""
        wording, there = side.wording, set(other.wording.stems)
        apart = wording.vocabulary.negation | wording.vocabulary.quantity
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


def meant(left: Reading, right: Reading, slips: Mapping[int, int]) -> Wording:
    """The left wording with the right one's stems where a slip parts two words."""
    if not slips:
        return left.wording
    stems = list(left.wording.stems)
    for place, there in slips.items():
        stems[place] = right.wording.stems[there]
    return replace(left.wording, stems=tuple(stems))


def mended(left: Reading, right: Reading, slips: Mapping[int, int]) -> str:
    """The left text with the right one's words where a slip parts two, for the second look, which knows no slips."""
    text = left.text
    for place, there in slips.items():
        word, other = left.wording.words[place], right.wording.words[there]
        text = re.sub(rf"\b{re.escape(word)}\b", partial(_as_written, other), text, count=1, flags=re.IGNORECASE)
    return text


def _as_written(word: str, found: re.Match[str]) -> str:
    return word.capitalize() if found[0][0].isupper() else word
