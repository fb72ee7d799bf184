"""Words that stand for one another, from the dictionaries of the pack and from sentences that people reworded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel

from quotetrail.match.encoder import Encoder
from training.encoder.data import LANGUAGES, rows
from training.verifier.corpus import TRAIN, Couple

# Two lemmas of one language that share this many synsets, or a synset and nothing else, are taken for synonyms where
# the encoder agrees: it was trained on the same dictionaries, and knows which sense is the usual one.
_COSINE = 0.45
_LONGEST = 3
_FREQUENT = 2
_SHARED = 0.7


def synonyms(couples: Iterable[Couple], data: Path, encoder: Encoder) -> dict[str, dict[str, list[str]]]:
    """By language, what may be put in the place of a word as it stands in a sentence."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language, one, other in _from_rewordings(couples):
        found[language][one].add(other)
    for language in LANGUAGES:
        _from_dictionary(found, data / "lexicon" / f"en-{language}.tsv.gz", language, encoder)
    return {
        language: {word: sorted(others) for word, others in sorted(table.items())} for language, table in found.items()
    }


def _from_rewordings(couples: Iterable[Couple]) -> list[tuple[str, str, str]]:
    """Single words that two translators exchanged in otherwise like sentences, at least twice."""
    times: Counter[tuple[str, str, str]] = Counter()
    for couple in couples:
        if not couple.alike or couple.left.language != couple.right.language or couple.left.part != TRAIN:
            continue
        if couple.left.language == "zh":
            continue
        left, right = couple.left.text.split(), couple.right.text.split()
        if Indel.normalized_similarity(left, right) < _SHARED:
            continue
        for code in Indel.opcodes(left, right):
            one, other = left[code.src_start : code.src_end], right[code.dest_start : code.dest_end]
            if len(one) == len(other) == 1 and all(word.isalpha() and word.islower() for word in (*one, *other)):
                times[couple.left.language, one[0], other[0]] += 1
                times[couple.left.language, other[0], one[0]] += 1
    return sorted(key for key, many in times.items() if many >= _FREQUENT)


def _from_dictionary(found: dict[str, dict[str, set[str]]], path: Path, language: str, encoder: Encoder) -> None:
    senses: dict[str, dict[str, set[str]]] = {"en": defaultdict(set), language: defaultdict(set)}
    for english, foreign, synset, _ in rows(path):
        for side, word in (("en", english), (language, foreign)):
            if (word.isalpha() and word.islower()) or (language == "zh" and side == "zh" and len(word) > 1):
                senses[side][synset].add(word)
    for side, by_sense in senses.items():
        pairs = sorted(
            {
                (one, other)
                for words in by_sense.values()
                if len(words) <= _LONGEST
                for one in words
                for other in words
                if one < other
            }
        )
        if not pairs:
            continue
        cosines = np.einsum(
            "ij,ij->i", encoder.encode([one for one, _ in pairs]), encoder.encode([other for _, other in pairs])
        )
        for (one, other), cosine in zip(pairs, cosines, strict=True):
            if cosine >= _COSINE:
                found[side][one].add(other)
                found[side][other].add(one)
