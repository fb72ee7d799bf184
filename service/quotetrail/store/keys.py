"""Candidate keys: an inverted index from what matching computes of a text to the quotes that share it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from quotetrail.store.runs import Keys as KeyArray
from quotetrail.store.runs import Run, sorted_run
from quotetrail.store.shelf import Shelf, Sight, Source
from quotetrail.store.tables import quotes, sketches

# Of one key at most so many quotes are kept sorted, so that what everybody says takes no room; the oldest ones.
LARGEST_BUCKET = 256
_KEY = np.dtype("<i8")
_MILLION = 1_000_000

NAMED = text("""
    SELECT quotes.seq, quotes.id, members.statement_id
    FROM quotes LEFT JOIN members ON members.quote_id = quotes.id
    WHERE quotes.seq IN (SELECT value FROM json_each(:numbers))
""")

ROWS = select(sketches).where(sketches.c.quote > bindparam("after")).order_by(sketches.c.quote).limit(bindparam("most"))

Ranked = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Postings of several questions: which question, which of its keys' kinds, which quote, and what it weighs."""

    group: npt.NDArray[np.int64]
    quote: npt.NDArray[np.int64]
    weight: npt.NDArray[np.int64]


class Keys:
    """Which quotes share which keys; keys are signed 64-bit integers, quotes are known by id or by number (`seq`)."""

    __slots__ = ("_connection", "_sight")

    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self._connection = connection
        self._sight = Sight(shelf, connection)

    def add(self, of_quotes: Mapping[str, Collection[int]]) -> None:
        """Index stored quotes, by quote id, under their keys; a key given twice counts once.

        Quotes are indexed in the order of storing: all that are added must be newer than those indexed before.
        """
        found = dict(
            self._connection.execute(select(quotes.c.id, quotes.c.seq).where(quotes.c.id.in_(list(of_quotes)))).all()
        )
        self.add_numbered({found[quote]: keys for quote, keys in of_quotes.items()})

    def add_numbered(self, of_quotes: Mapping[int, Collection[int]]) -> None:
        """The same, by quote number."""
        keyed = sorted(quote for quote in of_quotes if of_quotes[quote])
        rows = {quote: np.array(sorted(set(of_quotes[quote])), dtype=_KEY) for quote in keyed}
        if rows:
            self._sight.added(_run(rows, after=min(rows) - 1))
            content = [{"quote": quote, "keys": keys.tobytes()} for quote, keys in rows.items()]
            self._connection.execute(insert(sketches), content)

    def candidates(
        self, wanted: Collection[int], *, bucket: int, limit: int, without: str | None = None
    ) -> tuple[str, ...]:
        """At most `limit` quote ids that share a key with `wanted`: the rarest and most keys first, then oldest.

        Of each key only the `bucket` oldest quotes are read, so the work is bounded however common the words are,
        and a much repeated quote is still found. `without` is left out.
        """
        ((ranked,),) = self.ranked([wanted], bucket=bucket, limit=limit + 1)
        known = self.named(ranked)
        found = [known[quote][0] for quote in ranked if quote in known]
        return tuple(quote_id for quote_id in found if quote_id != without)[:limit]

    def ranked(
        self, wanted: Sequence[Collection[int]], *, bucket: int, limit: int, kinds: int = 1
    ) -> list[tuple[Ranked, ...]]:
        """Of several questions at once, and apart for each kind of key, the `limit` best quotes by number.

        A key's kind is the rest of its division by `kinds`. `bucket` is at most LARGEST_BUCKET; the quote that asks,
        if it is indexed, is among its own candidates.
        """
        found = self._found(wanted, bucket=min(bucket, LARGEST_BUCKET), kinds=kinds)
        groups = len(wanted) * kinds
        order = np.lexsort((found.quote, -found.weight, found.group))
        begins = np.searchsorted(found.group[order], np.arange(groups + 1))
        best = found.quote[order]
        ranked = [
            tuple(best[begins[group] : min(begins[group] + limit, begins[group + 1])].tolist())
            for group in range(groups)
        ]
        return [tuple(ranked[at : at + kinds]) for at in range(0, groups, kinds)]

    def named(self, numbers: Collection[int]) -> dict[int, tuple[str, str | None]]:
        """The ids of quotes given by number, and of their statements; quotes not seen by this transaction are left out.

        A quote may belong to no statement yet.
        """
        rows = self._connection.execute(NAMED, {"numbers": orjson.dumps(list(numbers)).decode()})
        return {number: (quote_id, statement_id) for number, quote_id, statement_id in rows}

    def count(self) -> int:
        """How many pairs of key and quote are stored."""
        return (self._connection.scalar(select(func.sum(func.length(sketches.c["keys"])))) or 0) // _KEY.itemsize

    def clear(self) -> None:
        """Forget every key, to be added again."""
        self._sight.cleared()
        self._connection.execute(delete(sketches))

    def _found(self, wanted: Sequence[Collection[int]], *, bucket: int, kinds: int) -> Found:
        """What shares keys with each question; a key weighs the more the fewer quotes have it.

        Weights are whole millionths, so that sums do not depend on their order: what everybody says hides nothing that
        two say.
        """
        sets = [set(keys) for keys in wanted]
        asked = np.fromiter((key for keys in sets for key in keys), dtype=np.int64)
        asker = np.repeat(np.arange(len(sets)), [len(keys) for keys in sets])
        order = np.argsort(asked)
        asked, asker = asked[order], asker[order]
        which, quote, counts = self._read(asked, bucket=bucket)
        group = asker[which] * kinds + asked[which] % kinds
        weight = _MILLION // np.maximum(counts, 1)
        pairs, inverse = np.unique((group << 32) | quote, return_inverse=True)
        weights = np.bincount(inverse, weights=weight[which], minlength=len(pairs)).astype(np.int64)
        return Found(pairs >> 32, pairs & 0xFFFFFFFF, weights)

    def _read(
        self, asked: KeyArray, *, bucket: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The `bucket` oldest postings of each key: the key's place, the quote; and how many postings each key has."""
        counts = np.zeros(len(asked), dtype=np.int64)
        places: list[npt.NDArray[np.int64]] = []
        found: list[npt.NDArray[np.int64]] = []
        for run in self._sight.runs():
            starts, ends = run.ranges(asked)
            lengths = np.minimum(ends - starts, bucket - counts)
            which = np.repeat(np.arange(len(asked)), lengths)
            within = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            counts += lengths
            places.append(which)
            found.append(run.quotes[starts[which] + within].astype(np.int64))
        empty = np.zeros(0, dtype=np.int64)
        return np.concatenate([empty, *places]), np.concatenate([empty, *found]), counts


def _run(rows: Mapping[int, npt.NDArray[np.int64]], *, after: int) -> Run:
    """A run of rows in the order of their quotes."""
    keys = np.concatenate(list(rows.values()))
    run = Run(
        keys=keys,
        quotes=np.repeat(np.array(list(rows), dtype=np.uint32), [len(row) for row in rows.values()]),
        codes=np.zeros((len(keys), 0), dtype=np.int8),
        signs=np.zeros((len(keys), 0), dtype=np.uint64),
        after=after,
        last=max(rows),
        rows=len(rows),
    )
    return sorted_run(run, most=LARGEST_BUCKET)


def _load(connection: Connection, after: int, limit: int) -> Run | None:
    """A run of the next rows behind a quote."""
    chosen = connection.execute(ROWS, {"after": after, "most": limit})
    rows = {quote: np.frombuffer(content, dtype=_KEY) for quote, content in chosen}
    return _run(rows, after=after) if rows else None


def _content(connection: Connection, quote: int) -> bytes | None:
    """The row of a quote."""
    return connection.scalar(select(sketches.c["keys"]).where(sketches.c.quote == quote))


KEY_ROWS = Source("keys", _load, _content, LARGEST_BUCKET)
