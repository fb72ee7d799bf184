"""Every failure becomes a problem document; nothing that was sent is echoed unless it has been made harmless.

Four roads lead here: our own errors (they know their status), FastAPI's validation, the router's 404 and 405, and
whatever nobody expected. The last handler touches nothing that could fail a second time.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPMethod, HTTPStatus
from typing import Any, Literal, cast, get_args

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from quotetrail.api.schemas.problem import MEDIA_TYPE, Problem, ProblemError
from quotetrail.errors import (
    PROBLEM_TYPE,
    Conflict,
    Contradiction,
    InvalidInput,
    NotFound,
    QueryTooSlow,
    QuotetrailError,
    StoreBusy,
    TooLarge,
    UnsupportedMedia,
)

Location = Literal["body", "path", "query", "header", "cookie"]
Responses = dict[int | str, dict[str, Any]]

logger = logging.getLogger(__name__)

_LONGEST_DETAIL = 1_000
_LONGEST_PATH = 300
_MOST_ERRORS = 50
_UNEXPECTED = (
    b'{"type":"urn:quotetrail:problem:internal","title":"Internal error","status":500,'
    b'"detail":"Something broke on our side; the log says what.","instance":"","errors":[]}'
)
_ROUTER_DETAILS = {
    HTTPStatus.NOT_FOUND: "Nothing answers at this address; /docs lists what does.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not answer that method; the Allow header names those it does.",
}


def document(*, kinds: Sequence[type[QuotetrailError]]) -> Responses:
    """The OpenAPI `responses` of an operation that can fail in these ways; several kinds may share a status."""
    responses: Responses = {}
    for kind in kinds:
        known = responses.setdefault(
            kind.status,
            {"description": "", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}},
        )
        known["description"] = f"{known['description']} {kind.__doc__ or kind.title}".strip()
    return responses


READS = document(kinds=(InvalidInput, QueryTooSlow))
READS_ONE = document(kinds=(NotFound, InvalidInput, QueryTooSlow))
TAKES_BODY = document(kinds=(TooLarge, UnsupportedMedia, InvalidInput))
LOOKS_UP = document(kinds=(TooLarge, UnsupportedMedia, InvalidInput, QueryTooSlow))
TAKES_ARTICLE = document(kinds=(Conflict, TooLarge, UnsupportedMedia, InvalidInput, StoreBusy))
DECIDES = document(kinds=(NotFound, Contradiction, TooLarge, UnsupportedMedia, InvalidInput, StoreBusy))
TAKES_FILES = document(kinds=(TooLarge, UnsupportedMedia, InvalidInput))


def harmless(text: str, *, longest: int) -> str:
    """`text` as it may stand in an answer: no lone surrogates, no control characters, at most `longest` code points."""
    shown = text[: longest + 1].encode("utf-8", "replace").decode("utf-8")
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in shown)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def of(error: QuotetrailError, *, instance: str = "") -> Problem:
    """The problem document that says what `error` says."""
    return Problem(
        type=f"{PROBLEM_TYPE}{error.slug}",
        title=error.title,
        status=error.status,
        detail=harmless(str(error), longest=_LONGEST_DETAIL),
        instance=instance,
    )


def of_validation(errors: Sequence[Mapping[str, object]], *, instance: str = "") -> Problem:
    """The problem document for pydantic's list of errors, each with the place it is about."""
    return Problem(
        type=f"{PROBLEM_TYPE}{InvalidInput.slug}",
        title=InvalidInput.title,
        status=InvalidInput.status,
        detail="The request does not fit its description; `errors` says where.",
        instance=instance,
        errors=[_place(error) for error in errors[:_MOST_ERRORS]],
    )


def install(app: FastAPI) -> None:
    """Make every failure of `app` a problem document."""
    app.add_exception_handler(QuotetrailError, _on_our_error)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_anything)


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        problem.model_dump_json(), status_code=problem.status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def _instance(request: Request) -> str:
    return harmless(request.url.path, longest=_LONGEST_PATH)


async def _on_our_error(request: Request, error: Exception) -> Response:
    return _answer(of(cast("QuotetrailError", error), instance=_instance(request)))


async def _on_validation(request: Request, error: Exception) -> Response:
    return _answer(of_validation(cast("RequestValidationError", error).errors(), instance=_instance(request)))


async def _on_http(request: Request, error: Exception) -> Response:
    status = HTTPStatus(cast("HTTPException", error).status_code)
    problem = Problem(
        type=f"{PROBLEM_TYPE}{status.phrase.lower().replace(' ', '-')}",
        title=status.phrase,
        status=status,
        detail=_ROUTER_DETAILS.get(status, status.description or status.phrase),
        instance=_instance(request),
    )
    headers = dict(cast("HTTPException", error).headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        # The router names the methods of the one route it looked at; an address may have several.
        headers["Allow"] = ", ".join(_methods(request))
    return _answer(problem, headers)


def _methods(request: Request) -> list[str]:
    """The methods that the address of `request` answers."""
    asked = {name: request.scope[name] for name in ("type", "path", "root_path", "headers", "app")}
    return [
        method.value
        for method in HTTPMethod
        if any(route.matches({**asked, "method": method.value})[0] is Match.FULL for route in request.app.routes)
    ]


async def _on_anything(request: Request, error: Exception) -> Response:
    logger.error("%s %r failed: %s", request.method, request.scope.get("path"), type(error).__name__)
    return Response(_UNEXPECTED, status_code=500, media_type=MEDIA_TYPE)


def _place(error: Mapping[str, object]) -> ProblemError:
    """Where one pydantic error points; its `input` and `ctx` are left behind on purpose."""
    raw = error.get("loc", ())
    parts = [str(part) for part in raw] if isinstance(raw, (tuple, list)) else []
    first = parts[0] if parts else "body"
    location = cast("Location", first) if first in get_args(Location) else "body"
    rest = parts[1:] if first in get_args(Location) else parts
    if location == "body":
        pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in rest)
    else:
        pointer = ".".join(rest)
    return ProblemError(
        detail=harmless(str(error.get("msg", "is not valid")), longest=_LONGEST_DETAIL),
        location=location,
        pointer=harmless(pointer, longest=_LONGEST_PATH),
    )
