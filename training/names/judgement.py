"""When do two words agree well enough? Logistic models over the agreements, against the nearest wrong names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from quotetrail.match.scripts import Script, Word
from quotetrail.match.spellings import Judgement, Tables
from quotetrail.match.transliteration import Agreement, Units
from training.names.pairs import Spelled, variants

Pair = tuple[Script, Script]

_ROUNDS = 30
_RIDGE = 1e-3
_ROWS_AT_ONCE = 500


def aligned(names: Iterable[Spelled], units: Units) -> list[Spelled]:
    """The names whose two forms can be one name at all; the others are misaligned rows (yoritoshi: мацудаира)."""
    return [name for name in names if units.agreement(name.latin.letters, name.cyrillic.letters) is not None]


def right_pairs(tuned: Sequence[Spelled], fitted: Sequence[Spelled], *, pair: Pair) -> list[tuple[Word, Word]]:
    """Both forms of each tuned name; in one script, its other spellings, which may be of `fitted`."""
    if pair[0] is not pair[1]:
        return [(name.latin, name.cyrillic) for name in tuned]
    mine = {form(name, pair[0]).letters for name in tuned}
    found = variants([*tuned, *fitted], of=pair[0])
    return [both for both in found if both[0].letters in mine or both[1].letters in mine]


def wrong_pairs(
    tuned: Sequence[Spelled], pool: Sequence[Word], *, pair: Pair, meant: Mapping[str, frozenset[str]], near: int
) -> list[tuple[Word, Word]]:
    """Each tuned name with the `near` words of the pool that look most like it and are not known to be it.

    `meant`: plain forms that each word of the pool's script is known to stand for in the other, by its letters.
    """
    wrong: list[tuple[Word, Word]] = []
    for begin in range(0, len(tuned), _ROWS_AT_ONCE):
        rows = tuned[begin : begin + _ROWS_AT_ONCE]
        nearest = shortlist([form(name, pair[1]) for name in rows], pool, size=4 * near)
        for name, places in zip(rows, nearest, strict=True):
            own, other = form(name, pair[1]), _other_form(name, pair[1]).plain
            words = [pool[place] for place in places]
            different = [word for word in words if word.plain != own.plain and other not in meant.get(word.letters, ())]
            wrong += [(form(name, pair[0]), word) for word in different[:near]]
    return wrong


def shortlist(lefts: Sequence[Word], rights: Sequence[Word], *, size: int) -> NDArray[np.intp]:
    """Places of the `size` words whose plain forms are most similar, best first: [left, size]."""
    similar = cdist(
        [word.plain for word in lefts],
        [word.plain for word in rights],
        scorer=Levenshtein.normalized_similarity,
        dtype=np.float32,
    )
    return np.argsort(-similar, axis=1, kind="stable")[:, :size]


def fit(tables: Tables, right: Sequence[tuple[Word, Word]], wrong: Sequence[tuple[Word, Word]]) -> Judgement:
    """The model under which right and wrong pairs are most likely, as many of the ones as of the others.

    Pairs that do not agree at all are no part of it: their probability is 0.
    """
    agreements = [[best for pair in pairs if (best := _best(tables, *pair)) is not None] for pairs in (right, wrong)]
    features = np.array([[1.0, one.gain, one.smaller_loss, one.larger_loss] for found in agreements for one in found])
    sizes = [len(found) for found in agreements]
    weights = np.repeat([len(features) / len(pairs) for pairs in (right, wrong)], sizes)
    return Judgement(*logistic(features, np.repeat([1.0, 0.0], sizes), weights=weights))


def logistic(features: NDArray[np.float64], truth: NDArray[np.float64], *, weights: NDArray[np.float64]) -> list[float]:
    """Coefficients of a logistic regression by Newton's method, a little ridge on all, rounded to four places."""
    coefficients = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        expected = 1.0 / (1.0 + np.exp(-np.clip(features @ coefficients, -30, 30)))
        gradient = features.T @ (weights * (truth - expected)) - _RIDGE * coefficients
        curvature = (features * (weights * expected * (1 - expected))[:, None]).T @ features
        coefficients = coefficients + np.linalg.solve(curvature + _RIDGE * np.eye(len(coefficients)), gradient)
    return [round(float(value), 4) for value in coefficients]


def form(name: Spelled, script: Script) -> Word:
    """The name's word in one script."""
    return name.latin if script is Script.LATIN else name.cyrillic


def _other_form(name: Spelled, script: Script) -> Word:
    return name.cyrillic if script is Script.LATIN else name.latin


def _best(tables: Tables, one: Word, other: Word) -> Agreement | None:
    found = [agreement for agreement in tables.agreements(one, other) if agreement is not None]
    return min(found, key=lambda agreement: agreement.smaller_loss + agreement.larger_loss, default=None)
