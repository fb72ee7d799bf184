"""Quotes as they are kept."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from quotetrail.api.schemas.extraction import FoundQuote
from quotetrail.api.schemas.fields import Schema


class QuoteOut(FoundQuote):
    """One attribution in one stored article, with what is known of both."""

    article_id: str
    statement_id: str | None = Field(
        description="The statement it is a wording of; null for what was thought or perceived."
    )
    speaker_id: str | None = Field(description="Its speaker, if the article names one.")
    quoted: list[str] = Field(description="The pieces inside quotation marks, without the marks.")
    language: str
    outlet: str | None
    published: datetime | None


class QuotePage(Schema):
    """Some quotes, in the order they were stored."""

    items: list[QuoteOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class QuoteList(Schema):
    """All quotes of one article that have a mode asked for, in text order."""

    items: list[QuoteOut]
