"""Which stored quotes are worth comparing with a new one: what several bounded generators find, in turn.

A generator finds by the same text, by shared words, by shared letters, by the same speaker, or by the vector. None
reads more in a large store than in a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from quotetrail.match.candidates import KeyKind
from quotetrail.match.vectors import Search, Sketch
from quotetrail.store.database import Repositories

GENERATORS = (*(kind.name.lower() for kind in KeyKind), "vector")


class Named(NamedTuple):
    """A candidate: the number and the id of the quote, and the id of its statement if it has one."""

    number: int
    quote_id: str
    statement_id: str | None


Pool = list[Named]
Each = TypeVar("Each", str, Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Finds candidates; see `grouping.Bounds` for the numbers."""

    search: Search
    bucket: int
    pool: int
    generated: int
    of_statement: int

    def near(
        self, repositories: Repositories, sketches: Sequence[Sketch], *, without: Sequence[str | None], most: int
    ) -> list[tuple[Named, ...]]:
        """For each sketch at most `most` quotes, but for the one `without`: the best of each generator in turn.

        A statement is there with its leading quotes first, then with those that share most. Deterministic.
        """
        found = [[self._by_statement(pool) for pool in pools] for pools in self.pools(repositories, sketches)]
        first = [set(list(_in_turn(statements))[:most]) for statements in found]
        leading = {
            statement_id: [Named(number, quote_id, statement_id) for number, quote_id in leading]
            for statement_id, leading in repositories.statements.leading_numbered(set().union(*first)).items()
        }
        near: list[tuple[Named, ...]] = []
        for statements, chosen, left_out in zip(found, first, without, strict=True):
            given = [self._of_statements(pool, chosen, leading, without=left_out) for pool in statements]
            near.append(tuple(_in_turn(given))[:most])
        return near

    def pools(self, repositories: Repositories, sketches: Sequence[Sketch]) -> list[list[Pool]]:
        """For each sketch and each of the GENERATORS the quotes it finds, best first: at most `pool`."""
        kinds = len(KeyKind)
        wanted = [sketch.keys for sketch in sketches]
        by_key = repositories.keys.ranked(wanted, bucket=self.bucket, limit=self.pool, kinds=kinds)
        by_vector = repositories.vectors.nearest(sketches, search=self.search, limit=self.pool)
        found = [[*pools, near.quotes] for pools, near in zip(by_key, by_vector, strict=True)]
        named = repositories.keys.named({number for pools in found for pool in pools for number in pool})
        known = {number: Named(number, *ids) for number, ids in named.items()}
        return [[[known[number] for number in pool if number in known] for pool in pools] for pools in found]

    def _by_statement(self, pool: Pool) -> dict[str, Pool]:
        """The quotes of a pool by their statements, in the order of the best; one of no statement stands for itself."""
        found: defaultdict[str, Pool] = defaultdict(list)
        for named in pool:
            found[named.statement_id or named.quote_id].append(named)
        return found

    def _of_statements(
        self,
        found: Mapping[str, Pool],
        first: Collection[str],
        leading: Mapping[str, Pool],
        *,
        without: str | None,
    ) -> Pool:
        """What one generator gives of the statements that come first."""
        chosen: Pool = []
        for statement_id in filter(first.__contains__, found):
            quotes = dict.fromkeys([*leading.get(statement_id, ()), *found[statement_id]])
            chosen += [named for named in list(quotes)[: self.of_statement] if named.quote_id != without]
        return chosen[: self.generated]


def _in_turn(lists: Sequence[Iterable[Each]]) -> dict[Each, None]:
    """The first of each list, then the second of each, and so on; each once."""
    return dict.fromkeys(one for rank in zip_longest(*lists) for one in rank if one is not None)
