"""Quotes: what was found in the articles, searchable by speaker, type, outlet, language, words and date."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    Text,
    cast,
    column,
    func,
    insert,
    select,
    table,
    text,
)

from quotetrail.errors import InvalidInput, NotFound
from quotetrail.match.vectors import Codes
from quotetrail.model import Appearance, Mode, Quote, QuoteType
from quotetrail.store import lists
from quotetrail.store.columns import read_quote, read_said, read_time, read_words, write_quote, write_time, write_words
from quotetrail.store.pages import Key, Page, checked, page
from quotetrail.store.speakers import named, speaker_id
from quotetrail.store.tables import articles, members, quotes, vectors

MOST_WORDS = 100  # FTS5 walks one list a word; nobody types more
SPEAKER_ID = re.compile(r"spk_[0-9a-f]{20}")

quote_words = table("quote_words", column("rowid", Integer), column("quote_words", Text))
INDEX_ARTICLE = text("INSERT INTO quote_words (rowid, text) SELECT seq, text FROM quotes WHERE article_id = :article")
INDEX_ALL = text("INSERT INTO quote_words (quote_words) VALUES ('rebuild')")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFilter:
    """What a list of quotes is narrowed to; None leaves a field open.

    `speaker` is a speaker id, or words that must all occur in the resolved name. `text` holds words that must all occur
    in the quote, in any order, capitals and accents aside. Dates are of the article, both ends included. `modes` are
    those that a quote may have.
    """

    speaker: str | None = None
    type: QuoteType | None = None
    outlet: str | None = None
    language: str | None = None
    text: str | None = None
    published_from: datetime | None = None
    published_to: datetime | None = None
    modes: Collection[Mode] | None = None


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote in its article; `speaker_id` is None where the text does not say who speaks.

    `position` is the first offset; `quoted` holds the pieces inside quotation marks; `published` is in UTC.
    `statement_id` is None for what was thought or perceived, and inside the transaction that stores the quote.
    """

    id: str
    article_id: str
    position: int
    text: str
    quote: Quote
    quoted: tuple[str, ...]
    language: str
    speaker_id: str | None
    statement_id: str | None
    outlet: str | None
    published: datetime | None


