"""Bundled weights are read only where they are the file that their checksum names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from quotetrail.errors import ModelsMissing

CHECKSUMS = "SHA256SUMS"


def checked(folder: Path, name: str, *, what: str) -> tuple[bytes, str]:
    """The file `name` in `folder` with its SHA-256, which is that in the checksums beside it; `what` it is, in words.

    Raises ModelsMissing when the file or its checksum is not there, or they differ.
    """
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        wanted = {file: digest for digest, file in map(str.split, lines)}[name]
        content = (folder / name).read_bytes()
    except (OSError, KeyError, ValueError) as error:
        raise ModelsMissing(f"{what} are not in {folder}: install the package again") from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise ModelsMissing(f"{folder / name} is damaged: install the package again")
    return content, found
