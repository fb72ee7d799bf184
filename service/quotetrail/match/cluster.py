"""Matches -> statements: leader clustering, a function of the set of quotes and matches and never of their order.

A quote joins a cluster only through a match with one of its few leaders, so a chain of small steps cannot join two
statements (single linkage would). It joins none that holds a quote which it is known to contradict: a wrong twin may
well match a loose translation of what it twists. Nor does it join by a translation alone where leaders in its own
language do not match it. Which clusters are one statement in the end: joining.py.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from quotetrail.match.joining import Cluster, Statements, join, pair
from quotetrail.match.ties import Ties
from quotetrail.match.wording import Wording
from quotetrail.model import Appearance, Match, Relation, Speaker, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderLimits:
    """Numbers of [cluster] in verify.toml."""

    leaders: int
    leader_score: float
    agreeing: float


def cluster(
    appearances: Iterable[Appearance],
    matches: Iterable[Match],
    *,
    read: Callable[[str, str], Wording],
    same_speaker: Callable[[Speaker | None, Speaker | None], float],
    limits: LeaderLimits,
    ties: Ties | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Partition the quote ids: each in exactly one cluster, exemplar first, clusters in order of their exemplars.

    The exemplar is the wording that most of the cluster's quotes have, of several the fullest: a copy that was
    machine-reworded and grew by it does not stand for the statement. After it come the leaders, fullest first. Matches
    with quotes that are not among `appearances` are ignored; of several matches of one pair the best counts. `ties`
    (new ones each time) hold what people decided: it outweighs every match.
    """
    ties, matches = ties or Ties(), tuple(matches)
    confirmed = [match for match in matches if match.tier is Tier.CONFIRMED]
    scores, against = _scores(confirmed), _against(matches)
    clusters: list[Cluster] = []
    ordered = _fullest_first(appearances, read)
    for appearance in ordered:
        allowed = [
            one
            for one in clusters
            if ties.allows(appearance.quote_id, one.number) and against[appearance.quote_id].isdisjoint(one.members)
        ]
        joined = _best(appearance, allowed, scores, same_speaker)
        ties.place(appearance.quote_id, len(clusters) if joined is None else joined.number)
        if joined is None:
            clusters.append(Cluster(number=len(clusters), leaders=[appearance], members=[appearance.quote_id]))
            continue
        joined.members.append(appearance.quote_id)
        close = scores.get(pair(appearance.quote_id, joined.members[0]), 0.0) >= limits.leader_score
        if close and len(joined.leaders) < limits.leaders:
            joined.leaders.append(appearance)
    join(
        clusters,
        copies=[(one.left, one.right) for one in confirmed if one.relation is Relation.VERBATIM],
        scores=scores,
        agreeing=limits.agreeing,
        statements=Statements.of(clusters, against=against, ties=ties, same_speaker=same_speaker),
    )
    wordings = {one.quote_id: read(one.text, one.language).fingerprint for one in ordered}
    places = {one.quote_id: place for place, one in enumerate(ordered)}
    statements = (
        sorted((member for number in one for member in clusters[number].members), key=places.__getitem__)
        for one in ties.statements()
    )
    return tuple(sorted(_exemplar_first(members, wordings) for members in statements))


def _exemplar_first(members: Sequence[str], wordings: Mapping[str, str]) -> tuple[str, ...]:
    """The members, fullest first, with the first one of the commonest wording in front."""
    common = Counter(wordings[member] for member in members)
    most = max(common.values())
    exemplar = next(member for member in members if common[wordings[member]] == most)
    return (exemplar, *(member for member in members if member != exemplar))


def _against(matches: Iterable[Match]) -> defaultdict[str, set[str]]:
    """The quotes that each is known to contradict."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in matches:
        if match.relation is Relation.CONTRADICTS:
            found[match.left].add(match.right)
            found[match.right].add(match.left)
    return found


def _scores(matches: Iterable[Match]) -> dict[tuple[str, str], float]:
    """The best score of each pair that the service stands for; what is merely suggested joins nothing."""
    scores: dict[tuple[str, str], float] = {}
    for match in matches:
        ends = pair(match.left, match.right)
        scores[ends] = max(match.score, scores.get(ends, 0.0))
    return scores


def _fullest_first(appearances: Iterable[Appearance], read: Callable[[str, str], Wording]) -> list[Appearance]:
    """Each quote once, the longest first, then by content, then by id: an order that the content alone decides."""

    def order(appearance: Appearance) -> tuple[int, str, str]:
        wording = read(appearance.text, appearance.language)
        return (-len(wording.words), wording.fingerprint, appearance.quote_id)

    ordered: dict[str, Appearance] = {}
    for appearance in sorted(appearances, key=order):
        ordered.setdefault(appearance.quote_id, appearance)
    return list(ordered.values())


def _best(
    appearance: Appearance,
    clusters: Sequence[Cluster],
    scores: Mapping[tuple[str, str], float],
    same_speaker: Callable[[Speaker | None, Speaker | None], float],
) -> Cluster | None:
    """The cluster with the leader that matches best; the earlier cluster where two match alike."""
    best: Cluster | None = None
    best_score = 0.0
    for one in clusters:
        found = [scores.get(pair(appearance.quote_id, leader.quote_id), 0.0) for leader in one.leaders]
        score = max(found)
        if (
            score > best_score
            and not _contradicted(appearance, one.leaders, found, same_speaker)
            and not _only_translated(appearance, one.leaders, found)
        ):
            best, best_score = one, score
    return best


def _only_translated(appearance: Appearance, leaders: Sequence[Appearance], found: Sequence[float]) -> bool:
    """Whether it matches in other languages alone, although some leaders are in its own.

    Two texts in one language are compared more surely than two in different ones. Of the pairs that
    stand together on eight generated streams .41 % were wrong without this, .33 % are with it; B-cubed F1 is the same
    to .0003.
    """
    own = [score for leader, score in zip(leaders, found, strict=True) if leader.language == appearance.language]
    return bool(own) and not any(own)


def _contradicted(
    appearance: Appearance,
    leaders: Sequence[Appearance],
    found: Sequence[float],
    same_speaker: Callable[[Speaker | None, Speaker | None], float],
) -> bool:
    """Whether a leader that does not match has another person as its speaker.

    Two persons may each match the words of an unnamed speaker; that does not make their words one statement.
    """
    return any(
        not score and not same_speaker(appearance.speaker, leader.speaker)
        for leader, score in zip(leaders, found, strict=True)
    )
