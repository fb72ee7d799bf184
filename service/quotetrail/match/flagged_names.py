"""Names exchanged on the way: heard through both scripts, with translations and other spellings let pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from quotetrail.match.encoder import Encoder, Vectors
from quotetrail.match.facts import Mark
from quotetrail.match.features import romanised
from quotetrail.match.pairing import Pairing, Side
from quotetrail.model import Flag, FlagKind

# Words of a text that are looked at; names of a long text beyond them are not checked.
_MOST_WORDS = 400
_CONSONANTS = 4
# A quote is flagged beside all that it matches; the vectors of its words are made once.
_TEXTS_KEPT = 128
_VOWELS = str.maketrans("", "", "aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLimits:
    """The numbers of [name] in flags.toml, explained there."""

    sounds: float
    means: float
    apart: float
    known: float
    whole: float
    heard: float
    shortest: int


def swapped_names(pairing: Pairing, encoder: Encoder, limits: NameLimits) -> Iterator[Flag]:
    """A name of the left that the right has nothing for, and one of the right at about its place."""
    left, right = pairing.left, pairing.right
    if max(len(left.wording.words), len(right.wording.words)) > _MOST_WORDS or not left.facts.names:
        return
    if not right.facts.names:
        return
    alike = _alike(left.wording.words, right.wording.words, encoder, limits)
    lefts, rights = _alone(left, alike, limits), _alone(right, alike.T, limits)
    for one, place in lefts:
        for other, there in rights:
            before, after = left.facts.text[one.start : one.end], right.facts.text[other.start : other.end]
            if abs(place - there) <= limits.apart and not _may_be_one(before, after, encoder, limits):
                yield Flag(FlagKind.NAME_SWAPPED, before, after)
                return


def _may_be_one(one: str, other: str, encoder: Encoder, limits: NameLimits) -> bool:
    """Whether the second name as a whole may be the first, translated or transcribed."""
    vectors = encoder.encode([one, other])
    return float(vectors[0] @ vectors[1]) >= limits.whole or _sounds(romanised(one), romanised(other)) >= limits.heard


def _alike(
    left: tuple[str, ...], right: tuple[str, ...], encoder: Encoder, limits: NameLimits
) -> npt.NDArray[np.bool_]:
    """Which words may be one: by meaning, or by sound."""
    means = _directions(encoder, left) @ _directions(encoder, right).T >= limits.means
    ones, others = ([romanised(word) for word in words] for words in (left, right))
    for place, one in enumerate(ones):
        for there, other in enumerate(others):
            if not means[place, there] and one and other and one[0] == other[0]:
                means[place, there] = _sounds(one, other) >= limits.sounds
    return np.asarray(means, dtype=np.bool_)


@lru_cache(maxsize=_TEXTS_KEPT)
def _directions(encoder: Encoder, words: tuple[str, ...]) -> Vectors:
    return encoder.encode(words)


def _sounds(one: str, other: str) -> float:
    """How alike two romanised words sound; by their consonants where they have enough of them."""
    plain = JaroWinkler.similarity(one, other)
    bare, other_bare = one.translate(_VOWELS), other.translate(_VOWELS)
    if min(len(bare), len(other_bare)) < _CONSONANTS:
        return plain
    return max(plain, JaroWinkler.similarity(bare, other_bare))


def _alone(side: Side, alike: npt.NDArray[np.bool_], limits: NameLimits) -> list[tuple[Mark, float]]:
    """The names of which the other side has too little, each with its place as a share of the text."""
    found: list[tuple[Mark, float]] = []
    words = side.wording.words
    for name in side.facts.names:
        places = [
            place
            for place in side.places(name.start, name.end)
            if len(words[place]) >= limits.shortest and place not in side.light
        ]
        letters = side.facts.text[name.start : name.end]
        if places and not letters.isupper() and alike[places].any(axis=1).mean() < limits.known:
            found.append((name, places[0] / len(words)))
    return found
