"""How the bundled verifier is made, in one command: pairs, the network of the second look, rows, forests, figures.

    python -m training.verifier.recipe [--data DIR] [--work DIR]

Needs scikit-learn and onnx beside the package. The encoder's weights must be those that will be used: train again
after they change. Everything that was chosen stands in recipe.toml. An hour on one free core with AMX, nearly all of it
for the network; `--keep-network` takes that which WORK holds already.
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
    parser.add_argument("--keep-network", action="store_true", help="do not train the network again")
    given = parser.parse_args()
    work = ("--work", str(given.work))
    network = (("network_pairs", "--data", str(given.data), *work), ("network_train", *work))
    for step in (
        ("pairs", "--data", str(given.data), *work),
        *(() if given.keep_network else network),
        ("network_export", *work),
        ("rows", *work),
        ("train", *work),
        ("measure", *work, "--json", str(BUNDLED_VERIFIER / "figures.json")),
    ):
        subprocess.run([sys.executable, "-m", f"training.verifier.{step[0]}", *step[1:]], check=True)


if __name__ == "__main__":
    main()
