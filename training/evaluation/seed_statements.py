"""How well the quotes of the seeds are gathered to statements: which belong together, which were wrongly merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from quotetrail.ingest.pipeline import Pipeline
from quotetrail.model import COMMUNICATION, Article, Quote, Span
from training.evaluation.seed_gold import SeedGold, overlap
from training.evaluation.seeds import SAME_CONTENT


@dataclass(frozen=True, slots=True)
class StatementScore:
    """`whole`: gold statements whose members are all in one statement of ours; `torn`: those that are not, with why.

    `false_merges` are pairs of attributions of two articles in one statement that no gold statement holds.
    """

    whole: tuple[str, ...]
    torn: Mapping[str, str]
    false_merges: tuple[tuple[str, str], ...]


def score(gold: SeedGold, texts: Mapping[str, str], pipeline: Pipeline) -> StatementScore:
    """Post the seeds and compare; an attribution stands for the quote that overlaps it most, by half at least."""
    articles = {stem: Article(text=text, uri=f"seed:{stem}", language="en") for stem, text in texts.items()}
    pipeline.post(list(articles.values()))
    owner: dict[str, str] = {}
    detections = pipeline.detector.detect(list(articles.values()))
    for (stem, article), detection in zip(articles.items(), detections, strict=True):
        for item in gold.attributions:
            if item.article != stem:
                continue
            quote = _nearest(item.readings, detection.only(COMMUNICATION).quotes)
            if quote is not None:
                with pipeline.store.read() as repositories:
                    found = repositories.statements.of_quotes([quote.id(article.id)])
                owner[item.id] = found[quote.id(article.id)]
    whole, torn = [], {}
    for statement in gold.statements:
        if statement.optional:
            continue
        places = {member: owner.get(member) for member in statement.members}
        if None not in places.values() and len(set(places.values())) == 1:
            whole.append(statement.id)
        else:
            torn[statement.id] = ", ".join(f"{member} in {place or 'nothing'}" for member, place in places.items())
    return StatementScore(tuple(whole), torn, tuple(_false_merges(gold, owner)))


def _nearest(readings: Sequence[Sequence[Span]], quotes: Sequence[Quote]) -> Quote | None:
    ranked = [(max(overlap(reading, quote.spans) for reading in readings), quote) for quote in quotes]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= SAME_CONTENT else None


def _false_merges(gold: SeedGold, owner: Mapping[str, str]) -> list[tuple[str, str]]:
    article = {item.id: item.article for item in gold.attributions}
    together = {pair for statement in gold.statements for pair in combinations(sorted(statement.members), 2)}
    return [
        (left, right)
        for left, right in combinations(sorted(owner), 2)
        if owner[left] == owner[right] and article[left] != article[right] and (left, right) not in together
    ]
