"""A pasted quote, and the statements it may be a wording of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue

from quotetrail.api import examples
from quotetrail.api.schemas.chains import ChangeOut
from quotetrail.api.schemas.extraction import Confidence
from quotetrail.api.schemas.fields import Name, Pasted, Schema
from quotetrail.api.schemas.problem import Problem
from quotetrail.api.schemas.quotes import QuoteOut
from quotetrail.model import Relation

MOST_FOUND = 50
USUALLY_FOUND = 5
MOST_ITEMS = 100

_ONE: dict[str, JsonValue] = {"text": examples.pasted(), "speaker": examples.speaker(), "limit": USUALLY_FOUND}


class LookupIn(Schema):
    """A quote as somebody pasted it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ONE]})

    text: Pasted = Field(description="The words, with or without quotation marks.")
    speaker: Name | None = Field(default=None, description="Who is said to have said them.")
    limit: Annotated[int, Field(ge=1, le=MOST_FOUND, strict=True)] = USUALLY_FOUND


class FoundOut(Schema):
    """One statement the pasted words may belong to, and why."""

    statement_id: str
    score: Confidence
    relation: Relation
    reasons: list[str]
    drift: list[ChangeOut] = Field(description="From the stored wording to the pasted words.")
    quote: QuoteOut = Field(description="The wording that fits best.")


class LookupOut(Schema):
    """What was found, best first, one wording of each statement."""

    found: list[FoundOut]


class LookupBatchIn(Schema):
    """Many pasted quotes; one that cannot be used does not stop the others."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"items": [_ONE, {"text": examples.quoted()}]}]}
    )

    items: list[LookupIn | Any] = Field(
        min_length=1,
        max_length=MOST_ITEMS,
        description="Each like the body of `POST /v1/lookup`; anything else gets a problem in its place.",
    )


class LookupItemOut(Schema):
    """The answer to one item: either what was found, or why nothing could be looked up."""

    found: list[FoundOut] | None
    problem: Problem | None


class LookupBatchOut(Schema):
    """One answer for every item, in the same order."""

    items: list[LookupItemOut]
