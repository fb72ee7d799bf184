"""What commands share: their options, the two streams, and text that is safe to show on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from quotetrail.settings import Settings

PAGE_WIDTH = 120  # of a table in a file or pipe
LONGEST_ID = len("sta_") + 20

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Folder of the database; the setting QUOTETRAIL_DATA if not given.", show_default=False
    ),
]


class Rows(StrEnum):
    """How a list is printed: for people, or one JSON object a line."""

    TABLE = "table"
    JSONL = "jsonl"


def settings_of(*, data: Path | None = None) -> Settings:
    """The settings of this process, `data` before the environment; raises a usage error that names the variable."""
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return settings if data is None else replace(settings, data=data)


def complain(sentence: str) -> None:
    """One line on stderr."""
    typer.echo(f"quotetrail: {printable(sentence)}", err=True)


def print_object(values: Mapping[str, object], *, indent: bool = False) -> None:
    """One JSON object on stdout: on a line of its own, or indented for reading. It is there at once, also in a pipe."""
    options = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    sys.stdout.write(orjson.dumps(values, option=options).decode())
    sys.stdout.flush()


def screen() -> Console:
    """Where people read: stdout, as wide as the terminal, or of a fixed width in a file or pipe."""
    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PAGE_WIDTH
    return console


def print_table(table: Table) -> None:
    """A table on stdout."""
    screen().print(table)
    sys.stdout.flush()


def lean_table(*columns: Column | str, title: str | None = None) -> Table:
    """A table with lines between its rows' heads and bodies only."""
    return Table(*columns, title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)


def id_column(head: str) -> Column:
    """A column whose ids are never cut: people copy them."""
    return Column(head, no_wrap=True, min_width=LONGEST_ID)


def notices() -> Console:
    """Where progress is shown to whoever watches: stderr."""
    return Console(stderr=True, markup=False, emoji=False, highlight=False)


def printable(text: str, *, longest: int | None = None) -> str:
    """`text` on one line and without characters that steer a terminal, cut after `longest` code points."""
    line = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in _spaced(text))
    return line if longest is None or len(line) <= longest else f"{line[: longest - 1]}…"


def _spaced(text: str) -> str:
    return " ".join(text.split())
