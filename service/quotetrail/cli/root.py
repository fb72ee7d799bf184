"""All commands under one name, and what becomes of an error that none of them dealt with."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from quotetrail import __version__
from quotetrail.cli.answers import chain, lookup, statements
from quotetrail.cli.comparing import compare
from quotetrail.cli.console import complain
from quotetrail.cli.demonstration import demo
from quotetrail.cli.extracting import extract
from quotetrail.cli.ingesting import ingest
from quotetrail.cli.serving import openapi, serve
from quotetrail.cli.weights import list_sets, pull_set
from quotetrail.errors import QuotetrailError


def commands() -> typer.Typer:
    """The whole command line."""
    root = typer.Typer(
        name="quotetrail",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    root.callback()(_about)
    for command in (extract, ingest, statements, chain, lookup, compare, serve, demo, openapi):
        root.command()(command)
    models = typer.Typer(help="Which language models there are.", no_args_is_help=True)
    models.command("list")(list_sets)
    models.command("pull")(pull_set)
    root.add_typer(models, name="models")
    return root


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # the same bytes under every locale; what cannot be encoded must not end a run
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        commands()(prog_name="quotetrail")
    except QuotetrailError as error:
        complain(str(error))
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        complain(f"{error.filename}: {error.strerror}")
        sys.exit(1)


def _about(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and leave.", is_eager=True, callback=_tell),
    ] = False,
) -> None:
    """Find who said it first, in which words, and how it changed on the way here."""


def _tell(given: object) -> None:
    if given:
        typer.echo(f"quotetrail {__version__}")
        raise typer.Exit
