"""What follows from people's decisions: pairs of quotes that belong together, and pairs that are to be kept apart.

An index of the log (store/decisions.py): taking its decisions again in their order gives the same constraints. Quotes
that belong together, directly or through others, are a unit; of each pair the latest decision that covers it counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from itertools import product

from sqlalchemy import Connection, delete, select, union
from sqlalchemy.dialects.sqlite import insert

from quotetrail.errors import Contradiction
from quotetrail.store.decisions import Decision, DecisionKind
from quotetrail.store.pairs import Pair, pair
from quotetrail.store.tables import constraints, members

left, right, kind = constraints.c.left, constraints.c.right, constraints.c.kind


class ConstraintKind(StrEnum):
    """What a person said of two quotes: one statement, or two."""

    TOGETHER = "together"
    APART = "apart"


class Constraints:
    """At most one constraint a pair."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, decision: Decision) -> None:
        """Let a person's decision count, against any earlier one on the same quotes.

        Two statements that are merged are tied by the first quotes of both sides. Raises Contradiction where the
        decision cannot hold beside those on other quotes.
        """
        one, other = decision.decided.quotes
        match decision.decided.kind:
            case DecisionKind.CONFIRMED:
                self._put([(one[0], other[0])], ConstraintKind.TOGETHER, decision)
                self._check_confirmed(one[0], other[0])
            case DecisionKind.REJECTED:
                self._put([(one[0], other[0])], ConstraintKind.APART, decision)
                self._check_rejected(one[0], other[0])
            case DecisionKind.MERGED:
                self._unbar(one, other)
                self._put([(one[0], other[0])], ConstraintKind.TOGETHER, decision)
            case DecisionKind.SPLIT:
                staying = [sorted(unit.difference(one)) for unit in self._units(one)]
                self._untie(one)
                self._put(product(one, other), ConstraintKind.APART, decision)
                # What hung together by those that leave still does: nobody took it apart.
                for tied in (one, *staying):
                    self._put(product(tied[:1], tied[1:]), ConstraintKind.TOGETHER, decision)

    def among(self, quote_ids: Collection[str]) -> dict[ConstraintKind, tuple[Pair, ...]]:
        """The constraints with both ends among these quotes, by kind, in the order of their ids."""
        found: dict[ConstraintKind, list[Pair]] = {each: [] for each in ConstraintKind}
        chosen = select(kind, left, right).where(left.in_(quote_ids), right.in_(quote_ids)).order_by(left, right)
        for said, one, other in self._connection.execute(chosen):
            found[ConstraintKind(said)].append((one, other))
        return {each: tuple(pairs) for each, pairs in found.items()}

    def unit(self, quote_id: str) -> frozenset[str]:
        """Every quote that people put together with this one, directly or through others, and itself."""
        return frozenset(self._reached(quote_id))

    def barred(self, one: str, other: str) -> tuple[Pair, ...]:
        """Pairs that are kept apart and lie across two statements, or inside one that is given twice."""
        ones, others = members.alias("ones"), members.alias("others")
        chosen = (
            select(left, right)
            .join_from(constraints, ones, ones.c.quote_id == left)
            .join(others, others.c.quote_id == right)
            .where(kind == ConstraintKind.APART.value)
            .where(
                (ones.c.statement_id == one) & (others.c.statement_id == other)
                | (ones.c.statement_id == other) & (others.c.statement_id == one)
            )
        )
        return tuple((first, second) for first, second in self._connection.execute(chosen.order_by(left, right)))

    def on(self, one: str, other: str) -> int | None:
        """The number of the decision that counts for this pair, if any."""
        first, second = pair(one, other)
        return self._connection.scalar(select(constraints.c.decision).where(left == first, right == second))

    def involved(self) -> frozenset[str]:
        """Every quote of which people decided anything that counts."""
        return frozenset(self._connection.scalars(union(select(left), select(right))))

    def clear(self) -> None:
        """Forget every constraint, to be taken from the log again."""
        self._connection.execute(delete(constraints))

    def _put(self, pairs: Iterable[Pair], wanted: ConstraintKind, decision: Decision) -> None:
        """Write these constraints over whatever was said of the same pairs."""
        ordered = {pair(one, other) for one, other in pairs}
        if not ordered:
            return
        row = insert(constraints)
        newer = {"kind": row.excluded.kind, "decision": row.excluded.decision}
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["left", "right"], set_=newer),
            [
                {"left": one, "right": other, "kind": wanted.value, "decision": decision.seq}
                for one, other in sorted(ordered)
            ],
        )

    def _units(self, quote_ids: Iterable[str]) -> Iterator[frozenset[str]]:
        """The units that hold these quotes, each once."""
        seen: set[str] = set()
        for quote_id in quote_ids:
            if quote_id not in seen:
                unit = self.unit(quote_id)
                seen |= unit
                yield unit

    def _unbar(self, ones: Collection[str], others: Collection[str]) -> None:
        """No longer keep any of the first apart from any of the second."""
        across = (left.in_(ones) & right.in_(others)) | (left.in_(others) & right.in_(ones))
        self._connection.execute(delete(constraints).where(across, kind == ConstraintKind.APART.value))

    def _untie(self, quote_ids: Collection[str]) -> None:
        """No longer hold any of these together with any other quote."""
        leaving = left.in_(quote_ids) != right.in_(quote_ids)
        self._connection.execute(delete(constraints).where(leaving, kind == ConstraintKind.TOGETHER.value))

    def _check_confirmed(self, one: str, other: str) -> None:
        """Raise Contradiction when quotes that hang on these two are to be kept apart."""
        apart = self.among(self.unit(one))[ConstraintKind.APART]
        if apart:
            first, second = apart[0]
            raise Contradiction(
                f"{one} and {other} cannot belong together: {first} and {second}, which people put with them, are kept "
                f"apart by decision {self.on(first, second)}; merge the two statements, which settles every such pair."
            )

    def _check_rejected(self, one: str, other: str) -> None:
        """Raise Contradiction when other decisions still hold these two together."""
        reached = self._reached(one)
        if other in reached:
            between = [other]
            while between[-1] != one:
                between.append(reached[between[-1]])
            through = ", ".join(between[1:-1])
            raise Contradiction(
                f"{one} and {other} cannot be kept apart: people put both together with {through}; "
                "split the statement, which settles every such pair."
            )

    def _reached(self, quote_id: str) -> dict[str, str]:
        """The quotes of its unit, each with the one that led there."""
        reached = {quote_id: quote_id}
        edge = {quote_id}
        together = kind == ConstraintKind.TOGETHER.value
        while edge:
            rows = self._connection.execute(
                union(
                    select(left, right).where(left.in_(edge), together),
                    select(right, left).where(right.in_(edge), together),
                ).order_by(None)
            ).all()
            edge = set()
            for known, found in sorted(tuple(row) for row in rows):
                if found not in reached:
                    reached[found] = known
                    edge.add(found)
        return reached
