"""An empty store, and a short way to put an article with its quotes into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quotetrail.model import COMMUNICATION, Appearance, Article, Mode, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.store.database import Repositories, Store


@dataclass(frozen=True, slots=True)
class Shelf:
    """Writes articles whose quotes are given as (words, speaker's name)."""

    store: Store

    def put(
        self,
        text: str,
        said: Sequence[tuple[str, str | None]],
        *,
        outlet: str | None = None,
        published: datetime | None = None,
        language: str = "en",
        kind: QuoteType = QuoteType.DIRECT,
        mode: Mode = Mode.SPEECH,
        uri: str | None = None,
    ) -> list[str]:
        """Store the article and each of the words that it says; returns the quote ids."""
        article = Article(text=text, outlet=outlet, published=published, uri=uri)
        found = [self._found(article, words, name, language=language, kind=kind, mode=mode) for words, name in said]
        with self.store.write() as repositories:
            repositories.articles.add(
                article, language=language, omitted=(), detector_version="t", received=datetime(2026, 1, 2, tzinfo=UTC)
            )
            self._keep(repositories, article, found)
        return [appearance.quote_id for _, appearance in found]

    def _keep(self, repositories: Repositories, article: Article, found: list[tuple[Quote, Appearance]]) -> None:
        repositories.speakers.add([q.speaker.name for q, _ in found if q.speaker is not None and q.speaker.name])
        repositories.quotes.add(article.id, found)
        repositories.statements.regroup([(seen.quote_id,) for quote, seen in found if quote.mode in COMMUNICATION])

    def _found(
        self, article: Article, words: str, name: str | None, *, language: str, kind: QuoteType, mode: Mode
    ) -> tuple[Quote, Appearance]:
        start = article.text.index(words)
        speaker = Speaker(text="he", start=0, end=2, name=name, kind=SpeakerKind.PERSON)
        quote = Quote(
            type=kind,
            spans=(Span(start, start + len(words)),),
            cue=None,
            speaker=speaker,
            venue=None,
            via=(),
            confidence=0.5,
            mode=mode,
        )
        return quote, Appearance(
            quote_id=quote.id(article.id),
            article_id=article.id,
            position=start,
            text=words,
            quoted=(words,),
            type=kind,
            language=language,
            speaker=speaker,
            venue=None,
            via=(),
            confidence=0.5,
            outlet=article.outlet,
            published=article.published,
        )


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'folder' / 'quotetrail.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def shelf(store: Store) -> Shelf:
    return Shelf(store)
