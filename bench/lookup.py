"""Find stored quotes by edited copies of them: how fast, how often, beside a scan of everything.

Generates quotes with the word frequencies and lengths of news, stores 10,000 and then 100,000 of them, and looks up
edited ones: words dropped, replaced, the quote cut short. The peer is rapidfuzz's `partial_ratio` over every text.
Quotes are stored as statements of their own: what grouping costs is no part of this. Prints p50 and p95 in milliseconds
of wall clock and of CPU (which other work on the machine does not change), the share found first, and the ratio.

    python bench/lookup.py             compare with bench/reference/lookup.json
    python bench/lookup.py --freeze    write it
"""

from __future__ import annotations

import argparse
import bisect
import random
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import orjson
from rapidfuzz import fuzz, process

from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Article, Detection, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer

REFERENCE = Path(__file__).parent / "reference" / "lookup.json"
SIZES = (10_000, 100_000)
QUERIES = 200
PEER_QUERIES = 20  # a scan of 100,000 takes seconds
IN_ARTICLE = 20
SEED = 20261122
DAY = datetime(2026, 1, 1, tzinfo=UTC)

WORDS = Path(__file__).parent / "newsroom.toml"
CONTENT_WORDS = 30_000
SHORTEST = 8  # matching takes shorter ones for fragments, which it refuses without speaker and date
LONGEST = 80


