"""Whether the service is alive, and whether it is ready for work."""

from __future__ import annotations

from fastapi import APIRouter

from quotetrail.api import problems
from quotetrail.api.dependencies import ServicesOf
from quotetrail.api.schemas.health import Alive, Ready
from quotetrail.errors import StoreUnusable

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Is the process alive?")
async def healthz() -> Alive:
    """Answers without touching anything, as long as requests are answered at all."""
    return Alive(status="alive")


@router.get("/readyz", responses=problems.document(kinds=(StoreUnusable,)), summary="Is it ready for work?")
def readyz(services: ServicesOf) -> Ready:
    """Reads from the database; the models are loaded before the first request is answered."""
    with services.store.read() as kept:
        return Ready(
            status="ready",
            detector=services.detector.detector_version,
            languages=list(services.detector.languages),
            articles=kept.articles.count(),
            quotes=kept.quotes.count(),
            statements=kept.statements.count(),
        )
