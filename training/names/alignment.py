"""Which groups of letters stand for each other, learned from pairs of spellings by expectation maximisation.

Many-to-many alignment after Jiampojamarn, Kondrak and Sherif (2007): a pair of spellings is cut into units, a unit is
up to four letters of one side with up to three of the other, and every way of cutting counts by its probability. Each
unit pays half a count in every round, so that long and rare ones die and the table stays small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]
Units = dict[Pair, float]

LONGEST = 21
_DISCOUNT = 0.5
# Probability of a unit before the first round: this to the number of its letters, so that short units begin ahead.
_FIRST = 0.08
# One code for a unit: its letters as digits, the left side above the right one. Seven bits hold any alphabet here.
_BITS = 7
_RIGHT_LETTERS = 3


@dataclass(frozen=True, slots=True)
class _Lattice:
    """All ways to cut pairs of one length: steps to (left end, right end) by (left letters, right letters)."""

    lengths: tuple[int, int]
    steps: tuple[tuple[int, int, int, int], ...]
    codes: NDArray[np.int64]  # [step, pair]


def learn(pairs: Sequence[Pair], *, shapes: Sequence[tuple[int, int]], rounds: int) -> Units:
    """Joint probability of each unit, summing to 1; `shapes` are the sizes of units allowed (left, right letters)."""
    letters = sorted({letter for pair in pairs for word in pair for letter in word})
    digits = {letter: number for number, letter in enumerate(letters, 1)}
    if len(digits) >= 1 << _BITS:
        raise ValueError(f"{len(digits)} letters are more than an alignment can code")
    lattices = _lattices(pairs, shapes=shapes, digits=digits)
    codes = np.unique(np.concatenate([np.unique(lattice.codes) for lattice in lattices]))
    places = [np.searchsorted(codes, lattice.codes).astype(np.int32) for lattice in lattices]
    names = [_spell(int(code), letters) for code in codes]
    probability = np.array([_FIRST ** (len(left) + len(right)) for left, right in names])
    probability /= probability.sum()
    for _ in range(rounds):
        counts = np.zeros(len(codes))
        for lattice, place in zip(lattices, places, strict=True):
            expected = _expected(lattice, probability[place])
            counts += np.bincount(place.ravel(), weights=expected.ravel(), minlength=len(codes))
        counts = np.maximum(counts - _DISCOUNT, 0.0)
        probability = counts / counts.sum()
    return {name: float(value) for name, value in zip(names, probability, strict=True) if value > 0}


def _lattices(pairs: Sequence[Pair], *, shapes: Sequence[tuple[int, int]], digits: dict[str, int]) -> list[_Lattice]:
    groups: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for left, right in pairs:
        if len(left) <= LONGEST and len(right) <= LONGEST:
            groups[len(left), len(right)].append((left, right))
    return [_lattice(group, lengths, shapes=shapes, digits=digits) for lengths, group in sorted(groups.items())]


def _lattice(
    group: list[Pair], lengths: tuple[int, int], *, shapes: Sequence[tuple[int, int]], digits: dict[str, int]
) -> _Lattice:
    lefts, rights = (
        np.array([[digits[letter] for letter in pair[side]] for pair in group], dtype=np.int64).reshape(len(group), -1)
        for side in (0, 1)
    )
    steps = tuple(
        (i, j, p, q)
        for i in range(lengths[0] + 1)
        for j in range(lengths[1] + 1)
        for p, q in shapes
        if p <= i and q <= j
    )
    codes = np.empty((len(steps), len(group)), dtype=np.int64)
    for number, (i, j, p, q) in enumerate(steps):
        left, right = _code(lefts[:, i - p : i]), _code(rights[:, j - q : j])
        codes[number] = (left << (_BITS * _RIGHT_LETTERS)) | right
    return _Lattice(lengths, steps, codes)


def _code(letters: NDArray[np.int64]) -> NDArray[np.int64]:
    code = np.zeros(len(letters), dtype=np.int64)
    for column in letters.T:
        code = (code << _BITS) | column
    return code


def _spell(code: int, letters: list[str]) -> Pair:
    left, right = code >> (_BITS * _RIGHT_LETTERS), code & ((1 << (_BITS * _RIGHT_LETTERS)) - 1)
    return _letters(left, letters), _letters(right, letters)


def _letters(code: int, letters: list[str]) -> str:
    spelled = ""
    while code:
        spelled = letters[(code & ((1 << _BITS) - 1)) - 1] + spelled
        code >>= _BITS
    return spelled


def _expected(lattice: _Lattice, probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often each step is taken over all ways to cut each pair (forward and backward sums): [step, pair]."""
    n, m = lattice.lengths
    size = probability.shape[1]
    forward = np.zeros((n + 1, m + 1, size))
    forward[0, 0] = 1.0
    for (i, j, p, q), value in zip(lattice.steps, probability, strict=True):
        forward[i, j] += forward[i - p, j - q] * value
    total = forward[n, m]
    backward = np.zeros_like(forward)
    backward[n, m] = np.divide(1.0, total, out=np.zeros(size), where=total > 0)
    for (i, j, p, q), value in zip(reversed(lattice.steps), reversed(probability), strict=True):
        backward[i - p, j - q] += backward[i, j] * value
    return np.stack(
        [
            forward[i - p, j - q] * value * backward[i, j]
            for (i, j, p, q), value in zip(lattice.steps, probability, strict=True)
        ]
    )
