"""Words that may be put in the place of others, so that a text no longer says the same.

The network learns from pairs that say the same which words have their counterpart; with many words of one text
exchanged, each pair teaches it about all of them at once (as ELECTRA does, Clark et al. 2020, arXiv:2003.10555).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from quotetrail.match.words import Words
from training.encoder.data import LANGUAGES, rows

CHOICES = 6
"""Stand-ins of a word; -1 where there are fewer."""
_NEAREST = 3  # of them, those nearest to the word of a sample; the others are any
_SAMPLE = 160
_FREQUENT = 3
_SHORTEST = 4
# Nearer words may well mean the same; alike in letters they may be another form of the word.
_TOO_NEAR, _ALIKE = 0.55, 0.8
_AT_ONCE = 2_000
# What is near and yet another thing, as a hospital is to a school: dictionaries tell it from a synonym.
_NEAR_ENOUGH = 0.2
_RANKED = 64

Senses = Mapping[str, frozenset[str]]
"""The synsets of each stem of one language."""

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


def senses(data: Path) -> dict[str, Senses]:
    """By language, the synsets of each stem that the dictionaries know."""
    found: dict[str, defaultdict[str, set[str]]] = {language: defaultdict(set) for language in ("en", *LANGUAGES)}
    lexicon = Words.load()
    for language in LANGUAGES:
        for english, foreign, synset, _ in rows(data / "lexicon" / f"en-{language}.tsv.gz"):
            for side, word in (("en", english), (language, foreign)):
                if word.isalpha():
                    found[side][lexicon.stem(word.lower())].add(synset)
    return {
        language: {stem: frozenset(synsets) for stem, synsets in table.items()} for language, table in found.items()
    }


def others(
    words: Sequence[str], *, languages: Sequence[str], seen: Ints, directions: Halves, known: Mapping[str, Senses]
) -> npt.NDArray[np.int32]:
    """For each word near ones of its language that mean another thing, numbers of `words`: int32 [words, CHOICES].

    Both must be `known` to the dictionaries, and no sense be common to the two.
    """
    found = np.full((len(words), CHOICES), -1, dtype=np.int32)
    lexicon = Words.load()
    stems = lexicon.stems(words)
    for language in sorted(set(languages)):
        table = known.get(language, {})
        here = [
            at
            for at, (stem, one) in enumerate(zip(stems, languages, strict=True))
            if one == language and stem in table and len(words[at]) >= (_SHORTEST if language != "zh" else 1)
        ]
        pool = np.array([at for at in here if seen[at] >= _FREQUENT], dtype=np.int64)
        if len(pool) < _RANKED:
            continue
        vectors = directions[pool].astype(np.float32)
        for start in range(0, len(here), _AT_ONCE):
            some = here[start : start + _AT_ONCE]
            near = directions[some].astype(np.float32) @ vectors.T
            ranked = np.argpartition(-near, _RANKED - 1, axis=1)[:, :_RANKED]
            for row, word in enumerate(some):
                best = ranked[row][np.argsort(-near[row][ranked[row]])]
                fit = [
                    int(pool[at])
                    for at in best
                    if near[row, at] >= _NEAR_ENOUGH and _apart(words, stems, table, word, int(pool[at]))
                ]
                found[word, : len(fit[:CHOICES])] = fit[:CHOICES]
    return found


def _apart(words: Sequence[str], stems: Sequence[str], table: Senses, one: int, other: int) -> bool:
    """Whether two words have no sense in common and are no forms of one."""
    return table[stems[one]].isdisjoint(table[stems[other]]) and _unlike(words[one], words[other])
