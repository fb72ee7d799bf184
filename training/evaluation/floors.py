"""Floors under the figures, and ceilings over those of which less is better, beside the hash of their gold.

Lowering one needs its reason in the same commit. What depends on the machine has none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training.evaluation.attributions import TYPES

FLOORS = Path(__file__).parent / "floors.json"
SLACK = 0.5
"""How far under a measured figure `pinned` sets its floor, in points: what another machine's arithmetic may move."""

_LESS_IS_BETTER = ("ece", "wrong", "unknown", "invented")
_BY_TYPE_TOO = ("recall_",)
_OF_THE_MACHINE = ("words_per_second",)

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Gate:
    """What one data set must reach, and the gold that this was measured on."""

    gold_sha256: str
    floors: Figures
    ceilings: Figures

    @classmethod
    def pinned(cls, figures: Figures, gold: Path) -> Gate:
        """A gate half a point under these figures (over them where less is better).

        Figures by type are left out but for recall: each would turn small trades between the types into failures.
        """
        floors, ceilings = {}, {}
        for name, value in figures.items():
            if name in _OF_THE_MACHINE or (name.endswith(TYPES) and not name.startswith(_BY_TYPE_TOO)):
                continue
            if name.endswith(_LESS_IS_BETTER):
                ceilings[name] = round(value + SLACK, 1)
            else:
                floors[name] = round(max(0.0, value - SLACK), 1)
        return cls(_digest(gold), floors, ceilings)

    def complaints(self, figures: Figures, gold: Path) -> list[str]:
        """What fails, in words; nothing when all is well."""
        found = []
        if _digest(gold) != self.gold_sha256:
            found.append("the gold is not the one that the floors were measured on")
        found += [
            f"{name} {figures.get(name)} is below its floor {floor}"
            for name, floor in self.floors.items()
            if figures.get(name, float("-inf")) < floor
        ]
        found += [
            f"{name} {figures.get(name)} is above its ceiling {ceiling}"
            for name, ceiling in self.ceilings.items()
            if figures.get(name, float("inf")) > ceiling
        ]
        return found


def read(path: Path = FLOORS) -> dict[str, Gate]:
    """The gates by data set."""
    return {
        name: Gate(gate["gold_sha256"], gate["floors"], gate.get("ceilings", {}))
        for name, gate in json.loads(path.read_text(encoding="utf-8")).items()
    }


def write(gates: Mapping[str, Gate], path: Path = FLOORS) -> None:
    """Keep the gates; those of data sets not among them stay as they were."""
    kept = read(path) | dict(gates) if path.is_file() else dict(gates)
    rows = {
        name: {"gold_sha256": gate.gold_sha256, "floors": gate.floors, "ceilings": gate.ceilings}
        for name, gate in kept.items()
    }
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
