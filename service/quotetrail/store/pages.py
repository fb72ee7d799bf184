"""Keyset pages: a list goes on after the last row it gave, so rows that arrive meanwhile shift nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from quotetrail.errors import InvalidCursor, InvalidInput

Key: TypeAlias = tuple[int | str, ...]
Row = TypeVar("Row")
Record = TypeVar("Record")

LARGEST_PAGE = 1000
LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[Record]):
    """Some rows of a list; `after` is what to ask for next, None when this was the end."""

    rows: tuple[Record, ...]
    after: Key | None


def checked(after: Key | None, *, shape: tuple[type[int | str], ...], limit: int) -> Key | None:
    """`after` if it could be a key of a list with this shape; raises InvalidCursor, and InvalidInput for the limit."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise InvalidInput(f"A page holds 1 to {LARGEST_PAGE} rows, not {limit}.")
    if after is None:
        return None
    fits = len(after) == len(shape) and all(type(part) is kind for part, kind in zip(after, shape, strict=True))
    if not fits or not all(_storable(part) for part in after):
        raise InvalidCursor("This cursor does not belong to this list; start again without one.")
    return after


def page(
    rows: Sequence[Row], *, limit: int, record: Callable[[Row], Record], key: Callable[[Row], Key]
) -> Page[Record]:
    """The first `limit` of `rows`, read with one row more than asked for, so that the end is known."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(rows=tuple(record(row) for row in shown), after=key(shown[-1]) if more else None)


def _storable(part: int | str) -> bool:
    """Whether SQLite can hold it at all: 64 bits, no half of a surrogate pair."""
    if isinstance(part, int):
        return abs(part) <= LARGEST_INTEGER
    return not any("\ud800" <= sign <= "\udfff" for sign in part)
