"""The log of decisions: what people said of statements and matches, and what the service did to statements."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from quotetrail.api import problems
from quotetrail.api.dependencies import USUAL_PAGE, Cursor, Limit, ServicesOf
from quotetrail.api.paging import Listing
from quotetrail.api.schemas.decisions import DecisionPage
from quotetrail.api.schemas.fields import Name
from quotetrail.api.services import Services
from quotetrail.ingest import report
from quotetrail.ingest.desk import Ruling

router = APIRouter(prefix="/v1/decisions", tags=["decisions"])


@router.get("", response_model=DecisionPage, responses=problems.READS, summary="Read the log of decisions")
def list_decisions(
    services: ServicesOf,
    *,
    about: Annotated[Name | None, Query(description="Only those about this statement or match.")] = None,
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
) -> dict[str, object]:
    """Decisions, oldest first; of a statement also those about the ids that lead to it. None is ever changed."""
    listing = Listing("decisions", about=about)
    with services.store.read() as kept:
        subjects = None if about is None else {about, *kept.statements.names(about)}
        page = kept.decisions.list(about=subjects, after=listing.after(cursor), limit=limit)
    return listing.page(page, item=report.decision)


def ruled(ruling: Ruling, services: Services) -> dict[str, object]:
    """A decision, and the statements that its quotes are in now."""
    with services.store.read() as kept:
        statements = [report.statement_summary(kept.statements.summary(name)) for name in ruling.statements]
    return {"decision": report.decision(ruling.decision), "statements": statements}
