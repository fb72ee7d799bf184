"""How the service feels."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from quotetrail.api.schemas.fields import Schema


class Alive(Schema):
    """The process answers."""

    status: Literal["alive"]


class Ready(Schema):
    """The service can work; with what, and how much it holds."""

    status: Literal["ready"]
    detector: str = Field(description="What finds the quotes.")
    languages: list[str] = Field(description="Languages that are fully covered; others have direct quotes only.")
    articles: int = Field(ge=0)
    quotes: int = Field(ge=0, description="Of every mode.")
    statements: int = Field(ge=0)
