"""The checksums beside the verifier's weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

from quotetrail.match.checked_weights import CHECKSUMS


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file of weights in the folder, in the form of `sha256sum`."""
    files = sorted([*folder.glob("*.npz"), *folder.glob("*.onnx")])
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
