"""Candidate keys: an inverted index from what matching computes of a text to the quotes that share it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from quotetrail.store.runs import Keys as KeyArray
from quotetrail.store.runs import Run, sorted_run, spread
from quotetrail.store.shelf import Shelf, Sight, Source
from quotetrail.store.tables import quotes, sketches

# Of one key at most so many quotes are kept sorted, so that what everybody says takes no room; the oldest ones.
LARGEST_BUCKET = 256
_KEY = np.dtype("<i8")
_MILLION = 1_000_000
_GROUPS = 4_096  # questions times kinds that are ranked at once: a group, a quote and a weight are packed into 64 bits

# One row of three lists is read in half the time of a row a quote. Of a quote that is in no statement, as those of a
# running transaction are not yet, the id is looked up elsewhere.
NAMED = text("""
    SELECT json_group_array(value), json_group_array(name), json_group_array(statement)
    FROM (
        SELECT value, ifnull(members.quote_id, quotes.id) AS name, members.statement_id AS statement
        FROM json_each(:numbers)
        LEFT JOIN members ON members.quote = value
        LEFT JOIN quotes ON quotes.seq = iif(members.quote IS NULL, value, NULL)
        WHERE name IS NOT NULL
    )
""")

ROWS = select(sketches).where(sketches.c.quote > bindparam("after")).order_by(sketches.c.quote).limit(bindparam("most"))

Ranked = tuple[int, ...]
Numbers = npt.NDArray[np.int64]


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
        bucket = min(bucket, LARGEST_BUCKET)
        at_once = _GROUPS // kinds
        pieces = (wanted[at : at + at_once] for at in range(0, len(wanted), at_once))
        return [best for piece in pieces for best in self._best(piece, bucket=bucket, limit=limit, kinds=kinds)]

    def named(self, numbers: Collection[int]) -> dict[int, tuple[str, str | None]]:
        """The ids of quotes given by number, and of their statements; quotes not seen by this transaction are left out.

        A quote may belong to no statement yet.
        """
        found = self._connection.execute(NAMED, {"numbers": orjson.dumps(sorted(numbers)).decode()}).one()
        seen, names, statements = map(orjson.loads, found)
        return dict(zip(seen, zip(names, statements, strict=True), strict=True))

    def count(self) -> int:
        """How many pairs of key and quote are stored."""
        return (self._connection.scalar(select(func.sum(func.length(sketches.c["keys"])))) or 0) // _KEY.itemsize

    def clear(self) -> None:
        """Forget every key, to be added again."""
        self._sight.cleared()
        self._connection.execute(delete(sketches))

    def _best(
        self, wanted: Sequence[Collection[int]], *, bucket: int, limit: int, kinds: int
    ) -> list[tuple[Ranked, ...]]:
        """What shares keys with each question; a key weighs the more the fewer quotes have it.

        Weights are whole millionths, so that sums do not depend on their order: what everybody says hides nothing that
        two say.
        """
        sets = [set(keys) for keys in wanted]
        asked = np.fromiter((key for keys in sets for key in keys), dtype=np.int64)
        asker = np.repeat(np.arange(len(sets)), [len(keys) for keys in sets])
        order = np.argsort(asked)
        asked, asker = asked[order], asker[order]
        which, quotes_found, counts = self._read(asked, bucket=bucket)
        group, quote, weight = _weighed(
            (asker * kinds + asked % kinds)[which], quotes_found, (_MILLION // np.maximum(counts, 1))[which]
        )
        best = quote[np.argsort((group << 32) - weight, kind="stable")].tolist()
        ends = np.searchsorted(group, np.arange(1, len(wanted) * kinds + 1)).tolist()
        ranked = [tuple(best[begin : min(begin + limit, end)]) for begin, end in zip([0, *ends], ends, strict=False)]
        return [tuple(ranked[at : at + kinds]) for at in range(0, len(ranked), kinds)]

    def _read(self, asked: KeyArray, *, bucket: int) -> tuple[Numbers, Numbers, Numbers]:
        """The `bucket` oldest postings of each key: the key's place, the quote; and how many postings each key has."""
        runs = self._sight.runs()
        ranges = np.array([run.ranges(asked) for run in runs], dtype=np.int64).reshape(len(runs), 2, len(asked))
        starts, sizes = ranges[:, 0], ranges[:, 1] - ranges[:, 0]
        lengths = np.clip(bucket - np.cumsum(sizes, axis=0) + sizes, 0, sizes)
        which = np.repeat(np.tile(np.arange(len(asked)), len(runs)), lengths.ravel())
        pieces = spread(starts, lengths) if runs else []
        found = [run.quotes.take(places) for run, places in zip(runs, pieces, strict=True)]
        quote = np.concatenate([np.zeros(0, dtype=np.uint32), *found]).astype(np.int64)
        return which, quote, lengths.sum(axis=0)


def _weighed(group: Numbers, quote: Numbers, weight: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each pair of a group and a quote once, ascending, with the sum of its weights.

    The three are packed into one number (of 12, 32 and 20 bits), as numbers are sorted much faster than rows.
    """
    packed = np.sort((group << 52 | quote << 20 | weight).view(np.uint64))
    pairs = packed >> np.uint64(20)
    begins = np.flatnonzero(np.concatenate((pairs[:1] == pairs[:1], pairs[1:] != pairs[:-1])))
    sums = np.add.reduceat((packed & np.uint64(0xFFFFF)).view(np.int64), begins) if len(begins) else weight
    first = pairs[begins]
    return (first >> np.uint64(32)).view(np.int64), (first & np.uint64(0xFFFFFFFF)).view(np.int64), sums


def _run(rows: Mapping[int, npt.NDArray[np.int64]], *, after: int) -> Run:
    """A run of rows in the order of their quotes."""
    keys = np.concatenate(list(rows.values()))
    run = Run(
        keys=keys,
        quotes=np.repeat(np.array(list(rows), dtype=np.uint32), [len(row) for row in rows.values()]),
        codes=np.zeros((len(keys), 0), dtype=np.int8),
        first=np.zeros((len(keys), 0), dtype=np.uint64),
        rest=np.zeros((len(keys), 0), dtype=np.uint64),
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


KEY_ROWS = Source("keys", sketches, _load, _content, LARGEST_BUCKET)
