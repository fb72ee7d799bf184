"""The quality gate: PolNeAR dev, the gold of names, LitBank, the seeds and a generated stream, against their floors.

    python -m training.evaluation.evaluate [--shared ../shared] [--only NAME] [--limit N] [--texts N]
        [--check] [--write-floors] [--json FILE] [--confusion PATH]

Prints every figure (`figures.py`, `naming.py` and `litbank.py` say what each one is) beside what people reach and what
we want to reach. `--check` fails when one lies below its floor in `floors.json`, or when the gold is not the one that
the floors were measured on. `--write-floors` sets the floors half a point under what was measured. `--confusion` writes
the report of `confusion.py` too. The detector reads each data set once. Without `../shared` there is nothing to
measure: it says so and succeeds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.detect.detector import Detector
from quotetrail.detect.modes import Modes
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Article
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer
from training.evaluation import (
    detecting,
    floors,
    litbank,
    naming,
    polnear,
    seed_statements,
    seeds,
    speaker_gold,
    stream,
)
from training.evaluation.error_report import ErrorReport
from training.evaluation.figures import Figures, figures
from training.evaluation.reporting import Reporting
from training.evaluation.seed_gold import SEED_GOLD, SeedGold
from training.evaluation.speaker_gold import Names
from training.evaluation.table import Marks, marks, table

DATA_SETS = ("polnear-dev", "litbank", "seeds", "stream")


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one data set, and the file that they were measured on."""

    name: str
    figures: Figures
    gold: Path


def main() -> int:
    """Measure, print, compare."""
    given = _arguments()
    quotes = given.shared / "data" / "quotes"
    if not quotes.is_dir():
        print(f"skipped: {quotes} is not here (the training data is not part of the project)")
        return 0
    detector, names = detecting.load(), _names()
    measured: list[Measured] = []
    if given.only in {None, "polnear-dev"}:
        path = quotes / "polnear-dev.jsonl.gz"
        detected = detecting.detect(detector, polnear.read(path)[: given.limit])
        measured += polnear_figures(detected, names, path)
        if given.confusion is not None:
            ErrorReport(detected.readings, names).write(given.confusion)
    if given.only in {None, "litbank"}:
        path = quotes / "litbank-quotations.jsonl.gz"
        measured.append(Measured("litbank", litbank_figures(detector, path, texts=given.texts), path))
    if given.only in {None, "seeds"}:
        measured.append(Measured("seeds", seed_figures(detector), SEED_GOLD))
        measured.append(Measured("seed statements", statement_figures(detector), seed_statements.RELATIONS))
    if given.only in {None, "stream"}:
        measured.append(Measured("stream", stream.measure(given.shared), stream.GOLD))
    beside, gates = marks(), floors.read()
    for one in measured:
        print(table(one.name, one.figures, beside.get(one.name, Marks()), gates.get(one.name)))
    if given.json is not None:
        found = {one.name: one.figures for one in measured}
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if given.write_floors:
        floors.write({one.name: floors.Gate.pinned(one.figures, one.gold) for one in measured})
    return _check(measured, gates) if given.check else 0


def polnear_figures(detected: detecting.Detected, names: Names, path: Path) -> Iterator[Measured]:
    """PolNeAR dev with every mode, with speech and writing alone, with reporting cues alone; names of the first two."""
    mode_of = Modes.load().mode_of
    spoken = [reading.communication(mode_of) for reading in detected.readings]
    speed = {"words_per_second": float(detected.words_per_second)}
    yield Measured("polnear-dev", figures(detected.readings) | speed, path)
    yield Measured("polnear-dev communication", figures(spoken), path)
    reported = Reporting()
    yield Measured("polnear-dev reporting", figures([reported.only(one) for one in detected.readings]), path)
    for suffix, readings in (("", detected.readings), (" communication", spoken)):
        named = [reading for reading in readings if reading.name in names]
        if named:
            yield Measured(f"polnear-dev names{suffix}", naming.figures(named, names), speaker_gold.GOLD)


def litbank_figures(detector: Detector, path: Path, *, texts: int) -> Figures:
    """Speakers of direct speech in fiction."""
    novels = litbank.read(path, texts=texts)
    detections = detecting.given_out(detector, [novel.article for novel in novels])
    return litbank.figures([novel.with_detection(found) for novel, found in zip(novels, detections, strict=True)])


def seed_figures(detector: Detector) -> Figures:
    """Recall by type, precision and invented speakers on the seeds; prints each case that was missed or false."""
    gold = SeedGold.read()
    texts = gold.texts()
    score = seeds.score(
        gold, texts, detecting.given_out(detector, [Article(text=text, language="en") for text in texts.values()])
    )
    print(score.report())
    recalls = {f"recall_{quote_type}": round(100 * recall.share, 1) for quote_type, recall in score.recall.items()}
    return recalls | {"precision": round(100 * score.precision, 1), "invented": len(score.invented)}


def statement_figures(detector: Detector) -> Figures:
    """The statements of the seeds through a store of their own; prints what is torn, merged wrongly or misread."""
    gold = SeedGold.read()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/quotetrail.db")
        try:
            pipeline = Pipeline(store=store, detector=detector, matcher=Matcher.load(), tracer=Tracer.load())
            found = seed_statements.score(gold, gold.texts(), pipeline)
        finally:
            store.close()
    print(found.report())
    return found.figures()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", choices=DATA_SETS, default=None, help="only this data set")
    parser.add_argument("--limit", type=int, default=None, help="only the first N articles of PolNeAR dev")
    parser.add_argument("--texts", type=int, default=litbank.TEXTS, help="how many texts of LitBank")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write-floors", action="store_true")
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument("--confusion", type=Path, default=None, metavar="PATH")
    given = parser.parse_args()
    if given.write_floors and (given.limit is not None or given.texts != litbank.TEXTS):
        parser.error("floors are set from whole data sets: leave --limit and --texts out")
    return given


def _names() -> Names:
    if speaker_gold.GOLD.is_file():
        return speaker_gold.read()
    print(f"skipped: names ({speaker_gold.GOLD} is not here)")
    return {}


def _check(measured: list[Measured], gates: Mapping[str, floors.Gate]) -> int:
    complaints = [
        f"{one.name}: {complaint}"
        for one in measured
        if one.name in gates
        for complaint in gates[one.name].complaints(one.figures, one.gold)
    ]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
