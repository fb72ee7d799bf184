"""`quotetrail ingest`: articles into the store, their quotes found, matched and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column

from quotetrail.cli.console import DataOption, complain, lean_table, notices, print_table, settings_of
from quotetrail.cli.inputs import count_files, given
from quotetrail.model import Article
from quotetrail.settings import Settings

if TYPE_CHECKING:
    from quotetrail.ingest.pipeline import Pipeline

TOGETHER = 16  # articles that go through the detector in one batch


@dataclass(slots=True)
class Tally:
    """What became of the articles so far."""

    created: int = 0
    known: int = 0
    quotes: int = 0
    failed: int = 0


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH…", help="Folders, archives (.zip, .tar.gz), NDJSON or single articles; - is stdin."
        ),
    ],
    *,
    data: DataOption = None,
) -> None:
    """Keep articles: find their quotes, match them with those already there, and say what became of each.

    Articles that are there already change nothing. The exit code is 1 if any article failed; the others are kept.
    """
    from quotetrail.cli.rooms import open_pipeline

    settings = settings_of(data=data)
    with open_pipeline(settings) as pipeline:
        tally = ingest_paths(paths, pipeline=pipeline, settings=settings)
    print_summary(tally)
    if tally.failed:
        raise typer.Exit(1)


def ingest_paths(paths: Sequence[Path], *, pipeline: Pipeline, settings: Settings) -> Tally:
    """Post everything below `paths`, with a progress bar on stderr and a line there for each article that fails."""
    tally = Tally()
    inputs = given(paths, settings=settings)
    console = notices()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[quotes]} quotes"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as progress:
        total = count_files(paths, settings=settings)
        task = progress.add_task("ingesting", total=total, quotes=0)
        while batch := list(islice(inputs, TOGETHER)):
            for each in batch:
                if each.problem is not None:
                    tally.failed += 1
                    complain(f"{each.source}: {each.problem}")
            articles = [(each.source, each.article) for each in batch if each.article is not None]
            _post(articles, pipeline, tally)
            progress.update(task, completed=batch[-1].file, quotes=tally.quotes)
        progress.update(task, completed=total)
    return tally


def print_summary(tally: Tally) -> None:
    """What became of the articles, on stdout."""
    table = lean_table("articles", Column("", justify="right"))
    for what, number in (
        ("new", tally.created),
        ("known before", tally.known),
        ("failed", tally.failed),
        ("quotes found", tally.quotes),
    ):
        table.add_row(what, str(number))
    print_table(table)


def _post(articles: Sequence[tuple[str, Article]], pipeline: Pipeline, tally: Tally) -> None:
    posted = pipeline.post([article for _, article in articles])
    for (source, _), outcome in zip(articles, posted, strict=True):
        if outcome.problem is not None:
            tally.failed += 1
            complain(f"{source}: {outcome.problem}")
        elif outcome.created:
            tally.created += 1
            tally.quotes += len(outcome.quote_ids)
        else:
            tally.known += 1
