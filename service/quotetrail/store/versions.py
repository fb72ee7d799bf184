"""Which release of each part made what is stored, so that an index made by another one is noticed."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from quotetrail.store.tables import versions

OF_PART = select(versions.c.version).where(versions.c.part == bindparam("part"))


class Versions:
    """The versions of the parts, such as `matcher`."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, part: str) -> str | None:
        """The version of `part` that made the index, None while nothing is stored."""
        return self._connection.scalar(OF_PART, {"part": part})

    def put(self, part: str, version: str) -> None:
        """Note that the index is made by this version of `part`."""
        row = insert(versions).values(part=part, version=version)
        self._connection.execute(row.on_conflict_do_update(index_elements=["part"], set_={"version": version}))
