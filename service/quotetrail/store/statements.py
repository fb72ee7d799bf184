"""Statements: which quotes carry the same words of one speaker. Every quote said or written belongs to exactly one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, delete, func, literal, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from quotetrail.errors import NotFound
from quotetrail.model import SpeakerKind, Statement
from quotetrail.store import lists
from quotetrail.store.columns import read_time
from quotetrail.store.pages import Key, Page, checked, page
from quotetrail.store.succession import succession, unused
from quotetrail.store.tables import members, quotes, redirects, statements

LEADING = 8  # members that stand for a statement when new quotes are compared; as many as matching lets lead a cluster

OF_QUOTES = select(members.c.quote_id, members.c.statement_id).where(members.c.quote_id.in_(lists.listed()))
LEADERS = (
    select(members.c.statement_id, members.c.quote, members.c.quote_id)
    .where(members.c.statement_id.in_(lists.listed()), members.c.place.is_not(None))
    .order_by(members.c.place)
)
_NEW = insert(members).values(
    quote=select(quotes.c.seq).where(quotes.c.id == bindparam("member")).scalar_subquery(),
    quote_id=bindparam("member"),
    statement_id=bindparam("statement"),
    place=bindparam("rank"),
)
MEMBERS = _NEW.on_conflict_do_update(
    index_elements=["quote"], set_={"statement_id": _NEW.excluded.statement_id, "place": _NEW.excluded.place}
)


@dataclass(frozen=True, slots=True)
class StatementSummary:
    """A statement at a glance: its words, who said it, in how many appearances and outlets, from when to when.

    `text` and `speaker` are of the exemplar; times are of the articles, in UTC, None where none is dated.
    """

    id: str
    exemplar: str
    text: str
    speaker: str | None
    appearances: int
    outlets: int
    first_published: datetime | None
    last_published: datetime | None


@dataclass(frozen=True, slots=True)
class Passed:
    """Quotes that went from one statement to another.

    `retired`: the first is no more, and its id leads on. `founded`: the second was not there before.
    """

    old: str
    new: str
    quotes: tuple[str, ...]
    retired: bool = False
    founded: bool = False


class Statements:
    """The partition of all quotes said or written, and the ids that statements had before."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, statement_id: str) -> Statement:
        """The statement that has or had this id; its `id` is the one now valid. Raises NotFound.

        Members stand in the order of their ids.
        """
        current = self.resolve(statement_id)
        exemplar = self._connection.scalars(select(statements.c.exemplar).where(statements.c.id == current)).one()
        inside = select(members.c.quote_id).where(members.c.statement_id == current).order_by(members.c.quote_id)
        return Statement(id=current, exemplar=exemplar, members=tuple(self._connection.scalars(inside)))

    def resolve(self, statement_id: str) -> str:
        """The id now valid of a statement that has or had this id; raises NotFound."""
        if self._connection.scalar(select(statements.c.id).where(statements.c.id == statement_id)) is not None:
            return statement_id
        new: str | None = self._connection.scalar(select(redirects.c.new).where(redirects.c.old == statement_id))
        if new is None:
            raise NotFound(f"There is no statement {statement_id}.")
        return new

    def names(self, statement_id: str) -> frozenset[str]:
        """The ids that answer with the statement of this id, itself included; none where there is no such statement."""
        now = select(redirects.c.new).where(redirects.c.old == statement_id)
        current = self._connection.scalar(now) or statement_id
        former = self._connection.scalars(select(redirects.c.old).where(redirects.c.new == current))
        return frozenset({current, *former})

    def of_quotes(self, quote_ids: Collection[str]) -> dict[str, str]:
        """The statement id of each of these quotes; quotes without one are left out."""
        return dict(self._connection.execute(OF_QUOTES, lists.of(quote_ids)).all())

    def leading(self, statement_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The leading members of each of these statements, at most `LEADING`, exemplar first."""
        found = self.leading_numbered(statement_ids)
        return {statement_id: tuple(quote_id for _, quote_id in leading) for statement_id, leading in found.items()}

    def leading_numbered(self, statement_ids: Collection[str]) -> dict[str, list[tuple[int, str]]]:
        """The same, each with its number before its id."""
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for statement_id, number, quote_id in self._connection.execute(LEADERS, lists.of(statement_ids)):
            found[statement_id].append((number, quote_id))
        return found

    def summary(self, statement_id: str) -> StatementSummary:
        """The statement at a glance; follows redirects, raises NotFound."""
        chosen = _summaries().where(statements.c.id == self.resolve(statement_id))
        return _summary(self._connection.execute(chosen).mappings().one())

    def list(self, *, after: Key | None, limit: int, least: int = 1) -> Page[StatementSummary]:
        """A page of statements with `least` appearances or more, those with most first.

        Raises InvalidCursor, InvalidInput.
        """
        start = checked(after, shape=(int, str), limit=limit)
        chosen = _summaries().where(statements.c.size >= least)
        if start is not None:
            chosen = chosen.where(tuple_(statements.c.size, statements.c.id) < start)
        chosen = chosen.order_by(statements.c.size.desc(), statements.c.id.desc()).limit(limit + 1)
        rows = self._connection.execute(chosen).mappings().all()
        return page(rows, limit=limit, record=_summary, key=lambda row: (row["size"], row["id"]))

    def count(self) -> int:
        """How many statements there are."""
        return self._connection.scalar(select(func.count()).select_from(statements)) or 0

    def regroup(self, clusters: Sequence[Sequence[str]]) -> tuple[Passed, ...]:
        """Make each of these clusters of quote ids one statement; its first is the exemplar, its first few lead.

        A statement that has a member here must have all of them here. Ids pass on as `succession` says. Tells which
        quotes went from one statement to another.
        """
        if not clusters:
            return ()
        before = self._members([quote for cluster in clusters for quote in cluster])
        owners = {quote: owner for quote, (owner, _) in before.items()}
        named = succession(clusters, owners=owners, taken=self._in_use)
        rows = [
            {"id": name, "exemplar": cluster[0], "size": len(cluster)}
            for name, cluster in zip(named.ids, clusters, strict=True)
        ]
        moved = [
            {"member": quote, "statement": name, "rank": place}
            for name, cluster in zip(named.ids, clusters, strict=True)
            for quote, place in zip_longest(cluster, range(min(LEADING, len(cluster))))
            if before.get(quote) != (name, place)
        ]
        now = {quote: name for name, cluster in zip(named.ids, clusters, strict=True) for quote in cluster}
        fresh = insert(statements)
        self._connection.execute(
            fresh.on_conflict_do_update(
                index_elements=["id"], set_={"exemplar": fresh.excluded.exemplar, "size": fresh.excluded.size}
            ),
            rows,
        )
        if moved:
            self._connection.execute(MEMBERS, moved)
        self._retire(named.retired)
        return passed(owners, now)

    def attach(self, quote_id: str, *, statement_id: str) -> None:
        """Add a quote that is in no statement yet to this one, which keeps its exemplar."""
        self._connection.execute(_NEW, {"member": quote_id, "statement": statement_id, "rank": None})
        self._grow(statement_id, 1)

    def absorb(self, old: str, *, into: str) -> Passed:
        """Let all quotes of one statement, however many, go over to another, which keeps its exemplar and its id."""
        gone = update(members).where(members.c.statement_id == old).values(statement_id=into, place=None)
        quotes_gone = tuple(self._connection.scalars(gone.returning(members.c.quote_id)))
        self._grow(into, len(quotes_gone))
        self._retire({old: into})
        return Passed(old=old, new=into, quotes=tuple(sorted(quotes_gone)), retired=True)

    def release(self, quote_ids: Sequence[str]) -> Passed:
        """Make some quotes of one statement, of which others stay, a statement of their own; the first is its exemplar.

        The statement keeps its id and those that lead it; if none of these stays, the smallest quote ids lead.
        """
        (old,) = set(self.of_quotes(quote_ids).values())
        new = unused(quote_ids, taken=self._in_use)
        self._connection.execute(insert(statements).values(id=new, exemplar=quote_ids[0], size=len(quote_ids)))
        self._place(quote_ids, new)
        self._grow(old, -len(quote_ids))
        first = select(members.c.quote_id).where(members.c.statement_id == old).order_by(members.c.quote_id)
        leading = self.leading([old]).get(old) or tuple(self._connection.scalars(first.limit(LEADING)))
        self._place(leading, old)
        self._connection.execute(update(statements).where(statements.c.id == old).values(exemplar=leading[0]))
        return Passed(old=old, new=new, quotes=tuple(sorted(quote_ids)), founded=True)

    def rename(self, names: Mapping[str, str]) -> None:
        """Give statements other ids, by the ids they have; no id may be given that another statement keeps.

        Meant for the end of a rebuild: ids that led here are forgotten.
        """
        self._connection.execute(delete(redirects))
        changed = {old: new for old, new in names.items() if old != new}
        # By way of names that nothing has, so that statements can swap ids.
        passing = {old: f"{new} to be" for old, new in changed.items()}
        for step in (passing, {passing[old]: new for old, new in changed.items()}):
            for old, new in step.items():
                row = select(literal(new), statements.c.exemplar, statements.c.size).where(statements.c.id == old)
                self._connection.execute(insert(statements).from_select(["id", "exemplar", "size"], row))
                self._connection.execute(update(members).where(members.c.statement_id == old).values(statement_id=new))
                self._connection.execute(delete(statements).where(statements.c.id == old))

    def clusters(self) -> dict[str, tuple[str, ...]]:
        """The quotes of every statement, the leading ones first."""
        order = (members.c.statement_id, members.c.place.is_(None), members.c.place, members.c.quote_id)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for statement_id, quote_id in self._connection.execute(
            select(members.c.statement_id, members.c.quote_id).order_by(*order)
        ):
            found[statement_id].append(quote_id)
        return {statement_id: tuple(quote_ids) for statement_id, quote_ids in found.items()}

    def known_ids(self) -> dict[str, str | None]:
        """Every id that is or was in use, with the id it leads to, None for those in use."""
        current: dict[str, str | None] = dict.fromkeys(self._connection.scalars(select(statements.c.id)))
        former = self._connection.execute(select(redirects.c.old, redirects.c.new)).all()
        return current | dict(former)

    def sizes(self, statement_ids: Collection[str]) -> dict[str, int]:
        """How many quotes each of these statements has; ids that are not in use are left out."""
        chosen = select(statements.c.id, statements.c.size).where(statements.c.id.in_(statement_ids))
        rows = self._connection.execute(chosen).mappings()
        return {row["id"]: row["size"] for row in rows}

    def mates(self, quote_ids: Collection[str]) -> frozenset[str]:
        """These quotes, and all that share a statement with one of them."""
        shared = select(members.c.statement_id).where(members.c.quote_id.in_(quote_ids))
        chosen = select(members.c.quote_id).where(members.c.statement_id.in_(shared))
        return frozenset(quote_ids).union(self._connection.scalars(chosen))

    def owners(self) -> dict[str, str]:
        """The statement id of every quote that has one."""
        return dict(self._connection.execute(select(members.c.quote_id, members.c.statement_id)).all())

    def redirect(self, leads: Mapping[str, str]) -> None:
        """Let ids that are not in use lead to statements that are."""
        if leads:
            rows = [{"old": old, "new": new} for old, new in leads.items()]
            self._connection.execute(insert(redirects).on_conflict_do_nothing(), rows)

    def clear(self) -> None:
        """Forget every statement and every id, to be made again."""
        for table in (redirects, members, statements):
            self._connection.execute(delete(table))

    def _members(self, quote_ids: Collection[str]) -> dict[str, tuple[str, int | None]]:
        """The statement of each of these quotes, and its place among the leading ones."""
        rows = self._connection.execute(select(members).where(members.c.quote_id.in_(quote_ids)))
        return {row.quote_id: (row.statement_id, row.place) for row in rows}

    def _place(self, quote_ids: Sequence[str], statement_id: str) -> None:
        """Put these members of any statement into this one, the first few as those that lead it."""
        for quote_id, place in zip_longest(quote_ids, range(min(LEADING, len(quote_ids)))):
            row = update(members).where(members.c.quote_id == quote_id)
            self._connection.execute(row.values(statement_id=statement_id, place=place))

    def _grow(self, statement_id: str, number: int) -> None:
        """Count so many members more."""
        grown = update(statements).where(statements.c.id == statement_id)
        self._connection.execute(grown.values(size=statements.c.size + number))

    def _in_use(self, statement_id: str) -> bool:
        """Whether a statement has or had this id."""
        try:
            self.resolve(statement_id)
        except NotFound:
            return False
        return True

    def _retire(self, retired: Mapping[str, str]) -> None:
        """Let these ids, and the ids that led to them, lead to their successors."""
        for old, new in retired.items():
            self._connection.execute(update(redirects).where(redirects.c.new == old).values(new=new))
        self.redirect(retired)
        if retired:
            self._connection.execute(delete(statements).where(statements.c.id.in_(list(retired))))


def passed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Passed, ...]:
    """What went where; both map quotes to statements, and quotes that had none before are left out.

    Both have every quote of the statements concerned.
    """
    moves: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for quote_id, old in before.items():
        if after[quote_id] != old:
            moves[old, after[quote_id]].append(quote_id)
    kept, were = set(after.values()), set(before.values())
    return tuple(
        Passed(old=old, new=new, quotes=tuple(sorted(quote_ids)), retired=old not in kept, founded=new not in were)
        for (old, new), quote_ids in sorted(moves.items())
    )


def _summaries() -> Select[Any]:
    """Statements, each with its exemplar and what its members span."""
    inside = (
        select()
        .join_from(members, quotes, quotes.c.id == members.c.quote_id)
        .where(members.c.statement_id == statements.c.id)
        .correlate(statements)
    )
    exemplars = quotes.alias("exemplars")
    # "Dosym Satpayev" for an exemplar of "Satpayev"; not where its members name two of that surname.
    surname = literal(" ") + exemplars.c.speaker_name
    fuller = (
        inside.add_columns(func.max(quotes.c.speaker_name))
        .where(quotes.c.speaker_kind == SpeakerKind.PERSON)
        .where(func.substr(quotes.c.speaker_name, -func.length(surname)) == surname)
        .group_by(members.c.statement_id)
        .having(func.count(quotes.c.speaker_name.distinct()) == 1)
        .correlate(statements, exemplars)
    )
    return select(
        statements.c.id,
        statements.c.exemplar,
        statements.c.size,
        exemplars.c.text,
        func.coalesce(fuller.scalar_subquery(), exemplars.c.speaker_name).label("speaker_name"),
        inside.add_columns(func.count(quotes.c.outlet.distinct())).scalar_subquery().label("outlets"),
        inside.add_columns(func.min(quotes.c.published_at)).scalar_subquery().label("first_at"),
        inside.add_columns(func.max(quotes.c.published_at)).scalar_subquery().label("last_at"),
    ).join_from(statements, exemplars, exemplars.c.id == statements.c.exemplar)


def _summary(row: RowMapping) -> StatementSummary:
    """A row of `_summaries` as a record."""
    return StatementSummary(
        id=row["id"],
        exemplar=row["exemplar"],
        text=row["text"],
        speaker=row["speaker_name"],
        appearances=row["size"],
        outlets=row["outlets"],
        first_published=read_time(row["first_at"]),
        last_published=read_time(row["last_at"]),
    )
