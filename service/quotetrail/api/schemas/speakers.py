"""Speakers: every name that quotes were resolved to."""

from __future__ import annotations

from pydantic import Field

from quotetrail.api.schemas.fields import Schema
from quotetrail.model import SpeakerKind


class StoredSpeakerOut(Schema):
    """Somebody who is quoted; the quotes themselves are at `GET /v1/quotes?speaker=<id>`."""

    id: str
    name: str = Field(description="The commonest spelling.")
    names: list[str] = Field(description="All spellings, the commonest first.")
    kinds: list[SpeakerKind]
    quotes: int = Field(ge=0, description="How many were said or written.")
    statements: int = Field(ge=0)


class SpeakerPage(Schema):
    """Some speakers, alphabetically."""

    items: list[StoredSpeakerOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")
