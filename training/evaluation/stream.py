"""A news stream with known truth through the real store: statements must be one each, and two never joined.

    python -m training.evaluation.stream [--shared ../shared] [--statements N] [--pointers N] [--json FILE]
        [--errors FILE] [--pin]

The stream is generated (stream_making.py, stream.toml): what people said in several wordings and languages, copied,
edited, cut, spliced and reported, with wrong twins and other adversaries beside it. `--statements` makes it smaller or
larger than the one that the figures are for. `--errors` writes every loss and false merge with its words, which are
text of the pack and stay out of commits. `--pin` keeps the digest of the stream in stream.toml.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from quotetrail.errors import InvalidInput
from quotetrail.match.matcher import Matcher
from training.evaluation.stream_making import RECIPE, Maker, digest
from training.evaluation.stream_posting import Outcome, post
from training.evaluation.stream_report import Report, tables
from training.evaluation.stream_texts import HeldOut
from training.evaluation.stream_told import Told
from training.evaluation.table import Marks, table
from training.verifier import corpus

GOLD = RECIPE
"""What the floors are kept beside: the recipe, which holds the digest of the stream."""


def measure(shared: Path) -> dict[str, float]:
    """The figures of the whole stream (stream_report.py), in per cent.

    Raises InvalidInput when the pack, the encoder or the generator gives another stream than the recipe was pinned to.
    """
    maker = Maker(shared, held_out=held_out(shared))
    stream = maker.make()
    if digest(stream) != maker.pinned:
        raise InvalidInput(f"The stream has changed: look why, and pin it anew ({digest(stream)}).")
    matcher = Matcher.load()
    return Report(stream, _posted(stream, matcher), matcher).figures()


def held_out(shared: Path) -> HeldOut:
    """Whether a text of the pack is in the part that the verifier keeps for its own test."""
    found = {sentence.text: sentence.part for sentence in corpus.read(shared / "data", most=0).sentences()}
    return lambda text: found.get(" ".join(text.split())) == corpus.TEST


def main() -> int:
    """Make, post, compare, print."""
    given = _arguments()
    if not (given.shared / "data" / "parallel").is_dir():
        print(f"skipped: {given.shared / 'data'} is not here (the training data is not part of the project)")
        return 0
    maker = Maker(given.shared, held_out=held_out(given.shared))
    stream, matcher = maker.make(given.statements), Matcher.load()
    if given.pin:
        _pin(digest(stream))
    outcome = _posted(stream, matcher)
    report = Report(stream, outcome, matcher)
    figures = report.figures()
    statements = len({told.truth.statement for told in stream})
    print(
        f"{statements} statements, {len(stream)} appearances, {matcher.matcher_version}, stream {digest(stream)[:12]}"
    )
    print(f"{outcome.seconds:.0f} s of processor time, {len(stream) / outcome.seconds:.0f} quotes a second")
    print(table("stream", figures, Marks(), None))
    print(tables(report, pointers=given.pointers))
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if given.errors is not None:
        given.errors.write_text("\n".join(_errors(report)) + "\n", encoding="utf-8")
    return 0


def _posted(stream: Sequence[Told], matcher: Matcher) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        return post(stream, matcher, folder=Path(folder))


def _errors(report: Report) -> list[str]:
    """One line a field, one case a paragraph."""
    rows = []
    for case in report.lost():
        direct = (
            "no match" if case.direct is None else f"{case.direct.tier} {case.direct.relation} {case.direct.score:.3f}"
        )
        rows.append(f"LOST {case.right.truth.kind} {case.truth} [{direct}] {case.pointer}")
        rows += [f"  {_shown(case.left)}", f"  {_shown(case.right)}", ""]
    for sort, one, other in report.false_merges():
        rows.append(f"JOINED {sort} {one.number}+{other.number}")
        rows += [f"  {_shown(one)}", f"  {_shown(other)}", ""]
    return rows


def _shown(told: Told) -> str:
    speaker = told.quote.speaker
    day = "undated" if told.article.published is None else f"{told.article.published:%d %b}"
    name = "nobody" if speaker is None else speaker.name or speaker.text
    return f"{told.truth.language} {day} {told.quote.type} {name}: {told.quote.text(told.article.text)}"


def _pin(found: str) -> None:
    text = RECIPE.read_text(encoding="utf-8")
    RECIPE.write_text(re.sub(r'^sha256 = ".*"$', f'sha256 = "{found}"', text, flags=re.MULTILINE), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--statements", type=int, default=None, help="how many, before the adversaries")
    parser.add_argument("--pointers", type=int, default=3, help="cases shown of each kind")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--errors", type=Path, default=None, metavar="FILE")
    parser.add_argument("--pin", action="store_true")
    given = parser.parse_args()
    if given.pin and given.statements is not None:
        parser.error("the whole stream is pinned: leave --statements out")
    return given


if __name__ == "__main__":
    sys.exit(main())
