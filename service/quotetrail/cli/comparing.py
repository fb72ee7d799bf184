"""`quotetrail compare`: two wordings, or a stream of pairs, and what changed between them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from quotetrail.cli.console import Rows, complain, print_object, printable, screen, settings_of
from quotetrail.model import Change, Judgement

if TYPE_CHECKING:
    from quotetrail.match.matcher import Matcher
    from quotetrail.settings import Settings

STDIN = "-"


def compare(
    texts: Annotated[
        list[str],
        typer.Argument(metavar="TEXTS", help="Two wordings; or - for pairs from stdin, one JSON object a line."),
    ],
    *,
    language_a: Annotated[str | None, typer.Option("--language-a", help="ISO 639-1 code of the first.")] = None,
    language_b: Annotated[str | None, typer.Option("--language-b", help="ISO 639-1 code of the second.")] = None,
    speaker_a: Annotated[str | None, typer.Option("--speaker-a", help="Who is said to have said the first.")] = None,
    speaker_b: Annotated[str | None, typer.Option("--speaker-b", help="Who is said to have said the second.")] = None,
    form: Annotated[Rows, typer.Option("--format", help="For reading, or one JSON object a line.")] = Rows.TABLE,
) -> None:
    """Say whether two wordings carry one statement, in one language or two, and what changed.

    With --format jsonl - each line of stdin is {"id", "a", "b"}, with language_a, language_b, speaker_a and speaker_b
    where they are known. Each line is answered at once; one that cannot be used gets a problem and stops no other, and
    the exit code is 1 then.
    """
    from quotetrail.ingest import report
    from quotetrail.ingest.comparing import Asked
    from quotetrail.ingest.comparing import compare as compared
    from quotetrail.match.matcher import Matcher

    if texts == [STDIN]:
        if form is not Rows.JSONL:
            raise typer.BadParameter("Pairs from stdin are answered with --format jsonl.", param_hint="--format")
        _answer_stream(Matcher.load(), settings_of())
        return
    if len(texts) != 2:  # noqa: PLR2004  # the two wordings that the command is about
        raise typer.BadParameter(f"Give two wordings, or - for pairs from stdin, not {len(texts)}.", param_hint="TEXTS")
    left, right = (
        Asked(text=text, language=language, speaker=speaker)
        for text, language, speaker in zip(texts, (language_a, language_b), (speaker_a, speaker_b), strict=True)
    )
    judged = compared(Matcher.load(), left, right)
    if form is Rows.JSONL:
        print_object({"id": None, **report.judgement(judged)})
    else:
        _show(judged)


def word_diff(changes: Sequence[Change]) -> Text:
    """The words with what was left out and what was put in between the brackets of a word diff, and in colour."""
    text = Text()
    for change in changes:
        if change.kind == "equal":
            text.append(f"{printable(change.after)} ")
            continue
        if change.kind == "translate":
            text.append(f"{printable(change.before)} → ", style="dim").append(f"{printable(change.after)} ")
            continue
        if change.before:
            text.append(f"[-{printable(change.before)}-]", style="red").append("" if change.after else " ")
        if change.after:
            text.append(f"{{+{printable(change.after)}+}}", style="green").append(" ")
    text.rstrip()
    return text


def _show(judged: Judgement) -> None:
    """A judgement for people to read."""
    page = screen()
    tier = "neither confirmed nor suggested" if judged.tier is None else judged.tier.value
    head = Text(judged.relation.value.replace("_", " "), style="bold")
    page.print(head.append(f" · {judged.probability:.0%} likely one statement · {tier}", style="not bold"))
    for flag in judged.flags:
        sides = " → ".join(f"“{printable(side)}”" if side else "nothing" for side in (flag.before, flag.after))
        page.print(Text("! ", style="red").append(flag.kind.value.replace("_", " ")).append(f": {sides}"))
    for reason in judged.reasons:
        page.print(Text(f"· {printable(reason)}"))
    page.print(word_diff(judged.words))
    sys.stdout.flush()


def _answer_stream(matcher: Matcher, settings: Settings) -> None:
    """One object out for each object in, in their order."""
    from quotetrail.ingest import report
    from quotetrail.ingest.comparing import compare as compared
    from quotetrail.ingest.comparing import read_pairs

    failed = False
    for pair in read_pairs(sys.stdin.buffer, settings=settings):
        if pair.sides is not None:
            print_object({"id": pair.id, **report.judgement(compared(matcher, *pair.sides))})
        if pair.problem is not None:
            failed = True
            complain(f"line {pair.line}: {pair.problem}")
            print_object({"id": pair.id, "problem": report.problem(pair.problem)})
    if failed:
        raise typer.Exit(1)
