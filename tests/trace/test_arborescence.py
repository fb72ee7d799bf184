from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.trace.arborescence import Scores, best_tree, step_probabilities


def every_tree(number: int) -> Iterator[tuple[int, ...]]:
    """All ways to give each node a source so that every way back ends at the root."""
    for sources in product(range(number + 1), repeat=number):
        if all(reaches_root(sources, node) for node in range(number)):
            yield sources


def reaches_root(sources: tuple[int, ...], node: int) -> bool:
    for _ in range(len(sources) + 1):
        if node == len(sources):
            return True
        node = sources[node]
    return False


def total(scores: Scores, sources: tuple[int, ...]) -> float:
    return float(sum(scores[source, node] for node, source in enumerate(sources)))


@st.composite
def score_matrices(draw: st.DrawFn) -> Scores:
    number = draw(st.integers(1, 4))
    values = draw(
        st.lists(st.one_of(st.integers(-6, 6), st.none()), min_size=(number + 1) ** 2, max_size=(number + 1) ** 2)
    )
    scores = np.array([-np.inf if value is None else float(value) for value in values]).reshape(number + 1, number + 1)
    scores[number, :number] = np.where(np.isinf(scores[number, :number]), -6.0, scores[number, :number])
    np.fill_diagonal(scores, -np.inf)
    return scores


@given(score_matrices())
@settings(max_examples=120, deadline=None)
def test_no_tree_has_a_higher_score_than_the_best_one(scores: Scores) -> None:
    number = len(scores) - 1
    found = best_tree(scores)
    assert all(reaches_root(found, node) for node in range(number))
    assert total(scores, found) == max(total(scores, sources) for sources in every_tree(number))


@given(score_matrices())
@settings(max_examples=100, deadline=None)
def test_step_probabilities_are_those_counted_over_all_trees(scores: Scores) -> None:
    number = len(scores) - 1
    counted = np.zeros_like(scores)
    for sources in every_tree(number):
        for node, source in enumerate(sources):
            counted[source, node] += np.exp(total(scores, sources))
    weights = counted[:, :number].sum(axis=0)
    expected = counted[:, :number] / weights
    assert step_probabilities(scores)[:, :number] == pytest.approx(expected, abs=1e-6)


def test_two_nodes_that_nothing_sets_in_order_get_at_most_one_half_each() -> None:
    scores = np.array([[-np.inf, 9.0, -np.inf], [9.0, -np.inf, -np.inf], [0.0, 0.0, -np.inf]])
    found = step_probabilities(scores)
    assert found[0, 1] == pytest.approx(found[1, 0])
    assert 0.4 < found[0, 1] < 0.5


def test_ties_go_to_the_lowest_number() -> None:
    scores = np.array([[-np.inf, 1.0, -np.inf], [1.0, -np.inf, -np.inf], [0.0, 0.0, -np.inf]])
    assert best_tree(scores) == best_tree(scores.copy())
    assert sorted(best_tree(scores)) in ([0, 2], [1, 2])


def test_cycles_within_cycles_are_opened() -> None:
    scores = np.full((5, 5), -np.inf)
    for source, target, score in ((0, 1, 9), (1, 0, 9), (1, 2, 8), (2, 0, 10), (2, 3, 7), (3, 2, 9), (4, 3, 1)):
        scores[source, target] = score
    scores[4, :4] = np.maximum(scores[4, :4], -5.0)
    assert best_tree(scores) == max(every_tree(4), key=lambda sources: total(scores, sources))


def test_a_long_chain_and_no_node_at_all_are_trees() -> None:
    number = 300
    scores = np.full((number + 1, number + 1), -np.inf)
    scores[number, :number] = 0.0
    for node in range(1, number):
        scores[node - 1, node] = scores[node, node - 1] = 3.0
    assert best_tree(scores).count(number) == 1
    assert best_tree(np.full((1, 1), -np.inf)) == ()
    assert step_probabilities(np.full((1, 1), -np.inf)).shape == (1, 1)
