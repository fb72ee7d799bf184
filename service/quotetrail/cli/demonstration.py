"""`quotetrail demo`: the whole way on a small story, from articles in a folder to a chain in the browser."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from quotetrail.cli.answers import show_chain, statement_table
from quotetrail.cli.console import DataOption, print_table, settings_of
from quotetrail.cli.ingesting import ingest_paths, print_summary
from quotetrail.cli.serving import PortOption, run_server
from quotetrail.errors import InvalidInput
from quotetrail.model import Chain

STORY = Path(__file__).parents[3] / "fixtures" / "story"  # in a clone; an installed package has none
SHARED_BY = 2  # a statement worth showing was printed at least twice
SHOWN = 8


def demo(
    *,
    articles: Annotated[
        Path,
        typer.Option("--articles", help="The folder of articles to show.", show_default="fixtures/story of the clone"),
    ] = STORY,
    stay: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the API over the result.")] = True,
    port: PortOption = None,
    data: DataOption = None,
) -> None:
    """Ingest a small story into a fresh database, print a provenance chain, and serve the API.

    The database is the folder `demo` inside the data folder, made anew each time.
    """
    from quotetrail.cli.rooms import open_pipeline
    from quotetrail.detect.detector import Detector

    if not articles.is_dir():
        raise InvalidInput(f"There is no folder {articles}: run this in a clone, or name a folder with --articles.")
    settings = settings_of(data=data)
    settings = replace(settings, data=settings.data / "demo", port=settings.port if port is None else port)
    shutil.rmtree(settings.data, ignore_errors=True)

    typer.echo("Loading the English models", err=True)
    detector = Detector.load(settings)
    with open_pipeline(settings, detector=detector) as pipeline:
        tally = ingest_paths([articles], pipeline=pipeline, settings=settings)
        print_summary(tally)
        with pipeline.store.read() as kept:
            shared = kept.statements.list(after=None, limit=SHOWN, least=SHARED_BY).rows
        chains = [pipeline.chain(statement.id) for statement in shared]
        shown = max(chains, key=_tells, default=None)
        if shown is not None:
            typer.echo("Statements that several articles carry\n")
            print_table(statement_table(shared))
            typer.echo("The way of one of them\n")
            show_chain(shown, pipeline)
    if tally.failed:
        raise typer.Exit(1)
    if stay:
        address = f"http://{settings.host}:{settings.port}"
        typer.echo(f"\nThe API, with examples to try:  {address}/docs")
        if shown is not None:
            typer.echo(f"This chain as JSON:             {address}/v1/statements/{shown.statement_id}/chain")
        typer.echo("Ctrl-C ends it.")
        run_server(settings, detector=detector)


def _tells(chain: Chain) -> tuple[bool, int, int]:
    """How much there is to see in a chain: a speaker's name, appearances with a source, changes of the words."""
    known = [link for link in chain.links if link.source is not None]
    return (
        chain.origin.speaker is not None,
        len(known),
        sum(change.kind != "equal" for link in known for change in link.drift),
    )
