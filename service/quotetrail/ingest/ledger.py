"""What became of every batch and of every file in it; kept beside the job queue, readable at once while a job runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from quotetrail import errors
from quotetrail.errors import NotFound, QuotetrailError
from quotetrail.settings import Settings

# How long a writer waits for another's turn; every transaction here takes milliseconds.
_BUSY_MILLISECONDS = 30_000

_METADATA = sa.MetaData()
_BATCHES = sa.Table(
    "batch",
    _METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("done", sa.Integer, nullable=False, default=0),
    sa.Column("failed", sa.Integer, nullable=False, default=0),
    sa.Column("quotes", sa.Integer, nullable=False, default=0),
    sa.Column("submitted", sa.DateTime, nullable=False),
    sa.Column("started", sa.DateTime),
    sa.Column("finished", sa.DateTime),
    sa.Column("problem", sa.String),
    sa.Column("detail", sa.String),
)
_RESULTS = sa.Table(
    "batch_result",
    _METADATA,
    sa.Column("batch_id", sa.ForeignKey("batch.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("article_id", sa.String),
    sa.Column("created", sa.Boolean, nullable=False),
    sa.Column("quotes", sa.Integer, nullable=False),
    sa.Column("problem", sa.String),
    sa.Column("detail", sa.String),
    sqlite_with_rowid=False,
)


class JobState(StrEnum):
    """How far a batch is: waiting, being read, read to its end, or refused as a whole."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A batch at one moment. Counts are of articles, of which one file may hold many.

    `total` is the number of files while the batch is queued, then exact; `done` includes the `failed` ones. `problem`
    says why the batch as a whole failed. Times are in UTC.
    """

    id: str
    name: str
    state: JobState
    total: int
    done: int
    failed: int
    quotes: int
    submitted: datetime
    started: datetime | None
    finished: datetime | None
    problem: QuotetrailError | None

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in {JobState.COMPLETED, JobState.FAILED}


@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of the article at `position` in the batch: its id and number of quotes, or the problem.

    `created` is False where the article was known before.
    """

    position: int
    source: str
    article_id: str | None = None
    created: bool = False
    quotes: int = 0
    problem: QuotetrailError | None = None


class Ledger:
    """Batches and their results, in the file of `settings.jobs_database`; every write is on disk when it returns."""

    def __init__(self, settings: Settings) -> None:
        settings.data.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(settings.jobs_database)
        sa.event.listen(self._engine, "connect", _prepare)
        with self._write() as connection:
            _METADATA.create_all(connection)

    def open(self, batch_id: str, *, name: str, total: int) -> None:
        """Enter a batch that waits for its turn."""
        with self._write() as connection:
            connection.execute(
                _BATCHES.insert().values(
                    id=batch_id, name=name, state=JobState.QUEUED, total=total, submitted=datetime.now(UTC)
                )
            )

    def start(self, batch_id: str, *, total: int) -> None:
        """Say that the batch is being read and how many articles it holds; keeps the time of the first start."""
        now = sa.func.coalesce(_BATCHES.c.started, datetime.now(UTC))
        with self._write() as connection:
            connection.execute(_one(batch_id).values(state=JobState.RUNNING, total=total, started=now))

    def record(self, batch_id: str, results: Sequence[JobResult]) -> None:
        """Add results, which continue the positions recorded so far, and count them, in one transaction."""
        with self._write() as connection:
            connection.execute(_RESULTS.insert(), [_result_row(batch_id, result) for result in results])
            connection.execute(
                _one(batch_id).values(
                    done=_BATCHES.c.done + len(results),
                    failed=_BATCHES.c.failed + sum(result.problem is not None for result in results),
                    quotes=_BATCHES.c.quotes + sum(result.quotes for result in results),
                )
            )

    def finish(self, batch_id: str, *, problem: QuotetrailError | None = None) -> None:
        """Close the batch: completed, or failed for `problem`."""
        state = JobState.COMPLETED if problem is None else JobState.FAILED
        with self._write() as connection:
            connection.execute(
                _one(batch_id).values(state=state, finished=datetime.now(UTC), **_problem_columns(problem))
            )

    def status(self, batch_id: str) -> JobStatus:
        """Return the batch as it stands; raises NotFound."""
        with self._engine.connect() as connection:
            row = connection.execute(_BATCHES.select().where(_BATCHES.c.id == batch_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no job {batch_id!r}.")
        return JobStatus(
            id=row.id,
            name=row.name,
            state=JobState(row.state),
            total=row.total,
            done=row.done,
            failed=row.failed,
            quotes=row.quotes,
            submitted=row.submitted.replace(tzinfo=UTC),
            started=row.started and row.started.replace(tzinfo=UTC),
            finished=row.finished and row.finished.replace(tzinfo=UTC),
            problem=_problem(row.problem, row.detail),
        )

    def results(self, batch_id: str, *, after: int, limit: int) -> tuple[JobResult, ...]:
        """Return up to `limit` results with positions greater than `after`, in order; raises NotFound."""
        self.status(batch_id)
        wanted = (
            _RESULTS.select()
            .where(_RESULTS.c.batch_id == batch_id, _RESULTS.c.position > after)
            .order_by(_RESULTS.c.position)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
        return tuple(
            JobResult(
                position=row.position,
                source=row.source,
                article_id=row.article_id,
                created=row.created,
                quotes=row.quotes,
                problem=_problem(row.problem, row.detail),
            )
            for row in rows
        )

    def unfinished(self) -> tuple[str, ...]:
        """Return the ids of the batches that have not ended, oldest first."""
        wanted = (
            sa.select(_BATCHES.c.id)
            .where(_BATCHES.c.state.in_([JobState.QUEUED, JobState.RUNNING]))
            .order_by(_BATCHES.c.submitted, _BATCHES.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(connection.execute(wanted).scalars())

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own connection, whichever it is
    connection.isolation_level = None  # this module begins its transactions itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")


def _one(batch_id: str) -> sa.Update:
    return _BATCHES.update().where(_BATCHES.c.id == batch_id)


def _result_row(batch_id: str, result: JobResult) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "position": result.position,
        "source": result.source,
        "article_id": result.article_id,
        "created": result.created,
        "quotes": result.quotes,
        **_problem_columns(result.problem),
    }


def _problem_columns(problem: QuotetrailError | None) -> dict[str, str | None]:
    if problem is None:
        return {"problem": None, "detail": None}
    return {"problem": problem.slug, "detail": str(problem)}


def _problem(slug: str | None, detail: str | None) -> QuotetrailError | None:
    """Give back the error as it was raised; one whose kind this version no longer knows is a general one."""
    if slug is None:
        return None
    kinds = [QuotetrailError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    by_slug = {kind.slug: kind for kind in kinds if kind.__module__ == errors.__name__}
    return by_slug.get(slug, QuotetrailError)(detail)
