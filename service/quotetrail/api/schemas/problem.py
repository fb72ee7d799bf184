"""Problem documents (RFC 9457)."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from quotetrail.api.schemas.fields import Schema

MEDIA_TYPE = "application/problem+json"


class ProblemError(Schema):
    """One thing that is wrong with the request, and where."""

    detail: str = Field(description="What is wrong, in words; it never repeats what was sent.")
    location: Literal["body", "path", "query", "header", "cookie"] = Field(description="The part of the request.")
    pointer: str = Field(description="A JSON pointer (RFC 6901) into the body, or the parameter's name.")


class Problem(Schema):
    """Why a request was not carried out, and what to do about it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:quotetrail:problem:not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no statement 'sta_00000000000000000000'.",
                    "instance": "/v1/statements/sta_00000000000000000000",
                    "errors": [],
                }
            ]
        }
    )

    type: str = Field(description="`urn:quotetrail:problem:` and a word that never changes; programs branch on it.")
    title: str = Field(description="The kind of problem, the same for every problem of one type.")
    status: int = Field(description="The HTTP status, repeated.", ge=400, le=599)
    detail: str = Field(description="What happened this time and what to do, in one sentence.")
    instance: str = Field(description="The path that was asked for; empty where the problem is of one item among many.")
    errors: list[ProblemError] = Field(default=[], description="Where validation failed; empty for other problems.")
