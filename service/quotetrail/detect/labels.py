"""Scores of labels → spans: the best allowed row of labels for each role, and the names.

Viterbi over the tagset's transitions (Viterbi 1967; a linear-chain CRF's decoder, Lafferty et al. 2001) with the
transition scores that training learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotetrail.detect.tagger import Reading, Scores, Tables
from quotetrail.detect.tagset import FIRST, INNER, LAST, MAY_FOLLOW, NAMES, OUTSIDE, ROLES, SINGLE

_FORBIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `first` to `last` (not included) of a window; `certainty` is the least probability of its end labels."""

    first: int
    last: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Roles:
    """The sources, cues and contents of one window, each in text order and apart."""

    sources: tuple[Stretch, ...]
    cues: tuple[Stretch, ...]
    contents: tuple[Stretch, ...]


class Labels:
    """Decodes label scores; holds the transition tables."""

    def __init__(self, tables: Tables, *, leanings: Sequence[float] = (0.0, 0.0, 0.0)) -> None:
        """`leanings` are taken from the score of OUTSIDE, role by role: above 0 more spans are found."""
        transitions = tables.transitions
        count = transitions.shape[-1] - 1
        allowed = np.full((count + 1, count + 1), _FORBIDDEN, dtype=np.float32)
        for before, after in MAY_FOLLOW.items():
            allowed[before, list(after)] = 0
        allowed[count, list(MAY_FOLLOW[OUTSIDE])] = 0
        for label, after in MAY_FOLLOW.items():
            if OUTSIDE in after:
                allowed[label, count] = 0
        moves = transitions + allowed
        self._leanings = np.array(leanings, dtype=np.float32)
        self._moves = np.ascontiguousarray(moves[:, :count, :count])
        self._first, self._last = moves[:, count, :count], moves[:, :count, count]

    def roles(self, reading: Reading) -> Roles:
        """The spans of each role."""
        scores = reading.roles.copy()
        scores[:, :, OUTSIDE] -= self._leanings
        path = self._best(scores)
        shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
        share = shifted / shifted.sum(axis=-1, keepdims=True)
        found = [_stretches(path[:, role], share[:, role]) for role in range(len(ROLES))]
        return Roles(sources=found[0], cues=found[1], contents=found[2])

    def _best(self, scores: Scores) -> npt.NDArray[np.int64]:
        """The best labels [words, roles] for scores [words, roles, labels]."""
        words, roles, count = scores.shape
        back = np.empty((words, roles, count), dtype=np.int64)
        total = scores[0] + self._first
        moves = self._moves
        for place in range(1, words):
            step = total[:, :, None] + moves
            back[place] = step.argmax(axis=1)
            total = step.max(axis=1) + scores[place]
        path = np.empty((words, roles), dtype=np.int64)
        path[-1] = (total + self._last).argmax(axis=1)
        row = np.arange(roles)
        for place in range(words - 1, 0, -1):
            path[place - 1] = back[place, row, path[place]]
        return path


def names(reading: Reading) -> list[tuple[int, int, str]]:
    """The names of a window as (first word, word after the last, label), in order."""
    found: list[tuple[int, int, str]] = []
    labels = reading.names.argmax(axis=1).tolist()
    for place, label in enumerate(labels):
        if not label:
            continue
        kind = NAMES[(label - 1) // 2]
        goes_on = label % 2 == 0 and found and found[-1][1] == place and found[-1][2] == kind
        if goes_on:
            found[-1] = (found[-1][0], place + 1, kind)
        else:
            found.append((place, place + 1, kind))
    return found


def _stretches(labels: npt.NDArray[np.int64], share: Scores) -> tuple[Stretch, ...]:
    found = []
    first = 0
    for place in np.flatnonzero(labels).tolist():
        label = labels[place]
        if label in {FIRST, SINGLE}:
            first = place
        if label in {LAST, SINGLE}:
            certainty = min(float(share[first, labels[first]]), float(share[place, label]))
            found.append(Stretch(first, place + 1, certainty))
    return tuple(found)


__all__ = ["FIRST", "INNER", "LAST", "Labels", "Roles", "Stretch", "names"]
