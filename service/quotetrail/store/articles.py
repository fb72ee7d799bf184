"""Articles and their versions. The text is kept as it came, NUL included, and is never written again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select

from quotetrail.errors import NotFound
from quotetrail.model import COMMUNICATION, Article
from quotetrail.store.columns import read_time, read_words, write_time, write_words
from quotetrail.store.pages import Key, Page, checked, page
from quotetrail.store.tables import articles, quotes


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with what the detector said about it; `language` is the detected one, `received` is in UTC."""

    id: str
    article: Article
    language: str
    omitted: tuple[str, ...]
    detector_version: str
    received: datetime


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article without its text; `quotes` is how many were said or written, `received` is in UTC."""

    id: str
    uri: str | None
    version: str | None
    title: str | None
    outlet: str | None
    published: datetime | None
    language: str
    quotes: int
    received: datetime


class Articles:
    """What newsrooms sent. Two versions of one uri are two articles."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, article: Article, *, language: str, omitted: tuple[str, ...], detector_version: str, received: datetime
    ) -> None:
        """Keep a new article; its id must not be stored yet."""
        self._connection.execute(
            insert(articles).values(
                id=article.id,
                uri=article.uri,
                version=article.version,
                title=article.title,
                outlet=article.outlet,
                author=article.author,
                credit=article.credit,
                published=None if article.published is None else article.published.isoformat(),
                given_language=article.language,
                language=language,
                omitted=write_words(omitted),
                detector_version=detector_version,
                received_at=write_time(received),
                text=article.text,
            )
        )

    def get(self, article_id: str) -> StoredArticle:
        """The article with this id; raises NotFound."""
        stored = self.find(article_id)
        if stored is None:
            raise NotFound(f"There is no article {article_id}.")
        return stored

    def find(self, article_id: str) -> StoredArticle | None:
        """The article with this id, None if there is none."""
        row = self._connection.execute(select(articles).where(articles.c.id == article_id)).mappings().first()
        return None if row is None else _stored(row)

    def known(self, article_ids: Collection[str]) -> set[str]:
        """Those of the ids that are stored."""
        return set(self._connection.scalars(select(articles.c.id).where(articles.c.id.in_(article_ids))))

    def texts(self, article_ids: Collection[str]) -> dict[str, Article]:
        """The articles of those ids that are stored."""
        rows = self._connection.execute(select(articles).where(articles.c.id.in_(article_ids))).mappings()
        return {row["id"]: _article(row) for row in rows}

    def versions(self, uri: str) -> tuple[ArticleSummary, ...]:
        """Every version kept of the article that its sender calls `uri`, in the order received."""
        rows = self._connection.execute(_summaries().where(articles.c.uri == uri)).mappings()
        return tuple(_summary(row) for row in rows)

    def list(
        self, *, after: Key | None, limit: int, uri: str | None = None, outlet: str | None = None
    ) -> Page[ArticleSummary]:
        """A page of articles in the order received. Raises InvalidCursor, InvalidInput."""
        chosen = _summaries().limit(limit + 1)
        if uri is not None:
            chosen = chosen.where(articles.c.uri == uri)
        if outlet is not None:
            chosen = chosen.where(articles.c.outlet == outlet)
        if (start := checked(after, shape=(int,), limit=limit)) is not None:
            chosen = chosen.where(articles.c.seq > start[0])
        rows = self._connection.execute(chosen).mappings().all()
        return page(rows, limit=limit, record=_summary, key=lambda row: (row["seq"],))

    def in_order(self) -> Iterator[str]:
        """Every article's id in the order of storing."""
        yield from self._connection.scalars(select(articles.c.id).order_by(articles.c.seq)).all()

    def count(self) -> int:
        """How many articles are stored."""
        return self._connection.scalar(select(func.count()).select_from(articles)) or 0


def _summaries() -> Select[Any]:
    """Everything of an article but its text, in the order of storing."""
    given_out = quotes.c.mode.in_(sorted(COMMUNICATION))
    found = select(func.count()).where(quotes.c.article_id == articles.c.id, given_out).scalar_subquery()
    return select(
        articles.c.seq,
        articles.c.id,
        articles.c.uri,
        articles.c.version,
        articles.c.title,
        articles.c.outlet,
        articles.c.published,
        articles.c.language,
        articles.c.received_at,
        found.label("quotes"),
    ).order_by(articles.c.seq)


def _summary(row: RowMapping) -> ArticleSummary:
    """A row of `_summaries` as a record."""
    return ArticleSummary(
        id=row["id"],
        uri=row["uri"],
        version=row["version"],
        title=row["title"],
        outlet=row["outlet"],
        published=_published(row),
        language=row["language"],
        quotes=row["quotes"],
        received=_received(row),
    )


def _stored(row: RowMapping) -> StoredArticle:
    """A whole row as a record."""
    return StoredArticle(
        id=row["id"],
        article=_article(row),
        language=row["language"],
        omitted=read_words(row["omitted"]),
        detector_version=row["detector_version"],
        received=_received(row),
    )


def _article(row: RowMapping) -> Article:
    """The article as it was sent."""
    return Article(
        text=row["text"],
        uri=row["uri"],
        version=row["version"],
        title=row["title"],
        outlet=row["outlet"],
        author=row["author"],
        credit=row["credit"],
        published=_published(row),
        language=row["given_language"],
    )


def _published(row: Mapping[Any, Any]) -> datetime | None:
    """When the article came out, with the offset that the sender gave."""
    return None if row["published"] is None else datetime.fromisoformat(row["published"])


def _received(row: Mapping[Any, Any]) -> datetime:
    """When the article was stored; always known."""
    received = read_time(row["received_at"])
    assert received is not None
    return received
