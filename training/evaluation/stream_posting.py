"""Puts the stream through the real way, article by article: detected (by knowing), matched, grouped and stored."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Article, Detection, Match
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer
from training.evaluation.stream_told import Told

_TOGETHER = 200
"""Articles posted in one call."""
_QUERY_SECONDS = 300.0
"""A busy machine must not change what is measured."""


class Knowing:
    """A detector that knows what each article of the stream holds."""

    languages: tuple[str, ...] = ()
    detector_version = "stream-1"

    def __init__(self, stream: Sequence[Told]) -> None:
        self._found = {
            told.article.id: Detection(language=told.truth.language, quotes=(told.quote,)) for told in stream
        }

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """The one quote of each article; KeyError for an article of somewhere else."""
        return [self._found[article.id] for article in articles]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the store holds afterwards: the statement of each quote, every match, and each quote as matching saw it."""

    statements: Mapping[str, str]
    matches: tuple[Match, ...]
    appearances: Mapping[str, Appearance]
    seconds: float
    """Of processor time."""


def post(stream: Sequence[Told], matcher: Matcher, *, folder: Path) -> Outcome:
    """Post every article in the order of the stream to a new store in `folder`."""
    store = Store.open(f"sqlite:///{folder / 'stream.db'}", query_seconds=_QUERY_SECONDS)
    try:
        pipeline = Pipeline(store=store, detector=Knowing(stream), matcher=matcher, tracer=Tracer.load())
        began = time.process_time()
        for start in range(0, len(stream), _TOGETHER):
            for posted in pipeline.post([told.article for told in stream[start : start + _TOGETHER]]):
                if posted.problem is not None:
                    raise posted.problem
        seconds = time.process_time() - began
        ids = [told.id for told in stream]
        with store.read() as repositories:
            return Outcome(
                statements=repositories.statements.of_quotes(ids),
                matches=tuple(match for one in ids for match in repositories.matches.of(one) if match.left == one),
                appearances=repositories.quotes.appearances(ids),
                seconds=seconds,
            )
    finally:
        store.close()
