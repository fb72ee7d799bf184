"""Articles to quotes: how many words a second, beside spaCy's pipeline and beside our own rules.

Reads PolNeAR dev where ../shared is there, else the articles of `fixtures/story` many times over, in one batch. Each
system has a process of its own with two threads, one after the other on the same texts: the detector with the tagger,
the detector with rules over Stanza, and spaCy's en_core_web_md as it comes (tags, trees, lemmas, names; no quotes).
Prints words per second of wall clock, best of some runs, the resident memory of each process, and the ratios.

    python bench/detection.py             compare with bench/reference/detection.json
    python bench/detection.py --freeze    write it
    python bench/detection.py --peer-python PYTHON --peer-model FOLDER    with spaCy from another environment

Without a peer its rows are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from quotetrail.detect.detector import Detector
from quotetrail.ingest.reading import read_file
from quotetrail.model import Article
from quotetrail.settings import DETECTORS, Settings

ROOT = Path(__file__).parents[1]
POLNEAR = ROOT.parent / "shared" / "data" / "quotes" / "polnear-dev.jsonl.gz"
REFERENCE = Path(__file__).parent / "reference" / "detection.json"
COPIES = 30  # of the story
LIMIT = 60  # articles; the rules take a minute for them
WARM = 3  # articles read before the clock runs
RUNS = 3
THREADS = 2

# Runs in the peer's interpreter, which need not have Quotetrail.
PEER = """
import json, resource, sys, time
import spacy
model, warm, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
texts = json.load(sys.stdin)
pipeline = spacy.load(model)
list(pipeline.pipe(texts[:warm]))
best = float("inf")
for _ in range(runs):
    start = time.perf_counter()
    for _ in pipeline.pipe(texts):
        pass
    best = min(best, time.perf_counter() - start)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": best, "resident_mb": memory}))
"""


def texts_to_read(limit: int) -> list[str]:
    """The texts of the first `limit` articles."""
    if POLNEAR.is_file():
        with gzip.open(POLNEAR, "rt", encoding="utf-8") as lines:
            texts = [str(json.loads(line)["text"]) for line in lines]
        return list(dict.fromkeys(texts))[:limit]  # some articles are there once for each annotator
    paths = sorted((ROOT / "fixtures" / "story").iterdir())
    read = [one for path in paths for one in read_file(path.name, path.read_bytes(), settings=Settings())]
    return ([one.article.text for one in read if one.article is not None] * COPIES)[:limit]


def measured(kind: str, texts: Sequence[str]) -> dict[str, float]:
    """Seconds of the fastest run of one of our detectors in this process, and the memory it took."""
    detector = Detector.load(Settings(threads=THREADS, detector=kind))
    articles = [Article(text=text, language="en") for text in texts]
    detector.detect(articles[:WARM])
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        detector.detect(articles)
        best = min(best, time.perf_counter() - start)
    return {"seconds": best, "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def in_process(command: Sequence[str | Path], texts: Sequence[str]) -> dict[str, float]:
    """What a process prints that is given the texts."""
    finished = subprocess.run(
        command,
        input=json.dumps(texts),
        env={**os.environ, "OMP_NUM_THREADS": str(THREADS)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return found


def compare(texts: Sequence[str], *, peer: Sequence[str | Path] | None) -> dict[str, float]:
    """Words per second, memory and ratios of every system."""
    words = sum(len(text.split()) for text in texts)
    ran = {kind: in_process([sys.executable, __file__, "--measure", kind], texts) for kind in DETECTORS}
    if peer is not None:
        ran["spacy"] = in_process([peer[0], "-c", PEER, peer[1], str(WARM), str(RUNS)], texts)
    found: dict[str, float] = {"articles": len(texts), "words": words}
    for name, one in ran.items():
        found[f"{name}_words_per_second"] = round(words / one["seconds"])
        found[f"{name}_resident_mb"] = round(one["resident_mb"])
    for name in ran:
        if name != "tagger":
            found[f"tagger_times_as_fast_as_{name}"] = round(ran[name]["seconds"] / ran["tagger"]["seconds"], 2)
    return found


def main() -> None:
    """Measure, print, compare or freeze."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true")
    parser.add_argument("--limit", type=int, default=LIMIT, help="articles")
    parser.add_argument("--peer-python", type=Path, help="interpreter that has spaCy")
    parser.add_argument("--peer-model", default="en_core_web_md", help="name or folder of the peer's pipeline")
    parser.add_argument("--measure", choices=DETECTORS, help="one detector in this process, texts as JSON on stdin")
    given = parser.parse_args()
    if given.measure is not None:
        print(json.dumps(measured(given.measure, json.load(sys.stdin))))
        return
    peer = None if given.peer_python is None else (given.peer_python, given.peer_model)
    found = compare(texts_to_read(given.limit), peer=peer)
    frozen = json.loads(REFERENCE.read_text(encoding="utf-8")) if REFERENCE.is_file() else {}
    print(f"{'':<42}{'now':>10}{'frozen':>10}")
    for name, value in found.items():
        print(f"{name:<42}{value:>10}{frozen.get(name, ''):>10}")
    if given.freeze:
        REFERENCE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
