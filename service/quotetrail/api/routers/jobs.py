"""Jobs: how far a batch is, at one moment or as it goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from quotetrail.api import problems
from quotetrail.api.dependencies import USUAL_PAGE, Cursor, JobId, Limit, ServicesOf
from quotetrail.api.paging import Listing
from quotetrail.api.schemas.jobs import JobOut, JobReport, JobResultOut
from quotetrail.errors import InvalidInput, NotFound
from quotetrail.store.pages import Page, checked

router = APIRouter(prefix="/v1/jobs", tags=["batches"])

_FAILS = problems.document(kinds=(NotFound, InvalidInput))


def known_job(job_id: JobId, services: ServicesOf) -> str:
    """The id, once it is sure that there is such a job: a stream that has begun cannot answer 404 any more."""
    return services.jobs.status(job_id).id


@router.get("/{job_id}", responses=_FAILS, summary="Read a job")
def get_job(job_id: JobId, services: ServicesOf, *, cursor: Cursor = None, limit: Limit = USUAL_PAGE) -> JobReport:
    """Counts, and what became of each article: its id, or the problem that kept it out."""
    listing = Listing("job", id=job_id)
    status = services.jobs.status(job_id)
    after = checked(listing.after(cursor), shape=(int,), limit=limit)
    last_seen = -1 if after is None else int(after[0])
    rows = services.jobs.results(job_id, after=last_seen, limit=limit + 1)
    following = (rows[limit - 1].position,) if len(rows) > limit else None
    page = listing.page(Page(rows=rows[:limit], after=following), item=lambda row: JobResultOut.of(row).model_dump())
    return JobReport.model_validate({"job": JobOut.of(status), "results": page["items"], "next": page["next"]})


@router.get("/{job_id}/events", response_class=EventSourceResponse, responses=_FAILS, summary="Follow a job")
async def follow_job(
    job_id: Annotated[str, Depends(known_job)], services: ServicesOf
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: the job's status now and whenever it changes; the stream ends when the job does.

    An event is called after the job's state, and its `data` is the job as `GET /v1/jobs/{job_id}` has it.
    """
    async for status in services.jobs.events(job_id):
        yield ServerSentEvent(event=status.state.value, data=JobOut.of(status))
