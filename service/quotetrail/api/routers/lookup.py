"""A pasted quote in, the statements it may be a wording of out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import ValidationError

from quotetrail.api import examples, problems
from quotetrail.api.bodies import StrictRoute
from quotetrail.api.dependencies import ServicesOf
from quotetrail.api.schemas.lookups import (
    LookupBatchIn,
    LookupBatchOut,
    LookupIn,
    LookupItemOut,
    LookupOut,
)
from quotetrail.api.services import Services
from quotetrail.errors import QuotetrailError
from quotetrail.ingest import report

router = APIRouter(prefix="/v1/lookup", tags=["lookup"], route_class=StrictRoute)

_PASTED = {"text": examples.pasted(), "speaker": examples.speaker()}


@router.post("", response_model=LookupOut, responses=problems.LOOKS_UP, summary="Look up a pasted quote")
def lookup(
    body: Annotated[LookupIn, Body(openapi_examples={"a part of it": {"value": _PASTED}})], services: ServicesOf
) -> dict[str, object]:
    """The statements it may be a wording of, best first, each with its score and the reasons for it."""
    return {"found": _found(body, services)}


@router.post("/batch", response_model=LookupBatchOut, responses=problems.LOOKS_UP, summary="Look up many pasted quotes")
def lookup_batch(
    body: Annotated[
        LookupBatchIn,
        Body(openapi_examples={"one good, one not": {"value": {"items": [_PASTED, {"text": ""}]}}}),
    ],
    services: ServicesOf,
) -> LookupBatchOut:
    """One answer for every item, in the same order; an item that cannot be used gets a problem and stops no other."""
    return LookupBatchOut(items=[_item(item, services) for item in body.items])


def _item(item: object, services: Services) -> LookupItemOut:
    try:
        found = _found(LookupIn.model_validate(item), services)
    except ValidationError as error:
        return LookupItemOut(found=None, problem=problems.of_validation(error.errors(include_url=False)))
    except QuotetrailError as error:
        return LookupItemOut(found=None, problem=problems.of(error))
    return LookupItemOut.model_validate({"found": found, "problem": None})


def _found(asked: LookupIn, services: Services) -> list[dict[str, object]]:
    hits = services.pipeline.lookup(asked.text, speaker=asked.speaker, limit=asked.limit)
    return [report.found(hit) for hit in hits]
