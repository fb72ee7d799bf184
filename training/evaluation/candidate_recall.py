"""How often the candidates of a quote hold the other wording of its statement, by relation and by generator.

    python -m training.evaluation.candidate_recall [--data DIR] [--pairs 300] [--others 20000] [--json FILE]

Hides one wording of each pair among other sentences in a real store and looks for it with the other wording, once
without a speaker and once with the same speaker on the next day. Each generator alone gives at most 32 quotes, together
at most 64. `vector` reads the share of the vectors that it would read in a store of a million (in this one it could
read them all); `exact` compares with all. Takes three minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import select

from quotetrail.ingest.grouping import Bounds
from quotetrail.ingest.nearby import GENERATORS, Nearby
from quotetrail.match.matcher import Matcher
from quotetrail.match.vectors import Codes, Search
from quotetrail.model import Appearance, Article, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.store.database import Repositories, Store
from quotetrail.store.tables import quotes, vectors
from training.evaluation.candidate_pairs import Pair, others, pairs

SEED = 20261123
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
IN_ARTICLE = 100
SPEAKERS = 2_000  # the one of rank r speaks 1 / r as often as the first
DAYS = 365
A_MILLION = 1_000_000
FEWEST_REREAD = 64
KEYS = "keys"
EXACT = "exact"
ALL = "all"

Said = tuple[str, str, str, datetime]  # text, language, speaker, day


def stored(store: Store, matcher: Matcher, said: Sequence[Said]) -> list[str]:
    """Put what was said into the store; returns the quote ids in order."""
    ids: list[str] = []
    with store.write() as repositories:
        for begin in range(0, len(said), IN_ARTICLE):
            lines = said[begin : begin + IN_ARTICLE]
            article = Article("\n".join(text for text, *_ in lines), uri=f"tag:{begin}")
            found = list(_quotes(article, lines))
            repositories.articles.add(article, language="und", omitted=(), detector_version="", received=DAY)
            repositories.speakers.add({name for _, _, name, _ in lines})
            repositories.quotes.add(article.id, found)
            seen = [appearance for _, appearance in found]
            sketches = dict(zip((one.quote_id for one in seen), matcher.sketches(seen), strict=True))
            repositories.keys.add({quote_id: sketch.keys for quote_id, sketch in sketches.items()})
            repositories.vectors.add(sketches)
            ids += sketches
    return ids


def _quotes(article: Article, lines: Sequence[Said]) -> Iterator[tuple[Quote, Appearance]]:
    start = 0
    for said in lines:
        span = Span(start, start + len(said[0]))
        quote = Quote(QuoteType.DIRECT, (span,), None, _speaker(said[2]), None, (), 0.9)
        yield quote, _seen(said, quote_id=quote.id(article.id), article_id=article.id, position=start)
        start = span.end + 1


def _seen(said: Said, *, quote_id: str = "", article_id: str = "", position: int = 0) -> Appearance:
    text, language, name, day = said
    return Appearance(
        quote_id=quote_id,
        article_id=article_id,
        position=position,
        text=text,
        quoted=(text,),
        type=QuoteType.DIRECT,
        language=language,
        speaker=_speaker(name),
        venue=None,
        via=(),
        confidence=0.9,
        outlet=None,
        published=day,
    )


def _speaker(name: str) -> Speaker | None:
    return Speaker(name, 0, 0, name, SpeakerKind.PERSON) if name else None


class Scan:
    """Compares with every vector: what the bounded search is measured by."""

    def __init__(self, repositories: Repositories) -> None:
        rows = repositories.connection.execute(select(quotes.c.id, vectors.c.code).join_from(vectors, quotes)).all()
        self._ids = [quote_id for quote_id, _ in rows]
        self._codes = np.stack([np.frombuffer(code, dtype=np.int8) for _, code in rows]).astype(np.float32)

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return len(self._ids)

    def nearest(self, code: Codes, *, most: int) -> list[str]:
        """The ids of the quotes with the nearest vectors."""
        closeness = self._codes @ code.astype(np.float32)
        return [self._ids[place] for place in np.argpartition(-closeness, most)[:most]]


def _as_in_a_million(search: Search, size: int) -> Search:
    """A search that reads the same share of so many vectors as it reads of a million."""
    return replace(
        search, read=search.read * size // A_MILLION, reread=max(FEWEST_REREAD, search.reread * size // A_MILLION)
    )


def recall(
    repositories: Repositories, matcher: Matcher, asked: Sequence[tuple[Said, str]], *, bounds: Bounds, scan: Scan
) -> dict[str, float]:
    """The share of wanted quotes among the candidates, by generator; and how many candidates there are."""
    nearby = Nearby(
        search=_as_in_a_million(matcher.vectoriser.search, scan.size),
        bucket=bounds.bucket,
        pool=bounds.pool,
        generated=bounds.generated,
        of_statement=bounds.of_statement,
    )
    hits = dict.fromkeys((*GENERATORS, EXACT, KEYS, ALL), 0)
    given = 0
    sketches = matcher.sketches([_seen(said) for said, _ in asked])
    for (_, wanted), sketch, pools in zip(asked, sketches, nearby.pools(repositories, sketches), strict=True):
        cut = [[named.quote_id for named in pool[: bounds.generated]] for pool in pools]
        for name, pool in zip(GENERATORS, cut, strict=True):
            hits[name] += wanted in pool
        hits[EXACT] += wanted in scan.nearest(sketch.code, most=bounds.generated)
        hits[KEYS] += any(wanted in pool for pool in cut[:-1])
        (near,) = nearby.near(repositories, [sketch], without=[None], most=bounds.candidates)
        hits[ALL] += any(named.quote_id == wanted for named in near)
        given += len(near)
    return {name: hit / len(asked) for name, hit in hits.items()} | {"candidates": given / len(asked)}


def run(data: Path, *, most: int, among: int) -> dict[str, dict[str, float]]:
    """Figures by relation, without a speaker and with."""
    drawing = random.Random(SEED)  # noqa: S311 - draws examples, guards nothing
    matcher, bounds = Matcher.load(), Bounds()
    kinds = pairs(data, most=most, seed=SEED)
    listed = [(kind, pair) for kind, found in kinds.items() for pair in found]
    names = [f"Speaker{number} Surname{drawing.randrange(10**6)}" for number in range(SPEAKERS)]

    def when() -> tuple[str, datetime]:
        return names[int(SPEAKERS ** drawing.random()) - 1], DAY + timedelta(days=drawing.randrange(DAYS))

    targets: list[Said] = [(pair.stored, pair.stored_language, *when()) for _, pair in listed]
    said = targets + [(text, language, *when()) for text, language in others(data, most=among, seed=SEED)]
    order = list(range(len(said)))
    drawing.shuffle(order)
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/recall.db", query_seconds=60)
        ids = dict(zip(order, stored(store, matcher, [said[place] for place in order]), strict=True))
        with store.read() as repositories:
            scan = Scan(repositories)
            for kind in kinds:
                places = [place for place, (of, _) in enumerate(listed) if of == kind]
                for known in (False, True):
                    asked = [(_asked(listed[place][1], targets[place], known=known), ids[place]) for place in places]
                    name = f"{kind}{' + speaker' if known else ''}"
                    figures[name] = recall(repositories, matcher, asked, bounds=bounds, scan=scan) | {
                        "pairs": len(places)
                    }
        store.close()
    return figures


def _asked(pair: Pair, target: Said, *, known: bool) -> Said:
    return (pair.asked, pair.asked_language, target[2] if known else "", target[3] + timedelta(days=1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--others", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    figures = run(given.data, most=given.pairs, among=given.others)
    columns = ("pairs", *GENERATORS, EXACT, KEYS, ALL, "candidates")
    print(f"{'':<42}" + "".join(f"{column:>11}" for column in columns))
    for name, row in figures.items():
        print(f"{name:<42}" + "".join(f"{row[c]:>11.3f}" if c != "pairs" else f"{row[c]:>11}" for c in columns))
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
