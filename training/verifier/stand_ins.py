"""Words that may be put in the place of others, so that a text no longer says the same.

The network learns from pairs that say the same which words have their counterpart; with many words of one text
exchanged, each pair teaches it about all of them at once (as ELECTRA does, Clark et al. 2020, arXiv:2003.10555).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

CHOICES = 6
"""Stand-ins of a word; -1 where there are fewer."""
_NEAREST = 3  # of them, those nearest to the word of a sample; the others are any
_SAMPLE = 160
_FREQUENT = 3
_SHORTEST = 4
# Nearer words may well mean the same; alike in letters they may be another form of the word.
_TOO_NEAR, _ALIKE = 0.55, 0.8
_AT_ONCE = 2_000

Ints = npt.NDArray[np.int64]
Halves = npt.NDArray[np.float16]


def stand_ins(
    words: Sequence[str],
    *,
    languages: Sequence[str],
    seen: Ints,
    capitals: Ints,
    directions: Halves,
    random: np.random.Generator,
) -> npt.NDArray[np.int32]:
    """For each word others of its language, numbers of `words`: int32 [words, CHOICES].

    A word mostly `seen` with capitals gets such ones; short words and numbers get none.
    """
    found = np.full((len(words), CHOICES), -1, dtype=np.int32)
    exchanged = np.array(
        [word.isalpha() and (len(word) >= _SHORTEST or one == "zh") for word, one in zip(words, languages, strict=True)]
    )
    named = 2 * capitals > seen
    for language in sorted(set(languages)):
        here = exchanged & (np.array(languages) == language)
        for kind in (here & named, here & ~named):
            pool = np.flatnonzero(kind & (seen >= _FREQUENT))
            if len(pool) > _SAMPLE:
                asked = np.flatnonzero(kind)
                for start in range(0, len(asked), _AT_ONCE):
                    some = asked[start : start + _AT_ONCE]
                    sample = random.choice(pool, _SAMPLE, replace=False)
                    near = directions[some].astype(np.float32) @ directions[sample].astype(np.float32).T
                    for word, row in zip(some, near, strict=True):
                        chosen = _chosen(words, int(word), sample, row, random)
                        found[word, : len(chosen)] = chosen
    return found


def _chosen(
    words: Sequence[str], word: int, sample: Ints, near: npt.NDArray[np.float32], random: np.random.Generator
) -> list[int]:
    """Of a sample the nearest that are not too near, and some others."""
    ranked = [int(sample[at]) for at in np.argsort(-np.where(near < _TOO_NEAR, near, -1.0))[: 2 * _NEAREST]]
    others = [int(sample[at]) for at in random.integers(len(sample), size=2 * CHOICES) if near[at] < _TOO_NEAR]
    kept = [one for one in ranked if _unlike(words[one], words[word])][:_NEAREST]
    kept += [one for one in others if one not in kept and _unlike(words[one], words[word])]
    return kept[:CHOICES]


def _unlike(one: str, other: str) -> bool:
    return JaroWinkler.similarity(one, other) < _ALIKE
