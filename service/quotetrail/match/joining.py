"""Clusters that are one statement after all: a cluster grows quote by quote, and what came too early started its own.

Clusters that hold copies of each other are one statement, for what was said in the same words is no step at all. So are
clusters whose leaders match on the whole, not merely one with one (average linkage, not single). Neither joins what is
known to contradict each other, nor the words of persons that differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from quotetrail.match.ties import Ties
from quotetrail.model import Appearance, Speaker

SameSpeaker = Callable[[Speaker | None, Speaker | None], float]


@dataclass(slots=True)
class Cluster:
    """A cluster while it grows; the fullest wording is the first leader and the first member."""

    number: int
    leaders: list[Appearance]
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Statements:
    """What the statements hold that clusters make: their quotes, and the speakers of those that lead."""

    quotes: dict[int, set[str]]
    speakers: dict[int, set[Speaker | None]]
    against: Mapping[str, AbstractSet[str]]
    ties: Ties
    same_speaker: SameSpeaker

    @classmethod
    def of(
        cls,
        clusters: Sequence[Cluster],
        *,
        against: Mapping[str, AbstractSet[str]],
        ties: Ties,
        same_speaker: SameSpeaker,
    ) -> Statements:
        """Clusters that `ties` hold together are one statement; `against` are the quotes that each contradicts."""
        quotes: defaultdict[int, set[str]] = defaultdict(set)
        speakers: defaultdict[int, set[Speaker | None]] = defaultdict(set)
        for one in clusters:
            quotes[ties.statement(one.number)].update(one.members)
            speakers[ties.statement(one.number)].update(leader.speaker for leader in one.leaders)
        return cls(quotes, speakers, against, ties, same_speaker)

    def join(self, one: Cluster, other: Cluster) -> None:
        """Make the statements of two clusters one, unless something speaks against it."""
        here, there = self.ties.statement(one.number), self.ties.statement(other.number)
        if here == there or not self._may(one.members[0], here, there):
            return
        self.ties.place(one.members[0], other.number)
        joined = self.ties.statement(there)
        quotes, speakers = self.quotes[here] | self.quotes[there], self.speakers[here] | self.speakers[there]
        self.quotes[joined], self.speakers[joined] = quotes, speakers

    def _may(self, member: str, here: int, there: int) -> bool:
        if not self.ties.allows(member, there):
            return False
        if any(not self.against[quote].isdisjoint(self.quotes[there]) for quote in self.quotes[here]):
            return False
        return all(self.same_speaker(one, other) for one in self.speakers[here] for other in self.speakers[there])


def join(
    clusters: Sequence[Cluster],
    *,
    copies: Iterable[tuple[str, str]],
    scores: Mapping[tuple[str, str], float],
    agreeing: float,
    statements: Statements,
) -> None:
    """Join what `copies` (pairs of quotes in the same words) connect; then, best first, what agrees on the whole.

    Two clusters agree on the whole if of all pairs of their leaders more than the share `agreeing` has a score. A
    function of what is given, never of its order.
    """
    homes = {member: one for one in clusters for member in one.members}
    for left, right in sorted({pair(*both) for both in copies if both[0] in homes and both[1] in homes}):
        statements.join(homes[left], homes[right])
    for first, second in _agreeing(clusters, scores, agreeing):
        statements.join(clusters[first], clusters[second])


def _agreeing(
    clusters: Sequence[Cluster], scores: Mapping[tuple[str, str], float], agreeing: float
) -> list[tuple[int, int]]:
    """Numbers of two clusters that agree on the whole, those with the best score first."""
    led = {leader.quote_id: one.number for one in clusters for leader in one.leaders}
    found: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for (left, right), score in scores.items():
        if left in led and right in led and led[left] != led[right]:
            first, second = sorted((led[left], led[right]))
            found[first, second].append(score)
    ranked = [
        (-max(given), first, second)
        for (first, second), given in found.items()
        if len(given) > agreeing * len(clusters[first].leaders) * len(clusters[second].leaders)
    ]
    return [(first, second) for _, first, second in sorted(ranked)]


def pair(left: str, right: str) -> tuple[str, str]:
    """Two quote ids in the order in which pairs are kept."""
    return (left, right) if left < right else (right, left)
