"""Ingest and look up quotes at growing sizes: what one costs, in time and on disk, and how often it is found.

    python bench/matching.py [--sizes 10000,100000,1000000]     compare with bench/reference/matching.json
    python bench/matching.py --freeze                           write it
    python bench/matching.py --peer-python PYTHON               with datasketch from another environment

What is measured, and how, says bench/scale/report.py.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    runpy.run_module("bench.scale.report", run_name="__main__")
