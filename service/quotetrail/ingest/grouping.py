"""New quotes find the stored ones that carry the same statement, and the statements around them are drawn anew.

An edge between two quotes depends on these two alone, and a connected component of edges is grouped by what it
holds, not by when it came. So any order of posting gives the same partition, as long as the bounds are not reached.
What people decided belongs to what a component holds, whenever they decided it (docs/decisions/0012).
Where words are repeated beyond them, a new quote is compared with those that lead their statements; what comes to lead
is compared with all, and no statement is parted merely because a comparison was saved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotetrail.ingest.nearby import Nearby
from quotetrail.match.matcher import Matcher
from quotetrail.match.vectors import Codes, Sketch
from quotetrail.model import Appearance, Match, Tier
from quotetrail.store.database import Repositories
from quotetrail.store.decisions import Decided, DecisionKind
from quotetrail.store.statements import LEADING, Passed

TOGETHER = 64  # new quotes whose candidates are looked up in one go, which bounds the memory
MOST_REASONS = 3  # matches that are named for quotes that went to another statement

Clusters = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one step of work may cost; chosen for bounded time, not for quality.

    `bucket`: quotes read of one key (the oldest). `pool`: quotes that one generator of candidates ranks, `generated`:
    those that it gives. `candidates`: those of all generators together that a new quote is compared with, `looked_up`
    those that a pasted text is compared with, `of_statement` of one statement at most. `component`: quotes that are
    grouped together; in a larger component a new quote joins the statement whose leading quotes it matches best,
    and what is grouped stays as it is. `together`: code points detected in one batch.
    """

    bucket: int = 64
    pool: int = 64
    generated: int = 32
    candidates: int = 64
    looked_up: int = 24
    of_statement: int = 12
    component: int = 500
    together: int = 200_000


class Candidate(NamedTuple):
    """A stored quote to compare with, the code of its vector, and its statement."""

    seen: Appearance
    code: Codes | None
    statement_id: str | None


