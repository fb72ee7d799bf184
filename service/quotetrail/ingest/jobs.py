"""Batches of articles as durable jobs: what was acknowledged is read to its end, through crashes and restarts.

The bytes wait in the inbox, the queue remembers which steps are done, the ledger what became of every article. A step
cut short by a crash runs again, which is harmless: the pipeline returns what it already holds, and the ledger, whose
results and counts move in one transaction, says where to go on.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Sequence
from functools import partial
from itertools import islice

from quotetrail.errors import InvalidInput, NotFound, QuotetrailError, StoreBusy, StoreUnusable, TooLarge
from quotetrail.ingest.durable import DurableQueue, Step
from quotetrail.ingest.inbox import Inbox, Upload
from quotetrail.ingest.ledger import JobResult, JobStatus, Ledger
from quotetrail.ingest.pipeline import Pipeline, Posted
from quotetrail.ingest.reading import Piece, Read
from quotetrail.settings import Settings

logger = logging.getLogger(__name__)

# The sentences of eight articles fill Stanza's batches, and a crash repeats the work on no more than these.
_ARTICLES_AT_ONCE = 8

_EVENT_SECONDS = 0.25
_MOST_RESULTS = 1_000

# Not the article's fault, so not its result: the step is tried again, and the batch fails rather than every article.
_STORAGE_TROUBLE = (StoreBusy, StoreUnusable)

_GIVEN_UP = "An error in the service kept the batch from being read to its end; its log says more. Send it again."


def job_id_of(key: str) -> str:
    """`job_` and 20 hexadecimal digits: what the batch that was sent with this key is called."""
    return f"job_{hashlib.sha256(key.encode()).hexdigest()[:20]}"


class Jobs:
    """Runs batches one after another in the background, and at once resumes those that an earlier process left.

    Making one, `submit` and `close` must not be called in an event loop's thread; the rest takes about a millisecond.
    Only one may be open in a process, and only one process may use a data folder; a second gets a QuotetrailError.
    """

    def __init__(self, *, settings: Settings, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._most_articles = settings.max_members
        self._one_of_a_key = threading.Lock()
        # Before the queue, which begins to work at once.
        self._ledger = Ledger(settings)
        self._inbox = Inbox(settings)
        try:
            self._queue = DurableQueue(settings, work=self._read_batch)
        except BaseException:
            self._ledger.close()
            raise
        self._resume()

    def submit(self, uploads: Sequence[Upload], *, name: str | None = None, key: str | None = None) -> JobStatus:
        """Accept files, archives and NDJSON as one batch, called `name` or after its file; it is on disk on return.

        A sender that is not sure whether a batch arrived sends it again with the same `key`: the first one counts, and
        its status comes back. Raises InvalidInput for a batch without files or with nothing but a broken archive,
        TooLarge for one beyond the limits.
        """
        if key is None:
            return self._accept(f"job_{secrets.token_hex(10)}", uploads, name=name)
        job_id = job_id_of(key)
        with self._one_of_a_key:
            try:
                return self._ledger.status(job_id)
            except NotFound:
                return self._accept(job_id, uploads, name=name)

    def status(self, job_id: str) -> JobStatus:
        """Return how far the batch is; raises NotFound."""
        return self._ledger.status(job_id)

    def results(self, job_id: str, *, after: int = -1, limit: int = 100) -> tuple[JobResult, ...]:
        """Return what became of up to `limit` articles behind position `after`, in order; raises NotFound."""
        if not 1 <= limit <= _MOST_RESULTS:
            raise InvalidInput(f"The limit must lie between 1 and {_MOST_RESULTS:,}.")
        return self._ledger.results(job_id, after=after, limit=limit)

    async def events(self, job_id: str) -> AsyncIterator[JobStatus]:
        """Give the status now, then whenever it has changed, up to the final one; raises NotFound at the first."""
        seen: JobStatus | None = None
        while seen is None or not seen.ended:
            current = self._ledger.status(job_id)
            if current != seen:
                seen = current
                yield current
            else:
                await asyncio.sleep(_EVENT_SECONDS)

    def close(self) -> None:
        """Stop after the articles at hand; what is left is read after the next start."""
        self._queue.close()
        self._ledger.close()

    def _accept(self, job_id: str, uploads: Sequence[Upload], *, name: str | None) -> JobStatus:
        files = self._inbox.keep(job_id, uploads)
        try:
            self._ledger.open(job_id, name=name or _name(uploads), total=files)
        except BaseException:
            self._inbox.discard(job_id)
            raise
        self._queue.add(job_id)
        return self._ledger.status(job_id)

    def _resume(self) -> None:
        unfinished = self._ledger.unfinished()
        self._inbox.sweep(keep=unfinished)
        for job_id in unfinished:
            if self._queue.has_given_up(job_id):
                self._fail(job_id, QuotetrailError(_GIVEN_UP))
            else:
                # Known to the queue already, unless the process died between the ledger's entry and the queue's.
                self._queue.add(job_id)

    def _read_batch(self, job_id: str, step: Step) -> None:
        if self._ledger.status(job_id).ended:
            return
        try:
            if step("survey", partial(self._survey, job_id)):
                reader = _Reader(self._inbox, job_id)
                position, following = -1, 0
                while following > position:
                    position = following
                    following = step("post", partial(self._post_from, reader, position))
                step("finish", partial(self._finish, job_id))
        except Exception:  # whatever it was, the batch must not look as if it were still running
            logger.exception("The batch %s cannot be read to its end.", job_id)
            self._fail(job_id, QuotetrailError(_GIVEN_UP))

    def _survey(self, job_id: str) -> bool:
        """Count the articles; whether the batch is worth starting."""
        total = sum(1 for _ in islice(self._inbox.pieces(job_id), self._most_articles + 1))
        if total > self._most_articles:
            self._fail(job_id, TooLarge(f"The batch has more than the {self._most_articles:,} articles accepted."))
            return False
        self._ledger.start(job_id, total=total)
        return True

    def _post_from(self, reader: _Reader, position: int) -> int:
        """Post the articles from `position` on; returns the position behind them, `position` itself at the end."""
        done = self._ledger.status(reader.job_id).done
        if done > position:
            return done
        reads = [piece.read() for piece in reader.take(position, most=_ARTICLES_AT_ONCE)]
        if reads:
            self._ledger.record(reader.job_id, self._results(reads, position=position))
        return position + len(reads)

    def _finish(self, job_id: str) -> None:
        self._inbox.discard(job_id)
        self._ledger.finish(job_id)

    def _fail(self, job_id: str, problem: QuotetrailError) -> None:
        self._ledger.finish(job_id, problem=problem)
        self._inbox.discard(job_id)

    def _results(self, reads: Sequence[Read], *, position: int) -> list[JobResult]:
        posted = iter(self._pipeline.post([read.article for read in reads if read.article is not None]))
        return [
            _result(read, None if read.article is None else next(posted), position=place)
            for place, read in enumerate(reads, start=position)
        ]


class _Reader:
    """Hands out the pieces of a batch from any position; going on where it stopped costs nothing."""

    def __init__(self, inbox: Inbox, job_id: str) -> None:
        self.job_id = job_id
        self._inbox = inbox
        self._pieces = inbox.pieces(job_id)
        self._position = 0

    def take(self, position: int, *, most: int) -> list[Piece]:
        if position < self._position:
            self._pieces = self._inbox.pieces(self.job_id)
            self._position = 0
        skipped = position - self._position
        taken = list(islice(self._pieces, skipped, skipped + most))
        self._position = position + len(taken)
        return taken


def _result(read: Read, posted: Posted | None, *, position: int) -> JobResult:
    problem = read.problem if posted is None else posted.problem
    if isinstance(problem, _STORAGE_TROUBLE):
        raise problem
    if posted is None or problem is not None:
        return JobResult(position=position, source=read.source, problem=problem)
    return JobResult(
        position=position,
        source=read.source,
        article_id=posted.article_id,
        created=posted.created,
        quotes=len(posted.quote_ids),
    )


def _name(uploads: Sequence[Upload]) -> str:
    return uploads[0].name if len(uploads) == 1 else f"{len(uploads)} files"
