"""A store that is filled with quotes, and what each kind of work on them takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import insert, select, text

from bench.scale.newsroom import Newsroom, Said
from quotetrail.ingest.grouping import Bounds, Grouping
from quotetrail.match.candidates import KeyKind
from quotetrail.match.matcher import Matcher
from quotetrail.match.vectors import Sketch
from quotetrail.model import Appearance, Article, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.settings import Settings
from quotetrail.store.database import Repositories, Store
from quotetrail.store.statements import MEMBERS
from quotetrail.store.tables import quotes, statements

DAY = datetime(2026, 1, 1, tzinfo=UTC)
IN_ARTICLE = 20
IN_BATCH = 1_000  # quotes of one transaction
MEASURED = 10  # batches before each size whose candidates are looked up; the others are only indexed,
WARMING = 5  # but for some before these, not counted: who ingests looks up all along, so what is read often is at hand
VERIFIED = 20  # quotes whose candidates are given to the verifier
PAGE = 4096
TOLD_EVERY = 10_000  # quotes


@dataclass(slots=True)
class Clock:
    """Seconds of wall clock and of CPU, quotes and bytes by kind of work."""

    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    quotes: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def of(self, kind: str, quotes: int) -> Iterator[None]:
        """Note what the block takes for so many quotes."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall[kind] = self.wall.get(kind, 0.0) + time.perf_counter() - wall
        self.cpu[kind] = self.cpu.get(kind, 0.0) + time.process_time() - cpu
        self.quotes[kind] = self.quotes.get(kind, 0) + quotes

    def microseconds(self, *kinds: str, cpu: bool = False) -> float:
        """A quote's cost in these kinds of work together."""
        of = self.cpu if cpu else self.wall
        return sum(1e6 * of[kind] / self.quotes[kind] for kind in kinds if kind in of)


class Filling:
    """A store that is filled, with what that took since the last size."""

    def __init__(self, folder: Path, newsroom: Newsroom) -> None:
        self.folder, self.newsroom, self.matcher = folder, newsroom, Matcher.load()
        self.store = Store.open(Settings(data=folder).database, query_seconds=60)
        self.size = 0  # to be reached
        self._began = time.monotonic()
        self.texts: list[str] = []
        self.truth: list[int] = []
        self.pages = {"rows": 0, "index": 0}
        with self.store.write() as repositories:
            repositories.versions.put("matcher", self.matcher.matcher_version)

    def grow(self, size: int) -> Clock:
        """Fill up to `size`; the clock of the second half of what was added."""
        begin, clock, self.size = len(self.texts), Clock(), size
        while len(self.texts) < size:
            if len(self.texts) < (begin + size) // 2:
                clock = Clock()
            left = (size - len(self.texts)) // IN_BATCH
            not_counted = Clock() if left <= MEASURED + WARMING else None
            self._batch(clock, looked_up=clock if left <= MEASURED else not_counted)
            if len(self.texts) % TOLD_EVERY == 0:
                costs = ", ".join(f"{kind} {clock.microseconds(kind):.0f}" for kind in clock.wall)
                told = (
                    f"{len(self.texts):,} quotes, {time.monotonic() - self._began:.0f} s; microseconds a quote: {costs}"
                )
                print(f"  {told}", file=sys.stderr, flush=True)
        return clock

    def _batch(self, clock: Clock, *, looked_up: Clock | None) -> None:
        said = [self.newsroom.say() for _ in range(IN_BATCH)]
        seen: list[Appearance] = []
        with self._grown("rows"), clock.of("rows", IN_BATCH), self.store.write() as repositories:
            for at in range(0, IN_BATCH, IN_ARTICLE):
                number = (len(self.texts) + at) // IN_ARTICLE
                seen += _stored(repositories, number, [one for _, one in said[at : at + IN_ARTICLE]])
            rows = select(quotes.c.id, quotes.c.seq).where(quotes.c.id.in_([one.quote_id for one in seen]))
            numbers = dict(repositories.connection.execute(rows).all())
        with clock.of("keys made", IN_BATCH):
            keys = [self.matcher.keys(one) for one in seen]
        with clock.of("vectors made", IN_BATCH):
            codes = self.matcher.vectoriser.codes([one.text for one in seen])
            sketches = list(map(Sketch, keys, codes, self.matcher.vectoriser.cells(codes)))
        places = [numbers[one.quote_id] for one in seen]
        with self._grown("index"), clock.of("keys written", IN_BATCH), self.store.write() as repositories:
            repositories.keys.add_numbered(dict(zip(places, keys, strict=True)))
            self.store.settle()
        with self._grown("index"), clock.of("vectors written", IN_BATCH), self.store.write() as repositories:
            repositories.vectors.add_numbered(dict(zip(places, sketches, strict=True)))
            self.store.settle()
        self.texts += [one.text for one in seen]
        self.truth += [number for number, _ in said]
        if looked_up is None:
            return
        bounds = Bounds()
        with looked_up.of("keys looked up", IN_BATCH), self.store.read() as repositories:
            found = repositories.keys.ranked(keys, bucket=bounds.bucket, limit=bounds.generated, kinds=len(KeyKind))
            repositories.keys.named({number for pools in found for number in _in_turn(pools)[: bounds.candidates]})
        with looked_up.of("vectors looked up", IN_BATCH), self.store.read() as repositories:
            search = self.matcher.vectoriser.search
            near = repositories.vectors.nearest(sketches, search=search, limit=bounds.generated)
            repositories.keys.named({number for one in near for number in one.quotes})
        if len(self.texts) == self.size:
            self._verify(clock, seen[:VERIFIED], sketches[:VERIFIED])

    def _verify(self, clock: Clock, seen: Sequence[Appearance], sketches: Sequence[Sketch]) -> None:
        grouping = Grouping(matcher=self.matcher, bounds=Bounds())
        with self.store.read() as repositories:
            nobody, most = [None] * len(sketches), Bounds().candidates
            found = grouping.candidates(repositories, sketches, without=nobody, most=most)
            near = [[one.seen for one in ones] for ones in found]
            ids = {other.quote_id for others in (seen, *near) for other in others}
            glances = self.matcher.glances(repositories.vectors.codes(ids))
        with clock.of("verified", len(seen)):
            for one, others in zip(seen, near, strict=True):
                for other in others:
                    if glances.worth(one, other):
                        self.matcher.match(one, other, cosine=glances.cosine(one, other))

    @contextmanager
    def _grown(self, kind: str) -> Iterator[None]:
        """Count the pages that the block adds to the database."""
        before = self._pages()
        yield
        self.pages[kind] += self._pages() - before

    def _pages(self) -> int:
        with self.store.read() as repositories:
            return int(repositories.connection.scalar(text("PRAGMA page_count")) or 0)

    def bytes(self) -> dict[str, float]:
        """Bytes a quote: of the rows of articles, quotes and statements, and of the index, its files among it."""
        count = len(self.texts)
        files = sum(path.stat().st_size for path in self.folder.glob("*-index/*"))
        return {
            "rows": round(self.pages["rows"] * PAGE / count),
            "index": round((self.pages["index"] * PAGE + files) / count),
        }


