"""`POST /v1/extract`: quotes of one text, nothing kept."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body

from quotetrail.api import examples, problems
from quotetrail.api.bodies import StrictRoute
from quotetrail.api.dependencies import ModesAsked, ServicesOf
from quotetrail.api.schemas.articles import ArticleIn
from quotetrail.api.schemas.extraction import Extraction
from quotetrail.ingest import report

router = APIRouter(prefix="/v1/extract", tags=["extract"], route_class=StrictRoute)


@router.post("", response_model=Extraction, responses=problems.TAKES_BODY, summary="Find the quotes in a text")
async def extract(
    body: Annotated[ArticleIn, Body(openapi_examples={"short": {"value": {"text": examples.passage()}}})],
    services: ServicesOf,
    modes: ModesAsked,
) -> dict[str, object]:
    """Every direct, mixed and indirect quote with its cue, its speaker and its offsets. Nothing is stored.

    What somebody thought or perceived is among them where `modes` asks for it.
    """
    article = body.article(settings=services.settings)
    [detection] = await services.in_turn(partial(services.detector.detect, [article]))
    return report.extraction(
        source=article.uri or article.id, article=article, detection=detection.only(modes), carry_text=body.reduced
    )
