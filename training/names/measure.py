"""Print how well names are matched across scripts, and hold the figures to their floors.

    python -m training.names.measure [--data DIR] [--queries N] [--check] [--json FILE]

Held back: the `dev` part of names/en-ru.tsv.gz, no Latin form of which is in the part learned from; of it, in the
order of their hashes, the first 5,000 pairs neither of whose forms came before. Each Latin word is asked against all
5,000 Cyrillic ones by `same_person`, and the other way round; a hit is the right one alone in the first place. Some 3 %
of the rows are misaligned (yoritoshi: мацудаира) and cannot be hit. The baseline is the closest plain romanised form.
Beside them: how many right pairs share a surname key, and how long two full names take. A minute on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from quotetrail.match.names import Names
from quotetrail.match.scripts import Word
from quotetrail.match.spellings import WEIGHTS
from training.names.pairs import FILE, Spelled, read

FLOORS = Path(__file__).with_name("floors.json")
CANDIDATES = 5_000
QUERIES = 500
_TIMED = 2_000


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--queries", type=int, default=QUERIES, help="ask only the first N")
    parser.add_argument("--check", action="store_true", help="fail below floors.json")
    parser.add_argument("--json", type=Path, default=None, help="write the figures there")
    given = parser.parse_args()
    if not (given.data / FILE).is_file():
        print(f"skipped: {given.data / FILE} is not here (the training data is not part of the project)")
        return 0
    figures = measure(candidates(read(given.data).held_back), queries=given.queries)
    report = json.dumps({"sha256 of weights": weights_hash(), **figures}, indent=1)
    print(report)
    if given.json:
        given.json.write_text(report + "\n", encoding="utf-8")
    return check(figures, data=given.data / FILE) if given.check else 0


def weights_hash(folder: Path = WEIGHTS) -> str:
    """SHA-256 of the list of checksums, SHA256SUMS."""
    return hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()


def candidates(held_back: Sequence[Spelled]) -> list[Spelled]:
    """The first pairs of which no form came before."""
    latin: set[str] = set()
    cyrillic: set[str] = set()
    found: list[Spelled] = []
    for name in held_back:
        if name.latin.letters not in latin and name.cyrillic.letters not in cyrillic:
            found.append(name)
            latin.add(name.latin.letters)
            cyrillic.add(name.cyrillic.letters)
    return found[:CANDIDATES]


def measure(names: Sequence[Spelled], *, queries: int) -> dict[str, float]:
    """Accuracy@1 both ways, the baseline, shared keys, microseconds for two full names and milliseconds to load."""
    began = time.process_time()
    compare = Names.load()
    loaded = time.process_time() - began
    latin, cyrillic = ([name.latin for name in names], [name.cyrillic for name in names])
    similar = similarities(latin[:queries], cyrillic)
    keys = [[compare.surname_key(word.letters) for word in side] for side in (latin, cyrillic)]
    return {
        "candidates": len(names),
        "queries": len(similar),
        "accuracy@1": accuracy(compare, latin, cyrillic, similar),
        "accuracy@1, Cyrillic to Latin": accuracy(compare, cyrillic, latin, similarities(cyrillic[:queries], latin)),
        "baseline accuracy@1": round(float(np.mean(similar.max(axis=1) == np.diagonal(similar))), 4),
        "one surname key": round(sum(a == b for a, b in zip(*keys, strict=True)) / len(names), 3),
        **speed(names),
        "milliseconds to load": round(loaded * 1e3),
    }


def similarities(asked: Sequence[Word], answers: Sequence[Word]) -> NDArray[np.float32]:
    """Normalised Levenshtein similarity of plain forms: [query, answer]."""
    plain = [[word.plain for word in words] for words in (asked, answers)]
    return cdist(*plain, scorer=Levenshtein.normalized_similarity, dtype=np.float32)


def accuracy(compare: Names, asked: Sequence[Word], answers: Sequence[Word], similar: NDArray[np.float32]) -> float:
    """Share of the rows of `similar` whose own answer is likelier than every other.

    Answers less similar than any that the tables compare are not asked: 0 but for listed pairs, of which none is wrong.
    """
    hits = 0
    for own, row in enumerate(similar >= compare.spellings.scale.nearest):
        query = asked[own].letters
        likelihood = compare.same_person(query, answers[own].letters)
        others = (compare.same_person(query, answers[at].letters) for at in np.flatnonzero(row).tolist() if at != own)
        hits += likelihood > 0 and all(other < likelihood for other in others)
    return round(hits / len(similar), 4)


def speed(names: Sequence[Spelled]) -> dict[str, float]:
    """Microseconds of processor time to compare two full names across scripts."""
    latin, cyrillic = [name.latin.letters for name in names], [name.cyrillic.letters for name in names]
    lefts = [f"{latin[n]} {latin[n + _TIMED]}".title() for n in range(_TIMED)]
    rights = [f"{cyrillic[n]} {cyrillic[n + _TIMED]}".title() for n in range(_TIMED)]
    compare = Names.load()
    found: dict[str, float] = {}
    for what, shift in (("one person, first seen", 0), ("two persons", 7), ("one person, seen before", 0)):
        began = time.process_time()
        for n in range(_TIMED):
            compare.same_person(lefts[n], rights[(n + shift) % _TIMED])
        found[f"microseconds, {what}"] = round((time.process_time() - began) / _TIMED * 1e6)
    return found


def check(figures: dict[str, float], *, data: Path) -> int:
    """Whether every figure reaches its floor, and no cost its most, with the same data."""
    gate = json.loads(FLOORS.read_text(encoding="utf-8"))
    problems = [f"{name} {figures[name]} < {floor}" for name, floor in gate["floors"].items() if figures[name] < floor]
    problems += [f"{name} {figures[name]} > {most}" for name, most in gate["most"].items() if figures[name] > most]
    if hashlib.sha256(data.read_bytes()).hexdigest() != gate["sha256 of data"]:
        problems.append("the data is not what the floors were measured on")
    if weights_hash() != gate["sha256 of weights"]:
        problems.append("the weights are not those whose floors these are")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
