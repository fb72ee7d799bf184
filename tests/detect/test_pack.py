"""Packing keeps the weights, and measuring counts what it says it counts."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import torch

RECIPE = Path(__file__).parents[2] / "training" / "stanza_en"


def script(name: str) -> ModuleType:
    """One of the recipe's scripts as a module."""
    found = importlib.util.spec_from_file_location(name, RECIPE / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_numbers_are_stored_in_half_precision_and_all_else_as_it_was() -> None:
    weights = torch.linspace(-3, 3, 1001)
    packed = script("pack").narrowed(
        {"model": {"w": weights, "n": torch.tensor([7])}, "vocab": ("a", ["b"]), "x": None}
    )
    assert packed["model"]["w"].dtype == torch.float16
    assert (packed["model"]["w"].float() - weights).abs().max() < 0.001
    assert packed["model"]["n"].tolist() == [7]
    assert (packed["vocab"], packed["x"]) == (("a", ["b"]), None)


def test_what_only_training_needs_is_dropped() -> None:
    units = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>", "word", "other"]
    checkpoint = {
        "config": {"hidden_dim": 8, "train_file": "/home/somebody/train.json", "lang": "en"},
        "model": {"w": torch.ones(2), "delta_emb.weight": torch.zeros(6, 3)},
        "vocab": {"delta": {"_id2unit": units, "_unit2id": {unit: number for number, unit in enumerate(units)}}},
        "optimizer_state_dict": {"step": 1},
        "dev_score_history": [0.1],
    }
    kept = script("pack").trimmed(checkpoint)
    assert set(kept) == {"config", "model", "vocab"}
    assert kept["config"] == {"hidden_dim": 8, "train_file": None, "lang": "en"}
    assert kept["model"]["delta_emb.weight"].shape == (4, 3)
    assert kept["vocab"]["delta"]["_unit2id"] == {"<PAD>": 0, "<UNK>": 1, "<EMPTY>": 2, "<ROOT>": 3}


def test_corrections_that_were_learned_are_kept() -> None:
    checkpoint = {"config": {}, "model": {"delta_emb.weight": torch.ones(6, 3)}, "vocab": {"delta": {}}}
    assert script("pack").trimmed(checkpoint)["model"]["delta_emb.weight"].shape == (6, 3)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["B-PERSON", "I-PERSON", "O"], {(0, 2, "PERSON")}),
        (["B-ORG", "B-ORG", "E-ORG"], {(0, 1, "ORG"), (1, 3, "ORG")}),
        (["S-GPE", "O", "S-GPE"], {(0, 1, "GPE"), (2, 3, "GPE")}),
        (["O", "O"], set()),
        ([], set()),
    ],
)
def test_entities_are_read_from_either_label_scheme(labels: list[str], expected: set[tuple[int, int, str]]) -> None:
    assert script("measure").entities(labels) == expected


def test_the_text_of_a_treebank_has_its_spaces_paragraphs_and_joined_words() -> None:
    def row(number: str, form: str, misc: str = "_") -> str:
        return "\t".join([number, form, *["_"] * 7, misc])

    rows = ["# newdoc id = a", row("1", "Hi", "SpaceAfter=No"), row("2", "!"), ""]
    rows += ["# newpar", row("1-2", "don't", "SpaceAfter=No"), row("1", "do"), row("2", "n't"), row("2.1", "gone")]
    rows += [row("3", "."), ""]
    assert script("measure").raw_text("\n".join(rows)) == "Hi! \n\ndon't."
