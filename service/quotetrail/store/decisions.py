"""The log of decisions: what people said of matches and statements, and what the service did to statements' ids.

Rows are only ever added; SQLite itself refuses to change or delete one. What people decided is read from here again
whenever the constraints that follow from it are made anew (store/constraints.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import orjson
from sqlalchemy import Connection, RowMapping, insert, select

from quotetrail.store.columns import read_time, read_words, write_time, write_words
from quotetrail.store.pages import LARGEST_PAGE, Key, Page, checked, page
from quotetrail.store.pairs import match_id
from quotetrail.store.tables import decisions, subjects


class DecisionKind(StrEnum):
    """What was decided.

    `merged`: statements became one. `split`: quotes left their statement for one of their own. `regrouped`: quotes went
    from one statement to another. `confirmed`, `rejected`: a match is right, or wrong. `rebuilt`: everything derived
    was made again.
    """

    MERGED = "merged"
    SPLIT = "split"
    REGROUPED = "regrouped"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision to be written down; either `by`, a person's name, or `matcher_version`, of the service, is set.

    `statements` are ids as they were then: of a person's decision those it is about; of the service's own, the one that
    passed quotes on and the one that took them. `quotes` are a person's two sides, or the quotes that went over.
    `reasons` are in plain words; a person's note is one.
    """

    kind: DecisionKind
    by: str | None = None
    matcher_version: str | None = None
    statements: tuple[str, ...] = ()
    quotes: tuple[tuple[str, ...], ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def subjects(self) -> frozenset[str]:
        """The statements and the match that it is about, by which it is found again."""
        if self.kind not in {DecisionKind.CONFIRMED, DecisionKind.REJECTED}:
            return frozenset(self.statements)
        (one,), (other,) = self.quotes
        return frozenset({*self.statements, match_id(one, other)})


@dataclass(frozen=True, slots=True)
class Decision:
    """A line of the log: its number, when it was written (UTC), and what it says."""

    seq: int
    taken: datetime
    decided: Decided


class Decisions:
    """The log, oldest first."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, decided: Decided, *, taken: datetime) -> Decision:
        """Write one line; found later under its statements and its match."""
        row = {
            "taken_at": write_time(taken),
            "kind": decided.kind.value,
            "by": decided.by,
            "matcher_version": decided.matcher_version,
            "statements": write_words(decided.statements),
            "quotes": orjson.dumps(decided.quotes),
            "reasons": write_words(decided.reasons),
        }
        (seq,) = self._connection.execute(insert(decisions).returning(decisions.c.seq), row).one()
        if decided.subjects:
            rows = [{"subject": subject, "decision": seq} for subject in sorted(decided.subjects)]
            self._connection.execute(insert(subjects), rows)
        return Decision(seq=seq, taken=taken.astimezone(UTC), decided=decided)

    def list(self, *, about: Collection[str] | None = None, after: Key | None, limit: int) -> Page[Decision]:
        """A page of the log, oldest first; of what was decided about these statements and matches, if given.

        Raises InvalidCursor, InvalidInput.
        """
        start = checked(after, shape=(int,), limit=limit)
        chosen = select(decisions).order_by(decisions.c.seq).limit(limit + 1)
        if about is not None:
            named = select(subjects.c.decision).where(subjects.c.subject.in_(about))
            chosen = chosen.where(decisions.c.seq.in_(named))
        if start is not None:
            chosen = chosen.where(decisions.c.seq > start[0])
        rows = self._connection.execute(chosen).mappings().all()
        return page(rows, limit=limit, record=_decision, key=lambda row: (row["seq"],))

    def latest(self, *, about: str) -> tuple[Decision, ...]:
        """What was decided about one statement or match, oldest first; of very many the latest."""
        named = select(subjects.c.decision).where(subjects.c.subject == about)
        newest = named.order_by(subjects.c.decision.desc()).limit(LARGEST_PAGE)
        return self.many(self._connection.scalars(newest).all())

    def many(self, numbers: Collection[int]) -> tuple[Decision, ...]:
        """These lines, oldest first; unknown numbers are left out."""
        chosen = select(decisions).where(decisions.c.seq.in_(numbers)).order_by(decisions.c.seq)
        return tuple(map(_decision, self._connection.execute(chosen).mappings()))

    def of_people(self) -> Iterator[Decision]:
        """Every decision of a person, oldest first."""
        chosen = select(decisions).where(decisions.c.by.is_not(None)).order_by(decisions.c.seq)
        yield from map(_decision, self._connection.execute(chosen).mappings())


def _decision(row: RowMapping) -> Decision:
    """A row as a line of the log."""
    taken = read_time(row["taken_at"])
    assert taken is not None, "the column is not nullable"
    decided = Decided(
        kind=DecisionKind(row["kind"]),
        by=row["by"],
        matcher_version=row["matcher_version"],
        statements=read_words(row["statements"]),
        quotes=tuple(map(tuple, orjson.loads(row["quotes"]))),
        reasons=read_words(row["reasons"]),
    )
    return Decision(seq=row["seq"], taken=taken, decided=decided)
