"""Chains: the most probable way of one statement through the articles that carry it.

All appearances are nodes; every matched pair may be a step either way, weighed by `evidence`; an outlet that an article
credits, or nothing known, is the root. The tree with the most evidence is the chain, and a link's confidence is the
share of that step among all trees (`arborescence`), so two copies that nothing sets in order get at most one half each.
The result depends on the set of inputs, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heappop, heappush
from math import exp, inf, log

import numpy as np

from quotetrail.model import (
    Appearance,
    Article,
    Chain,
    Direction,
    Evidence,
    Link,
    Match,
    Relation,
    Statement,
)
from quotetrail.trace import notes
from quotetrail.trace.arborescence import Scores, best_tree, step_probabilities
from quotetrail.trace.dossier import Dossier, DossierReader
from quotetrail.trace.evidence import Side, Step, Weigher
from quotetrail.trace.origin import find_origin
from quotetrail.trace.reuse import Reuse
from quotetrail.trace.weights import Weights

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Outside:
    """An outlet that an article credits and of which no article is at hand."""

    name: str
    weight: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ChainBuilder:
    """Builds chains with the readers' dossiers and the weights."""

    reader: DossierReader
    weigher: Weigher
    weights: Weights

    def build(
        self,
        *,
        statement: Statement,
        appearances: Sequence[Appearance],
        articles: Mapping[str, Article],
        matches: Sequence[Match],
        now: datetime | None,
    ) -> Chain:
        """The chain of a statement; see `tracer.Tracer.trace`."""
        dossiers = self._dossiers(appearances, articles, now=now)
        nodes = sorted(
            {appearance.quote_id: appearance for appearance in appearances}.values(),
            key=lambda node: (
                _time(dossiers[node.article_id]),
                node.article_id,
                node.position,
                node.quote_id,
            ),
        )
        traced, untraced = nodes[: self.weights.appearances], nodes[self.weights.appearances :]
        steps = self._steps(traced, dossiers, matches)
        outside = [self._outside(node, number, traced, dossiers, steps) for number, node in enumerate(traced)]
        scores = self._scores(len(traced), steps, outside)
        sources = best_tree(scores)
        probabilities = step_probabilities(self._all_ways(scores, outside))
        links = [
            self._link(node, sources[number], probabilities[:, number], traced, outside[number], steps.get(number, {}))
            for number, node in enumerate(traced)
        ]
        order = _in_time(sources, [_time(dossiers[node.article_id]) for node in traced])
        labels = {article_id: dossier.label for article_id, dossier in dossiers.items()}
        dated = [node for node in nodes if _time(dossiers[node.article_id]) < inf]
        return Chain(
            statement_id=statement.id,
            origin=find_origin(
                traced,
                independence=[float(value) for value in probabilities[-1, : len(traced)]],
                labels=labels,
                ceiling=self.weights.ceiling,
            ),
            appearances=(*(traced[number] for number in order), *untraced),
            links=(*(links[number] for number in order), *(_untraced(node) for node in untraced)),
            first_seen=dated[0].quote_id if dated else None,
            notes=notes.write(
                [traced[number] for number in order],
                links=[links[number] for number in order],
                dossiers=dossiers,
                rivals=self._rivals(traced, sources, probabilities),
                untraced=len(untraced),
                first_seen=dated[0] if dated else None,
            ),
        )

    def _dossiers(
        self, appearances: Sequence[Appearance], articles: Mapping[str, Article], *, now: datetime | None
    ) -> dict[str, Dossier]:
        """A dossier of every article; of one that is not at hand, what the appearance tells of it."""
        at_hand: dict[str, Article] = {}
        for appearance in sorted(appearances, key=lambda one: one.quote_id):
            stand_in = Article(text="", outlet=appearance.outlet, published=appearance.published)
            at_hand.setdefault(appearance.article_id, articles.get(appearance.article_id, stand_in))
        labels = self.reader.labels(at_hand)
        return {
            article_id: self.reader.read(article, article_id=article_id, label=labels[article_id], now=now)
            for article_id, article in at_hand.items()
        }

    def _steps(
        self, nodes: Sequence[Appearance], dossiers: Mapping[str, Dossier], matches: Sequence[Match]
    ) -> dict[int, dict[int, Step]]:
        """Every possible step, by target, then source."""
        pairs = self._pairs(nodes, matches)
        support = _support(nodes, pairs)
        sides = [Side(node, dossiers[node.article_id], len(support[number])) for number, node in enumerate(nodes)]
        reuses: dict[tuple[str, str], Reuse] = {}
        steps: dict[int, dict[int, Step]] = defaultdict(dict)
        for (first, second), match in sorted(pairs.items()):
            left, right = nodes[first], nodes[second]
            if left.article_id == right.article_id:
                continue
            articles = (left.article_id, right.article_id)
            if articles not in reuses:
                reuses[articles] = self.reader.reuse.compare(dossiers[articles[0]].text, dossiers[articles[1]].text)
            forth, back = self.weigher.both_ways(
                sides[first], sides[second], match, reuses[articles], numbers=(first, second)
            )
            steps[second][first] = forth
            steps[first][second] = back
        for target in sorted(steps):
            steps[target] = self._with_closest(nodes, steps[target], dossiers[nodes[target].article_id].label, dossiers)
        self._add_repeats(nodes, pairs, steps)
        return steps

    def _pairs(self, nodes: Sequence[Appearance], matches: Sequence[Match]) -> dict[tuple[int, int], Match]:
        """The best match of each pair of nodes, of each node no more than a bounded number."""
        number_of = {node.quote_id: number for number, node in enumerate(nodes)}
        best: dict[tuple[int, int], Match] = {}
        for match in sorted(matches, key=_match_order):
            if match.left in number_of and match.right in number_of and match.left != match.right:
                first, second = sorted((number_of[match.left], number_of[match.right]))
                best.setdefault((first, second), match)
        of_node: dict[int, list[tuple[float, int, tuple[int, int]]]] = defaultdict(list)
        for pair, match in best.items():
            of_node[pair[0]].append((-match.score, pair[1], pair))
            of_node[pair[1]].append((-match.score, pair[0], pair))
        kept = {pair for found in of_node.values() for _, _, pair in sorted(found)[: self.weights.candidates]}
        return {pair: match for pair, match in best.items() if pair in kept}

    def _with_closest(
        self, nodes: Sequence[Appearance], steps: Mapping[int, Step], target: str, dossiers: Mapping[str, Dossier]
    ) -> dict[int, Step]:
        """Steps into one node, with the evidence of paragraphs that follow one candidate article and no other."""
        following: dict[int, set[str]] = defaultdict(set)
        of_article: dict[str, set[int]] = {}
        for source, step in steps.items():
            if step.reuse is not None and step.reuse.reused and step.lead >= 0:
                of_article[nodes[source].article_id] = {pair.right for pair in step.reuse.aligned}
        for article_id, paragraphs in of_article.items():
            for paragraph in paragraphs:
                following[paragraph].add(article_id)
        if len(of_article) < 2:  # noqa: PLR2004  # with one candidate there is nothing to be closest to
            return dict(steps)
        bond = self.weights.bond
        closer: dict[int, Step] = {}
        for source, step in steps.items():
            article_id = nodes[source].article_id
            alone = sum(len(following[paragraph]) == 1 for paragraph in of_article.get(article_id, ()))
            if alone:
                text = (
                    f"{alone} paragraph{'' if alone == 1 else 's'} of {target} stand in {dossiers[article_id].label} "
                    "and in no other article that could be the source"
                )
                evidence = Evidence("closest", min(bond.closest_most, bond.closest * alone), text)
                closer[source] = replace(step, bond=(*step.bond, evidence))
            else:
                closer[source] = step
        return closer

    def _add_repeats(
        self, nodes: Sequence[Appearance], pairs: Mapping[tuple[int, int], Match], steps: dict[int, dict[int, Step]]
    ) -> None:
        """Steps between appearances in one article: each of the others comes from the fullest."""
        of_article: dict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(nodes):
            of_article[node.article_id].append(number)
        for numbers in of_article.values():
            fullest = min(numbers, key=lambda number: (-len(nodes[number].text), nodes[number].position, number))
            for number in numbers:
                if number != fullest:
                    match = pairs.get((min(fullest, number), max(fullest, number)))
                    inverse = match is not None and match.left != nodes[fullest].quote_id
                    steps[number][fullest] = self.weigher.again(fullest, number, match, inverse=inverse)

    def _outside(
        self,
        node: Appearance,
        number: int,
        nodes: Sequence[Appearance],
        dossiers: Mapping[str, Dossier],
        steps: Mapping[int, Mapping[int, Step]],
    ) -> tuple[Outside, ...]:
        """The outlets that an appearance or its article credits, best first; those at hand are steps instead."""
        same = self.weigher.credits.outlets.same
        at_hand = [dossiers[nodes[source].article_id].outlet for source in steps.get(number, {})]
        found: dict[str, list[Evidence]] = defaultdict(list)
        for credit in (*self.weigher.credits.of_appearance(node), *dossiers[node.article_id].credits):
            if not any(same(credit.outlet.name, outlet) for outlet in at_hand):
                text = f"{dossiers[node.article_id].label} says “{' '.join(credit.text.split())}”"
                found[credit.outlet.name].append(Evidence(credit.kind, self.weights.of_credit(credit), text))
        outside = (
            Outside(name, max(item.weight for item in evidence), tuple(evidence)) for name, evidence in found.items()
        )
        return tuple(sorted(outside, key=lambda one: (-one.weight, one.name)))

    def _scores(
        self, number: int, steps: Mapping[int, Mapping[int, Step]], outside: Sequence[tuple[Outside, ...]]
    ) -> Scores:
        """The score of every step; the root's is that of the best outlet credited, or zero for nothing known."""
        scores = np.full((number + 1, number + 1), -np.inf)
        for target, sources in steps.items():
            for source, step in sources.items():
                scores[source, target] = max(self.weights.floor, step.score)
        for target, outlets in enumerate(outside):
            scores[number, target] = max([0.0, *(one.weight for one in outlets)])
        return scores

    def _all_ways(self, scores: Scores, outside: Sequence[tuple[Outside, ...]]) -> Scores:
        """The same scores with all ways from the root taken together."""
        together = scores.copy()
        for target, outlets in enumerate(outside):
            together[-1, target] = log(1 + sum(exp(one.weight) for one in outlets))
        return together

    def _link(
        self,
        node: Appearance,
        source: int,
        probabilities: Scores,
        nodes: Sequence[Appearance],
        outside: tuple[Outside, ...],
        steps: Mapping[int, Step],
    ) -> Link:
        root = len(nodes)
        if source < root:
            step = steps[source]
            return Link(
                appearance=node.quote_id,
                source=nodes[source].quote_id,
                source_name=None,
                relation=step.relation,
                direction=Direction.SETTLED if step.lead >= self.weights.settled else Direction.OPEN,
                confidence=self.weights.ceiling * float(probabilities[source]),
                evidence=_strongest_first((*step.bond, *step.heading)),
                drift=step.drift,
            )
        from_root = self.weights.ceiling * float(probabilities[root])
        ways = 1 + sum(exp(one.weight) for one in outside)
        best = outside[0] if outside and outside[0].weight > 0 else None
        return Link(
            appearance=node.quote_id,
            source=None,
            source_name=best.name if best is not None else None,
            relation=None,
            direction=Direction.SETTLED if best is not None else Direction.OPEN,
            confidence=from_root * (exp(best.weight) if best is not None else 1.0) / ways,
            evidence=best.evidence if best is not None else (),
            drift=(),
        )

    def _rivals(
        self, nodes: Sequence[Appearance], sources: Sequence[int], probabilities: Scores
    ) -> dict[str, tuple[Appearance, float]]:
        """For each quote id the second most probable source, where it is worth naming."""
        rivals: dict[str, tuple[Appearance, float]] = {}
        for target, chosen in enumerate(sources):
            others = [
                (-float(probabilities[source, target]), source) for source in range(len(nodes)) if source != chosen
            ]
            if others:
                probability, source = min(others)
                if -probability >= self.weights.rival:
                    rivals[nodes[target].quote_id] = (nodes[source], self.weights.ceiling * -probability)
        return rivals


