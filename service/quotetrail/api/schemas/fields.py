"""The base of every schema, and field types that several of them share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from quotetrail.errors import InvalidInput
from quotetrail.ingest.dates import published_from
from quotetrail.ingest.modes import ALL, modes_from
from quotetrail.model import Mode

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

LONGEST_NAME = 4_000
LONGEST_PASTED = 20_000

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Number = Annotated[int, Field(strict=True)]
Pasted = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PASTED, pattern=r"^[^\x00]*$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]


class Schema(BaseModel):
    """One object on the wire; immutable, and described with its real shape on the way out."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


def _published(value: str) -> str:
    """Refuse, at its place in the body, a date that reading the article would refuse."""
    try:
        published_from(value)
    except InvalidInput as error:
        raise PydanticCustomError("published", "{reason}", {"reason": str(error)}) from error
    return value


def _modes(value: str) -> str:
    """Refuse, at its place in the query, a list with a mode that there is none of."""
    try:
        modes_from(value)
    except InvalidInput as error:
        raise PydanticCustomError("modes", "{reason}", {"reason": str(error)}) from error
    return value


def _written(value: object) -> object:
    """Read a date by itself as midnight UTC; refuse the numbers that pydantic would read as seconds since 1970."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        return f"{value}T00:00:00Z"
    if not isinstance(value, str) or "-" not in value[1:]:
        raise PydanticCustomError("moment_form", "Write a date, or a time as in 2025-03-01T09:30:00+05:00")
    return value


def _on_the_calendar(value: datetime) -> datetime:
    """Refuse a moment that turning it into UTC would push off the calendar; its offset stays as it was written."""
    try:
        value.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("moment_range", "This moment lies outside the calendar") from error
    return value


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Published = Annotated[str, AfterValidator(_published)]
_MODE = f"({'|'.join(Mode)})"
Modes = Annotated[
    str, AfterValidator(_modes), WithJsonSchema({"type": "string", "pattern": f"^({ALL}|{_MODE}(,{_MODE})*)$"})
]
Moment = Annotated[
    AwareDatetime, BeforeValidator(_written, json_schema_input_type=str), AfterValidator(_on_the_calendar)
]
