"""`quotetrail serve` and `openapi`: the HTTP API, and its description in a file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotetrail.cli.console import DataOption, complain, settings_of
from quotetrail.settings import Settings

if TYPE_CHECKING:
    from quotetrail.ingest.pipeline import Detecting

# How long open requests may take after Ctrl-C or SIGTERM.
SHUTDOWN_SECONDS = 5

HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on; QUOTETRAIL_HOST if not given.")]
PortOption = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="Port to listen on; QUOTETRAIL_PORT if not given.")
]


def serve(*, host: HostOption = None, port: PortOption = None, data: DataOption = None) -> None:
    """Serve the API and its Swagger page until Ctrl-C."""
    settings = settings_of(data=data)
    run_server(replace(settings, host=host or settings.host, port=settings.port if port is None else port))


def run_server(settings: Settings, *, detector: Detecting | None = None) -> None:
    """Serve until Ctrl-C, which is how a server ends and no failure; loads the detector if none is given."""
    import uvicorn

    from quotetrail.app import create_app

    with suppress(KeyboardInterrupt):
        uvicorn.run(
            create_app(settings, detector=detector),
            host=settings.host,
            port=settings.port,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,  # a follower of a long job's events would hold it up
        )


def openapi(
    *,
    output: Annotated[Path, typer.Option("--output", help="The file to write, or to compare with.")] = Path(
        "openapi/openapi.json"
    ),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if the file differs.")] = False,
) -> None:
    """Write the API's OpenAPI description to a file, or check that the file is up to date."""
    from quotetrail.api.openapi import canonical
    from quotetrail.app import create_app

    document = canonical(create_app(settings_of()).openapi())
    if not check:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(document)
    elif not output.is_file() or output.read_bytes() != document:
        complain(f"{output} does not describe this API; run `quotetrail openapi` and commit the file")
        raise typer.Exit(1)
