"""New quotes find the stored ones that carry the same statement, and the statements around them are drawn anew.

An edge between two quotes depends on these two alone, and a connected component of edges is grouped by what it
holds, not by when it came. So any order of posting gives the same partition, as long as the bounds are not reached.
Where words are repeated beyond them, a new quote is compared with those that lead their statements; what comes to lead
is compared with all, and no statement is parted merely because a comparison was saved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Match
from quotetrail.store.database import Repositories
from quotetrail.store.statements import LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one step of work may cost; chosen for bounded time, not for quality.

    `bucket`: quotes read of one key (the oldest). `pool`: quotes ranked by the keys they share. `candidates`: those
    that a new quote is compared with, `looked_up` those that a pasted text is compared with, `of_statement` of one
    statement at most. `component`: quotes that are
    grouped together; in a larger component a new quote joins the statement whose leading quotes it matches best,
    and what is grouped stays as it is. `together`: code points detected in one batch.
    """

    bucket: int = 256
    pool: int = 256
    candidates: int = 64
    looked_up: int = 24
    of_statement: int = 12
    component: int = 500
    together: int = 200_000


class Grouping:
    """Keys, matches and statements of quotes, kept up to date inside a write transaction of the caller."""

    __slots__ = ("_bounds", "_matcher")

    def __init__(self, *, matcher: Matcher, bounds: Bounds) -> None:
        self._matcher = matcher
        self._bounds = bounds

    def near(
        self, repositories: Repositories, keys: Collection[int], *, without: str | None = None, most: int | None = None
    ) -> tuple[Appearance, ...]:
        """At most `most` stored quotes that share keys: of each statement the leading ones, then those that share most.

        Statements stand in the order of their best quote. Bounded (`Bounds.candidates` unless told) and deterministic.
        """
        pool = repositories.keys.candidates(keys, bucket=self._bounds.bucket, limit=self._bounds.pool, without=without)
        owners = repositories.statements.of_quotes(pool)
        groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
        leading = repositories.statements.leading(set(owners.values()))
        for quote_id in pool:
            owner = owners.get(quote_id, quote_id)
            if owner not in groups:
                groups[owner].update(dict.fromkeys(leading.get(owner, ())))
            groups[owner][quote_id] = None
        chosen = [quote_id for group in groups.values() for quote_id in list(group)[: self._bounds.of_statement]]
        near = [quote_id for quote_id in chosen if quote_id != without]
        near = near[: self._bounds.candidates if most is None else most]
        known = repositories.quotes.appearances(near)
        return tuple(known[quote_id] for quote_id in near)

    def add(self, repositories: Repositories, keys: Mapping[str, Collection[int]]) -> None:
        """Index the stored quotes of one new article, given with their keys, and put each into a statement."""
        if not keys:
            return
        repositories.keys.add(keys)
        added = repositories.quotes.appearances(list(keys))
        pairs = [
            (quote, other)
            for quote_id, quote in added.items()
            for other in self.near(repositories, keys[quote_id], without=quote_id)
        ]
        found = self._matches(pairs)
        repositories.matches.add(found)
        matched = {quote_id for match in found for quote_id in (match.left, match.right)}
        repositories.statements.regroup([(quote_id,) for quote_id in sorted(added) if quote_id not in matched])
        self._regroup(repositories, sorted(matched.intersection(added)))

    def _matches(self, pairs: Iterable[tuple[Appearance, Appearance]], *, known: Iterable[Match] = ()) -> list[Match]:
        """The edges among these pairs of quotes, each once and none that is `known`."""
        seen = {(match.left, match.right) for match in known}
        found: list[Match] = []
        for pair in pairs:
            left, right = sorted(pair, key=lambda quote: quote.quote_id)
            ends = (left.quote_id, right.quote_id)
            if left.quote_id == right.quote_id or ends in seen:
                continue
            seen.add(ends)
            match = self._matcher.match(left, right)
            if match is not None:
                found.append(match)
        return found

    def _regroup(self, repositories: Repositories, quote_ids: Sequence[str]) -> None:
        """Draw the statements of the components anew in which these new quotes lie."""
        waiting = dict.fromkeys(quote_ids)
        while waiting:
            quote_id = next(iter(waiting))
            component = repositories.matches.component(quote_id, most=self._bounds.component)
            if component is None:
                self._attach(repositories, quote_id)
                del waiting[quote_id]
                continue
            repositories.statements.regroup(self._clusters(repositories, component, added=waiting))
            waiting = {waits: None for waits in waiting if waits not in component}

    def _clusters(
        self, repositories: Repositories, component: Collection[str], *, added: Collection[str]
    ) -> tuple[tuple[str, ...], ...]:
        """The statements of a component, after comparisons that were saved and now matter have been made."""
        seen = repositories.quotes.appearances(component)
        ordered = [seen[quote_id] for quote_id in sorted(seen)]
        edges = list(repositories.matches.edges(component))
        clusters = self._matcher.cluster(ordered, edges)
        if len(component) > self._bounds.of_statement:
            owners = repositories.statements.of_quotes(component)
            pairs = [*_led_by(added, clusters), *_parted(owners, clusters)]
            found = self._matches(((seen[one], seen[other]) for one, other in pairs), known=edges)
            if found:
                repositories.matches.add(found)
                clusters = self._matcher.cluster(ordered, [*edges, *found])
        return clusters

    def _attach(self, repositories: Repositories, quote_id: str) -> None:
        """Let a quote of a very large component join the statement whose leading quote it matches best, if any."""
        ends = {
            match.left if match.right == quote_id else match.right: match.score
            for match in repositories.matches.of(quote_id)
        }
        leading = repositories.statements.leading(set(repositories.statements.of_quotes(ends).values()))
        ranked = [
            (-ends[leader], place, statement_id)
            for statement_id, leaders in leading.items()
            for place, leader in enumerate(leaders)
            if leader in ends
        ]
        if ranked:
            _, _, best = min(ranked)
            repositories.statements.attach(quote_id, statement_id=best)
        else:
            repositories.statements.regroup([(quote_id,)])


def _led_by(added: Collection[str], clusters: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Every new quote that now leads a cluster, with every quote there is: it decides who belongs to it."""
    leading = [quote_id for cluster in clusters for quote_id in cluster[:LEADING] if quote_id in added]
    return [(leader, other) for leader in leading for cluster in clusters for other in cluster]


def _parted(owners: Mapping[str, str], clusters: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Every quote that would leave its statement, with the leading quotes of the cluster that most of it went to."""
    shares: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for number, cluster in enumerate(clusters):
        for quote_id in cluster:
            if quote_id in owners:
                shares[owners[quote_id]][number] += 1
    heirs = {owner: min(share, key=lambda number: (-share[number], number)) for owner, share in shares.items()}
    return [
        (quote_id, leader)
        for number, cluster in enumerate(clusters)
        for quote_id in cluster
        if quote_id in owners and heirs[owners[quote_id]] != number
        for leader in clusters[heirs[owners[quote_id]]][:LEADING]
    ]
