"""A pair of texts with what is known of it, and the file of them."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from quotetrail.model import Relation

PAIRS = "pairs.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and how the second stands to the first.

    `made` says from what: the relation a twin was made on, or the kind of two different texts. `twin` is the kind of
    fact that was changed, empty for others. `origin` is the kind of the couple in the pack.
    """

    left: str
    right: str
    left_language: str
    right_language: str
    relation: str
    made: str
    twin: str
    part: str
    origin: str


def write(found: Sequence[Pair], path: Path) -> None:
    """One JSON object a line, gzipped; each two texts once, and none that has nothing left to compare."""
    kept: dict[tuple[str, str], Pair] = {}
    for pair in found:
        if pair.left != pair.right or pair.relation == Relation.VERBATIM:
            kept.setdefault((pair.left, pair.right), pair)
    with gzip.open(path, "wb", compresslevel=3) as file:
        for pair in kept.values():
            file.write(orjson.dumps(pair) + b"\n")


def load(path: Path) -> list[Pair]:
    """What `write` wrote."""
    with gzip.open(path, "rb") as file:
        return [Pair(**orjson.loads(line)) for line in file]
