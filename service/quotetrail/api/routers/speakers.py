"""Speakers: who is quoted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from quotetrail.api import problems
from quotetrail.api.dependencies import USUAL_PAGE, Cursor, Limit, ServicesOf, SpeakerId
from quotetrail.api.paging import Listing
from quotetrail.api.schemas.fields import Name
from quotetrail.api.schemas.speakers import SpeakerPage, StoredSpeakerOut
from quotetrail.ingest import report

router = APIRouter(prefix="/v1/speakers", tags=["speakers"])


@router.get("", response_model=SpeakerPage, responses=problems.READS, summary="List speakers")
def list_speakers(
    services: ServicesOf,
    *,
    name: Annotated[Name | None, Query(description="Words that must all occur in the name.")] = None,
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
) -> dict[str, object]:
    """Everybody who is quoted, alphabetically."""
    listing = Listing("speakers", name=name)
    with services.store.read() as kept:
        page = kept.speakers.list(name=name, after=listing.after(cursor), limit=limit)
    return listing.page(page, item=report.stored_speaker)


@router.get("/{speaker_id}", response_model=StoredSpeakerOut, responses=problems.READS_ONE, summary="Read a speaker")
def get_speaker(speaker_id: SpeakerId, services: ServicesOf) -> dict[str, object]:
    """A speaker with every spelling of the name; `GET /v1/quotes?speaker=<id>` has the quotes."""
    with services.store.read() as kept:
        return report.stored_speaker(kept.speakers.get(speaker_id))
