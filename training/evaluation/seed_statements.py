"""How well the quotes of the seeds are gathered to statements: what belongs together and how, what is joined wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from quotetrail.ingest.pipeline import Pipeline
from quotetrail.model import COMMUNICATION, Article, Match, Quote, Relation, Span
from training.evaluation.counts import percent
from training.evaluation.seed_gold import SeedGold, overlap
from training.evaluation.seeds import SAME_CONTENT

RELATIONS = Path(__file__).parent / "gold" / "seed-relations.json"


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """Two attributions of one statement, and every relation between them that is right."""

    left: str
    right: str
    accepted: frozenset[Relation]


@dataclass(frozen=True, slots=True)
class SeedRelations:
    """`within` the required statements; `suggested`: pairs that must be one statement or at least suggested to be."""

    within: tuple[GoldRelation, ...]
    suggested: tuple[GoldRelation, ...]

    @classmethod
    def read(cls, path: Path = RELATIONS) -> SeedRelations:
        """Read the gold as it lies in the repository."""
        raw = json.loads(path.read_bytes())
        within = (row for rows in raw["statements"].values() for row in rows)
        return cls(tuple(map(_relation, within)), tuple(map(_relation, raw["suggested"])))


@dataclass(frozen=True, slots=True)
class StatementScore:
    """`whole`: gold statements whose members are all in one statement of ours; `torn`: those that are not, with why.

    `false_merges` are pairs of attributions in one statement that no gold statement holds: of two articles, or of one
    at places that do not overlap. `related` counts the pairs whose stored relation is right, `misread` says of the
    others what was stored; `missing` are the pairs to suggest that are neither one statement nor suggested.
    """

    whole: tuple[str, ...]
    torn: Mapping[str, str]
    false_merges: tuple[tuple[str, str], ...]
    related: int = 0
    misread: tuple[str, ...] = ()
    suggested: int = 0
    missing: tuple[str, ...] = ()

    def figures(self) -> dict[str, float]:
        """In per cent, but for `merged_wrong`, which counts."""
        return {
            "statements_whole": round(percent(len(self.whole), len(self.whole) + len(self.torn)), 1),
            "relations": round(percent(self.related, self.related + len(self.misread)), 1),
            "suggested": round(percent(self.suggested, self.suggested + len(self.missing)), 1),
            "merged_wrong": float(len(self.false_merges)),
        }

    def report(self) -> str:
        """Write one line a case that is torn, merged wrongly, misread or missing."""
        lines = [f"torn: {statement}: {why}" for statement, why in self.torn.items()]
        lines += [f"merged wrongly: {left} {right}" for left, right in self.false_merges]
        lines += [f"relation: {case}" for case in self.misread]
        return "\n".join([*lines, *(f"not suggested: {case}" for case in self.missing)])


def score(gold: SeedGold, texts: Mapping[str, str], pipeline: Pipeline) -> StatementScore:
    """Post the seeds and compare; an attribution stands for the quote that overlaps it most, by half at least."""
    articles = {stem: Article(text=text, uri=f"seed:{stem}", language="en") for stem, text in texts.items()}
    pipeline.post(list(articles.values()))
    quotes = _quotes(gold, articles, pipeline)
    with pipeline.store.read() as repositories:
        statements = repositories.statements.of_quotes(list(quotes.values()))
        matches = {(match.left, match.right): match for match in repositories.matches.between(list(quotes.values()))}
    owner = {item: statements[quote] for item, quote in quotes.items()}
    whole, torn = [], {}
    for statement in gold.statements:
        if statement.optional:
            continue
        places = {member: owner.get(member) for member in statement.members}
        if None not in places.values() and len(set(places.values())) == 1:
            whole.append(statement.id)
        else:
            torn[statement.id] = ", ".join(f"{member} in {place or 'nothing'}" for member, place in places.items())
    relations = SeedRelations.read()
    misread = tuple(_misread(relations.within, quotes, matches))
    missing = tuple(_missing(relations.suggested, quotes, owner, matches))
    return StatementScore(
        whole=tuple(whole),
        torn=torn,
        false_merges=tuple(_false_merges(gold, owner)),
        related=len(relations.within) - len(misread),
        misread=misread,
        suggested=len(relations.suggested) - len(missing),
        missing=missing,
    )


def _quotes(gold: SeedGold, articles: Mapping[str, Article], pipeline: Pipeline) -> dict[str, str]:
    """The id of the quote that stands for each attribution that was found."""
    found: dict[str, str] = {}
    detections = pipeline.detector.detect(list(articles.values()))
    for (stem, article), detection in zip(articles.items(), detections, strict=True):
        for item in gold.attributions:
            if item.article == stem:
                quote = _nearest(item.readings, detection.only(COMMUNICATION).quotes)
                if quote is not None:
                    found[item.id] = quote.id(article.id)
    return found


def _nearest(readings: Sequence[Sequence[Span]], quotes: Sequence[Quote]) -> Quote | None:
    ranked = [(max(overlap(reading, quote.spans) for reading in readings), quote) for quote in quotes]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= SAME_CONTENT else None


def _misread(
    relations: Sequence[GoldRelation], quotes: Mapping[str, str], matches: Mapping[tuple[str, str], Match]
) -> Iterator[str]:
    for wanted in relations:
        match = _match(wanted, quotes, matches)
        if match is None or match.relation not in wanted.accepted:
            found = "no match" if match is None else match.relation
            yield f"{wanted.left} {wanted.right} {found}, not {' or '.join(sorted(wanted.accepted))}"


def _missing(
    relations: Sequence[GoldRelation],
    quotes: Mapping[str, str],
    owner: Mapping[str, str],
    matches: Mapping[tuple[str, str], Match],
) -> Iterator[str]:
    for wanted in relations:
        places = {owner.get(wanted.left), owner.get(wanted.right)}
        one = len(places) == 1 and None not in places
        if not one and _match(wanted, quotes, matches) is None:
            yield f"{wanted.left} {wanted.right}"


def _match(wanted: GoldRelation, quotes: Mapping[str, str], matches: Mapping[tuple[str, str], Match]) -> Match | None:
    ends = [quotes.get(wanted.left), quotes.get(wanted.right)]
    left, right = sorted(end for end in ends if end is not None) if None not in ends else ("", "")
    return matches.get((left, right))


def _false_merges(gold: SeedGold, owner: Mapping[str, str]) -> list[tuple[str, str]]:
    items = {item.id: item for item in gold.attributions}
    together = {pair for statement in gold.statements for pair in combinations(sorted(statement.members), 2)}
    return [
        (left, right)
        for left, right in combinations(sorted(owner), 2)
        if owner[left] == owner[right]
        and (left, right) not in together
        and (items[left].article != items[right].article or not overlap(items[left].spans, items[right].spans))
    ]


def _relation(raw: tuple[str, str, Sequence[str]]) -> GoldRelation:
    left, right, accepted = raw
    return GoldRelation(left, right, frozenset(map(Relation, accepted)))
