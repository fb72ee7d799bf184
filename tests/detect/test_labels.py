"""Scores become spans: the best row of labels that may follow each other, and names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.labels import Labels, Stretch, names
from quotetrail.detect.tagger import Reading, Scores, Tables
from quotetrail.detect.tagset import FIRST, INNER, LAST, MAY_FOLLOW, OUTSIDE, ROLES, SINGLE, bioes

Blank = Callable[[Sequence[int]], Reading]
EDGE = 5  # row and column of the transitions for the edges of a text
SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int, *shape: int) -> Scores:
    return np.random.default_rng(seed).normal(scale=2, size=shape).astype(np.float32)


def allowed(words: int) -> Iterator[tuple[int, ...]]:
    """Every row of labels that keeps to MAY_FOLLOW, with OUTSIDE before and after it."""
    for row in product(range(5), repeat=words):
        if all(after in MAY_FOLLOW[before] for before, after in pairwise((OUTSIDE, *row, OUTSIDE))):
            yield row


def score(row: Sequence[int], labels: Scores, transitions: Scores) -> float:
    moves = sum(float(transitions[before, after]) for before, after in pairwise((EDGE, *row, EDGE)))
    return moves + sum(float(labels[place, label]) for place, label in enumerate(row))


def as_labels(stretches: Sequence[Stretch], words: int) -> tuple[int, ...]:
    row = [OUTSIDE] * words
    for stretch in stretches:
        row[stretch.first : stretch.last] = bioes(stretch.last - stretch.first)
    return tuple(row)


@given(words=st.integers(1, 4), seed=SEEDS)
def test_the_labels_are_the_best_of_all_rows_that_are_allowed(
    blank: Blank, tables: Tables, words: int, seed: int
) -> None:
    reading = replace(blank([0] * words), roles=drawn(seed, words, 3, 5))
    learned = replace(tables, transitions=drawn(seed + 1, 3, 6, 6))
    found = Labels(learned).roles(reading)
    for role, stretches in enumerate((found.sources, found.cues, found.contents)):
        best = max(
            allowed(words),
            key=lambda row: score(row, reading.roles[:, role], learned.transitions[role]),
        )
        assert as_labels(stretches, words) == best


@given(words=st.integers(1, 60), seed=SEEDS)
def test_spans_of_a_role_stand_in_order_and_apart(blank: Blank, tables: Tables, words: int, seed: int) -> None:
    found = Labels(tables).roles(replace(blank([0] * words), roles=drawn(seed, words, 3, 5)))
    for stretches in (found.sources, found.cues, found.contents):
        edges = [edge for stretch in stretches for edge in (stretch.first, stretch.last)]
        assert edges == sorted(edges)
        assert all(0 <= stretch.first < stretch.last <= words for stretch in stretches)
        assert all(0 < stretch.certainty <= 1 for stretch in stretches)


@pytest.mark.parametrize("label", [FIRST, INNER, LAST])
def test_a_label_that_cannot_stand_alone_is_completed(blank: Blank, tables: Tables, label: int) -> None:
    scores = np.zeros((6, 3, 5), dtype=np.float32)
    scores[:, :, OUTSIDE] = scores[:, :, SINGLE] = -100
    scores[:, :, label] = 10
    found = Labels(tables).roles(replace(blank([0] * 6), roles=scores))
    covered = [place for stretch in found.contents for place in range(stretch.first, stretch.last)]
    assert covered == list(range(6))
    assert all(stretch.last - stretch.first > 1 for stretch in found.contents)


@given(seed=SEEDS, leaning=st.floats(0.1, 5))
def test_a_leaning_leaves_fewer_words_outside(blank: Blank, tables: Tables, seed: int, leaning: float) -> None:
    reading = replace(blank([0] * 20), roles=drawn(seed, 20, 3, 5))
    without, leant = (
        sum(stretch.last - stretch.first for stretch in Labels(tables, leanings=leanings).roles(reading).cues)
        for leanings in ([0.0] * len(ROLES), [leaning] * len(ROLES))
    )
    assert leant >= without


def test_names_begin_where_they_are_marked_to_or_where_their_kind_changes(blank: Blank) -> None:
    scores = np.zeros((8, 11), dtype=np.float32)
    # person: begins, goes on; person: begins; nothing; organisation: goes on after nothing; place: goes on after it
    for place, label in enumerate((1, 2, 1, 0, 4, 4, 6, 0)):
        scores[place, label] = 1
    assert names(replace(blank([0] * 8), names=scores)) == [
        (0, 2, "PERSON"),
        (2, 3, "PERSON"),
        (4, 6, "ORG"),
        (6, 7, "GPE"),
    ]
