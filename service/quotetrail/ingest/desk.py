"""The editor's desk: people merge and split statements, confirm and reject matches; it holds against every re-run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from quotetrail.errors import InvalidInput
from quotetrail.ingest.grouping import Grouping
from quotetrail.ingest.storable import check_storable
from quotetrail.model import Statement
from quotetrail.store.database import Repositories, Store
from quotetrail.store.decisions import Decided, Decision, DecisionKind
from quotetrail.store.pairs import match_id
from quotetrail.store.statements import LEADING

LONGEST_NAME = 200  # code points of a person's name
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, and why if that is said; raises InvalidInput without a name, or for more than the log takes."""

    by: str
    note: str | None = None

    def __post_init__(self) -> None:
        for name, text, longest in (("name", self.by, LONGEST_NAME), ("note", self.note or "", LONGEST_NOTE)):
            check_storable(name, text)
            if len(text) > longest:
                raise InvalidInput(f"The {name} has {len(text):,} characters; at most {longest:,} are kept.")
        if not any(map(str.isalnum, self.by)):
            raise InvalidInput("A decision needs the name of who takes it.")

    @property
    def reasons(self) -> tuple[str, ...]:
        """What goes into the log beside the name."""
        return (self.note,) if self.note and self.note.strip() else ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision as it stands in the log, and the ids of the statements that its quotes are in now."""

    decision: Decision
    statements: tuple[str, ...]


class Desk:
    """Takes people's decisions: each is logged, counts as a constraint, and moves statements, in one transaction.

    `most` is the number of quotes up to which a statement is kept apart quote by quote; from a larger one it is kept
    apart by those that lead it. Safe to use from several threads.
    """

    def __init__(self, *, store: Store, grouping: Grouping, most: int) -> None:
        self._store = store
        self._grouping = grouping
        self._most = most

    def merge(self, statement_id: str, other_id: str, *, signed: Signed) -> Ruling:
        """Make two statements one, whatever kept quotes of one from quotes of the other before; ids may be former ones.

        Raises NotFound, and InvalidInput for ids of one and the same statement.
        """
        with self._store.write() as repositories:
            pair = [repositories.statements.get(name) for name in (statement_id, other_id)]
            one, other = pair
            if one.id == other.id:
                raise InvalidInput(f"{statement_id} and {other_id} are the same statement.")
            barred = {end for ends in repositories.constraints.barred(one.id, other.id) for end in ends}
            sides = tuple(
                (each.exemplar, *(quote for quote in each.members if quote in barred and quote != each.exemplar))
                for each in pair
            )
            return self._rule(repositories, DecisionKind.MERGED, sides, statements=(one.id, other.id), signed=signed)

    def split(self, statement_id: str, quote_ids: Sequence[str], *, signed: Signed) -> Ruling:
        """Make some quotes of a statement one of their own; the id, which may be a former one, stays with the more.

        Raises NotFound, and InvalidInput where quotes are of another statement, or are all of this one.
        """
        with self._store.write() as repositories:
            statement = repositories.statements.get(statement_id)
            leaving = tuple(dict.fromkeys(quote_ids))
            for quote_id in sorted(set(leaving).difference(statement.members)):
                repositories.quotes.get(quote_id)
                raise InvalidInput(f"{quote_id} is not in the statement {statement.id}.")
            staying = self._staying(repositories, statement, leaving)
            if not leaving or not staying:
                raise InvalidInput("Name some of the statement's quotes: at least one must go, and one must stay.")
            return self._rule(
                repositories, DecisionKind.SPLIT, (leaving, staying), statements=(statement.id,), signed=signed
            )

    def decide(self, match: str, *, right: bool, signed: Signed) -> Ruling:
        """Confirm a match, which joins its quotes, or reject it, which keeps them apart; the latest decision counts.

        Raises NotFound, and Contradiction where decisions on other quotes stand against it.
        """
        with self._store.write() as repositories:
            found = repositories.matches.get(match).match
            owners = repositories.statements.of_quotes([found.left, found.right])
            kind = DecisionKind.CONFIRMED if right else DecisionKind.REJECTED
            statements = tuple(dict.fromkeys((owners[found.left], owners[found.right])))
            sides = ((found.left,), (found.right,))
            return self._rule(repositories, kind, sides, statements=statements, signed=signed)

    def about_match(self, match: str) -> tuple[Decision, ...]:
        """What people decided about a match: of itself, and the merge or split that counts for it; raises NotFound."""
        with self._store.read() as repositories:
            found = repositories.matches.get(match).match
            own = repositories.decisions.latest(about=match_id(found.left, found.right))
            counting = repositories.constraints.on(found.left, found.right)
            others = () if counting is None else repositories.decisions.many({counting} - {each.seq for each in own})
            return tuple(sorted((*own, *others), key=lambda decision: decision.seq))

    def _staying(self, repositories: Repositories, statement: Statement, leaving: Sequence[str]) -> tuple[str, ...]:
        """The quotes that others are kept apart from: all that stay, of a very large statement some that lead it."""
        gone = frozenset(leaving)
        staying = tuple(quote for quote in statement.members if quote not in gone)
        if len(statement.members) <= self._most:
            return staying
        leading = repositories.statements.leading([statement.id])[statement.id]
        return tuple(quote for quote in leading if quote not in gone) or staying[:LEADING]

    def _rule(
        self,
        repositories: Repositories,
        kind: DecisionKind,
        sides: tuple[tuple[str, ...], ...],
        *,
        statements: tuple[str, ...],
        signed: Signed,
    ) -> Ruling:
        """Log it, let it count, and draw the statements anew; what that changes is logged after it."""
        decided = Decided(kind=kind, by=signed.by, statements=statements, quotes=sides, reasons=signed.reasons)
        now = datetime.now(UTC)
        decision = repositories.decisions.add(decided, taken=now)
        repositories.constraints.take(decision)
        quotes = [quote for side in sides for quote in side]
        for moved in self._grouping.redraw(repositories, quotes, because=f"By decision {decision.seq}."):
            repositories.decisions.add(moved, taken=now)
        owners = repositories.statements.of_quotes(quotes)
        return Ruling(decision=decision, statements=tuple(dict.fromkeys(owners[quote] for quote in quotes)))
