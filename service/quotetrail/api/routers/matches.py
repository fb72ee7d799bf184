"""Matches: read them, list those that wait for an editor, decide."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from quotetrail.api import problems
from quotetrail.api.bodies import StrictRoute
from quotetrail.api.dependencies import USUAL_PAGE, Cursor, Limit, MatchId, ServicesOf
from quotetrail.api.paging import Listing
from quotetrail.api.routers.decisions import ruled
from quotetrail.api.schemas.decisions import RulingOut
from quotetrail.api.schemas.matches import MatchDecisionIn, MatchDetailOut, MatchPage
from quotetrail.ingest import report
from quotetrail.model import Tier

router = APIRouter(prefix="/v1/matches", tags=["matches"], route_class=StrictRoute)

_CONFIRM = {"decision": "confirm", "by": "Kim"}


@router.get("", response_model=MatchPage, responses=problems.READS, summary="List matches")
def list_matches(
    services: ServicesOf,
    *,
    tier: Annotated[Tier | None, Query(description="`suggested` for those that an editor should look at.")] = None,
    decided: Annotated[bool | None, Query(description="`false` for those that nobody has decided yet.")] = None,
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
) -> dict[str, object]:
    """Matches with both quotes, in the order they were found."""
    listing = Listing("matches", tier=tier, decided=decided)
    with services.store.read() as kept:
        page = kept.matches.list(tier=tier, decided=decided, after=listing.after(cursor), limit=limit)
        quotes = kept.quotes.many({end for row in page.rows for end in (row.match.left, row.match.right)})
    return listing.page(page, item=lambda row: report.stored_match(row, quotes))


@router.get("/{match_id}", response_model=MatchDetailOut, responses=problems.READS_ONE, summary="Read a match")
def get_match(match_id: MatchId, services: ServicesOf) -> dict[str, object]:
    """A match with its tier, flags, reasons and drift, and with what people decided about it."""
    with services.store.read() as kept:
        found = kept.matches.get(match_id)
        quotes = kept.quotes.many({found.match.left, found.match.right})
    decisions = services.pipeline.desk.about_match(match_id)
    return {**report.stored_match(found, quotes), "decisions": [report.decision(each) for each in decisions]}


@router.post(
    "/{match_id}/decision", response_model=RulingOut, responses=problems.DECIDES, summary="Confirm or reject a match"
)
def decide_match(
    match_id: MatchId,
    body: Annotated[MatchDecisionIn, Body(openapi_examples={"confirm it": {"value": _CONFIRM}})],
    services: ServicesOf,
) -> dict[str, object]:
    """Confirmed, its quotes are one statement; rejected, they are two. The latest decision counts, for all time.

    It is refused where decisions about other quotes stand against it, and the problem names them.
    """
    ruling = services.pipeline.desk.decide(match_id, right=body.decision == "confirm", signed=body.signed())
    return ruled(ruling, services)