def _time(dossier: Dossier) -> float:
    """Seconds since 1970 to the middle of the time an article can have been written in; infinite when unknown."""
    date = dossier.date
    if date.earliest is None or date.latest is None:
        return inf
    return ((date.earliest - _EPOCH).total_seconds() + (date.latest - _EPOCH).total_seconds()) / 2


def _in_time(sources: Sequence[int], times: Sequence[float]) -> list[int]:
    """The nodes in order of time; a source stands before what comes from it, an undated node right after its source."""
    root = len(sources)
    derived: dict[int, list[int]] = defaultdict(list)
    for node, source in enumerate(sources):
        derived[source].append(node)
    waiting: list[tuple[float, int]] = []
    for node in derived[root]:
        heappush(waiting, (_earliest_below(node, derived, times), node))
    order = []
    while waiting:
        time, node = heappop(waiting)
        order.append(node)
        for below in derived[node]:
            heappush(waiting, (max(time, times[below]) if times[below] < inf else time, below))
    return order


def _earliest_below(node: int, derived: Mapping[int, Sequence[int]], times: Sequence[float]) -> float:
    """A node's time; if it has none, the earliest of those that come from it, which cannot be earlier."""
    if times[node] < inf:
        return times[node]
    earliest = inf
    stack = [node]
    while stack:
        at = stack.pop()
        earliest = min(earliest, times[at])
        stack.extend(derived.get(at, ()))
    return earliest


def _support(nodes: Sequence[Appearance], pairs: Mapping[tuple[int, int], Match]) -> dict[int, set[str]]:
    """For each node the other articles that have its very wording."""
    support: dict[int, set[str]] = {number: set() for number in range(len(nodes))}
    for (first, second), match in pairs.items():
        if match.relation is Relation.VERBATIM and nodes[first].article_id != nodes[second].article_id:
            support[first].add(nodes[second].article_id)
            support[second].add(nodes[first].article_id)
    return support


def _strongest_first(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (-abs(one.weight), one.kind, one.text)))


def _match_order(match: Match) -> tuple[object, ...]:
    """Best first; everything that can differ takes part, so that no order of the input shows through."""
    drift = tuple((change.kind, change.before, change.after) for change in match.drift)
    return (-match.score, match.left, match.right, match.relation, match.reasons, drift)


def _untraced(node: Appearance) -> Link:
    return Link(
        appearance=node.quote_id,
        source=None,
        source_name=None,
        relation=None,
        direction=Direction.OPEN,
        confidence=0.0,
        evidence=(),
        drift=(),
    )
