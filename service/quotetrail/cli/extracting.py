"""`quotetrail extract`: the quotes of texts that nobody needs to keep."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from quotetrail.cli.console import Rows, complain, lean_table, print_object, print_table, printable, settings_of
from quotetrail.cli.inputs import Given, given
from quotetrail.errors import InvalidInput
from quotetrail.ingest.modes import USUAL, modes_from
from quotetrail.model import Article, Detection, Quote

TOGETHER = 16  # articles whose sentences share the parser's batches; what one answer waits for at most


def extract(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH…", help="Text, HTML, JSON, NDJSON files, archives or folders; - reads a text from stdin."
        ),
    ],
    *,
    form: Annotated[Rows, typer.Option("--format", help="One JSON object for each input, or a table.")] = Rows.JSONL,
    modes: Annotated[
        str, typer.Option("--modes", help="Of speech, writing, thought, perception, with commas between; or all.")
    ] = USUAL,
) -> None:
    """Print the quotes found in files, without keeping anything.

    What somebody thought or perceived is left out unless --modes asks for it.

    Inputs are taken in the order of their names. Offsets count code points of the article's text, which the JSON object
    carries unless it is that of a plain text file.
    """
    from quotetrail.detect.detector import Detector

    try:
        wanted = modes_from(modes)
    except InvalidInput as problem:
        raise typer.BadParameter(str(problem), param_hint="--modes") from problem
    settings = settings_of()
    inputs = given(paths, settings=settings)
    failed = False
    detector: Detector | None = None
    while batch := list(islice(inputs, TOGETHER)):
        for each in batch:
            if each.problem is not None:
                failed = True
                complain(f"{each.source}: {each.problem}")
        articles = [(each, each.article) for each in batch if each.article is not None]
        if not articles:
            continue
        detector = detector or Detector.load(settings)
        for (each, article), detection in zip(articles, detector.detect([one for _, one in articles]), strict=True):
            _print(each, article, detection.only(wanted), form)
    if failed:
        raise typer.Exit(1)


def _print(each: Given, article: Article, detection: Detection, form: Rows) -> None:
    from quotetrail.ingest.report import extraction

    if form is Rows.JSONL:
        print_object(extraction(source=each.source, article=article, detection=detection, carry_text=not each.plain))
        return
    table = lean_table("type", "mode", "speaker", "words", "place", "sure", title=printable(each.source))
    for quote in detection.quotes:
        table.add_row(*_cells(quote, article))
    print_table(table)
    for omitted in detection.omitted:
        complain(f"{each.source}: {omitted}")


def _cells(quote: Quote, article: Article) -> Iterator[str]:
    speaker = quote.speaker
    yield quote.type.value
    yield quote.mode.value
    yield "unknown" if speaker is None else printable(speaker.name or speaker.text, longest=60)
    yield printable(quote.text(article.text), longest=200)
    yield f"{quote.spans[0].start}–{quote.spans[-1].end}"
    yield f"{quote.confidence:.0%}"
