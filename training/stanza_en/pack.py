"""Turn trained models into the compact files that the package carries.

    python training/stanza_en/pack.py [--work DIR] [--target DIR]

Reads the newest models below DIR/saved_models and DIR/glove.pt, and writes TARGET/resources.json and TARGET/en/… in the
layout of an official Stanza folder. Numbers are stored in half precision (they are widened when they are loaded), what
only training needs is dropped, and the word vectors are kept once for all models. Parts that are not trained yet are
left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, cast

import torch
from stanza.models.common.vocab import VOCAB_PREFIX

LANGUAGE = "en"
PACKAGE = "compact"
TRAINED = {
    "tokenize": ("tokenize/en_ewt_nocharlm_tokenizer.pt",),
    "mwt": ("mwt/en_ewt_mwt_expander.pt",),
    "pos": ("pos/en_ewt_nocharlm_tagger.pt",),
    "lemma": ("lemma/en_ewt_nocharlm_lemmatizer.pt", "lemma/en_ewt_lemmatizer.pt"),
    "depparse": ("depparse/en_ewt_nocharlm_parser.pt",),
    "ner": ("ner/en_silver_nocharlm_nertagger.pt", "ner/en_silver_nertagger.pt"),
}
READS_VECTORS = ("pos", "depparse", "ner")
# What only training reads.
LEFTOVERS = ("optimizer_state_dict", "scheduler_state_dict", "dev_score_history", "global_step", "last_best_step")


def narrowed(value: Any) -> Any:  # noqa: ANN401  # a checkpoint is a tree of anything
    """The same tree with single-precision numbers in half precision."""
    if isinstance(value, torch.Tensor):
        return value.half().clone() if value.dtype == torch.float32 else value.clone()
    if isinstance(value, dict):
        return type(value)((key, narrowed(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return type(value)(narrowed(inner) for inner in value)
    return value


def without_paths(config: dict[str, Any]) -> dict[str, Any]:
    """The settings of a training without the folders of the machine it ran on."""
    return {
        key: None if isinstance(value, str) and os.sep in value and key.endswith(("_file", "_dir", "_path")) else value
        for key, value in config.items()
    }


def pack(*, work: Path, target: Path) -> list[str]:
    """Write every trained part; the names of the parts that were there."""
    folder = target / LANGUAGE
    for processor in (*TRAINED, "pretrain"):
        shutil.rmtree(folder / processor, ignore_errors=True)
    packed = []
    for processor, names in TRAINED.items():
        trained = [work / "saved_models" / name for name in names if (work / "saved_models" / name).exists()]
        if trained:
            save(narrowed(trimmed(load(trained[0]))), folder / processor / f"{PACKAGE}.pt")
            packed.append(processor)
    save(narrowed(load(work / "glove.pt")), folder / "pretrain" / f"{PACKAGE}.pt")
    describe(target, packed)
    files = sorted(folder.rglob("*.pt"))
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return packed


def trimmed(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """A trained model without the leftovers of its training.

    The entity model keeps a correction for every word of its training text; where the vectors were not tuned all of
    them are zero, and the entries that Stanza expects in any vocabulary are enough.
    """
    kept = {key: value for key, value in checkpoint.items() if key not in LEFTOVERS}
    kept["config"] = without_paths(kept["config"])
    if kept["model"] is None:
        return kept  # a lemmatiser that is a dictionary and nothing else
    corrections = kept["model"].get("delta_emb.weight")
    if corrections is not None and not corrections.any():
        kept["model"]["delta_emb.weight"] = corrections[: len(VOCAB_PREFIX)]
        vocabulary = kept["vocab"]["delta"]
        vocabulary["_id2unit"] = vocabulary["_id2unit"][: len(VOCAB_PREFIX)]
        vocabulary["_unit2id"] = {unit: number for number, unit in enumerate(vocabulary["_id2unit"])}
    return kept


def describe(target: Path, packed: list[str]) -> None:
    """Write resources.json, which tells Stanza what there is and what needs the word vectors."""
    vectors = {"dependencies": [{"model": "pretrain", "package": PACKAGE}]}
    described: dict[str, Any] = {"lang_name": "English"}
    for processor in packed:
        described[processor] = {PACKAGE: vectors if processor in READS_VECTORS else {}}
    described["pretrain"] = {PACKAGE: {}}
    described["packages"] = {"default": dict.fromkeys(packed, PACKAGE)}
    (target / "resources.json").write_text(json.dumps({LANGUAGE: described}, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, Any]:
    """A checkpoint; nothing but numbers, strings and containers is unpickled."""
    return cast("dict[str, Any]", torch.load(path, map_location="cpu", weights_only=True))


def save(checkpoint: dict[str, Any], path: Path) -> None:
    """Write a checkpoint so that the same content gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(checkpoint, path)


def main() -> None:
    """Pack and print the sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/stanza_en"))
    parser.add_argument("--target", type=Path, default=Path("service/quotetrail/models"))
    given = parser.parse_args()
    pack(work=given.work, target=given.target)
    total = 0
    for path in sorted((given.target / LANGUAGE).rglob("*.pt")):
        total += path.stat().st_size
        print(f"{path.stat().st_size / 1e6:7.2f} MB  {path.relative_to(given.target)}")
    print(f"{total / 1e6:7.2f} MB  together")


if __name__ == "__main__":
    main()
