"""Work that survives a crash: a queue on DBOS. The only module that knows DBOS."""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import BinaryIO, Protocol, TypeVar

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID, StepOptions

from quotetrail.errors import QuotetrailError
from quotetrail.settings import Settings

_T = TypeVar("_T")

_APPLICATION = "quotetrail"
_QUEUE = "batches"
_WORKFLOW = "read_batch"

# DBOS resumes work only where this is the same: change it when the order of the steps in jobs.py changes.
_STEPS_VERSION = "quotetrail-batches-1"

_POLL_SECONDS = 0.2
_LONGEST_CLOSE_SECONDS = 60.0
_ATTEMPTS = 3
_RETRY_SECONDS = 0.5

# DBOS lives in module globals of its own: a second queue in one process would silently become the first one.
_ONE_A_PROCESS = threading.Lock()


class Step(Protocol):
    """Runs `action` once: when the work resumes after a crash, a step that had ended gives what it gave then.

    The result must be plain JSON. An action that raises is tried three times before its error is passed on.
    """

    def __call__(self, name: str, action: Callable[[], _T]) -> _T:
        """Run `action` as the next step."""


class _Closing(BaseException):
    """Leaves the work between two steps without an outcome, as a crash would, so that the next start resumes it.

    Not an Exception, because DBOS records every Exception as the end of the work.
    """


class DurableQueue:
    """Does `work(id, step)` for every id added, one after another in its own thread, and resumes what was cut short.

    Making one, `add` and `close` must not be called in an event loop's thread. Only one may be open in a process, and
    only one process may use a data folder; a second gets a QuotetrailError.
    """

    def __init__(self, settings: Settings, *, work: Callable[[str, Step], None]) -> None:
        self._work = work
        self._closing = threading.Event()
        self._at_work = threading.Lock()
        if not _ONE_A_PROCESS.acquire(blocking=False):
            raise QuotetrailError("This process runs jobs already; close those first.")
        with ExitStack() as opened:
            opened.callback(_ONE_A_PROCESS.release)
            opened.enter_context(_lock_folder(settings))
            opened.callback(DBOS.destroy, destroy_registry=True)
            self._workflow = self._launch(settings)
            self._opened = opened.pop_all()

    def add(self, work_id: str) -> None:
        """Queue the work called `work_id`; does nothing where it is known already. It is on disk when this returns."""
        with SetWorkflowID(work_id):
            DBOS.enqueue_workflow(_QUEUE, self._workflow, work_id)

    def has_given_up(self, work_id: str) -> bool:
        """Whether the work ended with an error, or was resumed so often that it must be what crashes the process."""
        status = DBOS.get_workflow_status(work_id)
        return status is not None and status.status in {"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}

    def close(self) -> None:
        """Stop after the step at hand; the rest is done after the next start."""
        self._closing.set()
        # Waiting for the step's end spares its repetition; after a minute it is cut off as by a crash.
        at_rest = self._at_work.acquire(timeout=_LONGEST_CLOSE_SECONDS)
        self._opened.close()
        if at_rest:
            self._at_work.release()  # for work begun meanwhile, whose thread would else wait for ever

    def _step(self, name: str, action: Callable[[], _T]) -> _T:
        if self._closing.is_set():
            raise _Closing
        options = StepOptions(name=name, retries_allowed=True, max_attempts=_ATTEMPTS, interval_seconds=_RETRY_SECONDS)
        try:
            return DBOS.run_step(options, action)
        except Exception:
            if self._closing.is_set():
                raise _Closing from None  # the step is repeated after the next start
            raise

    def _launch(self, settings: Settings) -> Callable[[str], None]:
        log = logging.getLogger("dbos")
        if not log.handlers:
            log.addHandler(logging.NullHandler())  # else DBOS sets up a console handler of its own

        # A function, not a method: DBOS keeps its name and settings as attributes of what it registers.
        def read_batch(work_id: str) -> None:
            with self._at_work:
                if self._closing.is_set():
                    raise _Closing
                self._work(work_id, self._step)

        config = DBOSConfig(
            name=_APPLICATION,
            system_database_url=settings.jobs_database,
            application_version=_STEPS_VERSION,
            executor_id=_APPLICATION,
            serializer=DBOSPortableJSONSerializer(),
            log_level="WARNING",
            enable_otlp=False,
            notification_listener_polling_interval_sec=_POLL_SECONDS,
        )
        DBOS(config=config)
        workflow = DBOS.workflow(name=_WORKFLOW)(read_batch)
        _register_queue(settings)
        DBOS.launch()
        return workflow


def _register_queue(settings: Settings) -> None:
    """Make the queue known before the launch: DBOS looks for new queues then, and again only a second later."""
    DBOS.migrate(settings.jobs_database)
    client = DBOSClient(system_database_url=settings.jobs_database, application_name=_APPLICATION)
    try:
        client.register_queue(_QUEUE, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS)
    finally:
        client.destroy()


def _lock_folder(settings: Settings) -> BinaryIO:
    """Hold the data folder's lock until the file is closed or the process ends, in whatever way."""
    settings.data.mkdir(parents=True, exist_ok=True)
    file = (settings.data / "jobs.lock").open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise QuotetrailError(f"Another process runs the jobs of {str(settings.data)!r}; stop it first.") from None
    return file
