"""Opening the rooms of the service for one command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from quotetrail.cli.console import complain
from quotetrail.detect.detector import Detector
from quotetrail.errors import NotFound
from quotetrail.ingest.pipeline import Detecting, Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Article, Detection
from quotetrail.settings import Settings
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer


class NoDetector:
    """Stands where a command only reads: the language models are not loaded for it."""

    languages: tuple[str, ...] = ()
    detector_version = "none"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """Never asked: commands that post articles load a detector."""
        raise AssertionError(f"a reading command wanted {len(articles)} articles detected")


@contextmanager
def open_pipeline(settings: Settings, *, detector: Detecting | None = None) -> Iterator[Pipeline]:
    """The pipeline over the data folder, made where there is none; loads the detector if none is given."""
    loaded = detector or Detector.load(settings)
    store = Store.open(settings.database)
    try:
        pipeline = Pipeline(store=store, detector=loaded, matcher=Matcher.load(), tracer=Tracer.load())
        if pipeline.stale():
            complain("the statements were made by another version of matching and are made again now")
            pipeline.rebuild()
        yield pipeline
    finally:
        store.close()


@contextmanager
def open_archive(settings: Settings) -> Iterator[Pipeline]:
    """The pipeline for reading what is there; raises NotFound where nothing has been ingested yet."""
    if not settings.database_file.exists():
        raise NotFound(
            f"There is no database in {settings.data}: ingest something first, or name another folder with --data."
        )
    with open_pipeline(settings, detector=NoDetector()) as pipeline:
        yield pipeline
