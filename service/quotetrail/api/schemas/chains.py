"""A statement's way through the outlets."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from quotetrail.api.schemas.extraction import Confidence, Offset, SpeakerOut, VenueOut
from quotetrail.api.schemas.fields import Schema
from quotetrail.model import Direction, QuoteType, Relation


class AppearanceOut(Schema):
    """One quote in one article."""

    quote_id: str
    article_id: str
    outlet: str | None
    published: datetime | None
    position: Offset = Field(description="The quote's first offset in its article.")
    type: QuoteType
    text: str
    quoted: list[str] = Field(description="The pieces inside quotation marks, without the marks.")
    language: str
    speaker: SpeakerOut | None
    venue: VenueOut | None
    via: list[VenueOut]
    confidence: Confidence


class EvidenceOut(Schema):
    """One reason, how much it weighs, and the words it was read from."""

    kind: str
    weight: float = Field(description="A step in log-odds; negative speaks against.")
    text: str


class ChangeOut(Schema):
    """One step of a word-level comparison."""

    kind: Literal["equal", "replace", "insert", "delete", "translate"] = Field(
        description="`translate`: the same in another language."
    )
    before: str
    after: str


class OriginOut(Schema):
    """Where the statement began as far as the articles tell; never merely who was seen first."""

    speaker: str | None
    venue: str | None
    confidence: Confidence
    evidence: list[EvidenceOut]


class LinkOut(Schema):
    """How one appearance came to be: `source` is a quote id, `source_name` an outlet or venue with no article here."""

    appearance: str
    source: str | None
    source_name: str | None
    relation: Relation | None
    direction: Direction = Field(description="`open` where the evidence does not settle who was there first.")
    confidence: Confidence
    evidence: list[EvidenceOut]
    drift: list[ChangeOut]


class ChainOut(Schema):
    """The statement's origin, its appearances in order of time, and how each came from another."""

    statement_id: str = Field(description="The statement's present id, also when an older one was asked for.")
    origin: OriginOut
    first_seen: str | None = Field(description="The quote id of the earliest dated appearance; not the origin.")
    appearances: list[AppearanceOut]
    links: list[LinkOut]
    notes: list[str]
