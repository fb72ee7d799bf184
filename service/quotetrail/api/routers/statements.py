"""Statements and their chains."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Query, Request, Response

from quotetrail.api import problems
from quotetrail.api.bodies import StrictRoute
from quotetrail.api.dependencies import EXAMPLE, USUAL_PAGE, Cursor, Limit, ServicesOf, StatementId
from quotetrail.api.paging import Listing
from quotetrail.api.routers.decisions import ruled
from quotetrail.api.schemas.chains import ChainOut
from quotetrail.api.schemas.decisions import MergeIn, RulingOut, SplitIn
from quotetrail.api.schemas.statements import StatementOut, StatementPage
from quotetrail.ingest import report
from quotetrail.model import Chain
from quotetrail.trace.export import json_ld, prov_json
from quotetrail.trace.render import as_text

router = APIRouter(prefix="/v1/statements", tags=["statements"], route_class=StrictRoute)

_MERGE = {"with": EXAMPLE.other_statement, "by": "Kim", "note": "Both from one interview."}
_SPLIT = {"quotes": [EXAMPLE.quote], "by": "Kim"}


class ChainFormat(StrEnum):
    """The forms a chain can be had in."""

    JSON = "json"
    PROV = "prov"
    JSON_LD = "jsonld"
    TEXT = "text"


# PROV-JSON has no registered media type; its own one keeps it apart from the service's JSON.
_PROV_JSON = "application/prov+json"
_JSON_LD = "application/ld+json"
_TEXT = "text/plain"
# Words out of articles must never be taken for markup.
_NOT_SNIFFED = {"X-Content-Type-Options": "nosniff"}
_BY_MEDIA_TYPE = {_PROV_JSON: ChainFormat.PROV, _JSON_LD: ChainFormat.JSON_LD, _TEXT: ChainFormat.TEXT}


@router.get("", response_model=StatementPage, responses=problems.READS, summary="List statements")
def list_statements(
    services: ServicesOf,
    *,
    least: Annotated[int, Query(ge=1, le=1_000_000, description="The fewest appearances one may have.")] = 1,
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
) -> dict[str, object]:
    """Statements, those with most appearances first."""
    listing = Listing("statements", least=least)
    with services.store.read() as kept:
        page = kept.statements.list(after=listing.after(cursor), limit=limit, least=least)
    return listing.page(page, item=report.statement_summary)


@router.get("/{statement_id}", response_model=StatementOut, responses=problems.READS_ONE, summary="Read a statement")
def get_statement(statement_id: StatementId, services: ServicesOf) -> dict[str, object]:
    """The statement with every wording of it. An id that was merged away answers with the statement it became."""
    with services.store.read() as kept:
        statement = kept.statements.get(statement_id)
        summary = kept.statements.summary(statement.id)
    wordings = services.pipeline.appearances(statement.id)
    return {**report.statement_summary(summary), "wordings": [report.appearance(each) for each in wordings]}


@router.get(
    "/{statement_id}/chain",
    response_model=ChainOut,
    responses={
        200: {
            "description": "The chain in the form asked for.",
            "content": {
                _PROV_JSON: {"schema": {"type": "object"}},
                _JSON_LD: {"schema": {"type": "object"}},
                _TEXT: {"schema": {"type": "string"}},
            },
        },
        **problems.READS_ONE,
    },
    summary="Trace a statement",
)
def get_chain(
    statement_id: StatementId,
    request: Request,
    services: ServicesOf,
    wanted: Annotated[
        ChainFormat | None,
        Query(alias="format", description="`prov` is PROV-JSON. Without it the Accept header decides."),
    ] = None,
) -> Response:
    """The origin, every appearance in order of time, and for each the most likely source with its evidence."""
    chain = services.pipeline.chain(statement_id)
    return _written(chain, wanted or _accepted(request))


@router.post(
    "/{statement_id}/merge", response_model=RulingOut, responses=problems.DECIDES, summary="Merge two statements"
)
def merge_statements(
    statement_id: StatementId,
    body: Annotated[MergeIn, Body(openapi_examples={"with another": {"value": _MERGE}})],
    services: ServicesOf,
) -> dict[str, object]:
    """They are one statement from now on, whatever is posted or matched anew; both ids go on answering."""
    return ruled(services.pipeline.desk.merge(statement_id, body.other, signed=body.signed()), services)


@router.post("/{statement_id}/split", response_model=RulingOut, responses=problems.DECIDES, summary="Split a statement")
def split_statement(
    statement_id: StatementId,
    body: Annotated[SplitIn, Body(openapi_examples={"one quote": {"value": _SPLIT}})],
    services: ServicesOf,
) -> dict[str, object]:
    """These quotes are a statement of their own from now on, apart from all others that were with them.

    The id stays with the larger part; the answer has the statement of these quotes first.
    """
    return ruled(services.pipeline.desk.split(statement_id, body.quotes, signed=body.signed()), services)


def _accepted(request: Request) -> ChainFormat:
    """The first form we have among those the Accept header names, JSON where it names none."""
    for part in request.headers.get("accept", "").split(","):
        name = part.split(";")[0].strip().lower()
        if name in {"application/json", "application/*", "*/*"}:
            break
        if name in _BY_MEDIA_TYPE:
            return _BY_MEDIA_TYPE[name]
    return ChainFormat.JSON


def _written(chain: Chain, form: ChainFormat) -> Response:
    match form:
        case ChainFormat.TEXT:
            return Response(as_text(chain), media_type=_TEXT, headers=_NOT_SNIFFED)
        case ChainFormat.PROV:
            return Response(orjson.dumps(prov_json(chain)), media_type=_PROV_JSON)
        case ChainFormat.JSON_LD:
            return Response(orjson.dumps(json_ld(chain)), media_type=_JSON_LD)
        case ChainFormat.JSON:
            return Response(
                ChainOut.model_validate(report.chain(chain)).model_dump_json(), media_type="application/json"
            )
