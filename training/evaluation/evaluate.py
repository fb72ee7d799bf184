"""The quality gate: PolNeAR dev and the five seed articles against their floors.

    python -m training.evaluation.evaluate [--shared ../shared] [--modes all] [--limit N] [--check] [--json FILE]

Prints every figure. `--check` fails when one lies below its floor in `floors.json`, or when the gold is not the one
that the floors were measured on (its SHA-256 stands beside them). Lowering a floor needs its reason in the same commit.
Without `../shared` there is nothing to measure: it says so and succeeds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from quotetrail.detect.cues import Mode
from quotetrail.detect.detector import GIVEN_OUT, Detector
from quotetrail.detect.parse import Parser
from quotetrail.model import Article
from quotetrail.settings import BUNDLED_MODELS, Settings
from training.evaluation import polnear, seeds
from training.evaluation.seed_gold import SEED_GOLD, SeedGold

FLOORS = Path(__file__).parent / "floors.json"


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--modes", choices=["communication", "all"], default="communication")
    parser.add_argument("--limit", type=int, default=None, help="only the first N articles of PolNeAR dev")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", type=Path, default=None)
    given = parser.parse_args()
    path = given.shared / "data" / "quotes" / "polnear-dev.jsonl.gz"
    if not path.is_file():
        print(f"skipped: {path} is not here (the training data is not part of the project)")
        return 0
    settings = Settings.from_environment()
    models = Parser.load(bundled=BUNDLED_MODELS, official=settings.models, threads=settings.threads)
    detector = Detector(parser=models, modes=GIVEN_OUT if given.modes == "communication" else tuple(Mode))
    found = {
        "polnear-dev": polnear.evaluate(detector, polnear.read(path)[: given.limit]),
        "seeds": seed_figures(detector),
    }
    for name, figures in found.items():
        print(f"\n{name}")
        for figure, value in figures.items():
            print(f"  {figure:<18}{value:>8}")
    if given.json is not None:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return _check(found, {"polnear-dev": path, "seeds": SEED_GOLD}) if given.check else 0


def seed_figures(detector: Detector) -> dict[str, float]:
    """Recall by type, precision and invented speakers on the seeds; prints each case that was missed or false."""
    gold = SeedGold.read()
    texts = gold.texts()
    score = seeds.score(gold, texts, detector.detect([Article(text=text, language="en") for text in texts.values()]))
    print(score.report())
    recalls = {f"recall_{quote_type}": round(100 * recall.share, 1) for quote_type, recall in score.recall.items()}
    return recalls | {"precision": round(100 * score.precision, 1), "invented": len(score.invented)}


def _check(found: Mapping[str, Mapping[str, float]], golds: Mapping[str, Path]) -> int:
    low = 0
    for name, gate in json.loads(FLOORS.read_text(encoding="utf-8")).items():
        if hashlib.sha256(golds[name].read_bytes()).hexdigest() != gate["gold_sha256"]:
            print(f"{name}: the gold is not the one that the floors were measured on", file=sys.stderr)
            low += 1
        for figure, floor in gate["floors"].items():
            if found[name][figure] < floor:
                print(f"{name}: {figure} {found[name][figure]} is below its floor {floor}", file=sys.stderr)
                low += 1
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
