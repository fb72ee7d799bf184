"""Count how far each construction and cue is to be trusted, on PolNeAR train, and write `detect/reliability.toml`.

    python -m training.evaluation.reliability [--data ../shared/data] [--limit N]

An attribution counts as right when its content meets an annotated one at IoU ≥ 0.5. Cues seen fewer than five times
in a construction are left to the construction's own share. Under the floor nothing is given out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quotetrail.detect.detector import Detector
from quotetrail.detect.reliability import TABLE
from quotetrail.settings import Settings
from training.evaluation.attributions import Reading
from training.evaluation.matching import pairs
from training.evaluation.polnear import read

SEEN = 5
PRIOR = 6.0


def counts(detector: Detector, articles: Sequence[Reading]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """[right, all] by construction and by construction and cue."""
    constructions: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    cues: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    traces = detector.explain([reading.article for reading in articles])
    for reading, trace in zip(articles, traces, strict=True):
        matched = {number for _, number in pairs(reading.with_quotes(quote for quote, _ in trace))}
        for number, (quote, attribution) in enumerate(trace):
            lemma = quote.cue.lemma if quote.cue is not None else ""
            construction = attribution.proposal.construction
            for row in (constructions[construction], cues[f"{construction} {lemma}"]):
                row[0] += number in matched
                row[1] += 1
    return constructions, cues


def write(path: Path, constructions: dict[str, list[int]], cues: dict[str, list[int]], *, floor: float) -> None:
    """The table as TOML, sorted, so that a new count shows as a small difference."""
    lines = [
        "# How often attributions found by a construction (and cue) were marked by PolNeAR's annotators: [right, all].",
        "# Counted on PolNeAR train by training/evaluation/reliability.py; never edited by hand.",
        f"prior = {PRIOR}",
        f"floor = {floor}",
        "",
        "[constructions]",
        *(f"{json.dumps(name)} = {row}" for name, row in sorted(constructions.items())),
        "",
        "[cues]",
        *(f"{json.dumps(name)} = {row}" for name, row in sorted(cues.items()) if row[1] >= SEEN),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--floor", type=float, default=0.3)
    given = parser.parse_args()
    detector = Detector.load(replace(Settings.from_environment(), detector="rules"))
    articles = read(given.data / "quotes" / "polnear-train.jsonl.gz")[: given.limit]
    write(TABLE, *counts(detector, articles), floor=given.floor)
    return 0


if __name__ == "__main__":
    sys.exit(main())
