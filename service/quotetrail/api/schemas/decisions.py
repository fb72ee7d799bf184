"""What was decided about statements and matches, by people and by the service."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from quotetrail.api import examples
from quotetrail.api.schemas.fields import Schema
from quotetrail.api.schemas.statements import StatementSummaryOut
from quotetrail.ingest.desk import LONGEST_NAME, LONGEST_NOTE, Signed
from quotetrail.store.decisions import DecisionKind

MOST_QUOTES = 100

_EXAMPLE = examples.identifiers()
_MERGE: dict[str, JsonValue] = {"with": _EXAMPLE.other_statement, "by": "Kim", "note": "Both from one interview."}
_SPLIT: dict[str, JsonValue] = {"quotes": [_EXAMPLE.quote], "by": "Kim"}

Signature = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")]
StatementName = Annotated[str, StringConstraints(pattern=r"^sta_[0-9a-f]{20}$")]
QuoteName = Annotated[str, StringConstraints(pattern=r"^quo_[0-9a-f]{20}$")]


class SignedIn(Schema):
    """Who decides, and why."""

    by: Signature = Field(description="The name of the person who decides; it stands in the log.")
    note: Note | None = Field(default=None, description="Why, in the person's own words.")

    def signed(self) -> Signed:
        """The signature; raises InvalidInput where the name is blank."""
        return Signed(by=self.by, note=self.note)


class MergeIn(SignedIn):
    """Another statement that is the same as this one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_MERGE]})

    other: StatementName = Field(alias="with", description="The other statement's id; a former one works.")


class SplitIn(SignedIn):
    """Quotes that are a statement of their own."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_SPLIT]})

    quotes: Annotated[list[QuoteName], Field(min_length=1, max_length=MOST_QUOTES)] = Field(
        description="Their ids; at least one quote of the statement must not be among them."
    )


class DecisionOut(Schema):
    """One line of the log, which is only ever added to."""

    number: int = Field(ge=1, description="Its place in the log.")
    taken: datetime
    kind: DecisionKind
    by: str | None = Field(description="Who decided; null for the service itself.")
    matcher_version: str | None = Field(description="What decided, where it was the service; null for a person.")
    statements: list[str] = Field(
        description="Their ids at the time; where the service moved quotes, from the first to the second."
    )
    quotes: list[list[str]] = Field(
        description="The two sides of a person's decision, or the quotes that the service moved."
    )
    reasons: list[str]


class DecisionPage(Schema):
    """Some decisions, oldest first."""

    items: list[DecisionOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class RulingOut(Schema):
    """A decision as it stands in the log, and the statements that its quotes are in now."""

    decision: DecisionOut
    statements: list[StatementSummaryOut]
