"""Matches: the edges between quotes that carry one statement, with why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, union

from quotetrail.model import Match, Relation
from quotetrail.store.columns import read_drift, read_words, write_drift, write_words
from quotetrail.store.tables import matches

RELATIONS = {relation.value: relation for relation in Relation}


class Matches:
    """Edges between quotes; `left` < `right` always."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, found: Sequence[Match]) -> None:
        """Keep new matches; no pair may be stored yet."""
        if found:
            self._connection.execute(insert(matches), [_columns(match) for match in found])

    def of(self, quote_id: str) -> tuple[Match, ...]:
        """Every match of one quote, best first."""
        either = or_(matches.c.left == quote_id, matches.c.right == quote_id)
        chosen = select(matches).where(either).order_by(matches.c.score.desc(), matches.c.left, matches.c.right)
        return tuple(_match(row) for row in self._connection.execute(chosen).mappings())

    def between(self, quote_ids: Collection[str]) -> tuple[Match, ...]:
        """Every match with both ends among these quotes, in the order of their ids."""
        inside = matches.c.left.in_(quote_ids) & matches.c.right.in_(quote_ids)
        chosen = select(matches).where(inside).order_by(matches.c.left, matches.c.right)
        return tuple(_match(row) for row in self._connection.execute(chosen).mappings())

    def edges(self, quote_ids: Collection[str]) -> tuple[Match, ...]:
        """As `between`, but without reasons and drift, which make up most of a match and which grouping never reads."""
        inside = matches.c.left.in_(quote_ids) & matches.c.right.in_(quote_ids)
        chosen = select(matches.c.left, matches.c.right, matches.c.relation, matches.c.score).where(inside)
        rows = self._connection.execute(chosen.order_by(matches.c.left, matches.c.right))
        return tuple(Match(left, right, RELATIONS[relation], score, (), ()) for left, right, relation, score in rows)

    def component(self, quote_id: str, *, most: int) -> frozenset[str] | None:
        """Every quote that a chain of matches leads to, itself included; None when they are more than `most`."""
        reached = {quote_id}
        edge = {quote_id}
        while edge and len(reached) <= most:
            edge = self._neighbours(edge) - reached
            reached |= edge
        return frozenset(reached) if len(reached) <= most else None

    def count(self) -> int:
        """How many matches are stored."""
        return self._connection.scalar(select(func.count()).select_from(matches)) or 0

    def clear(self) -> None:
        """Forget every match, to be found again."""
        self._connection.execute(delete(matches))

    def _neighbours(self, quote_ids: Collection[str]) -> set[str]:
        """The quotes matched to one of these."""
        rightwards = select(matches.c.right).where(matches.c.left.in_(quote_ids))
        leftwards = select(matches.c.left).where(matches.c.right.in_(quote_ids))
        return set(self._connection.scalars(union(rightwards, leftwards)))


def _columns(match: Match) -> dict[str, Any]:
    """What is stored of a match."""
    return {
        "left": match.left,
        "right": match.right,
        "relation": match.relation.value,
        "score": match.score,
        "reasons": write_words(match.reasons),
        "drift": write_drift(match.drift),
    }


def _match(row: RowMapping) -> Match:
    """A row as a match."""
    return Match(
        left=row["left"],
        right=row["right"],
        relation=Relation(row["relation"]),
        score=row["score"],
        reasons=read_words(row["reasons"]),
        drift=read_drift(row["drift"]),
    )
