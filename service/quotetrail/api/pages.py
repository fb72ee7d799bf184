"""The pages a person opens: the start page and Swagger UI, with everything they load served from here."""

from __future__ import annotations

from importlib import resources

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_FROM_HERE_ONLY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def install(app: FastAPI) -> None:
    """Serve the pages, our own assets at `/static` and Swagger UI's, which a package brings, at `/docs/assets`."""
    app.include_router(router)
    app.mount("/static", StaticFiles(packages=[("quotetrail.web", "static")]), name="static")
    app.mount("/docs/assets", StaticFiles(packages=[("fastapi_swagger", "resources")]), name="swagger-ui")


@router.get("/")
async def start() -> HTMLResponse:
    """Paste a quote, see its statement's way."""
    return _page("index.html")


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Every operation, to be tried out."""
    return _page("docs.html")


def _page(name: str) -> HTMLResponse:
    content = resources.files("quotetrail.web").joinpath(name).read_text(encoding="utf-8")
    return HTMLResponse(content, headers=_FROM_HERE_ONLY)
