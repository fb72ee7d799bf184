"""Which stored quotes are worth comparing with a new one: what several bounded generators find, in turn.

A generator finds by the same text, by shared words, by shared letters, by the same speaker, or by the vector. None
reads more in a large store than in a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from quotetrail.match.candidates import KeyKind
from quotetrail.match.vectors import Search, Sketch
from quotetrail.store.database import Repositories

Pool = list[tuple[str, str | None]]  # ids of quotes and of their statements

GENERATORS = (*(kind.name.lower() for kind in KeyKind), "vector")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Finds candidates; see `grouping.Bounds` for the numbers."""

    search: Search
    bucket: int
    pool: int
    generated: int
    of_statement: int

    def near(self, repositories: Repositories, sketch: Sketch, *, without: str | None, most: int) -> tuple[str, ...]:
        """At most `most` quote ids: the best of each generator in turn.

        A statement is there with its leading quotes first, then with those that share most. Deterministic.
        """
        (pools,) = self.pools(repositories, [sketch])
        statements = [self._by_statement(pool) for pool in pools]
        first = set(list(_in_turn(statements))[:most])
        leading = repositories.statements.leading(first)
        given = [self._of_statements(found, first, leading, without=without) for found in statements]
        return tuple(_in_turn(given))[:most]

    def pools(self, repositories: Repositories, sketches: Sequence[Sketch]) -> list[list[Pool]]:
        """For each sketch and each of the GENERATORS the quotes it finds, best first: at most `pool`."""
        kinds = len(KeyKind)
        wanted = [sketch.keys for sketch in sketches]
        by_key = repositories.keys.ranked(wanted, bucket=self.bucket, limit=self.pool, kinds=kinds)
        by_vector = repositories.vectors.nearest(sketches, search=self.search, limit=self.pool)
        found = [[*pools, near.quotes] for pools, near in zip(by_key, by_vector, strict=True)]
        named = repositories.keys.named({number for pools in found for pool in pools for number in pool})
        return [[[named[number] for number in pool if number in named] for pool in pools] for pools in found]

    def _by_statement(self, pool: Pool) -> dict[str, list[str]]:
        """The quotes of a pool by their statements, in the order of the best; one of no statement stands for itself."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for quote_id, statement_id in pool:
            found[statement_id or quote_id].append(quote_id)
        return found

    def _of_statements(
        self,
        found: Mapping[str, Sequence[str]],
        first: Collection[str],
        leading: Mapping[str, Collection[str]],
        *,
        without: str | None,
    ) -> list[str]:
        """What one generator gives of the statements that come first."""
        chosen: list[str] = []
        for statement_id in filter(first.__contains__, found):
            quotes = dict.fromkeys([*leading.get(statement_id, ()), *found[statement_id]])
            chosen += [quote_id for quote_id in list(quotes)[: self.of_statement] if quote_id != without]
        return chosen[: self.generated]


def _in_turn(lists: Sequence[Iterable[str]]) -> dict[str, None]:
    """The first of each list, then the second of each, and so on; each once."""
    return dict.fromkeys(one for rank in zip_longest(*lists) for one in rank if one is not None)
