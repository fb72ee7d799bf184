"""Makes the evaluation under `training/` importable: it belongs to the project, not to the installed package."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
