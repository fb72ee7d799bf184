"""Statements: what somebody said once, in all the wordings that reached us."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from quotetrail.api.schemas.chains import AppearanceOut
from quotetrail.api.schemas.fields import Schema


class StatementSummaryOut(Schema):
    """One statement at a glance."""

    id: str
    exemplar: str = Field(description="The quote id of its commonest wording.")
    text: str = Field(description="Its commonest wording.")
    speaker: str | None = Field(description="Who said it, by the full name that any of its wordings gives.")
    appearances: int = Field(ge=1)
    outlets: int = Field(ge=0)
    first_published: datetime | None
    last_published: datetime | None


class StatementOut(StatementSummaryOut):
    """One statement with every wording of it, in order of time as far as it is known."""

    wordings: list[AppearanceOut]


class StatementPage(Schema):
    """Some statements, those with most appearances first."""

    items: list[StatementSummaryOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")
