"""Batches and what becomes of them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from quotetrail.api import problems
from quotetrail.api.schemas.fields import Schema
from quotetrail.api.schemas.problem import Problem
from quotetrail.ingest.ledger import JobResult, JobState, JobStatus


class JobOut(Schema):
    """How far a batch is; every article in it is accounted for exactly once."""

    id: str
    name: str
    state: JobState
    total: int = Field(ge=0, description="Articles known of; exact once the job runs.")
    done: int = Field(ge=0, description="Articles accounted for, failed ones too.")
    failed: int = Field(ge=0)
    quotes: int = Field(ge=0)
    submitted: datetime
    started: datetime | None
    finished: datetime | None
    problem: Problem | None = Field(description="Why the batch as a whole was refused.")

    @classmethod
    def of(cls, status: JobStatus) -> JobOut:
        """What `status` says."""
        return cls(
            id=status.id,
            name=status.name,
            state=status.state,
            total=status.total,
            done=status.done,
            failed=status.failed,
            quotes=status.quotes,
            submitted=status.submitted,
            started=status.started,
            finished=status.finished,
            problem=None if status.problem is None else problems.of(status.problem),
        )


class JobResultOut(Schema):
    """What became of one article of a batch."""

    position: int = Field(ge=0)
    source: str = Field(description="Its file, with `#` and its number where one file holds several articles.")
    article_id: str | None
    created: bool = Field(description="False when the same article was here before, and when it failed.")
    quotes: int = Field(ge=0)
    problem: Problem | None

    @classmethod
    def of(cls, result: JobResult) -> JobResultOut:
        """What `result` says."""
        return cls(
            position=result.position,
            source=problems.harmless(result.source, longest=1_000),
            article_id=result.article_id,
            created=result.created,
            quotes=result.quotes,
            problem=None if result.problem is None else problems.of(result.problem),
        )


class JobReport(Schema):
    """How far a batch is, and a page of what became of its articles."""

    job: JobOut
    results: list[JobResultOut]
    next: str | None = Field(description="The cursor of the next results; null where there are none yet.")
