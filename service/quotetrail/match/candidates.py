"""Candidate keys: two quotes that may be one statement share at least one, whatever the size of the store.

Four kinds: the fingerprint of the canonical text; a bottom-k sketch of word shingles (Broder 1997); pairs of the rarest
content words; the speaker's surname with single rare content words. Their number is bounded, so a lookup costs the
same at any length of text.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations
from pathlib import Path

from quotetrail.match.wording import Wording
from quotetrail.match.words import is_number

_DATA = Path(__file__).with_name("candidates.toml")


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """Makes signed 64-bit candidate keys; how many of each kind stands in candidates.toml."""

    shingles: int
    pair_words: int
    speaker_words: int
    fragment_words: int
    rare_length: int

    @classmethod
    def load(cls) -> KeyMaker:
        """Read candidates.toml."""
        return cls(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["keys"])

    def keys(self, wording: Wording, *, speaker: str) -> tuple[int, ...]:
        """Keys of one quote, ascending, each once; none for a text without words.

        `speaker` is a coarse form of the name (`Speakers.key`); with an empty one the quote gets no speaker keys.
        """
        if not wording.words:
            return ()
        rare = self._rarest(wording)
        keys = {_key("text", wording.fingerprint)}
        keys.update(self._shingles(wording.stems))
        keys.update(_key("pair", *sorted(pair)) for pair in combinations(rare[: self.pair_words], 2))
        kept = self.fragment_words if len(rare) <= self.fragment_words else self.speaker_words
        if speaker:
            keys.update(_key("speaker", speaker, stem) for stem in rare[:kept])
        return tuple(sorted(keys))

    def _shingles(self, stems: tuple[str, ...]) -> list[int]:
        """The smallest hashes of runs of three stems: a sample that two texts draw alike."""
        runs = set(zip(stems, stems[1:], stems[2:], strict=False))
        return nsmallest(self.shingles, (_key("run", *run) for run in runs))

    def _rarest(self, wording: Wording) -> list[str]:
        """The content stems least likely to be common, in an order that depends on each stem alone."""
        stems = wording.content_stems()
        most = max(self.pair_words, self.speaker_words)
        return nsmallest(most, stems, key=lambda stem: (-self._rarity(stem), _key("rare", stem)))

    def _rarity(self, stem: str) -> int:
        return self.rare_length if is_number(stem) else min(len(stem), self.rare_length)


def _key(kind: str, *parts: str) -> int:
    """A signed 64-bit hash of the parts, different for each kind."""
    joined = "\x00".join((kind, *parts)).encode()
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "little", signed=True)
