"""How far two people agree, under the very measures that the detector is judged by.

    python -m training.evaluation.agreement [--data ../shared/data] [--write]

PolNeAR's 18 articles of train and dev that six people annotated: the first annotator is gold, each of the others stands
once in the detector's place. `people.json` beside this file is what it wrote; `table.py` prints it beside our figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from quotetrail.detect.modes import Modes
from training.evaluation import polnear
from training.evaluation.figures import Figures, figures
from training.evaluation.reporting import Reporting
from training.evaluation.table import PEOPLE

SPLITS = ("polnear-train", "polnear-dev")


def agreement(data: Path) -> dict[str, Figures]:
    """The figures over all attributions, over speech and writing alone, and over reporting cues, by data set.

    People give no confidence, so calibration is left out.
    """
    mode_of = Modes.load().mode_of
    reported = Reporting()
    readings = [row for split in SPLITS for row in polnear.read_twice(data / "quotes" / f"{split}.jsonl.gz")]
    both = {
        "polnear-dev": readings,
        "polnear-dev communication": [reading.communication(mode_of) for reading in readings],
        "polnear-dev reporting": [reported.only(reading) for reading in readings],
    }
    return {
        name: {figure: value for figure, value in figures(rows).items() if figure != "ece"}
        for name, rows in both.items()
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true", help="write people.json anew")
    given = parser.parse_args()
    found = agreement(given.data)
    for name, rows in found.items():
        print(f"\ntwo annotators, {name}")
        for figure, value in rows.items():
            print(f"  {figure:<28}{value:>7}")
    if given.write:
        PEOPLE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
