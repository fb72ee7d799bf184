"""What the bundled verifier reaches on pairs that nothing was fitted on: by relation, by language, by kind of twin.

    python -m training.verifier.measure [--work DIR] [--models DIR] [--part NAME]… [--check] [--json FILE]

`test` holds source documents that training did not see; `unseen` those that the encoder's training did not see either
(WMT24, Tatoeba); `composed` statements that we wrote. Reads WORK, which training/verifier/recipe.py fills; without it
there is nothing to measure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.agreement import NAMES, Agreement
from quotetrail.match.checked_weights import CHECKSUMS
from quotetrail.match.exchange import Exchanges
from quotetrail.match.judge import BUNDLED_VERIFIER, Judge
from quotetrail.model import APART, Relation
from training.verifier.corpus import COMPOSED, TEST, UNSEEN
from training.verifier.rows import ROWS
from training.verifier.train import Measured, read

FLOORS = Path(__file__).with_name("floors.json")
BINS = 10

Floats = npt.NDArray[np.float64]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Measured pairs with what the verifier made of them."""

    measured: Measured
    same: Floats
    relations: tuple[Relation, ...]

    def select(self, wanted: Callable[[int], bool]) -> npt.NDArray[np.intp]:
        """The places of the pairs that are wanted."""
        return np.array([place for place in range(len(self.same)) if wanted(place)], dtype=np.intp)


def judged(measured: Measured, judge: Judge) -> Judged:
    """Every pair judged as the matcher does, by the texts alone."""
    same, relations = [], []
    exchanged = Exchanges.load().opinion
    for pair, values, structure, second in zip(
        measured.pairs, measured.values, measured.structures, measured.seconds, strict=True
    ):
        agreement = Agreement(**dict(zip(NAMES, map(float, values), strict=True)))
        one_language = pair.left_language == pair.right_language or bool(structure)
        opinion = exchanged
        if structure != exchanged.relation:
            opinion = judge.judge(
                agreement,
                structure=Relation(structure) if structure else None,
                one_language=one_language,
                second=partial(float, second),
            )
        same.append(opinion.same)
        relations.append(opinion.relation)
    return Judged(measured, np.array(same), tuple(relations))


def relation_scores(found: Judged) -> dict[str, Figures]:
    """Precision, recall and F1 of each relation among all nine."""
    scores: dict[str, Figures] = {}
    for relation in Relation:
        gold = np.array([one is relation for one in found.measured.relations])
        said = np.array([one is relation for one in found.relations])
        both = float((gold & said).sum())
        if gold.any():
            precision, recall = both / max(1.0, float(said.sum())), both / float(gold.sum())
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            scores[relation.value] = {
                "pairs": float(gold.sum()),
                "precision": round(precision, 3),
                "recall": round(recall, 3),
                "f1": round(f1, 3),
            }
    return scores


def twins(found: Judged) -> dict[str, Figures]:
    """Wrong twins rejected (not one statement), by what they were made on and by what was changed; true pairs lost."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, (pair, relation) in enumerate(zip(found.measured.pairs, found.measured.relations, strict=True)):
        if pair.twin:
            for name in ("all", f"on {pair.made}", f"kind {pair.twin}"):
                groups[f"twins: {name}"].append(place)
        elif relation not in APART:
            for name in ("all", relation.value):
                groups[f"true pairs: {name}"].append(place)
    return {
        name: {"pairs": float(len(places)), "rejected": round(float(np.mean(found.same[places] < 1 / 2)), 3)}
        for name, places in sorted(groups.items())
    }


def by_language(found: Judged) -> dict[str, Figures]:
    """How often "same" or "not" is right, by the languages of the pair."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for pair, relation, same in zip(found.measured.pairs, found.measured.relations, found.same, strict=True):
        languages = "-".join(sorted({pair.left_language, pair.right_language}))
        groups[languages].append((same >= 1 / 2) == (relation not in APART))
    fewest = 50
    return {
        name: {"pairs": float(len(right)), "right": round(float(np.mean(right)), 3)}
        for name, right in sorted(groups.items())
        if len(right) >= fewest
    }


def calibration_error(found: Judged) -> float:
    """Expected calibration error of the probability of "same", ten bins of equal width."""
    same = np.array([relation not in APART for relation in found.measured.relations], dtype=np.float64)
    bins = np.minimum(BINS - 1, (found.same * BINS).astype(int))
    gaps = (abs(float((found.same[bins == one] - same[bins == one]).sum())) for one in range(BINS))
    return round(sum(gaps) / len(same), 4)


def trade(found: Judged, thresholds: Sequence[float]) -> dict[str, Figures]:
    """For each threshold: precision among all pairs, twins and other pairs let pass, true pairs lost."""
    gold = np.array([relation not in APART for relation in found.measured.relations])
    wrong = np.array([bool(pair.twin) for pair in found.measured.pairs])
    hard = np.array([bool(pair.twin) or pair.made in {"nearest", "neighbour"} for pair in found.measured.pairs])
    scores: dict[str, Figures] = {}
    for threshold in thresholds:
        taken = found.same >= threshold
        scores[f"{threshold:.2f}"] = {
            "precision": round(float(gold[taken].mean()), 4) if taken.any() else 1.0,
            "precision among hard": round(float(gold[taken & (gold | hard)].mean()), 4) if taken.any() else 1.0,
            "twins passed": round(float(taken[wrong].mean()), 4),
            "true lost": round(float(1 - taken[gold].mean()), 4),
        }
    return scores


def figures(found: Judged) -> dict[str, Mapping[str, object]]:
    """All figures of one part."""
    return {
        "relations": relation_scores(found),
        "rejected": twins(found),
        "languages": by_language(found),
        "thresholds": trade(found, (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99)),
        "calibration": {"expected calibration error": calibration_error(found)},
    }


def below_floors(found: Mapping[str, Mapping[str, Mapping[str, object]]]) -> list[str]:
    """One line for each figure beyond its floor or ceiling in floors.json."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    lines: list[str] = []
    for part, tables in floors["parts"].items():
        if part not in found:
            continue
        for table, entries in tables.items():
            for name, limits in entries.items():
                for figure, (least, most) in limits.items():
                    value = found[part][table][name]
                    number = value[figure] if isinstance(value, dict) else value
                    if not isinstance(number, int | float) or not least <= number <= most:
                        lines.append(f"{part}: {name} {figure} {number} is not within {least} and {most}")
    return lines


def main() -> int:
    """Judge the parts, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    parser.add_argument("--models", type=Path, default=BUNDLED_VERIFIER)
    parser.add_argument("--part", action="append", help="all three if none is named")
    parser.add_argument("--json", type=Path, default=None, help="write the figures there")
    parser.add_argument("--check", action="store_true", help="fail when a figure lies beyond its limits")
    given = parser.parse_args()
    if not (given.work / ROWS).is_file():
        print(f"{given.work / ROWS} is not there: nothing to measure")
        return 0
    every, judge = read(given.work), Judge.load(given.models)
    found = {part: figures(judged(every.part(part), judge)) for part in given.part or (TEST, UNSEEN, COMPOSED)}
    sums = (given.models / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    report = {"sha256": {name: digest for digest, name in map(str.split, sums)}, **found}
    print(json.dumps(report, indent=1))
    if given.json:
        given.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    beyond = below_floors(found)
    for line in beyond:
        print(line)
    return 1 if given.check and beyond else 0


if __name__ == "__main__":
    sys.exit(main())
