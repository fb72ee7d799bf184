"""How often the right translation among a thousand is the nearest: accuracy@1 on the development pairs and FLORES.

    python -m training.encoder.measure [--data DIR] [--models DIR] [--check] [--json FILE]

News rows are WMT24 (reference A), everyday rows Tatoeba, both untouched by training; FLORES is its devtest half, which
training never reads in any language. Each figure is from English into the other language and back.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.encoder import BUNDLED_ENCODER, WEIGHTS, Encoder
from training.encoder.data import LANGUAGES, rows

FLOORS = Path(__file__).with_name("floors.json")

Vectors = npt.NDArray[np.float32]
Pairs = tuple[list[str], list[str]]

MOST = 1_000


def development(data: Path) -> dict[str, Pairs]:
    """The development pairs by name, such as "ru news" and "kk tatoeba"."""
    found: dict[str, Pairs] = {}
    for language in LANGUAGES:
        for source, left, right in rows(data / "parallel" / f"dev-en-{language}.tsv.gz"):
            if source.endswith("-refB"):
                continue
            lefts, rights = found.setdefault(f"{language} {'tatoeba' if 'tatoeba' in source else 'news'}", ([], []))
            lefts.append(left)
            rights.append(right)
    return {name: (left[:MOST], right[:MOST]) for name, (left, right) in sorted(found.items())}


def flores(data: Path) -> dict[str, Pairs]:
    """FLORES-200 devtest, English with each language, and Kazakh with Russian."""
    table = [row[2:] for row in rows(data / "parallel" / "flores200-10lang.tsv.gz") if row[0] == "devtest"]
    columns = {name: at for at, name in enumerate(("en", "ru", "kk", "uk", "es", "fr", "de", "tr", "ar", "zh"))}
    found: dict[str, Pairs] = {}
    for left, right in (*(("en", language) for language in LANGUAGES), ("kk", "ru")):
        kept = [
            (row[columns[left]], row[columns[right]]) for row in table if row[columns[left]] and row[columns[right]]
        ]
        name = f"{right} flores" if left == "en" else f"{left}-{right} flores"
        found[name] = ([pair[0] for pair in kept[:MOST]], [pair[1] for pair in kept[:MOST]])
    return found


def accuracy(left: Vectors, right: Vectors) -> tuple[float, float]:
    """Share of rows whose counterpart is nearest: left to right, right to left. Ties count as right."""
    similar = left @ right.T
    own = np.diagonal(similar)
    return (
        float(np.mean(similar.max(axis=1) <= own + 1e-6)),
        float(np.mean(similar.max(axis=0) <= own + 1e-6)),
    )


def scores(pairs: Mapping[str, Pairs], encode: Callable[[Sequence[str]], Vectors]) -> dict[str, tuple[float, float]]:
    """Accuracy@1 both ways of each set."""
    return {name: accuracy(encode(left), encode(right)) for name, (left, right) in pairs.items()}


def main() -> int:
    """Measure the bundled weights, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=BUNDLED_ENCODER)
    parser.add_argument("--json", type=Path, default=None, help="write the figures there")
    parser.add_argument("--check", action="store_true", help="fail when a figure lies below its floor")
    given = parser.parse_args()
    if not (given.data / "parallel").is_dir():
        print(f"{given.data} is not there: nothing to measure")
        return 0
    encoder = Encoder.load(given.models)
    pairs = development(given.data) | flores(given.data)
    accuracies = {
        name: {"rows": len(pairs[name][0]), "there": round(there, 3), "back": round(back, 3)}
        for name, (there, back) in scores(pairs, encoder.encode).items()
    }
    figures = {
        "sha256 of weights": hashlib.sha256((given.models / WEIGHTS).read_bytes()).hexdigest(),
        "accuracy@1": accuracies,
        "texts a second": speed(encoder, pairs),
    }
    report = json.dumps(figures, indent=1)
    print(report)
    if given.json:
        given.json.write_text(report + "\n", encoding="utf-8")
    low = below_floors(accuracies)
    for line in low:
        print(line)
    return 1 if given.check and low else 0


def speed(encoder: Encoder, pairs: Mapping[str, Pairs]) -> int:
    """Texts a second on one core over the everyday rows, each text once, words cached as they come."""
    texts = [text for name, both in pairs.items() if name.endswith("tatoeba") for side in both for text in side]
    began = time.perf_counter()
    encoder.encode(texts)
    return round(len(texts) / (time.perf_counter() - began))


def below_floors(figures: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One line for each figure below its floor in floors.json."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["accuracy@1 from English"]
    return [
        f"{name}: {figures[name]['there']} is below its floor {floor}"
        for name, floor in floors.items()
        if figures[name]["there"] < floor
    ]


if __name__ == "__main__":
    sys.exit(main())
