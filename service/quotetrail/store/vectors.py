"""Vectors of quotes, and the search for the nearest ones among a bounded number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from quotetrail.match.vectors import Search, Sketch
from quotetrail.store import lists
from quotetrail.store.runs import Codes, Run, Signs, sorted_run
from quotetrail.store.shelf import Shelf, Sight, Source
from quotetrail.store.tables import quotes, vectors

Places = npt.NDArray[np.int64]

ROWS = select(vectors).where(vectors.c.quote > bindparam("after")).order_by(vectors.c.quote).limit(bindparam("most"))
CODES = (
    select(quotes.c.id, vectors.c.code)
    .join_from(quotes, vectors, vectors.c.quote == quotes.c.seq)
    .where(quotes.c.id.in_(lists.listed()))
)


@dataclass(frozen=True, slots=True)
class Near:
    """The vectors nearest to one: quote numbers and cosines, nearest first, the older of equals first."""

    quotes: tuple[int, ...]
    cosines: tuple[float, ...]


class Vectors:
    """One vector a quote, as int8 codes of `match.vectors`."""

    __slots__ = ("_connection", "_sight")

    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self._connection = connection
        self._sight = Sight(shelf, connection)

    def add(self, of_quotes: Mapping[str, Sketch]) -> None:
        """Keep the vector of each stored quote, by quote id; all must be newer than those kept before."""
        chosen = select(quotes.c.id, quotes.c.seq).where(quotes.c.id.in_(list(of_quotes)))
        found = dict(self._connection.execute(chosen).all())
        self.add_numbered({found[quote]: sketch for quote, sketch in of_quotes.items()})

    def add_numbered(self, of_quotes: Mapping[int, Sketch]) -> None:
        """The same, by quote number."""
        rows = [(quote, int(of_quotes[quote].cells[0]), of_quotes[quote].code) for quote in sorted(of_quotes)]
        if rows:
            self._sight.added(_run(rows, after=rows[0][0] - 1))
            content = [{"quote": quote, "cell": cell, "code": code.tobytes()} for quote, cell, code in rows]
            self._connection.execute(insert(vectors), content)

    def nearest(self, wanted: Sequence[Sketch], *, search: Search, limit: int) -> list[Near]:
        """For each sketch the `limit` nearest vectors among those read.

        The cells near it are looked into in their order until `search.read` vectors have been read by their signs;
        those with most signs in common are read whole. Cosines are those of the codes. A quote that asks and is indexed
        is among its own neighbours.
        """
        if not wanted:
            return []
        runs = self._sight.runs()
        cells = np.stack([sketch.cells for sketch in wanted])
        starts, lengths = _pieces(runs, cells, read=search.read)
        found: list[Near] = []
        for place, sketch in enumerate(wanted):
            piece = lengths[:, place].ravel()
            ends = np.cumsum(piece)
            places = np.repeat(starts[:, place].ravel() - (ends - piece), piece) + np.arange(int(piece.sum()))
            bounds = ends[lengths.shape[2] - 1 :: lengths.shape[2]].tolist()
            shares = [places[begin:end] for begin, end in zip([0, *bounds], bounds, strict=False)]
            found.append(_nearest(sketch.code, runs, shares, search=search, limit=limit))
        return found

    def codes(self, quote_ids: Collection[str]) -> dict[str, Codes]:
        """The vectors of these quotes by id; quotes without one are left out."""
        rows = self._connection.execute(CODES, lists.of(quote_ids))
        return {quote_id: np.frombuffer(code, dtype=np.int8) for quote_id, code in rows}

    def count(self) -> int:
        """How many vectors are stored."""
        return self._connection.scalar(select(func.count()).select_from(vectors)) or 0

    def clear(self) -> None:
        """Forget every vector, to be added again."""
        self._sight.cleared()
        self._connection.execute(delete(vectors))


def _pieces(runs: Sequence[Run], cells: Places, *, read: int) -> tuple[Places, Places]:
    """Where in each run the vectors of each cell begin, and how many are read there: int64 [runs, *cells.shape].

    In the order of the cells, of one cell the older runs first, until `read` vectors are read. Where there are no more
    than that, a run is one cell.
    """
    counts = np.array([len(run.keys) for run in runs], dtype=np.int64).reshape(-1, 1, 1)
    if counts.sum() <= read:
        return np.zeros((len(runs), len(cells), 1), dtype=np.int64), np.repeat(counts, len(cells), axis=1)
    starts, ends = (np.stack([run.directory.take(cells + at, mode="clip") for run in runs]) for at in (0, 1))
    sizes = ends - starts
    of_cell = sizes.sum(axis=0)
    before = np.cumsum(of_cell, axis=1) - of_cell + np.cumsum(sizes, axis=0) - sizes
    return starts, np.clip(read - before, 0, sizes)


def _nearest(code: Codes, runs: Sequence[Run], shares: Sequence[Places], *, search: Search, limit: int) -> Near:
    """The nearest of the vectors at these places of the runs."""
    shared = [(run, places) for run, places in zip(runs, shares, strict=True) if len(places)]
    if not shared:
        return Near((), ())
    signs = np.concatenate([run.signs.take(places, axis=0) for run, places in shared])
    signs ^= _signs(code[None])
    chosen = _fewest(_apart(signs), search.reread)
    ends = np.cumsum([len(places) for _, places in shared])
    cuts = np.searchsorted(chosen, ends)
    whole, owners = [], []
    for (run, places), begin, end, from_place in zip(shared, [0, *cuts], cuts, [0, *ends], strict=False):
        picked = places[chosen[begin:end] - from_place]
        whole.append(run.codes.take(picked, axis=0))
        owners.append(run.quotes.take(picked))
    cosines = np.concatenate(whole).astype(np.float32) @ (code.astype(np.float32) / np.float32(search.scale**2))
    quote = np.concatenate(owners).astype(np.int64)
    order = np.lexsort((quote, -cosines))[:limit]
    order = order[cosines[order] >= search.floor]
    return Near(tuple(quote[order].tolist()), tuple(cosines[order].tolist()))


def _apart(signs: Signs) -> npt.NDArray[np.uint32]:
    """How many bits are set in each row of 256: the four bytes with the counts of its words, added by a multiplication.

    256 overflows to 0: a vector opposite in every sign is read whole for nothing.
    """
    counts = np.bitwise_count(signs).view(np.uint32)[:, 0]
    return np.asarray(counts * np.uint32(0x01010101) >> np.uint32(24))


def _fewest(numbers: npt.NDArray[np.uint32], most: int) -> Places:
    """The places of the `most` smallest numbers, ascending; of equal ones the first."""
    least = int(np.searchsorted(np.cumsum(np.bincount(numbers)), most))
    below = np.flatnonzero(numbers < least)
    ties = np.flatnonzero(numbers == least)[: most - len(below)]
    return np.sort(np.concatenate((below, ties)))


def _signs(codes: Codes) -> Signs:
    """The signs of the numbers of codes, [n, width], as bits: uint64 [n, 4] of 256."""
    return np.packbits(codes > 0, axis=1).view(np.uint64)


def _run(rows: Sequence[tuple[int, int, Codes]], *, after: int) -> Run:
    """A run of rows in the order of their quotes."""
    codes = np.stack([code for _, _, code in rows])
    run = Run(
        keys=np.array([cell for _, cell, _ in rows], dtype=np.int64),
        quotes=np.array([quote for quote, _, _ in rows], dtype=np.uint32),
        codes=codes,
        signs=_signs(codes),
        after=after,
        last=rows[-1][0],
        rows=len(rows),
    )
    return sorted_run(run, most=None)


def _load(connection: Connection, after: int, limit: int) -> Run | None:
    """A run of the next rows behind a quote."""
    chosen = connection.execute(ROWS, {"after": after, "most": limit})
    rows = [(quote, cell, np.frombuffer(code, dtype=np.int8)) for quote, cell, code in chosen]
    return _run(rows, after=after) if rows else None


def _content(connection: Connection, quote: int) -> bytes | None:
    """The row of a quote."""
    return connection.scalar(select(vectors.c.code).where(vectors.c.quote == quote))


VECTOR_ROWS = Source("vectors", _load, _content, None)
