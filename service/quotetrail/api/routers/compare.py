"""Two wordings in, how they stand to each other out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from quotetrail.api import examples, problems
from quotetrail.api.bodies import StrictRoute
from quotetrail.api.dependencies import ServicesOf
from quotetrail.api.schemas.comparisons import ComparisonIn, ComparisonOut
from quotetrail.ingest import report

router = APIRouter(prefix="/v1/compare", tags=["compare"], route_class=StrictRoute)

_CUT = {"a": examples.quoted(), "b": examples.pasted(), "speaker_a": examples.speaker()}


@router.post("", response_model=ComparisonOut, responses=problems.TAKES_BODY, summary="Compare two wordings")
def compare(
    body: Annotated[ComparisonIn, Body(openapi_examples={"cut": {"value": _CUT}})], services: ServicesOf
) -> dict[str, object]:
    """Whether they carry one statement, how sure that is, and what changed from the first to the second.

    The languages may differ. Where only one of the two has quotation marks, the other is taken for indirect speech.
    Nothing is stored or looked up.
    """
    return report.judgement(services.pipeline.compare(*body.asked()))
