"""Many ids in one query: bound as one JSON array, so that a query is compiled once however many they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, func, select

LISTED = "listed"


def listed() -> Select[Any]:
    """The values of the array that the query is given as `of`; to be used as `column.in_(listed())`."""
    return select(func.json_each(bindparam(LISTED)).table_valued("value").c.value)


def of(values: Iterable[str] | Iterable[int]) -> dict[str, str]:
    """The parameter that `listed` reads."""
    return {LISTED: json.dumps(list(values))}
