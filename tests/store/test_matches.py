"""Edges come back as they were found, and lead to everything that hangs together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quotetrail.model import Change, Match, Relation

if TYPE_CHECKING:
    from .conftest import Shelf

WORDS = "one two three four five six"


def _edge(one: str, other: str, score: float = 0.5) -> Match:
    left, right = sorted((one, other))
    return Match(
        left=left,
        right=right,
        relation=Relation.EDITED,
        score=score,
        reasons=("same words",),
        drift=(Change("replace", "a", "b"),),
    )


@pytest.fixture
def quotes(shelf: Shelf) -> list[str]:
    return shelf.put(WORDS, [(word, None) for word in WORDS.split()])


def test_matches_come_back_best_first(shelf: Shelf, quotes: list[str]) -> None:
    edges = [_edge(quotes[0], quotes[1], 0.4), _edge(quotes[2], quotes[0], 0.9), _edge(quotes[1], quotes[2], 0.7)]
    with shelf.store.write() as repositories:
        repositories.matches.add(edges)
    with shelf.store.read() as repositories:
        assert repositories.matches.of(quotes[0]) == (edges[1], edges[0])
        assert set(repositories.matches.between(quotes[:2])) == {edges[0]}
        assert repositories.matches.count() == 3


def test_a_component_is_all_that_a_chain_of_matches_reaches_unless_it_is_too_large(
    shelf: Shelf, quotes: list[str]
) -> None:
    with shelf.store.write() as repositories:
        repositories.matches.add([_edge(quotes[place], quotes[place + 1]) for place in range(4)])
    with shelf.store.read() as repositories:
        assert repositories.matches.component(quotes[2], most=5) == frozenset(quotes[:5])
        assert repositories.matches.component(quotes[2], most=4) is None
        assert repositories.matches.component(quotes[5], most=1) == frozenset(quotes[5:])
