"""Articles to quotes: how many words a second, and what the detector costs beside Stanza's own pass.

Reads the articles of `fixtures/story` many times over in one batch. The peer is the Stanza pass alone over the same
texts in the same run: tokens, tags, lemmas, names, and trees of every sentence; then the same with trees only where an
attribution can be. Prints words per second of CPU time, the ratios, and the resident memory of the process.

    python bench/detection.py             compare with bench/reference/detection.json
    python bench/detection.py --freeze    write it
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from quotetrail.detect.detector import Detector
from quotetrail.detect.parse import Parser
from quotetrail.ingest.reading import read_file
from quotetrail.model import Article
from quotetrail.settings import BUNDLED_MODELS, Settings

ROOT = Path(__file__).parents[1]
REFERENCE = Path(__file__).parent / "reference" / "detection.json"
COPIES = 30
RUNS = 2


def story() -> list[Article]:
    """The articles of the story, `COPIES` times."""
    paths = sorted((ROOT / "fixtures" / "story").iterdir())
    read = [one for path in paths for one in read_file(path.name, path.read_bytes(), settings=Settings())]
    return [one.article for one in read if one.article is not None] * COPIES


def seconds(work: Callable[[], object]) -> float:
    """CPU time of the fastest of some runs: other work on the machine does not change it."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def measure() -> dict[str, float]:
    """Words per second and ratios."""
    settings = Settings(threads=1)
    parser = Parser.load(bundled=BUNDLED_MODELS, official=None, threads=settings.threads)
    detector = Detector(parser=parser)
    articles = story()
    texts = [article.text for article in articles]
    words = sum(len(text.split()) for text in texts)
    detector.detect(articles[:5])
    whole = seconds(lambda: detector.detect(articles))
    every_tree = seconds(lambda: parser.parse(texts, "en"))
    chosen = seconds(lambda: detector.parse_only(articles))
    return {
        "words": words,
        "words_per_second": round(words / whole),
        "stanza_words_per_second": round(words / every_tree),
        "stanza_chosen_sentences_words_per_second": round(words / chosen),
        "time_beside_full_stanza_pass": round(whole / every_tree, 3),
        "time_beside_chosen_stanza_pass": round(whole / chosen, 3),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Measure, print, compare or freeze."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true")
    given = parser.parse_args()
    found = measure()
    frozen = json.loads(REFERENCE.read_text(encoding="utf-8")) if REFERENCE.is_file() else {}
    print(f"{'':<42}{'now':>10}{'frozen':>10}")
    for name, value in found.items():
        print(f"{name:<42}{value:>10}{frozen.get(name, ''):>10}")
    if given.freeze:
        REFERENCE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
