"""Candidate keys: two quotes that may be one statement share at least one, whatever the size of the store.

Four kinds, each a generator of its own: the fingerprint of the canonical text; words (a sketch of word shingles, and
pairs of the rarest words); letters (bands of character shingles); the speaker with numbers, names, rare words and the
week. Their number is bounded, so a lookup costs the same at any length of text. Paraphrases and translations that
share no words are for the vectors (vectors.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import combinations
from pathlib import Path
from zlib import crc32

from quotetrail.match.features import romanised
from quotetrail.match.minhash import hashed, letter_bands, word_sketch
from quotetrail.match.wording import Wording
from quotetrail.match.words import is_number

_DATA = Path(__file__).with_name("candidates.toml")
_VOWELS = re.compile(r"(?<!^)[aeiou]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HALF_WEEK = timedelta(days=7) / 2


class KeyKind(IntEnum):
    """What a key was made of; the last two bits of every key say it."""

    TEXT = 0
    WORDS = 1
    LETTERS = 2
    SPEAKER = 3


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """Makes signed 64-bit candidate keys; what the numbers are, and why, stands in candidates.toml."""

    shingle_words: int
    shingles: int
    words_a_shingle: int
    most_shingles: int
    pair_words: int
    letters: int
    bands: int
    rows: int
    speaker_words: int
    rare_length: int

    @classmethod
    def load(cls) -> KeyMaker:
        """Read candidates.toml."""
        return cls(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["keys"])

    def keys(self, wording: Wording, *, speaker: str, published: datetime | None = None) -> tuple[int, ...]:
        """Keys of one quote, ascending, each once; none for a text without words.

        `speaker` is a coarse form of the name (`Speakers.key`); with an empty one the quote gets no speaker keys, and
        the day of publication is not used.
        """
        if not wording.words:
            return ()
        rare = self._rarest(wording)
        keys = {_marked(hashed("text", wording.fingerprint), KeyKind.TEXT)}
        size = min(self.most_shingles, max(self.shingles, len(wording.stems) // self.words_a_shingle))
        words = word_sketch(wording.stems, width=self.shingle_words, size=size)
        words += [hashed("pair", *sorted(pair)) for pair in combinations(rare[: self.pair_words], 2)]
        keys.update(_marked(key, KeyKind.WORDS) for key in words)
        letters = letter_bands(wording.fingerprint, width=self.letters, bands=self.bands, rows=self.rows)
        keys.update(_marked(key, KeyKind.LETTERS) for key in letters)
        if speaker:
            about = [*(f"word {_sound(stem)}" for stem in self._told(wording, rare)), *_weeks(published)]
            keys.update(_marked(hashed("speaker", speaker, one), KeyKind.SPEAKER) for one in about)
        return tuple(sorted(keys))

    def _rarest(self, wording: Wording) -> list[str]:
        """The content stems least likely to be common, in an order that depends on each stem alone."""
        most = max(self.pair_words, self.speaker_words)
        ranked = sorted((-self._rarity(stem), crc32(stem.encode()), stem) for stem in wording.content_stems())
        return [stem for *_, stem in ranked[:most]]

    def _rarity(self, stem: str) -> int:
        return self.rare_length if is_number(stem) else min(len(stem), self.rare_length)

    def _told(self, wording: Wording, rare: Iterable[str]) -> list[str]:
        """What a statement is told by in any language: its numbers, its names, then its rarest words."""
        numbers = (word for word in map(wording.words.__getitem__, wording.quantities) if is_number(word))
        names = (wording.stems[place] for place in sorted(wording.names))
        return list(dict.fromkeys([*numbers, *names, *rare]))[: self.speaker_words]


def _marked(key: int, kind: KeyKind) -> int:
    """The hash as a signed number whose rest by four is its kind."""
    marked = key & ~3 | kind
    return marked - (1 << 64) if marked >= 1 << 63 else marked


def _sound(stem: str) -> str:
    """A word by its consonants in Latin letters, so that names agree across scripts; numbers as they are."""
    if not stem.isalpha():
        return stem
    sound = romanised(stem)
    return _VOWELS.sub("", sound) or stem


def _weeks(published: datetime | None) -> tuple[str, ...]:
    """Two weeks that a day lies in, half a week apart: days less than half a week apart share one."""
    if published is None:
        return ()
    half = (published - _EPOCH) // _HALF_WEEK
    return (f"week {half}", f"week {half + 1}")
