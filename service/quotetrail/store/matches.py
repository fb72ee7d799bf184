"""Matches: the edges between quotes that carry one statement, or may, with why.

A match is named by its two quotes, so that what a person decided about it outlives every time it is found again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    Select,
    column,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    union,
)

from quotetrail.errors import NotFound
from quotetrail.model import Match, Relation, Tier
from quotetrail.store.columns import read_drift, read_flags, read_words, write_drift, write_flags, write_words
from quotetrail.store.constraints import ConstraintKind
from quotetrail.store.pages import Key, Page, checked, page
from quotetrail.store.pairs import ends_of, match_id
from quotetrail.store.tables import constraints, matches

RELATIONS = {relation.value: relation for relation in Relation}
TIERS = {tier.value: tier for tier in Tier}
ROW = literal_column("matches.rowid", Integer)
# A cross join begins with its left side: SQLite would walk all matches, of which people decided few.
DECIDED = text("""
    SELECT found.rowid FROM constraints CROSS JOIN matches AS found
    ON found."left" = constraints."left" AND found."right" = constraints."right"
""").columns(column("rowid", Integer))


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A match as it is kept; `decided` is what a person's latest decision says of its two quotes, None if nothing."""

    id: str
    match: Match
    decided: ConstraintKind | None


class Matches:
    """Edges between quotes; `left` < `right` always."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, found: Sequence[Match]) -> None:
        """Keep new matches; no pair may be stored yet."""
        if found:
            self._connection.execute(insert(matches), [_columns(match) for match in found])

    def get(self, match: str) -> StoredMatch:
        """The match with this id; raises NotFound."""
        left, right = ends_of(match)
        chosen = _with_decided().where(matches.c.left == left, matches.c.right == right)
        row = self._connection.execute(chosen).mappings().first()
        if row is None:
            raise NotFound(f"There is no match {match}.")
        return _stored(row)

    def list(
        self, *, tier: Tier | None = None, decided: bool | None = None, after: Key | None, limit: int
    ) -> Page[StoredMatch]:
        """A page of matches in the order in which they were found; of one tier, with or without a person's decision.

        Raises InvalidCursor, InvalidInput.
        """
        start = checked(after, shape=(int,), limit=limit)
        chosen = _with_decided().order_by(ROW).limit(limit + 1)
        if tier is not None:
            # A literal: SQLite uses the partial index only where it reads the tier in the query.
            chosen = chosen.where(matches.c.tier == literal_column(f"'{tier.value}'"))
        if decided is not None:
            chosen = chosen.where(ROW.in_(DECIDED) if decided else constraints.c.kind.is_(None))
        if start is not None:
            chosen = chosen.where(start[0] < ROW)
        rows = self._connection.execute(chosen).mappings().all()
        return page(rows, limit=limit, record=_stored, key=lambda row: (row["row"],))

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
        """As `between`, but without flags, reasons and drift: most of a match, which grouping never reads."""
        inside = matches.c.left.in_(quote_ids) & matches.c.right.in_(quote_ids)
        chosen = select(matches.c.left, matches.c.right, matches.c.relation, matches.c.score, matches.c.tier)
        rows = self._connection.execute(chosen.where(inside).order_by(matches.c.left, matches.c.right))
        return tuple(
            Match(left, right, RELATIONS[relation], score, (), (), tier=TIERS[tier])
            for left, right, relation, score, tier in rows
        )

    def component(self, quote_id: str, *, most: int) -> frozenset[str] | None:
        """Every quote that a chain of confirmed matches and of people's decisions leads to, itself included.

        None when they are more than `most`.
        """
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
        """The quotes that belong to one of these by a confirmed match or by a person's decision."""
        firm, together = matches.c.tier == Tier.CONFIRMED.value, constraints.c.kind == ConstraintKind.TOGETHER.value
        ways = (
            select(table.c[far]).where(table.c[near].in_(quote_ids), joined)
            for table, joined in ((matches, firm), (constraints, together))
            for near, far in (("left", "right"), ("right", "left"))
        )
        return set(self._connection.scalars(union(*ways)))


def _with_decided() -> Select[Any]:
    """Matches, each with what a person decided."""
    pair = (constraints.c.left == matches.c.left) & (constraints.c.right == matches.c.right)
    return select(matches, ROW.label("row"), constraints.c.kind.label("decided")).join_from(
        matches, constraints, pair, isouter=True
    )


def _columns(match: Match) -> dict[str, Any]:
    """What is stored of a match."""
    return {
        "left": match.left,
        "right": match.right,
        "tier": match.tier.value,
        "relation": match.relation.value,
        "score": match.score,
        "flags": write_flags(match.flags),
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
        tier=Tier(row["tier"]),
        flags=read_flags(row["flags"]),
    )


def _stored(row: RowMapping) -> StoredMatch:
    """A row of `_with_decided` as a record."""
    return StoredMatch(
        id=match_id(row["left"], row["right"]),
        match=_match(row),
        decided=None if row["decided"] is None else ConstraintKind(row["decided"]),
    )
