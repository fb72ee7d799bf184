"""The flat table of figures and how it is printed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from training.evaluation.attributions import TYPES, Attribution, Reading
from training.evaluation.figures import figures
from training.evaluation.floors import Gate
from training.evaluation.table import Marks, marks, table

Read = Callable[..., Reading]
Gold = Mapping[str, Attribution]


def test_a_perfect_reading_is_a_hundred_everywhere(read: Read, gold: Gold) -> None:
    found = figures([read(*gold.values())])
    assert found.pop("ece") == 0.0
    assert set(found.values()) == {100.0}


def test_the_figures_of_a_reading_with_one_wrong_source(read: Read, gold: Gold) -> None:
    wrong = replace(gold["pay"], source=gold["calm"].source, confidence=0.5)
    found = figures([read(gold["ferry"], gold["calm"], wrong, gold["ticket"])])
    assert found["iou"] == 100.0
    assert found["relation"] == 75.0
    assert (found["speaker"], found["speaker_indirect"], found["speaker_direct"]) == (75.0, 50.0, 100.0)
    assert found["ggt_0.8_speaker"] == 75.0
    assert found["ece"] == 12.5


def test_every_goal_and_every_figure_of_people_is_measured(read: Read) -> None:
    measured = figures([read()])
    beside = marks()
    for name in ("polnear-dev", "polnear-dev reporting"):
        assert set(beside[name].goal) | set(beside[name].people) <= set(measured)
        assert beside[name].goal["iou"] < beside[name].people["iou"]


def test_the_table_shows_types_beside_their_measure_and_what_is_short_of_its_goal(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.write_bytes(b"")
    found = {"iou": 77.0, "ece": 4.0} | {f"iou_{group}": float(place) for place, group in enumerate(TYPES, 10)}
    lines = table("dev", found, Marks(goal={"iou": 78, "ece": 5}, people={"iou": 79.4}), Gate.pinned(found, gold))
    header, iou, ece = lines.strip().splitlines()
    assert header.split() == ["dev", "ours", "direct", "mixed", "indirect", "people", "goal", "floor"]
    assert iou.split() == ["iou", "77.0", "10.0", "11.0", "12.0", "79.4", "78.0", "76.5", "<", "goal"]
    assert ece.split() == ["ece", "4.0", "5.0", "4.5"]
