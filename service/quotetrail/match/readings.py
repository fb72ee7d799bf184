"""Texts ready to be judged: their words, their facts, and what the encoder makes of both."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.encoder import Encoder
from quotetrail.match.facts import FactReader, Facts
from quotetrail.match.features import words
from quotetrail.match.wording import Reader, Wording

# Against a division by nothing.
_TINY = 1e-30
# Opposites whose vectors are kept, 1 KB each.
_DIRECTIONS_KEPT = 4_096
_DATA = Path(__file__).with_name("agreement.toml")

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A text as the encoder sees it.

    `directions` are unit vectors of its words, float32 [words, dimensions], at most as many as were asked for;
    `weights` what each weighs, as shares of the text. `whole` is the unit vector of all these words; zero where nothing
    is known of any.
    """

    words: tuple[str, ...]
    directions: Vectors
    weights: Vectors
    whole: Vectors


@dataclass(frozen=True, eq=False)
class Reading:
    """One text; its facts and vectors are looked for when they are asked for: often the words alone decide."""

    text: str
    language: str
    wording: Wording
    _reader: TextReader

    @cached_property
    def facts(self) -> Facts:
        """What the text stands or falls with."""
        return self._reader.facts.read(self.text, self.language)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Those of its content words."""
        return frozenset(self.wording.content_stems())

    @cached_property
    def seen(self) -> Seen:
        """The text as the encoder sees it."""
        return self._reader.seen(self.text)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that the encoder knows."""
        return self.seen.words

    @property
    def directions(self) -> Vectors:
        """Their unit vectors, float32 [words, dimensions]."""
        return self.seen.directions

    @property
    def weights(self) -> Vectors:
        """What each weighs, as shares of the text."""
        return self.seen.weights

    @property
    def whole(self) -> Vectors:
        """The unit vector of the text."""
        return self.seen.whole

    @cached_property
    def weighed(self) -> Vectors:
        """The vectors of its words as they are weighed in the text."""
        return self.directions * self.weights[:, None]

    @cached_property
    def phrases(self) -> tuple[Vectors, Vectors]:
        """Unit vectors of each two neighbouring words and their shares of the text; of a single word itself."""
        both = self.weighed
        if len(both) > 1:
            both = both[:-1] + both[1:]
        lengths = np.maximum(np.sqrt(np.einsum("ij,ij->i", both, both)), 1e-6)
        return both / lengths[:, None], lengths / lengths.sum()

    @cached_property
    def sums(self) -> Vectors:
        """The sums of its weighed vectors up to each word, from nothing on."""
        sums = np.zeros((len(self.weights) + 1, self.directions.shape[1]), dtype=np.float32)
        np.cumsum(self.weighed, axis=0, out=sums[1:])
        return sums

    @cached_property
    def opposed(self) -> tuple[int, ...]:
        """The places of words that have an opposite."""
        table = self._reader.opposites.of(self.language)
        return tuple(place for place, word in enumerate(self.words) if word in table)

    @cached_property
    def opposites(self) -> Vectors:
        """The unit vectors of these opposites."""
        table = self._reader.opposites.of(self.language)
        return np.array([self._reader.direction(table[self.words[place]]) for place in self.opposed])


@dataclass(frozen=True, slots=True)
class Opposites:
    """Words of opposite sense by language."""

    words: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls) -> Opposites:
        """Read agreement.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))["opposites"]
        found: dict[str, dict[str, str]] = {}
        for language, text in data.items():
            table = found[language] = {}
            for pair in text.replace("\n", "|").strip("|").split("|"):
                one, other = pair.split()
                table.setdefault(one, other)
                table.setdefault(other, one)
        return cls(found)

    def of(self, language: str) -> Mapping[str, str]:
        """Each word of the language that has an opposite, with it."""
        return self.words.get(language, {})


@dataclass(frozen=True, eq=False)
class TextReader:
    """Reads texts for the judge."""

    wordings: Reader
    facts: FactReader
    encoder: Encoder
    opposites: Opposites
    most_words: int

    @cached_property
    def direction(self) -> Callable[[str], Vectors]:
        """The unit vector of a word; those of the words that have an opposite are few and kept."""
        return lru_cache(maxsize=_DIRECTIONS_KEPT)(lambda word: self.encoder.encode([word])[0])

    def read(self, text: str, language: str) -> Reading:
        """The reading of `text` in the language of that ISO 639-1 code; any str is accepted."""
        return Reading(text, language, self.wordings.read(text, language), self)

    def seen(self, text: str) -> Seen:
        """The text as the encoder sees it."""
        found = words(text)[: self.most_words]
        vectors = self.encoder.vectors(found)
        lengths: Vectors = np.sqrt(np.add.reduce(vectors * vectors, axis=1))
        known = lengths > 0
        if not known.all():
            found = [word for word, there in zip(found, known, strict=True) if there]
            vectors, lengths = vectors[known], lengths[known]
        whole = vectors.sum(axis=0)
        length = float(np.sqrt(whole @ whole))
        return Seen(
            words=tuple(found),
            directions=vectors / lengths[:, None],
            weights=lengths / np.float32(max(float(lengths.sum()), _TINY)),
            whole=whole / length if length > 0 else whole,
        )