def _in_turn(pools: Sequence[Sequence[int]]) -> list[int]:
    """The first of each pool, then the second of each, and so on; each once."""
    return list(dict.fromkeys(one for rank in zip_longest(*pools) for one in rank if one is not None))


def _stored(repositories: Repositories, number: int, said: Sequence[Said]) -> list[Appearance]:
    """Store an article with these quotes, each a statement of its own."""
    article = Article("\n".join(one[0] for one in said), uri=f"tag:{number}", published=DAY + timedelta(minutes=number))
    found: list[tuple[Quote, Appearance]] = []
    start = 0
    for words, language, name in said:
        speaker = Speaker(name, 0, 0, name, SpeakerKind.PERSON)
        quote = Quote(QuoteType.DIRECT, (Span(start, start + len(words)),), None, speaker, None, (), 0.9)
        found.append((quote, _seen(quote, article, words, language)))
        start += len(words) + 1
    repositories.articles.add(article, language="en", omitted=(), detector_version="none", received=DAY)
    repositories.speakers.add({name for *_, name in said})
    repositories.quotes.add(article.id, found)
    ids = [one.quote_id for _, one in found]
    alone = [{"id": f"sta_{one[4:]}", "exemplar": one, "size": 1} for one in ids]
    repositories.connection.execute(insert(statements), alone)
    belonging = [{"member": one, "statement": f"sta_{one[4:]}", "rank": 0} for one in ids]
    repositories.connection.execute(MEMBERS, belonging)
    return [one for _, one in found]


def _seen(quote: Quote, article: Article, words: str, language: str) -> Appearance:
    return Appearance(
        quote_id=quote.id(article.id),
        article_id=article.id,
        position=quote.spans[0].start,
        text=words,
        quoted=(words,),
        type=quote.type,
        language=language,
        speaker=quote.speaker,
        venue=None,
        via=(),
        confidence=quote.confidence,
        outlet=None,
        published=article.published,
    )
