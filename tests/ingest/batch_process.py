"""A process that runs batches over a small detector, made to be killed: `python batch_process.py DATA JOB|ARCHIVE`.

Given an archive it submits it and prints the job's id as soon as that is acknowledged; given a job's id it goes on with
it. Then it prints the count of articles done whenever that changes, and last the job's state.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from quotetrail.ingest.inbox import Upload
from quotetrail.ingest.jobs import Jobs
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Article, Detection, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.settings import Settings
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer

SAID = re.compile(r"(?P<words>“[^”]+”)[,.]? said (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)*)")

# Of an article: slow enough that a process can be caught in the middle of 200.
SECONDS = 0.01


class CurlyDetector:
    """Finds “words” said NAME; made for texts of tests."""

    languages = ("en",)
    detector_version = "curly-1"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """What is found in each article, in their order."""
        time.sleep(SECONDS * len(articles))
        return [
            Detection(language="en", quotes=tuple(_quote(found) for found in SAID.finditer(article.text)))
            for article in articles
        ]


def open_pipeline(settings: Settings) -> Pipeline:
    """A pipeline over the settings' store, with the small detector."""
    return Pipeline(
        store=Store.open(settings.database), detector=CurlyDetector(), matcher=Matcher.load(), tracer=Tracer.load()
    )


def _quote(found: re.Match[str]) -> Quote:
    start, end = found.span("name")
    return Quote(
        type=QuoteType.DIRECT,
        spans=(Span(*found.span("words")),),
        cue=None,
        speaker=Speaker(text=found["name"], start=start, end=end, name=found["name"], kind=SpeakerKind.PERSON),
        venue=None,
        via=(),
        confidence=0.9,
    )


def _main(data: Path, given: str) -> None:
    settings = Settings(data=data)
    jobs = Jobs(settings=settings, pipeline=open_pipeline(settings))
    if given.startswith("job_"):
        job_id = given
    else:
        with Path(given).open("rb") as archive:
            job_id = jobs.submit([Upload(Path(given).name, archive)]).id
        _say(job_id)
    done = -1
    while not (status := jobs.status(job_id)).ended:
        if status.done != done:
            done = status.done
            _say(str(done))
        time.sleep(0.01)
    _say(status.state.value)
    jobs.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