class Quotes:
    """Every attribution found in every stored article."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, article_id: str, found: Sequence[tuple[Quote, Appearance]]) -> None:
        """Keep all quotes of a new article, each with its appearance; the article and the speakers must be stored."""
        if not found:
            return
        self._connection.execute(insert(quotes), [_columns(quote, appearance) for quote, appearance in found])
        self._connection.execute(INDEX_ARTICLE, {"article": article_id})

    def get(self, quote_id: str) -> StoredQuote:
        """The quote with this id; raises NotFound."""
        row = self._connection.execute(_quotes().where(quotes.c.id == quote_id)).mappings().first()
        if row is None:
            raise NotFound(f"There is no quote {quote_id}.")
        return _stored(row)

    def many(self, quote_ids: Collection[str]) -> dict[str, StoredQuote]:
        """These quotes by id; unknown ids are left out."""
        rows = self._connection.execute(MANY, lists.of(quote_ids)).mappings()
        return {row["id"]: _stored(row) for row in rows}

    def of_article(self, article_id: str, *, modes: Collection[Mode] = tuple(Mode)) -> tuple[StoredQuote, ...]:
        """The quotes of an article in text order, of these modes; raises NotFound when there is no such article."""
        if self._connection.scalar(select(articles.c.seq).where(articles.c.id == article_id)) is None:
            raise NotFound(f"There is no article {article_id}.")
        chosen = _quotes().where(quotes.c.article_id == article_id, quotes.c.mode.in_(sorted(modes)))
        chosen = chosen.order_by(quotes.c.position, quotes.c.seq)
        return tuple(_stored(row) for row in self._connection.execute(chosen).mappings())

    def list(self, *, filters: QuoteFilter | None = None, after: Key | None, limit: int) -> Page[StoredQuote]:
        """A page of quotes in the order of storing, so that a reader who pages while articles arrive misses none.

        Raises InvalidCursor, and InvalidInput when the text or the speaker to look for holds no word.
        """
        filters = filters or QuoteFilter()
        start = checked(after, shape=(int,), limit=limit)
        place = quotes.c.seq if filters.text is None else quote_words.c.rowid
        chosen = _narrowed(_quotes(), filters).order_by(place).limit(limit + 1)
        if start is not None:
            chosen = chosen.where(place > start[0])
        rows = self._connection.execute(chosen).mappings().all()
        return page(rows, limit=limit, record=_stored, key=lambda row: (row["seq"],))

    def appearances(self, quote_ids: Collection[str]) -> dict[str, Appearance]:
        """These quotes as matching and tracing see them, by quote id; unknown ids are left out."""
        rows = self._connection.execute(APPEARING, lists.of(quote_ids))
        return {row[0]: _appearance(row) for row in rows}

    def numbered(self, numbers: Collection[int]) -> dict[int, tuple[Appearance, Codes | None]]:
        """Quotes by number as matching sees them, each with the code of its vector if it has one."""
        rows = self._connection.execute(NUMBERED, lists.of(numbers))
        return {
            number: (_appearance(row), None if code is None else np.frombuffer(code, dtype=np.int8))
            for number, code, *row in rows
        }

    def count(self) -> int:
        """How many quotes are stored."""
        return self._connection.scalar(select(func.count()).select_from(quotes)) or 0

    def rebuild(self) -> None:
        """Make the word index again from the texts."""
        self._connection.execute(INDEX_ALL)


def _quotes() -> Select[Any]:
    """Quotes, each with its statement."""
    return select(quotes, members.c.statement_id).join_from(
        quotes, members, members.c.quote_id == quotes.c.id, isouter=True
    )


MANY = _quotes().where(quotes.c.id.in_(lists.listed()))
SEEN = tuple(
    quotes.c[name]
    for name in ("id", "article_id", "position", "text", "quoted", "body", "language", "outlet", "published_at")
)
NUMBERED = (
    select(quotes.c.seq, vectors.c.code, *SEEN)
    .join_from(quotes, vectors, vectors.c.quote == quotes.c.seq, isouter=True)
    .where(quotes.c.seq.in_(lists.listed()))
)
APPEARING = select(*SEEN).where(quotes.c.id.in_(lists.listed()))


def _narrowed(chosen: Select[Any], filters: QuoteFilter) -> Select[Any]:
    """`chosen` with the conditions of `filters`."""

    def field(searched: Column[Any]) -> ColumnElement[Any]:
        # Words are found by walking the word index. A cast keeps SQLite from walking the index of another field instead
        # and asking the word index about every row of it.
        return searched if filters.text is None else cast(searched, searched.type)

    if filters.text is not None:
        chosen = chosen.join(quote_words, quote_words.c.rowid == quotes.c.seq)
        chosen = chosen.where(quote_words.c.quote_words.op("MATCH")(_all_words(filters.text)))
    equal = {quotes.c.type: filters.type, quotes.c.outlet: filters.outlet, quotes.c.language: filters.language}
    for searched, wanted in equal.items():
        if wanted is not None:
            chosen = chosen.where(field(searched) == wanted)
    if filters.modes is not None:
        chosen = chosen.where(field(quotes.c.mode).in_(sorted(filters.modes)))
    if filters.speaker is not None and SPEAKER_ID.fullmatch(filters.speaker):
        chosen = chosen.where(field(quotes.c.speaker_id) == filters.speaker)
    elif filters.speaker is not None:
        chosen = chosen.where(field(quotes.c.speaker_id).in_(named(filters.speaker)))
    if filters.published_from is not None:
        chosen = chosen.where(field(quotes.c.published_at) >= write_time(filters.published_from))
    if filters.published_to is not None:
        chosen = chosen.where(field(quotes.c.published_at) <= write_time(filters.published_to))
    return chosen


def _all_words(wanted: str) -> str:
    """An FTS5 query for texts that hold every word; each word is quoted, so nothing in it is query syntax."""
    pieces = (piece.replace('"', '""') for piece in wanted.replace("\0", " ").split())
    words = [f'"{piece}"' for piece in pieces if any(sign.isalnum() for sign in piece)]
    if not 0 < len(words) <= MOST_WORDS:
        raise InvalidInput(f"The text to look for holds 1 to {MOST_WORDS} words, not {len(words)}.")
    return " ".join(words)


def _columns(quote: Quote, appearance: Appearance) -> dict[str, Any]:
    """What is stored of a quote."""
    speaker = quote.speaker
    name = None if speaker is None else speaker.name
    known = None if name is None else speaker_id(name)
    return {
        "id": appearance.quote_id,
        "article_id": appearance.article_id,
        "position": appearance.position,
        "type": quote.type.value,
        "mode": quote.mode.value,
        "language": appearance.language,
        "outlet": appearance.outlet,
        "published_at": write_time(appearance.published),
        "speaker_id": known,
        "speaker_name": name,
        "speaker_kind": None if speaker is None else speaker.kind.value,
        "text": appearance.text,
        "quoted": write_words(appearance.quoted),
        "body": write_quote(quote),
    }


def _stored(row: RowMapping) -> StoredQuote:
    """A row of `_quotes` as a record."""
    return StoredQuote(
        id=row["id"],
        article_id=row["article_id"],
        position=row["position"],
        text=row["text"],
        quote=read_quote(row["body"]),
        quoted=read_words(row["quoted"]),
        language=row["language"],
        speaker_id=row["speaker_id"],
        statement_id=row["statement_id"],
        outlet=row["outlet"],
        published=read_time(row["published_at"]),
    )


def _appearance(row: Sequence[Any]) -> Appearance:
    """The columns SEEN as matching sees a quote; many are read for each new one."""
    quote_id, article_id, position, text, quoted, body, language, outlet, published = row
    said = read_said(body)
    return Appearance(
        quote_id=quote_id,
        article_id=article_id,
        position=position,
        text=text,
        quoted=read_words(quoted),
        type=said.type,
        language=language,
        speaker=said.speaker,
        venue=said.venue,
        via=said.via,
        confidence=said.confidence,
        outlet=outlet,
        published=read_time(published),
    )
