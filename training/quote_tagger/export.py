"""Trained weights → the files that the product reads.

    python -m training.quote_tagger.export --weights FILE... --minilm FOLDER --data ../shared/data --target FOLDER

Several FILEs, of runs that began with the same weights, are averaged weight by weight (Wortsman et al. 2022, "Model
soups"): they are then one network, as fast as each.
Writes `tagger.onnx` (int8: weights per output channel, activations measured at run time), `tagger.npz` (tables of the
decoder), `tags.json`, `vocab.txt`, `lemmas.txt` and SHA256SUMS; with --float the network stays in single precision.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.quote_tagger.model import CASES, PLACES, Sizes, Tagger
from training.quote_tagger.treebank import lemmas_of

INPUTS = ("pieces", "shapes", "places", "mask", "firsts")
OUTPUTS = ("roles", "names", "starts", "upos", "xpos", "link", "arcs", "dependent", "head")
_WRITTEN = ("lemmas.txt", "tagger.npz", "tagger.onnx", "tags.json", "vocab.txt")


class Reader(nn.Module):
    """The tagger with the tags decided inside the graph."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(
        self, pieces: Tensor, shapes: Tensor, places: Tensor, mask: Tensor, firsts: Tensor
    ) -> tuple[Tensor, ...]:
        """As the tagger's, but upos and xpos are numbers of tags."""
        roles, names, starts, upos, xpos, link, arcs, dependent, head = self.tagger(
            pieces, shapes, places, mask, firsts
        )
        return roles, names, starts, upos.argmax(-1), xpos.argmax(-1), link, arcs, dependent, head


def load(weights: Sequence[Path]) -> tuple[Tagger, list[list[str]]]:
    """The mean of the models of one or several runs, and their tag lists: xpos, upos, relations."""
    runs = [torch.load(path, weights_only=True) for path in weights]
    first = runs[0]
    model = Tagger(Sizes(**first["sizes"]))
    mean = {name: torch.stack([run["model"][name] for run in runs]).mean(0) for name in first["model"]}
    model.load_state_dict(mean)
    return model.eval(), json.loads(first["tags"])


def write_network(model: Tagger, target: Path, *, precise: bool) -> None:
    """Trace the network with free batch, piece and word counts, and store its weights as int8 unless `precise`."""
    ones = torch.ones(2, 24, dtype=torch.long)
    given = (ones * 5, ones * (CASES - 1), ones * (PLACES - 1), ones, torch.arange(10).repeat(2, 1))
    free = {
        name: {0: "batch", 1: "words" if name == "firsts" or name in OUTPUTS else "pieces"}
        for name in (*INPUTS, *OUTPUTS)
    }
    free["arcs"][2] = "words"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "float.onnx"
        torch.onnx.export(
            Reader(model),
            given,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=free,
            opset_version=17,
            dynamo=False,
        )
        if precise:
            onnx.save(onnx.load(str(path)), str(target))
            return
        quantize_dynamic(
            str(path),
            str(target),
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )


def write_tables(model: Tagger, target: Path) -> None:
    """Write what the decoder adds to the network's scores."""
    tables = {
        "transitions": model.transitions,
        "far": model.far,
        "no_source": model.no_source,
        "relation_weight": model.relation.weight,
        "relation_bias": model.relation.bias,
    }
    np.savez(target, allow_pickle=False, **{name: table.detach().numpy() for name, table in tables.items()})


def write_words(target: Path, *, tags: list[list[str]], minilm: Path, bank: Path) -> None:
    """Write the lists of words and tags: `tags.json`, `vocab.txt`, `lemmas.txt`."""
    named = dict(zip(("xpos", "upos", "relations"), tags, strict=True))
    (target / "tags.json").write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")
    (target / "vocab.txt").write_bytes((minilm / "vocab.txt").read_bytes())
    lemmas = "".join("\t".join(entry) + "\n" for entry in lemmas_of(bank))
    (target / "lemmas.txt").write_text(lemmas, encoding="utf-8")


def write_sums(target: Path) -> None:
    """Write the SHA-256 of each file that this module writes, in the form of `sha256sum`."""
    sums = (f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n" for name in _WRITTEN)
    (target / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def main() -> None:
    """Write every file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="keep the network in single precision")
    given = parser.parse_args()
    model, tags = load(given.weights)
    given.target.mkdir(parents=True, exist_ok=True)
    write_network(model, given.target / "tagger.onnx", precise=given.float)
    write_tables(model, given.target / "tagger.npz")
    write_words(given.target, tags=tags, minilm=given.minilm, bank=given.data / "ud/en_ewt-ud-train.conllu.gz")
    write_sums(given.target)


if __name__ == "__main__":
    main()
