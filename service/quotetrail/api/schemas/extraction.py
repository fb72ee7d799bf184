"""What was found in one text; the same object that `quotetrail extract --format jsonl` prints."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quotetrail.api.schemas.fields import Schema
from quotetrail.model import Mode, QuoteType, SpeakerKind

Offset = Annotated[int, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]
SpanOut = Annotated[list[Offset], Field(min_length=2, max_length=2)]


class CueOut(Schema):
    """The words that announce the quote."""

    text: str
    start: Offset
    end: Offset
    lemma: str


class CandidateOut(Schema):
    """A person the mention could mean."""

    name: str
    confidence: Confidence


class SpeakerOut(Schema):
    """Who says it: the mention at the quote, and the fullest name the article gives."""

    text: str = Field(description='The mention as written at the quote, such as "he".')
    start: Offset
    end: Offset
    name: str | None = Field(description="The resolved name; null when the article does not say.")
    kind: SpeakerKind
    description: str | None = Field(description="Age, title or role, as the article gives it.")
    confidence: Confidence
    candidates: list[CandidateOut] = Field(description="Whom the mention could mean when the text leaves it open.")


class VenueOut(Schema):
    """Where it was said, or through whom the words came."""

    text: str
    start: Offset
    end: Offset
    name: str | None


class FoundQuote(Schema):
    """One attribution; offsets are code points into the untouched text."""

    id: str
    type: QuoteType
    mode: Mode = Field(description="What was done with the content, by its cue.")
    text: str
    spans: list[SpanOut] = Field(min_length=1, description="Half-open ranges, quotation marks included.")
    cue: CueOut | None
    speaker: SpeakerOut | None
    venue: VenueOut | None
    via: list[VenueOut] = Field(description="The outlets through which the words reached this article.")
    confidence: Confidence


class Extraction(Schema):
    """The quotes of one text, of the modes that were asked for."""

    source: str = Field(description="What the text was called: its path, its uri, or its identifier.")
    language: str
    text: str | None = Field(description="The text that offsets refer to, where it is not the one that was sent.")
    quotes: list[FoundQuote]
    omitted: list[str] = Field(description="In plain words, what could not be looked for in this text.")
