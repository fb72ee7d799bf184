"""Articles as they are sent and as they are kept."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from quotetrail.api import examples
from quotetrail.api.schemas.fields import LanguageTag, Name, Number, Published, Schema, Text
from quotetrail.ingest.article_json import article_from
from quotetrail.model import Article
from quotetrail.settings import Settings


class ArticleIn(Schema):
    """One article as a newsroom's system holds it: `text`, or `html` to be reduced to it, and what is known."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.article()]})

    text: Text | None = Field(default=None, description="The text, untouched; every offset counts its code points.")
    html: Text | None = Field(
        default=None, description="A page to be reduced to its article; read where there is no `text`."
    )
    uri: Name | None = Field(default=None, description="Its name in the sender's system; makes posting idempotent.")
    version: Name | Number | None = Field(default=None, description="Which version of the `uri` this is.")
    title: Name | None = Field(default=None, description="The headline that came beside the text.")
    outlet: Name | None = Field(default=None, description="Who published it.")
    author: Name | None = Field(default=None, description="The byline.")
    credit: Name | None = Field(default=None, description="A credit line that came as metadata.")
    published: Published | None = Field(default=None, description="RFC 3339 with an offset, or a date; not to come.")
    language: LanguageTag | None = Field(default=None, description='Such as "en" or "en-GB"; else it is found out.')

    def article(self, *, settings: Settings) -> Article:
        """Read just as an article in a posted file is; raises InvalidInput without text, TooLarge past `max_text`."""
        return article_from(self.model_dump(), max_text=settings.max_text)

    @property
    def reduced(self) -> bool:
        """Whether the article's text is not one that the sender has."""
        return not (self.text or "").strip()


class ArticleSummaryOut(Schema):
    """A stored article without its text."""

    id: str
    uri: str | None
    version: str | None
    title: str | None
    outlet: str | None
    published: datetime | None
    language: str = Field(description="The language that was found out, ISO 639-1 or `und`.")
    quotes: int = Field(ge=0, description="How many were said or written.")
    received: datetime


class ArticlePage(Schema):
    """Some articles, in the order they were received."""

    items: list[ArticleSummaryOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class ArticleOut(Schema):
    """A stored article, its text exactly as it came."""

    id: str
    text: str
    uri: str | None
    version: str | None
    title: str | None
    outlet: str | None
    author: str | None
    credit: str | None
    published: datetime | None
    language: str = Field(description="The language that was found out, ISO 639-1 or `und`.")
    received: datetime
    omitted: list[str] = Field(description="In plain words, what could not be looked for in this text.")
    detector_version: str = Field(description="What found its quotes.")


class PostedOut(Schema):
    """What became of a posted article."""

    article_id: str
    created: bool = Field(description="False when the same article was here before; nothing changed then.")
    quote_ids: list[str] = Field(description="What was said or written in it, in text order.")
    quotes: int = Field(description="How many there are.")
    omitted: list[str] = Field(description="In plain words, what could not be looked for in this text.")
