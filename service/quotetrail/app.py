"""The web application: everything it needs is opened when it starts and closed when it stops."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import TypedDict

import anyio
from fastapi import FastAPI
from fastapi.concurrency import contextmanager_in_threadpool

from quotetrail import __version__
from quotetrail.api import openapi, pages, problems
from quotetrail.api.routers import (
    articles,
    batches,
    compare,
    decisions,
    extract,
    health,
    jobs,
    lookup,
    matches,
    quotes,
    speakers,
    statements,
)
from quotetrail.api.services import OneAtATime, Services
from quotetrail.detect.detector import Detector
from quotetrail.ingest.jobs import Jobs
from quotetrail.ingest.pipeline import Detecting, Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.settings import Settings
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer

logger = logging.getLogger(__name__)


class State(TypedDict):
    """What the lifespan hands to every request."""

    services: Services


def create_app(settings: Settings, *, detector: Detecting | None = None) -> FastAPI:
    """The application; without `detector` it loads the models when it starts, and raises ModelsMissing."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        async with contextmanager_in_threadpool(opened(settings, detector=detector)) as services:
            yield State(services=services)

    app = openapi.DescribedAPI(
        title="Quotetrail",
        summary="Who said it first, in which words, and how did it change on the way here?",
        description=openapi.DESCRIPTION,
        version=__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=openapi.TAGS,
        generate_unique_id_function=openapi.operation_id,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    problems.install(app)
    kept = (articles, batches, jobs, quotes, matches, statements, decisions, speakers)
    for noun in (extract, *kept, lookup, compare, health):
        app.include_router(noun.router)
    pages.install(app)
    return app


@contextmanager
def opened(settings: Settings, *, detector: Detecting | None = None) -> Iterator[Services]:
    """The services, ready for work; blocks while models load, and at the end while a job finishes its step."""
    with ExitStack() as stack:
        store = Store.open(settings.database)
        stack.callback(store.close)
        shared = OneAtATime(Detector.load(settings) if detector is None else detector)
        pipeline = Pipeline(store=store, detector=shared, matcher=Matcher.load(), tracer=Tracer.load())
        if pipeline.stale():
            logger.info("The index was made by another matcher; rebuilding it.")
            pipeline.rebuild()
        running = Jobs(settings=settings, pipeline=pipeline)
        stack.callback(running.close)
        # What was loaded stays: to look through it for garbage stops every request for 80 ms (Python's gc.freeze).
        gc.freeze()
        stack.callback(gc.unfreeze)
        yield Services(
            settings=settings,
            store=store,
            detector=shared,
            pipeline=pipeline,
            jobs=running,
            turn=anyio.CapacityLimiter(1),
        )
