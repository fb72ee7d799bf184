"""What the handlers work with: opened once when the server starts, closed when it stops, handed in by the lifespan."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import anyio
import anyio.to_thread

from quotetrail.ingest.jobs import Jobs
from quotetrail.ingest.pipeline import Detecting, Pipeline
from quotetrail.model import Article, Detection
from quotetrail.settings import Settings
from quotetrail.store.database import Store

Result = TypeVar("Result")


class OneAtATime:
    """A detector that requests and jobs may call together; one of them runs, the others wait.

    A detector fills every core it is given, so two at once are slower than one after the other.
    """

    def __init__(self, detector: Detecting) -> None:
        self._detector = detector
        self._turn = threading.Lock()

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages that are fully covered."""
        return self._detector.languages

    @property
    def detector_version(self) -> str:
        """What made a detection, so that older ones can be told apart."""
        return self._detector.detector_version

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """The detector's answer, once it is this caller's turn."""
        with self._turn:
            return self._detector.detect(articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a request may need.

    `turn` lets one detecting request into a thread at a time: those that wait hold no thread, so reading requests and
    health checks are answered meanwhile.
    """

    settings: Settings
    store: Store
    detector: Detecting
    pipeline: Pipeline
    jobs: Jobs
    turn: anyio.CapacityLimiter

    async def in_turn(self, work: Callable[[], Result]) -> Result:
        """Run `work`, which detects quotes, in a thread when no other request does."""
        return await anyio.to_thread.run_sync(work, limiter=self.turn)
