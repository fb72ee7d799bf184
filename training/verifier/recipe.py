"""How the bundled verifier is made, in one command: pairs, rows, weights, figures.

    python -m training.verifier.recipe [--data DIR] [--work DIR]

Needs scikit-learn beside the package. The encoder's weights must be those that will be used: train again after they
change. Everything that was chosen stands in recipe.toml. Five minutes on one free core.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from quotetrail.match.judge import BUNDLED_VERIFIER


def main() -> None:
    """Run the steps, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    given = parser.parse_args()
    work = ("--work", str(given.work))
    for step in (
        ("pairs", "--data", str(given.data), *work),
        ("rows", *work),
        ("train", *work),
        ("measure", *work, "--json", str(BUNDLED_VERIFIER / "figures.json")),
    ):
        subprocess.run([sys.executable, "-m", f"training.verifier.{step[0]}", *step[1:]], check=True)


if __name__ == "__main__":
    main()
