"""The search finds the nearest vectors among those that it may read, and never reads more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.match.vectors import Codes, Search, Sketch, rounded
from quotetrail.store.database import Store

if TYPE_CHECKING:
    from .conftest import Shelf

SEARCH = Search(probes=4, read=1_000, finer=1, reread=512, floor=-1.0, scale=400.0)
CELLS = 4
WORDS = [f"word{number}" for number in range(40)]


def _codes(number: int, *, seed: int) -> Codes:
    vectors = np.random.default_rng(seed).standard_normal((number, 256)).astype(np.float32)
    return rounded(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), scale=SEARCH.scale)


def _sketch(code: Codes, first: int) -> Sketch:
    """A sketch whose cells begin with the given one."""
    return Sketch((), code, (first + np.arange(CELLS)) % CELLS)


@pytest.fixture
def kept(shelf: Shelf) -> list[str]:
    """The ids of stored quotes, one a vector."""
    return shelf.put(" ".join(WORDS), [(word, None) for word in WORDS])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    cells=st.lists(st.integers(0, CELLS - 1), min_size=40, max_size=40),
    cut=st.integers(0, 40),
)
def test_the_nearest_are_those_of_a_plain_comparison(
    store: Store, kept: list[str], seed: int, cells: list[int], cut: int
) -> None:
    codes = _codes(len(kept) + 1, seed=seed)
    asked, codes = codes[0], codes[1:]
    sketches = {quote: _sketch(code, cell) for quote, code, cell in zip(kept, codes, cells, strict=True)}
    with store.write() as repositories:
        repositories.vectors.clear()
        repositories.vectors.add(dict(list(sketches.items())[:cut]))
    with store.write() as repositories:
        repositories.vectors.add(dict(list(sketches.items())[cut:]))
        (near,) = repositories.vectors.nearest([_sketch(asked, 2)], search=SEARCH, limit=7)
        named = repositories.keys.named(near.quotes)
    cosines = codes.astype(np.float64) @ asked.astype(np.float64) / SEARCH.scale**2
    assert [named[number][0] for number in near.quotes] == [
        kept[place] for place in np.argsort(-cosines, kind="stable")[:7]
    ]
    assert near.cosines == pytest.approx(sorted(cosines.tolist(), reverse=True)[:7], abs=1e-5)


def test_no_more_than_the_allowed_number_is_read_and_nearer_cells_come_first(store: Store, kept: list[str]) -> None:
    (code,) = _codes(1, seed=3)
    with store.write() as repositories:
        repositories.vectors.add({quote: _sketch(code, place % CELLS) for place, quote in enumerate(kept)})
        few = replace(SEARCH, read=13)
        (near,) = repositories.vectors.nearest([_sketch(code, 1)], search=few, limit=32)
        named = repositories.keys.named(near.quotes)
        (reread,) = repositories.vectors.nearest([_sketch(code, 1)], search=replace(SEARCH, reread=5), limit=32)
    assert [kept.index(named[number][0]) for number in near.quotes] == sorted([*range(1, 40, 4), 2, 6, 10])
    assert len(reread.quotes) == 5


def test_the_nearest_are_found_by_their_signs_alone(store: Store, kept: list[str]) -> None:
    codes = _codes(len(kept), seed=6)
    codes[7] = codes[3]
    with store.write() as repositories:
        repositories.vectors.add({quote: _sketch(code, 0) for quote, code in zip(kept, codes, strict=True)})
        by_signs = replace(SEARCH, finer=4, reread=6)
        (near,) = repositories.vectors.nearest([_sketch(codes[3], 0)], search=by_signs, limit=2)
        named = repositories.keys.named(near.quotes)
    assert [kept.index(named[number][0]) for number in near.quotes] == [3, 7]


def test_what_is_far_is_no_neighbour(store: Store, kept: list[str]) -> None:
    codes = _codes(2, seed=4)
    with store.write() as repositories:
        repositories.vectors.add({kept[0]: _sketch(codes[0], 0), kept[1]: _sketch(codes[1], 0)})
        found = repositories.vectors.nearest([_sketch(codes[0], 0)], search=replace(SEARCH, floor=0.5), limit=9)
    assert [len(near.quotes) for near in found] == [1]
    assert found[0].cosines[0] == pytest.approx(1.0, abs=0.01)


def test_an_empty_store_and_no_question_find_nothing(store: Store) -> None:
    (code,) = _codes(1, seed=5)
    with store.read() as repositories:
        assert repositories.vectors.nearest([], search=SEARCH, limit=9) == []
        assert repositories.vectors.nearest([_sketch(code, 0)], search=SEARCH, limit=9)[0].quotes == ()
        assert repositories.vectors.count() == 0


def test_vectors_are_read_again_by_the_ids_of_their_quotes(shelf: Shelf, kept: list[str]) -> None:
    made = _codes(len(kept), seed=5)
    with shelf.store.write() as repositories:
        repositories.vectors.add({one: _sketch(code, 0) for one, code in zip(kept, made, strict=True)})
    with shelf.store.read() as repositories:
        found = repositories.vectors.codes([kept[3], kept[1], "quo_unknown", "\ud800"])
    assert {one: code.tolist() for one, code in found.items()} == {one: made[kept.index(one)].tolist() for one in found}
    assert set(found) == {kept[3], kept[1]}
