"""What handlers ask for, as annotated aliases, so that a signature says everything an operation takes."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Path, Query, Request

from quotetrail.api.examples import identifiers
from quotetrail.api.schemas.fields import Language, Modes, Moment, Name
from quotetrail.api.services import Services
from quotetrail.ingest.modes import USUAL, modes_from
from quotetrail.model import Mode, QuoteType
from quotetrail.store.quotes import QuoteFilter

EXAMPLE = identifiers()
LARGEST_PAGE = 200
USUAL_PAGE = 50


def services(request: Request) -> Services:
    """What the lifespan opened."""
    return cast("Services", request.state.services)


ServicesOf = Annotated[Services, Depends(services)]

ArticleId = Annotated[
    str, Path(description="An article's id.", openapi_examples={"posted": {"value": EXAMPLE.article}})
]
QuoteId = Annotated[str, Path(description="A quote's id.", openapi_examples={"posted": {"value": EXAMPLE.quote}})]
StatementId = Annotated[
    str,
    Path(
        description="A statement's id; one that was merged into another still works.",
        openapi_examples={"posted": {"value": EXAMPLE.statement}},
    ),
]
MatchId = Annotated[str, Path(description="A match's id.", openapi_examples={"posted": {"value": EXAMPLE.match}})]
SpeakerId = Annotated[str, Path(description="A speaker's id.", openapi_examples={"posted": {"value": EXAMPLE.speaker}})]
JobId = Annotated[str, Path(description="A job's id.", openapi_examples={"posted": {"value": EXAMPLE.job}})]

Cursor = Annotated[str | None, Query(description="`next` of the page before; nothing for the first page.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many at most.")]


def modes_asked(
    modes: Annotated[Modes, Query(description="Which modes, with commas between; `all` for every one.")] = USUAL,
) -> tuple[Mode, ...]:
    """The modes of quotes that are answered: what was said or written, unless more is asked for."""
    return modes_from(modes)


ModesAsked = Annotated[tuple[Mode, ...], Depends(modes_asked)]


def quote_filter(
    modes: ModesAsked,
    *,
    speaker: Annotated[Name | None, Query(description="A speaker's id, or words of the name.")] = None,
    type: Annotated[QuoteType | None, Query(description="How much of it stands in quotation marks.")] = None,  # noqa: A002  # the parameter's public name
    outlet: Annotated[Name | None, Query(description="The outlet's name.")] = None,
    language: Annotated[Language | None, Query(description="ISO 639-1 code.")] = None,
    text: Annotated[Name | None, Query(description="Words that must all occur, in any order.")] = None,
    published_from: Annotated[Moment | None, Query(description="Published at this moment or later.")] = None,
    published_to: Annotated[Moment | None, Query(description="Published at this moment or earlier.")] = None,
) -> QuoteFilter:
    """The filters of `GET /v1/quotes`."""
    return QuoteFilter(
        speaker=speaker,
        type=type,
        outlet=outlet,
        language=language,
        text=text,
        published_from=published_from,
        published_to=published_to,
        modes=modes,
    )


QuoteFilters = Annotated[QuoteFilter, Depends(quote_filter)]
