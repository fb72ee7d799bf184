"""`quotetrail models list` and `pull`: which language models there are, and getting more."""

from __future__ import annotations

from typing import Annotated

import typer

from quotetrail.cli.console import complain, lean_table, print_table, settings_of
from quotetrail.errors import ModelsMissing


def list_sets() -> None:
    """List the models that are used, and check the bundled ones against their checksums.

    The exit code is 1 if there is none, or if a file is not the one it should be.
    """
    from quotetrail.detect.weights import check, list_models

    table = lean_table("language", "where from", "folder", "processors", "state")
    sets = list_models(settings_of())
    failed = not sets
    for each in sets:
        state = "as found"
        if each.bundled:
            try:
                check(each)
                state = "checksums agree"
            except ModelsMissing as problem:
                failed = True
                state = "damaged"
                complain(str(problem))
        origin = "bundled" if each.bundled else "official"
        table.add_row(each.language, origin, str(each.folder), ", ".join(each.processors), state)
    print_table(table)
    if not sets:
        complain("there are no language models; reinstall the package, or set QUOTETRAIL_MODELS to a folder of them")
    if failed:
        raise typer.Exit(1)


def pull_set(
    language: Annotated[
        str, typer.Argument(metavar="LANGUAGE", help="An ISO 639-1 code that Stanza knows, such as en.")
    ],
) -> None:
    """Download Stanza's official models of a language into the folder QUOTETRAIL_MODELS; needs internet."""
    from quotetrail.detect.weights import pull

    got = pull(language, settings_of())
    typer.echo(f"{got.language}: {', '.join(got.processors)} in {got.folder}")
