"""Pairs of quotes: their order, and the name of the match between them."""

from __future__ import annotations

import re
from typing import TypeAlias

from quotetrail.errors import NotFound

Pair: TypeAlias = tuple[str, str]

MATCH_ID = re.compile(r"mat_([0-9a-f]{20})([0-9a-f]{20})")


def pair(one: str, other: str) -> Pair:
    """Both quote ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def match_id(one: str, other: str) -> str:
    """`mat_` and the digits of both quote ids: the same however often, and by whatever, the match is found."""
    left, right = pair(one, other)
    return f"mat_{left.removeprefix('quo_')}{right.removeprefix('quo_')}"


def ends_of(match: str) -> Pair:
    """The two quote ids in a match's id; raises NotFound for what is no such id."""
    found = MATCH_ID.fullmatch(match)
    if found is None or found[1] >= found[2]:
        raise NotFound(f"There is no match {match}.")
    return f"quo_{found[1]}", f"quo_{found[2]}"
