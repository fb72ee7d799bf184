"""Floors hold figures up, ceilings hold errors down, and both know their gold."""

import json
from pathlib import Path

import pytest

from training.evaluation import floors
from training.evaluation.floors import Gate

FIGURES = {"iou": 78.4, "iou_direct": 99.0, "recall_direct": 98.2, "ece": 3.1, "words_per_second": 6100.0}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.json"
    path.write_text("gold", encoding="utf-8")
    return path


def test_a_pinned_gate_lets_through_what_it_was_measured_on(gold: Path) -> None:
    gate = Gate.pinned(FIGURES, gold)
    assert gate.floors == {"iou": 77.9, "recall_direct": 97.7}
    assert gate.ceilings == {"ece": 3.6}
    assert gate.complaints(FIGURES, gold) == []


@pytest.mark.parametrize(
    ("figures", "complaint"),
    [
        ({"iou": 77.8}, "iou 77.8 is below its floor 77.9"),
        ({"ece": 3.7}, "ece 3.7 is above its ceiling 3.6"),
        ({"recall_direct": 90.0}, "recall_direct 90.0 is below its floor 97.7"),
    ],
)
def test_each_figure_is_held(gold: Path, figures: dict[str, float], complaint: str) -> None:
    assert Gate.pinned(FIGURES, gold).complaints(FIGURES | figures, gold) == [complaint]


def test_a_figure_that_is_no_longer_measured_fails(gold: Path) -> None:
    assert len(Gate.pinned(FIGURES, gold).complaints({}, gold)) == 3


def test_other_gold_fails(gold: Path) -> None:
    gate = Gate.pinned(FIGURES, gold)
    gold.write_text("other gold", encoding="utf-8")
    assert gate.complaints(FIGURES, gold) == ["the gold is not the one that the floors were measured on"]


def test_writing_keeps_the_gates_of_other_data_sets(gold: Path, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.write({"seeds": Gate.pinned({"precision": 90.0}, gold)}, path)
    floors.write({"polnear-dev": Gate.pinned(FIGURES, gold)}, path)
    assert floors.read(path) == {
        "seeds": Gate.pinned({"precision": 90.0}, gold),
        "polnear-dev": Gate.pinned(FIGURES, gold),
    }


def test_the_bundled_floors_name_known_figures() -> None:
    gates = json.loads(floors.FLOORS.read_text(encoding="utf-8"))
    assert {"polnear-dev", "seeds"} <= set(gates)
    assert all(len(gate["gold_sha256"]) == 64 for gate in gates.values())