class Newsroom:
    """Says things; the same seed says the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        data = tomllib.loads(WORDS.read_text(encoding="utf-8"))
        self._given: list[str] = data["given"]
        self._function: list[str] = data["function"]
        syllables: list[str] = data["syllables"]
        words: dict[str, None] = {}
        while len(words) < CONTENT_WORDS:
            words["".join(self._random.choices(syllables, k=self._random.choice((2, 2, 3, 3, 4))))] = None
        self._content = list(words)
        # Zipf's law: the word of rank r is said 1 / r as often as the first.
        self._function_weights = list(accumulate(1 / rank for rank in range(1, len(self._function) + 1)))
        self._content_weights = list(accumulate(1 / (rank + 20) for rank in range(CONTENT_WORDS)))
        self._surnames = ["".join(self._random.choices(syllables, k=3)).capitalize() for _ in range(2_000)]

    def words(self) -> list[str]:
        """One quote; its length is log-normal with a median of 19 words."""
        length = min(LONGEST, max(SHORTEST, round(self._random.lognormvariate(2.95, 0.5))))
        return [self.word() for _ in range(length)]

    def word(self) -> str:
        """One word: as often a common one as not."""
        if self._random.random() < 0.5:
            return self._drawn(self._function, self._function_weights)
        return self._drawn(self._content, self._content_weights)

    def speaker(self) -> str:
        """A given name and a surname."""
        return f"{self._random.choice(self._given)} {self._random.choice(self._surnames)}"

    def edited(self, text: str) -> str:
        """As another outlet would print it: cut short, a word in ten dropped or replaced."""
        words = text.split()
        if len(words) > 10 and self._random.random() < 0.5:
            start = self._random.randrange(len(words) // 3)
            words = words[start : start + max(8, 2 * len(words) // 3)]
        kept: list[str] = []
        for word in words:
            chance = self._random.random()
            if chance >= 0.05:
                kept.append(self.word() if chance < 0.1 else word)
        return " ".join(kept)

    def sample(self, texts: Sequence[str]) -> list[str]:
        """The texts to look for."""
        return self._random.sample(texts, QUERIES)

    def _drawn(self, words: Sequence[str], weights: Sequence[float]) -> str:
        return words[bisect.bisect(weights, self._random.random() * weights[-1])]


@dataclass(frozen=True, slots=True)
class NoDetector:
    """The benchmark stores quotes itself."""

    languages: tuple[str, ...] = ()
    detector_version: str = "none"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """Never called."""
        raise NotImplementedError


def fill(store: Store, matcher: Matcher, newsroom: Newsroom, *, size: int) -> list[str]:
    """Store articles until there are `size` quotes; returns the new texts."""
    texts: list[str] = []
    with store.write() as repositories:
        start = repositories.quotes.count()
    for number in range(start // IN_ARTICLE, size // IN_ARTICLE):
        quotes = [" ".join(newsroom.words()) for _ in range(IN_ARTICLE)]
        article = Article("\n".join(quotes), uri=f"tag:{number}", published=DAY + timedelta(minutes=number))
        found = list(_found(article, quotes, newsroom))
        with store.write() as repositories:
            repositories.articles.add(article, language="en", omitted=(), detector_version="none", received=DAY)
            repositories.speakers.add([seen.speaker.name or "" for _, seen in found if seen.speaker is not None])
            repositories.quotes.add(article.id, found)
            repositories.keys.add({seen.quote_id: matcher.keys(seen) for _, seen in found})
            repositories.statements.regroup([(seen.quote_id,) for _, seen in found])
        texts += quotes
    return texts


def _found(article: Article, quotes: Sequence[str], newsroom: Newsroom) -> Iterator[tuple[Quote, Appearance]]:
    """The quotes of a generated article."""
    start = 0
    for text in quotes:
        name = newsroom.speaker()
        speaker = Speaker(text=name, start=0, end=0, name=name, kind=SpeakerKind.PERSON)
        quote = Quote(QuoteType.DIRECT, (Span(start, start + len(text)),), None, speaker, None, (), 0.9)
        appearance = Appearance(
            quote_id=quote.id(article.id),
            article_id=article.id,
            position=start,
            text=text,
            quoted=(text,),
            type=quote.type,
            language="en",
            speaker=speaker,
            venue=None,
            via=(),
            confidence=quote.confidence,
            outlet=None,
            published=article.published,
        )
        yield quote, appearance
        start += len(text) + 1


def measured(find: Callable[[str], str | None], wanted: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Wall and CPU milliseconds of `find` over (edited, original) pairs, and the share of originals it found."""
    wall, cpu, right = [], [], 0
    for edited, original in wanted:
        before, spent = time.perf_counter(), time.process_time()
        found = find(edited)
        wall.append((time.perf_counter() - before) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
        right += found == original
    return {
        "wall_p50": _share(wall, 0.5),
        "wall_p95": _share(wall, 0.95),
        "cpu_p50": _share(cpu, 0.5),
        "cpu_p95": _share(cpu, 0.95),
        "recall": round(right / len(wanted), 3),
    }


def _share(times: Sequence[float], share: float) -> float:
    return round(sorted(times)[min(len(times) - 1, int(share * len(times)))], 2)


def run() -> dict[str, dict[str, dict[str, float]]]:
    """The figures of ours and of the peer, by number of stored quotes."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    matcher, newsroom, texts = Matcher.load(), Newsroom(SEED), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/bench.db")
        pipeline = Pipeline(store=store, detector=NoDetector(), matcher=matcher, tracer=Tracer.load())

        def ours(edited: str) -> str | None:
            found = pipeline.lookup(edited, speaker=None, limit=5)
            return found[0].quote.text if found else None

        def peer(edited: str) -> str | None:
            found = process.extractOne(edited, texts, scorer=fuzz.partial_ratio, score_cutoff=50)
            return found[0] if found else None

        for size in SIZES:
            texts += fill(store, matcher, newsroom, size=size)
            ours(texts[0])  # loads the language profiles and compiles the statements
            wanted = [(newsroom.edited(text), text) for text in newsroom.sample(texts)]
            figures[str(size)] = {
                "quotetrail": measured(ours, wanted),
                "rapidfuzz": measured(peer, wanted[:PEER_QUERIES]),
            }
            _show(size, figures[str(size)])
        store.close()
    return figures


def _show(size: int, figures: dict[str, dict[str, float]]) -> None:
    print(f"\n{size:,} stored quotes       wall p50    wall p95     cpu p50     cpu p95   found first")
    for name, row in figures.items():
        times = "".join(f"{row[key]:9.2f} ms" for key in ("wall_p50", "wall_p95", "cpu_p50", "cpu_p95"))
        print(f"  {name:20}{times}{row['recall']:13.1%}")
    ratio = figures["rapidfuzz"]["cpu_p50"] / figures["quotetrail"]["cpu_p50"]
    print(f"  {'ratio':20}{ratio:10.0f} times less CPU than the scan at the median")


def main() -> None:
    """Run, and freeze or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true", help="write the reference figures")
    freeze = parser.parse_args().freeze
    figures = run()
    if freeze:
        REFERENCE.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        print(f"\nFrozen in {REFERENCE}")
    elif REFERENCE.exists():
        print("\nFrozen figures:")
        for size, rows in orjson.loads(REFERENCE.read_bytes()).items():
            _show(int(size), rows)


if __name__ == "__main__":
    main()
