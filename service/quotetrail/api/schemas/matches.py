"""Matches: two quotes that carry one statement, or may."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from quotetrail.api.schemas.chains import ChangeOut
from quotetrail.api.schemas.decisions import DecisionOut, SignedIn
from quotetrail.api.schemas.extraction import Confidence
from quotetrail.api.schemas.fields import Schema
from quotetrail.api.schemas.quotes import QuoteOut
from quotetrail.model import FlagKind, Relation, Tier
from quotetrail.store.constraints import ConstraintKind

_CONFIRM: dict[str, JsonValue] = {"decision": "confirm", "by": "Kim"}


class FlagOut(Schema):
    """One thing that changed and that an editor must see, with the words of both sides."""

    kind: FlagKind
    before: str
    after: str


class MatchOut(Schema):
    """Two quotes, how one wording stands to the other, and why they are taken for one statement."""

    id: str = Field(description="Made of the two quotes' ids, so that it is the same whenever they are matched.")
    tier: Tier = Field(
        description="`confirmed` makes one statement of two quotes; `suggested` is for people to decide."
    )
    decided: ConstraintKind | None = Field(description="What a person's latest decision says of the two, if any.")
    relation: Relation
    score: Confidence
    flags: list[FlagOut]
    reasons: list[str]
    drift: list[ChangeOut] = Field(description="From the words of `left` to those of `right`.")
    left: QuoteOut
    right: QuoteOut


class MatchDetailOut(MatchOut):
    """A match with what people decided about it."""

    decisions: list[DecisionOut]


class MatchPage(Schema):
    """Some matches, in the order they were found."""

    items: list[MatchOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class MatchDecisionIn(SignedIn):
    """Whether the two quotes carry one statement."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CONFIRM]})

    decision: Literal["confirm", "reject"]
