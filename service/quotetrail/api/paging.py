"""Pages of a listing: a cursor in, some items and the next cursor out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from quotetrail.api import cursors
from quotetrail.store.pages import Key, Page

Record = TypeVar("Record")


class Listing:
    """One listing under one set of filters; its cursors are good for nothing else."""

    def __init__(self, name: str, /, **filters: object) -> None:
        self._name = name
        self._filters = filters

    def after(self, cursor: str | None) -> Key | None:
        """Where the page that `cursor` asks for begins; raises InvalidCursor."""
        if cursor is None:
            return None
        return cursors.read(cursor, listing=self._name, filters=self._filters)

    def page(self, page: Page[Record], *, item: Callable[[Record], dict[str, object]]) -> dict[str, object]:
        """The page as it goes out: `items`, and `next` where there is more."""
        following = None
        if page.after is not None:
            following = cursors.write(page.after, listing=self._name, filters=self._filters)
        return {"items": [item(row) for row in page.rows], "next": following}
