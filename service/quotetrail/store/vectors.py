"""Vectors of quotes, and the search for the nearest ones among a bounded number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from quotetrail.match.vectors import Search, Sketch
from quotetrail.store import lists
from quotetrail.store.runs import FIRST, Codes, Run, Signs, sorted_run, spread
from quotetrail.store.shelf import Shelf, Sight, Source
from quotetrail.store.tables import quotes, vectors

Places = npt.NDArray[np.int64]
Counts = npt.NDArray[np.uint8]

_IN_ROW = 512  # vectors whose signs are compared in one go
_SOME = 1_024  # numbers by which the bound of the smallest is guessed

Share = list[tuple[Run, Places]]  # some vectors: the runs that they are in, and where in each

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

        The cells near it are looked into in their order until `search.read` vectors have been read by their first
        signs; those with most signs in common are read by all signs, and of these the best whole. Cosines are those of
        the codes. A quote that asks and is indexed is among its own neighbours.
        """
        runs = self._sight.runs()
        directory = _directory(runs)
        return [
            _nearest(sketch.code, _read(runs, directory, sketch.cells, most=search.read), search=search, limit=limit)
            for sketch in wanted
        ]

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


def _directory(runs: Sequence[Run]) -> Places:
    """Where in each run the vectors of each cell begin, one behind the other: int64 [runs, cells + 1]."""
    of_runs = [run.directory for run in runs]
    found = np.empty((len(runs), max(map(len, of_runs), default=1)), dtype=np.int64)
    for row, of_run in zip(found, of_runs, strict=True):
        row[: len(of_run)], row[len(of_run) :] = of_run, of_run[-1]
    return found


def _read(runs: Sequence[Run], directory: Places, cells: Places, *, most: int) -> Share:
    """The vectors in the order of the cells, of one cell the older runs first, until `most` are read.

    All where there are no more.
    """
    if sum(len(run.keys) for run in runs) <= most:
        return [(run, np.arange(len(run.keys))) for run in runs]
    starts = directory.take(cells, axis=1, mode="clip")
    sizes = directory.take(cells + 1, axis=1, mode="clip") - starts
    ends = np.cumsum(sizes.sum(axis=0))
    last = int(np.searchsorted(ends, most)) + 1  # cells that are read, the last one as far as there is need
    starts, sizes = starts[:, :last], sizes[:, :last]
    if last <= len(ends):
        missing = most - int(ends[last - 1]) + np.cumsum(sizes[::-1, -1])[::-1]
        sizes[:, -1] = np.clip(missing, 0, sizes[:, -1])
    return list(zip(runs, spread(starts, sizes), strict=True))


def _nearest(code: Codes, share: Share, *, search: Search, limit: int) -> Near:
    """The nearest among some vectors."""
    signs = np.packbits(code > 0).view(np.uint64)
    size = sum(len(places) for _, places in share)
    most = max(size // search.finer, search.reread)
    if size > search.reread:
        apart = _apart([run.first for run, _ in share], share, signs[:FIRST])
        if size > most:
            chosen = _fewest(apart, most)
            share, apart = _chosen(share, chosen), apart.take(chosen)
        if most > search.reread:
            apart += _apart([run.rest for run, _ in share], share, signs[FIRST:])
            share = _chosen(share, _fewest(apart, search.reread))
    share = [(run, places) for run, places in share if len(places)]
    if not share:
        return Near((), ())
    whole = np.concatenate([run.codes.take(places, axis=0) for run, places in share])
    cosines = whole.astype(np.float32) @ (code.astype(np.float32) / np.float32(search.scale**2))
    quote = np.concatenate([run.quotes.take(places) for run, places in share]).astype(np.int64)
    least = np.partition(cosines, -limit)[-limit] if limit < len(cosines) else -np.inf
    near = np.flatnonzero(cosines >= max(least, search.floor))
    order = near[np.lexsort((quote[near], -cosines[near]))][:limit]
    return Near(tuple(quote[order].tolist()), tuple(cosines[order].tolist()))


def _apart(signs: Sequence[Signs], share: Share, asked: Signs) -> Counts:
    """In how many of two times 64 signs each vector of the share differs: the counts of two words, in one number.

    A multiplication adds its two bytes. What is done to each row of two words would take several times as long, so the
    rows are laid out in longer ones.
    """
    size = sum(len(places) for _, places in share)
    rows = np.empty((-(-size // _IN_ROW) * _IN_ROW, 2), dtype=np.uint64)
    end = 0
    for of_run, (_, places) in zip(signs, share, strict=True):
        begin, end = end, end + len(places)
        of_run.take(places, axis=0, out=rows[begin:end], mode="clip")
    long = rows.reshape(-1, 2 * _IN_ROW)
    long ^= np.tile(asked, _IN_ROW)
    counts = np.bitwise_count(rows).view(np.uint16)[:size, 0]
    counts *= np.uint16(0x0101)
    counts >>= np.uint16(8)
    return counts.astype(np.uint8)


def _chosen(share: Share, chosen: Places) -> Share:
    """Those of the vectors that stand at these places of the share, which ascend."""
    ends = np.cumsum([len(places) for _, places in share])
    cuts = np.searchsorted(chosen, ends)
    pieces = zip(share, [0, *cuts], cuts, [0, *ends], strict=False)
    return [(run, places.take(chosen[begin:end] - start)) for (run, places), begin, end, start in pieces]


def _fewest(numbers: Counts, most: int) -> Places:
    """The places of the `most` smallest numbers, ascending; of equal ones the first.

    Some of the numbers tell about where the bound is; from there it is looked for step by step, as counting is much
    faster than sorting.
    """
    some = np.sort(numbers[:: -(-len(numbers) // _SOME)])
    bound = int(some[len(some) * most // len(numbers)])
    while (count := np.count_nonzero(numbers <= bound)) < most:
        bound += 1
    while bound and (fewer := np.count_nonzero(numbers < bound)) >= most:
        bound, count = bound - 1, fewer
    kept = np.flatnonzero(numbers <= bound)
    if count == most:
        return kept
    ties = np.flatnonzero(numbers.take(kept) == bound)
    return np.delete(kept, ties[most - count :])


def _run(rows: Sequence[tuple[int, int, Codes]], *, after: int) -> Run:
    """A run of rows in the order of their quotes."""
    codes = np.stack([code for _, _, code in rows])
    signs = np.packbits(codes > 0, axis=1).view(np.uint64)
    run = Run(
        keys=np.array([cell for _, cell, _ in rows], dtype=np.int64),
        quotes=np.array([quote for quote, _, _ in rows], dtype=np.uint32),
        codes=codes,
        first=signs[:, :FIRST],
        rest=signs[:, FIRST:],
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


VECTOR_ROWS = Source("vectors", vectors, _load, _content, None)
