"""Articles: post one, read it back, see its quotes."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Query, Response, status

from quotetrail.api import examples, problems
from quotetrail.api.bodies import StrictRoute
from quotetrail.api.dependencies import USUAL_PAGE, ArticleId, Cursor, Limit, ModesAsked, ServicesOf
from quotetrail.api.paging import Listing
from quotetrail.api.schemas.articles import ArticleIn, ArticleOut, ArticlePage, PostedOut
from quotetrail.api.schemas.fields import Name
from quotetrail.api.schemas.quotes import QuoteList
from quotetrail.ingest import report

router = APIRouter(prefix="/v1/articles", tags=["articles"], route_class=StrictRoute)

_POSTED: problems.Responses = {
    200: {"model": PostedOut, "description": "The same article was here before; nothing changed."},
    201: {"description": "The article is stored.", "headers": {"Location": {"schema": {"type": "string"}}}},
}


@router.post(
    "",
    response_model=PostedOut,
    status_code=status.HTTP_201_CREATED,
    responses={**_POSTED, **problems.TAKES_ARTICLE},
    summary="Store an article and find its quotes",
)
async def post_article(
    body: Annotated[
        ArticleIn,
        Body(openapi_examples={f"article {number + 1}": {"value": examples.article(number)} for number in (0, 1)}),
    ],
    services: ServicesOf,
    response: Response,
) -> PostedOut:
    """Posting the same article again changes nothing and gives the same ids."""
    article = body.article(settings=services.settings)
    [posted] = await services.in_turn(partial(services.pipeline.post, [article]))
    if posted.problem is not None:
        raise posted.problem
    response.status_code = status.HTTP_201_CREATED if posted.created else status.HTTP_200_OK
    response.headers["Location"] = f"/v1/articles/{posted.article_id}"
    return PostedOut(
        article_id=posted.article_id,
        created=posted.created,
        quote_ids=list(posted.quote_ids),
        quotes=len(posted.quote_ids),
        omitted=list(posted.omitted),
    )


@router.get("", response_model=ArticlePage, responses=problems.READS, summary="List articles")
def list_articles(
    services: ServicesOf,
    *,
    uri: Annotated[Name | None, Query(description="All versions of this uri.")] = None,
    outlet: Annotated[Name | None, Query(description="Only this outlet's.")] = None,
    cursor: Cursor = None,
    limit: Limit = USUAL_PAGE,
) -> dict[str, object]:
    """Articles without their texts, in the order they were received."""
    listing = Listing("articles", uri=uri, outlet=outlet)
    with services.store.read() as kept:
        page = kept.articles.list(after=listing.after(cursor), limit=limit, uri=uri, outlet=outlet)
    return listing.page(page, item=report.article_summary)


@router.get("/{article_id}", response_model=ArticleOut, responses=problems.READS_ONE, summary="Read an article")
def get_article(article_id: ArticleId, services: ServicesOf) -> dict[str, object]:
    """The text exactly as it came, and what was found out about it."""
    with services.store.read() as kept:
        return report.stored_article(kept.articles.get(article_id))


@router.get(
    "/{article_id}/quotes", response_model=QuoteList, responses=problems.READS_ONE, summary="Quotes of an article"
)
def get_article_quotes(article_id: ArticleId, services: ServicesOf, modes: ModesAsked) -> dict[str, object]:
    """Every quote of one article, in text order; what was thought or perceived only where `modes` asks for it."""
    with services.store.read() as kept:
        return {"items": [report.stored_quote(quote) for quote in kept.quotes.of_article(article_id, modes=modes)]}
