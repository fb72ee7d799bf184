"""The OpenAPI 3.1 document, and the one way it is written down."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.routing import APIRoute

from quotetrail.api import examples

TAGS = [
    {"name": "extract", "description": "Quotes of a text, nothing kept."},
    {"name": "articles", "description": "Articles as newsrooms sent them."},
    {"name": "batches", "description": "Many articles at once, as durable jobs."},
    {"name": "quotes", "description": "Who said what, in which article."},
    {
        "name": "statements",
        "description": "What somebody said once, in all its wordings, and its way through the outlets.",
    },
    {
        "name": "matches",
        "description": "Two quotes that carry one statement, or may: for editors to confirm or reject.",
    },
    {"name": "decisions", "description": "The log of what people and the service decided."},
    {"name": "lookup", "description": "From a pasted quote to its statement."},
    {"name": "compare", "description": "From two wordings to what changed between them."},
    {"name": "speakers", "description": "Who is quoted."},
    {"name": "health", "description": "For whatever watches the service."},
]
DESCRIPTION = """\
Articles in; quotes with their speakers, statements and provenance chains out.

Every example runs as it stands. Those that read one thing by its id read what the first example of `POST /v1/articles`
stores, so on an empty service run that one first; the job is the one that the example of `POST /v1/batches` starts.

Offsets are Unicode code points into the untouched text, half-open. Failures are problem documents (RFC 9457). Listings
come in pages: pass `next` of one page as `cursor` for the following one.
"""


class DescribedAPI(FastAPI):
    """A FastAPI whose description of itself is valid OpenAPI 3.1 down to the event streams."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = _with_answers(_in_3_1(super().openapi()))
        return self.openapi_schema


def operation_id(route: APIRoute) -> str:
    """The handler's name: short, and steady when paths change."""
    return route.name


def canonical(document: dict[str, Any]) -> bytes:
    """The document as the snapshot keeps it: sorted keys, two spaces, a final newline."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _in_3_1(document: dict[str, Any]) -> dict[str, Any]:
    """FastAPI describes the events of a stream with `itemSchema`, a keyword that OpenAPI has only since 3.2."""
    for path in document["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                for media in response.get("content", {}).values():
                    if "itemSchema" in media:
                        media["schema"] = media.pop("itemSchema")
    return document


def _with_answers(document: dict[str, Any]) -> dict[str, Any]:
    """Show with each schema an answer that was really given."""
    schemas = document["components"]["schemas"]
    for name, answer in examples.answers().items():
        schemas[name]["examples"] = [answer]
    return document
