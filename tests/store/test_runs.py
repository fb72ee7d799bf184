"""Sorted runs hold what was put in, however they are cut, merged and written."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.store.runs import FIRST, LARGER, LARGEST, Run, merged, settled, sorted_run, spread

Postings = list[tuple[int, int]]  # key, quote

ROWS = st.lists(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3), max_size=4), max_size=30)


def _run(rows: Sequence[Sequence[int]], *, after: int = 0, most: int | None = None, width: int = 0) -> Run:
    """A run of rows of keys, of quotes numbered from `after + 1`."""
    postings = [(key, after + 1 + place) for place, keys in enumerate(rows) for key in sorted(set(keys))]
    quotes = np.array([quote for _, quote in postings], dtype=np.uint32)
    run = Run(
        keys=np.array([key for key, _ in postings], dtype=np.int64),
        quotes=quotes,
        codes=np.repeat(quotes.astype(np.int8)[:, None], width, axis=1),
        first=np.repeat(quotes.astype(np.uint64)[:, None], min(FIRST, width // 64), axis=1),
        rest=np.repeat(quotes.astype(np.uint64)[:, None], max(0, width // 64 - FIRST), axis=1),
        after=after,
        last=after + len(rows),
        rows=len(rows),
    )
    return sorted_run(run, most=most)


def _postings(runs: Sequence[Run]) -> Postings:
    return sorted(pair for run in runs for pair in zip(run.keys.tolist(), run.quotes.tolist(), strict=True))


@given(ROWS, st.lists(st.integers(0, 30), max_size=8))
def test_runs_of_any_pieces_hold_the_same(rows: list[list[int]], cuts: list[int]) -> None:
    bounds = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    pieces = [_run(rows[begin:end], after=begin) for begin, end in itertools.pairwise(bounds)]
    kept: tuple[Run, ...] = ()
    for piece in pieces:
        kept = settled((*kept, piece), most=None)
    assert _postings(kept) == _postings([_run(rows)])
    assert all(one.last == other.after for one, other in itertools.pairwise(kept))


@given(ROWS, st.lists(st.integers(0, 3), unique=True))
def test_ranges_are_where_the_postings_of_a_key_stand(rows: list[list[int]], wanted: list[int]) -> None:
    run = _run(rows)
    starts, ends = run.ranges(np.array(sorted(wanted), dtype=np.int64))
    for key, start, end in zip(sorted(wanted), starts, ends, strict=True):
        assert run.quotes[start:end].tolist() == [place + 1 for place, keys in enumerate(rows) if key in keys]


def test_of_one_key_the_oldest_quotes_are_kept() -> None:
    runs = [_run([[7]] * 5, most=4), _run([[7], [8]], after=5, most=4)]
    assert _postings(runs[:1]) == [(7, 1), (7, 2), (7, 3), (7, 4)]
    assert _postings([merged(runs, most=4)]) == [(7, 1), (7, 2), (7, 3), (7, 4), (8, 7)]


def test_there_are_few_runs_however_many_quotes_there_are() -> None:
    kept: tuple[Run, ...] = ()
    for number in range(3_000):
        kept = settled((*kept, _run([[number]], after=number)), most=None)
        rows = [run.rows for run in kept]
        assert sum(rows) == number + 1
        assert all(older >= LARGER * newer for older, newer in itertools.pairwise(rows))


def test_pieces_of_runs_are_spread_into_places() -> None:
    starts, lengths = np.array([[5, 9], [0, 2]]), np.array([[2, 1], [0, 3]])
    assert [places.tolist() for places in spread(starts, lengths)] == [[5, 6, 9], [2, 3, 4]]
    assert [places.tolist() for places in spread(starts[:, :0], lengths[:, :0])] == [[], []]


def test_runs_that_would_grow_too_large_are_left_alone() -> None:
    def large(after: int) -> Run:
        rows = LARGEST // 2 + 1
        keys = np.array([after], dtype=np.int64)
        none = np.zeros((1, 0), dtype=np.uint64)
        return Run(keys, keys.astype(np.uint32), none.astype(np.int8), none, none, after, after + rows, rows)

    runs = [large(number) for number in range(6)]
    assert settled(runs, most=None) == tuple(runs)


def test_a_written_run_is_read_as_it_was(tmp_path: Path) -> None:
    run = _run([[5, 3], [4], [3]], after=10, width=256)
    run.write(tmp_path / "a.run", stamp="of this store")
    read = Run.read(tmp_path / "a.run", stamp="of this store")
    assert read is not None
    assert (read.after, read.last, read.rows) == (10, 13, 3)
    for name in ("keys", "quotes", "codes", "first", "rest"):
        assert np.array_equal(getattr(read, name), getattr(run, name))
    assert [path.name for path in tmp_path.iterdir()] == ["a.run"]


def test_a_file_that_is_missing_damaged_or_of_another_store_is_no_run(tmp_path: Path) -> None:
    path = tmp_path / "a.run"
    assert Run.read(path, stamp="s") is None
    _run([[5, 3], [4], [3]]).write(path, stamp="s")
    assert Run.read(path, stamp="of another store") is None
    whole = path.read_bytes()
    for damaged in (b"", whole[:20], whole[:-1], b"x" + whole[1:], whole[:16].ljust(len(whole), b"{")):
        path.write_bytes(damaged)
        assert Run.read(path, stamp="s") is None
