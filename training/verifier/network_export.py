"""Writes the trained network as the verifier reads it: `network.onnx` and its words, `network_words.npz`.

    python -m training.verifier.network_export [--work DIR] [--models DIR]

Needs torch and onnx beside the package; seconds.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from quotetrail.match.judge import BUNDLED_VERIFIER
from quotetrail.match.second_look import NETWORK, TABLE
from training.verifier.network import ENCODER, OWN, WEIGHTS, Network
from training.verifier.sums import write_sums

_INPUTS = ("directions", "lengths", "own", "flags", "sides", "places")
_LARGEST = 127


def write_network(network: Network, target: Path, *, precise: bool) -> None:
    """Trace the network for one pair of any length; its matrices as int8 unless `precise`."""
    words = 12
    sides = torch.tensor([[0] + [1] * 5 + [2] * 6])
    places = torch.tensor([[0, *range(1, 6), *range(1, 7)]])
    given = (
        torch.randn(1, words, ENCODER),
        torch.rand(1, words),
        torch.randn(1, words, OWN),
        torch.zeros(1, words, 3),
        sides,
        places,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "float.onnx"
        torch.onnx.export(
            network.eval(),
            given,
            str(path),
            input_names=list(_INPUTS),
            output_names=["scores", "apart"],
            dynamic_axes={name: {1: "words"} for name in (*_INPUTS, "apart")},
            opset_version=17,
            dynamo=False,
        )
        if precise:
            onnx.save(onnx.load(str(path)), str(target))
        else:
            quantize_dynamic(
                str(path), str(target), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
            )


def write_words(own: Tensor, target: Path) -> None:
    """The words' own numbers as int8, a scale for each row; the first row, which stands for no word, is zero."""
    table = own.detach().numpy()
    scale = np.maximum(np.abs(table).max(axis=1), 1e-8) / _LARGEST
    whole = np.round(table / scale[:, None]).astype(np.int8)
    np.savez_compressed(target, allow_pickle=False, table=whole, scale=scale.astype(np.float16))


def main() -> None:
    """Write both files and the checksums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    parser.add_argument("--models", type=Path, default=BUNDLED_VERIFIER)
    parser.add_argument("--float", action="store_true", help="keep the network in single precision")
    given = parser.parse_args()
    saved = torch.load(given.work / WEIGHTS, weights_only=True)
    network = Network(drop=0.0)
    network.load_state_dict(saved["network"])
    write_network(network, given.models / NETWORK, precise=given.float)
    write_words(saved["own"], given.models / TABLE)
    write_sums(given.models)


if __name__ == "__main__":
    main()
