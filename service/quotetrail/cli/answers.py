"""`quotetrail statements`, `chain` and `lookup`: what the store knows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from quotetrail.cli.console import (
    DataOption,
    Rows,
    id_column,
    lean_table,
    print_object,
    print_table,
    printable,
    screen,
    settings_of,
)
from quotetrail.model import Chain

if TYPE_CHECKING:
    from quotetrail.ingest.pipeline import Pipeline
    from quotetrail.store.statements import StatementSummary

LONGEST_SHOWN = 160  # code points of a wording in a table
MOST_ROWS = 1000


class ChainForm(StrEnum):
    """How a chain is written: in words, as the API does, or for other provenance tools."""

    TEXT = "text"
    JSON = "json"
    PROV = "prov"
    JSONLD = "jsonld"


def statement_table(rows: Sequence[StatementSummary]) -> Table:
    """Statements for people to read."""
    table = lean_table(id_column("statement"), "speaker", "wording", "seen", "outlets")
    for row in rows:
        words = printable(row.text, longest=LONGEST_SHOWN)
        table.add_row(row.id, printable(row.speaker or "unknown"), words, str(row.appearances), str(row.outlets))
    return table


def show_chain(traced: Chain, pipeline: Pipeline) -> None:
    """A chain in words on stdout, with colours where they can be seen."""
    from quotetrail.trace.render import COLOURED, PLAIN, as_text
    from quotetrail.trace.tracer import Tracer

    with pipeline.store.read() as kept:
        articles = kept.articles.texts({seen.article_id for seen in traced.appearances})
    page = screen()
    coloured = page.is_terminal and not page.no_color
    text = as_text(traced, names=Tracer.load().names(articles), width=page.width, style=COLOURED if coloured else PLAIN)
    sys.stdout.write(text)
    sys.stdout.flush()


LimitOption = Annotated[int, typer.Option("--limit", min=1, max=MOST_ROWS, help="How many at most.")]
FormOption = Annotated[Rows, typer.Option("--format", help="A table, or one JSON object a line.")]


def statements(
    *,
    least: Annotated[int, typer.Option("--least", min=1, help="Only those with so many appearances or more.")] = 1,
    limit: LimitOption = 50,
    form: FormOption = Rows.TABLE,
    data: DataOption = None,
) -> None:
    """List the statements, those with most appearances first."""
    from quotetrail.cli.rooms import open_archive
    from quotetrail.ingest import report

    with open_archive(settings_of(data=data)) as pipeline, pipeline.store.read() as kept:
        rows = kept.statements.list(after=None, limit=limit, least=least).rows
    if form is Rows.JSONL:
        for row in rows:
            print_object(report.statement_summary(row))
        return
    print_table(statement_table(rows))


def chain(
    statement: Annotated[str, typer.Argument(metavar="ID", help="A statement's id, such as `statements` lists.")],
    *,
    form: Annotated[
        ChainForm, typer.Option("--format", help="In words, as JSON, as PROV-JSON or as schema.org JSON-LD.")
    ] = ChainForm.TEXT,
    data: DataOption = None,
) -> None:
    """Show a statement's way through the outlets: who said it, who printed it, and how the words changed."""
    from quotetrail.cli.rooms import open_archive
    from quotetrail.ingest import report
    from quotetrail.trace import export

    with open_archive(settings_of(data=data)) as pipeline:
        traced = pipeline.chain(statement)
        if form is ChainForm.TEXT:
            show_chain(traced, pipeline)
            return
    match form:
        case ChainForm.JSON:
            print_object(report.chain(traced), indent=True)
        case ChainForm.PROV:
            print_object(export.prov_json(traced), indent=True)
        case ChainForm.JSONLD:
            print_object(export.json_ld(traced), indent=True)


def lookup(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="The words to look for, with or without quotation marks.")
    ],
    *,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who is said to have said it.")] = None,
    limit: LimitOption = 10,
    form: FormOption = Rows.TABLE,
    data: DataOption = None,
) -> None:
    """Find the statements that a pasted quote belongs to, best first, each with the reasons."""
    from quotetrail.cli.rooms import open_archive
    from quotetrail.ingest import report

    with open_archive(settings_of(data=data)) as pipeline:
        found = pipeline.lookup(text, speaker=speaker, limit=limit)
    if form is Rows.JSONL:
        for each in found:
            print_object(report.found(each))
        return
    table = lean_table(id_column("statement"), "score", "relation", "words", "because")
    for each in found:
        words = printable(each.quote.text, longest=LONGEST_SHOWN)
        because = printable("; ".join(each.reasons))
        table.add_row(each.statement_id, f"{each.score:.2f}", each.relation.value, words, because)
    print_table(table)