class Grouping:
    """Keys, matches and statements of quotes, kept up to date inside a write transaction of the caller."""

    __slots__ = ("_bounds", "_matcher", "_nearby")

    def __init__(self, *, matcher: Matcher, bounds: Bounds) -> None:
        self._matcher = matcher
        self._bounds = bounds
        self._nearby = Nearby(
            search=matcher.vectoriser.search,
            bucket=bounds.bucket,
            pool=bounds.pool,
            generated=bounds.generated,
            of_statement=bounds.of_statement,
        )

    def candidates(
        self, repositories: Repositories, sketches: Sequence[Sketch], *, without: Sequence[str | None], most: int
    ) -> list[list[Candidate]]:
        """For each sketch at most `most` stored quotes to compare with, but for the one `without`.

        The best of each generator in turn; a statement is there with its leading quotes first. Bounded, deterministic;
        several together cost less than one by one.
        """
        near = self._nearby.near(repositories, sketches, without=without, most=most)
        known = repositories.quotes.numbered({named.number for each in near for named in each})
        return [[Candidate(*known[named.number], named.statement_id) for named in each] for each in near]

    def add(self, repositories: Repositories, sketches: Mapping[str, Sketch]) -> tuple[Decided, ...]:
        """Index the stored quotes of one new article, given with their sketches, and put each into a statement.

        Tells what that changed for the statements there were.
        """
        if not sketches:
            return ()
        repositories.keys.add({quote_id: sketch.keys for quote_id, sketch in sketches.items()})
        repositories.vectors.add(sketches)
        added = repositories.quotes.appearances(list(sketches))
        codes = {quote_id: sketch.code for quote_id, sketch in sketches.items()}
        pairs: list[tuple[Appearance, Appearance]] = []
        ids = list(added)
        for begin in range(0, len(ids), TOGETHER):
            some = ids[begin : begin + TOGETHER]
            asking = [sketches[quote_id] for quote_id in some]
            near = self.candidates(repositories, asking, without=some, most=self._bounds.candidates)
            pairs += ((added[quote_id], one.seen) for quote_id, ones in zip(some, near, strict=True) for one in ones)
            codes.update({one.seen.quote_id: one.code for ones in near for one in ones if one.code is not None})
        found = self._matches(pairs, codes)
        repositories.matches.add(found)
        firm = (match for match in found if match.tier is Tier.CONFIRMED)
        matched = {quote_id for match in firm for quote_id in (match.left, match.right)}
        repositories.statements.regroup([(quote_id,) for quote_id in sorted(added) if quote_id not in matched])
        return self._regroup(repositories, sorted(matched.intersection(added)))

    def redraw(self, repositories: Repositories, quote_ids: Iterable[str], *, because: str) -> tuple[Decided, ...]:
        """Draw the statements of these quotes anew, after people decided something about them; tells what changed."""
        went: list[Passed] = []
        drawn: set[str] = set()
        beyond: list[str] = []
        for quote_id in quote_ids:
            if quote_id in drawn:
                continue
            around = self._around(repositories, quote_id)
            if around is None:
                beyond.append(quote_id)
                continue
            drawn.update(quote for component in around for quote in component)
            clusters = [self._clusters(repositories, component, added=())[0] for component in around]
            went += repositories.statements.regroup([cluster for part in clusters for cluster in part])
        went += self._settle(repositories, beyond)
        return tuple(self.decided(each, reasons=(because,)) for each in went)

    def _matches(
        self,
        pairs: Collection[tuple[Appearance, Appearance]],
        codes: Mapping[str, Codes],
        *,
        known: Iterable[Match] = (),
    ) -> list[Match]:
        """The edges among these pairs of quotes, each once and none that is `known`; `codes` are their vectors."""
        seen = {(match.left, match.right) for match in known}
        found: list[Match] = []
        glances = self._matcher.glances(codes)
        for pair in pairs:
            left, right = sorted(pair, key=lambda quote: quote.quote_id)
            ends = (left.quote_id, right.quote_id)
            if left.quote_id == right.quote_id or ends in seen:
                continue
            seen.add(ends)
            if not glances.worth(left, right):
                continue
            match = self._matcher.match(left, right, cosine=glances.cosine(left, right))
            if match is not None:
                found.append(match)
        return found

    def _regroup(self, repositories: Repositories, quote_ids: Sequence[str]) -> tuple[Decided, ...]:
        """Draw the statements of the components anew in which these new quotes lie; tells what changed for others."""
        decided: list[Decided] = []
        waiting = dict.fromkeys(quote_ids)
        while waiting:
            quote_id = next(iter(waiting))
            component = repositories.matches.component(quote_id, most=self._bounds.component)
            if component is None:
                self._attach(repositories, quote_id)
                del waiting[quote_id]
                continue
            clusters, edges = self._clusters(repositories, component, added=waiting)
            passed = repositories.statements.regroup(clusters)
            decided += [self.decided(went, reasons=_reasons(went, clusters, edges)) for went in passed]
            waiting = {waits: None for waits in waiting if waits not in component}
        return tuple(decided)

    def _clusters(
        self, repositories: Repositories, component: Collection[str], *, added: Collection[str]
    ) -> tuple[Clusters, list[Match]]:
        """The statements of a component with its edges, after comparisons that were saved and now matter are made."""
        seen = repositories.quotes.appearances(component)
        ordered = [seen[quote_id] for quote_id in sorted(seen)]
        edges = list(repositories.matches.edges(component))
        ties = {said.value: pairs for said, pairs in repositories.constraints.among(component).items()}
        clusters = self._matcher.cluster(ordered, edges, **ties)
        if len(component) > self._bounds.of_statement:
            owners = repositories.statements.of_quotes(component)
            pairs = [*_led_by(added, clusters), *_parted(owners, clusters)]
            codes = repositories.vectors.codes({quote_id for pair in pairs for quote_id in pair})
            found = self._matches([(seen[one], seen[other]) for one, other in pairs], codes, known=edges)
            if found:
                repositories.matches.add(found)
                edges += found
                clusters = self._matcher.cluster(ordered, edges, **ties)
        return clusters, edges

    def _around(self, repositories: Repositories, quote_id: str) -> list[frozenset[str]] | None:
        """The components of a quote and of all that shares a statement with what they hold; None beyond the bounds."""
        around: list[frozenset[str]] = []
        seen: set[str] = set()
        waiting = set(repositories.statements.mates([quote_id]))
        if len(waiting) > self._bounds.component:
            return None
        while waiting:
            component = repositories.matches.component(min(waiting), most=self._bounds.component)
            if component is None:
                return None
            around.append(component)
            seen |= component
            waiting = (waiting | repositories.statements.mates(component)) - seen
        return around

    def _settle(self, repositories: Repositories, quote_ids: Sequence[str]) -> list[Passed]:
        """In very large components, do to the statements of these quotes what people decided, and leave all else.

        What is kept apart parts first, so that what is then joined takes nothing along that belongs elsewhere.
        """
        went = [passed for quote_id in quote_ids for passed in self._part(repositories, quote_id)]
        for quote_id in quote_ids:
            went += [*self._join(repositories, quote_id), *self._part(repositories, quote_id)]
        return went

    def _join(self, repositories: Repositories, quote_id: str) -> Iterator[Passed]:
        """Make one of the statements that hold parts of a quote's unit; the largest keeps its id."""
        kept = repositories.statements
        for mate in sorted(repositories.constraints.unit(quote_id)):
            sizes = kept.sizes(set(kept.of_quotes([quote_id, mate]).values()))
            larger = min(sizes, key=lambda name: (-sizes[name], name))
            for old in sizes.keys() - {larger}:
                yield kept.absorb(old, into=larger)

    def _part(self, repositories: Repositories, quote_id: str) -> Iterator[Passed]:
        """Let units leave a quote's statement, the most barred first, until nothing in it is to be kept apart."""
        kept = repositories.statements
        statement_id = kept.of_quotes([quote_id])[quote_id]
        while barred := repositories.constraints.barred(statement_id, statement_id):
            shares = Counter(end for pair in barred for end in pair)
            leaving = repositories.constraints.unit(min(shares, key=lambda end: (-shares[end], end)))
            owners = kept.of_quotes(leaving)
            yield kept.release(sorted(end for end in leaving if owners.get(end) == statement_id))

    @property
    def matcher_version(self) -> str:
        """Whose decisions these are."""
        return self._matcher.matcher_version

    def decided(self, went: Passed, *, reasons: tuple[str, ...]) -> Decided:
        """What the log says of quotes that went to another statement."""
        kind = DecisionKind.REGROUPED
        if went.retired or went.founded:
            kind = DecisionKind.MERGED if went.retired else DecisionKind.SPLIT
        return Decided(
            kind=kind,
            matcher_version=self.matcher_version,
            statements=(went.old, went.new),
            quotes=(went.quotes,),
            reasons=reasons,
        )

    def _attach(self, repositories: Repositories, quote_id: str) -> None:
        """Let a quote of a very large component join the statement whose leading quote it matches best, if any."""
        ends = {
            match.left if match.right == quote_id else match.right: match.score
            for match in repositories.matches.of(quote_id)
            if match.tier is Tier.CONFIRMED
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


def _reasons(went: Passed, clusters: Clusters, edges: Sequence[Match]) -> tuple[str, ...]:
    """The best matches that hold quotes in the statement they went to."""
    gone = frozenset(went.quotes)
    (now,) = (frozenset(cluster) for cluster in clusters if went.quotes[0] in cluster)
    holding = [
        match
        for match in edges
        if match.tier is Tier.CONFIRMED
        and {match.left, match.right} <= now
        and (match.left in gone) != (match.right in gone)
    ]
    best = sorted(holding, key=lambda match: (-match.score, match.left, match.right))[:MOST_REASONS]
    if not best:
        return (f"They match none of the quotes that lead {went.old} now.",)
    return tuple(f"{match.left} and {match.right}: {match.relation.value}, {match.score:.2f}" for match in best)


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
