"""How the bundled encoder is made, in one command: read, train, export, measure.

    python -m training.encoder.recipe [--data DIR] [--work DIR] [--threads N]

Needs numba and PyTorch beside the package itself. Stopped, it goes on from its checkpoint when given again; remove DIR
to begin anew. Everything that was chosen stands in recipe.toml. Reading the pack takes a minute, the steps 40 minutes
on two free cores (0.14 to 0.23 s each).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from quotetrail.match.encoder import BUNDLED_ENCODER


def main() -> None:
    """Run the steps, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/encoder"))
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    where = ("--data", str(given.data))
    work = ("--work", str(given.work))
    figures = ("--json", str(BUNDLED_ENCODER / "figures.json"))
    for step in (
        ("train", *where, *work, "--threads", str(given.threads)),
        ("export", *where, *work),
        ("measure", *where, *figures),
    ):
        subprocess.run([sys.executable, "-m", f"training.encoder.{step[0]}", *step[1:]], check=True)


if __name__ == "__main__":
    main()
