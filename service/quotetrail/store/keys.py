"""Candidate keys: an inverted index from what matching computes of a text to the quotes that share it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import orjson
from sqlalchemy import Connection, delete, func, insert, select, text

from quotetrail.store.tables import keys, quotes

# The innermost query is the last quote that may be read of a key's bucket, so a bucket of a million costs as much as
# one of `bucket`; buckets are in the order of storing, so the oldest are read. A key weighs the more the fewer quotes
# have it (in millionths, so that sums do not depend on their order): what everybody says hides nothing that two say.
SHARING = text("""
    WITH read AS MATERIALIZED (
        SELECT keys.key AS key, keys.quote AS quote
        FROM json_each(:keys) AS wanted
        JOIN keys ON keys.key = wanted.value AND keys.quote <= coalesce(
            (SELECT inside.quote FROM keys AS inside WHERE inside.key = wanted.value
             ORDER BY inside.quote LIMIT 1 OFFSET :last),
            9223372036854775807
        )
    ),
    weighed AS (SELECT key, 1000000 / count(*) AS weight FROM read GROUP BY key)
    SELECT quotes.id
    FROM (
        SELECT read.quote AS quote, sum(weighed.weight) AS weight
        FROM read JOIN weighed ON weighed.key = read.key
        GROUP BY read.quote
    ) AS found
    JOIN quotes ON quotes.seq = found.quote
    WHERE quotes.id <> :without
    ORDER BY found.weight DESC, found.quote
    LIMIT :limit
""")


class Keys:
    """Which quotes share which keys; keys are signed 64-bit integers."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, of_quotes: Mapping[str, Collection[int]]) -> None:
        """Index stored quotes, by quote id, under their keys; a key given twice counts once."""
        places = dict(
            self._connection.execute(select(quotes.c.id, quotes.c.seq).where(quotes.c.id.in_(list(of_quotes)))).all()
        )
        rows = [
            {"key": key, "quote": places[quote]} for quote, found in of_quotes.items() for key in sorted(set(found))
        ]
        if rows:
            self._connection.execute(insert(keys), rows)

    def candidates(
        self, wanted: Collection[int], *, bucket: int, limit: int, without: str | None = None
    ) -> tuple[str, ...]:
        """At most `limit` quote ids that share a key with `wanted`: the rarest and most keys first, then oldest.

        Of each key only the `bucket` oldest quotes are read, so the work is bounded however common the words are,
        and a much repeated quote is still found. `without` is left out.
        """
        parameters = {
            "keys": orjson.dumps(sorted(set(wanted))).decode(),
            "last": bucket - 1,
            "limit": limit,
            "without": without or "",
        }
        return tuple(self._connection.scalars(SHARING, parameters).all())

    def count(self) -> int:
        """How many pairs of key and quote are stored."""
        return self._connection.scalar(select(func.count()).select_from(keys)) or 0

    def clear(self) -> None:
        """Forget every key, to be added again."""
        self._connection.execute(delete(keys))
