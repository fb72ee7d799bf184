"""Where to dig: the worst articles of PolNeAR dev with a pointer to every error.

    python -m training.evaluation.confusion --report PATH [--shared ../shared] [--limit N]
    python -m training.evaluation.confusion --show N [--kind missed] [--type indirect]

`--report` writes PATH.md to read and PATH.json to compute with; neither holds text. `--show` prints N errors with their
text to the terminal, spread evenly over all there are, and stores nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.evaluation import detecting, polnear, speaker_gold
from training.evaluation.attributions import TYPES
from training.evaluation.error_report import ErrorReport
from training.evaluation.errors import ErrorKind


def main() -> int:
    """Detect, compare, write or show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int, default=None, help="only the first N articles")
    parser.add_argument("--report", type=Path, default=None)
    parser.add_argument("--show", type=int, default=0, metavar="N")
    parser.add_argument("--kind", choices=[kind.value for kind in ErrorKind], default=None)
    parser.add_argument("--type", choices=TYPES, default=None)
    given = parser.parse_args()
    path = given.shared / "data" / "quotes" / "polnear-dev.jsonl.gz"
    if not path.is_file():
        print(f"skipped: {path} is not here (the training data is not part of the project)")
        return 0
    detected = detecting.detect(detecting.load(), polnear.read(path)[: given.limit])
    report = ErrorReport(detected.readings, speaker_gold.read() if speaker_gold.GOLD.is_file() else {})
    print("\n".join(report.counts()))
    if given.report is not None:
        report.write(given.report)
    for shown in report.shown(given.show, kind=given.kind, quote_type=given.type):
        print(shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
