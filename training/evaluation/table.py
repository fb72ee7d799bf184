"""The figures as a table for the terminal: ours, by type, what people reach, the goal, and the floor."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from training.evaluation.attributions import TYPES
from training.evaluation.floors import Gate

GOALS = Path(__file__).with_name("goals.toml")
PEOPLE = Path(__file__).with_name("people.json")

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside the figures of one data set."""

    goal: Figures = field(default_factory=dict)
    people: Figures = field(default_factory=dict)


def marks() -> dict[str, Marks]:
    """By data set; a figure of people that the issue names goes before one of our own measuring."""
    goals = tomllib.loads(GOALS.read_text(encoding="utf-8"))
    people = json.loads(PEOPLE.read_text(encoding="utf-8"))
    return {
        name: Marks(goals.get(name, {}).get("goal", {}), people.get(name, {}) | goals.get(name, {}).get("people", {}))
        for name in {**goals, **people}
    }


def table(name: str, figures: Figures, marks: Marks, gate: Gate | None) -> str:
    """One data set; a figure by type stands in the row of its measure where there is one."""
    columns = ("ours", *TYPES, "people", "goal", "floor")
    lines = [f"\n{name:<32}" + "".join(f"{column:>10}" for column in columns)]
    for figure in _rows(figures):
        by_type = [figures.get(f"{figure}_{group}") for group in TYPES]
        bound = None if gate is None else gate.floors.get(figure, gate.ceilings.get(figure))
        cells = [figures.get(figure), *by_type, marks.people.get(figure), marks.goal.get(figure), bound]
        short = "" if _reached(figure, figures, marks) else "  < goal"
        lines.append(f"  {figure:<30}" + "".join(f"{_cell(cell):>10}" for cell in cells) + short)
    return "\n".join(lines)


def _rows(figures: Figures) -> Iterator[str]:
    """The figures in order, without those that stand in another's row."""
    for figure in figures:
        stem, _, group = figure.rpartition("_")
        if group not in TYPES or stem not in figures:
            yield figure


def _reached(figure: str, figures: Figures, marks: Marks) -> bool:
    goal = marks.goal.get(figure)
    if goal is None:
        return True
    return figures[figure] <= goal if figure == "ece" else figures[figure] >= goal


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value > 100 else f"{value:.1f}"
