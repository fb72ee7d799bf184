"""Quotes: search them, read one."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from quotetrail.api import problems
from quotetrail.api.dependencies import USUAL_PAGE, Cursor, Limit, QuoteFilters, QuoteId, ServicesOf
from quotetrail.api.paging import Listing
from quotetrail.api.schemas.quotes import QuoteOut, QuotePage
from quotetrail.ingest import report

router = APIRouter(prefix="/v1/quotes", tags=["quotes"])


@router.get("", response_model=QuotePage, responses=problems.READS, summary="Search quotes")
def list_quotes(
    filters: QuoteFilters, services: ServicesOf, *, cursor: Cursor = None, limit: Limit = USUAL_PAGE
) -> dict[str, object]:
    """Quotes that fit every filter given, in the order they were stored.

    What was thought or perceived is among them only where `modes` asks for it.
    """
    listing = Listing("quotes", **asdict(filters))
    with services.store.read() as kept:
        page = kept.quotes.list(filters=filters, after=listing.after(cursor), limit=limit)
    return listing.page(page, item=report.stored_quote)


@router.get("/{quote_id}", response_model=QuoteOut, responses=problems.READS_ONE, summary="Read a quote")
def get_quote(quote_id: QuoteId, services: ServicesOf) -> dict[str, object]:
    """One quote with its speaker, its statement and its offsets into the article's text."""
    with services.store.read() as kept:
        return report.stored_quote(kept.quotes.get(quote_id))
