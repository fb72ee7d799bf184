"""Sorted runs: what is looked up by key lies in few files sorted by key, read through the page cache.

An index by key in SQLite writes a page for each key of each quote, and slows down as it grows (bench/matching.py). So
the tables keep one row a quote in the order of storing, and this module makes sorted runs of the rows: small runs in
memory, merged four by four into larger ones, those of many quotes written to files beside the database (a
log-structured merge, O'Neil et al. 1996). Every run can be made again from the tables; no file here is ever the truth.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Places = npt.NDArray[np.int64]
Quotes = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.int8]
Signs = npt.NDArray[np.uint64]

FAN_OUT = 4
SMALLEST = 512  # quotes: smaller runs are merged with the one before at once
LARGEST = 600_000  # quotes: what would become larger is left alone, so that merging takes bounded memory and time
IN_FILES = 8_000  # quotes: larger runs are kept in files, smaller ones are made again when a process starts
_MAGIC = b"quotetrail-run-1"
_HEADER = 512  # bytes; keeps the arrays behind it aligned


@dataclass(frozen=True, eq=False)
class Run:
    """Postings of the `rows` quotes numbered from `after + 1` to `last`, ascending by key, then by quote.

    `keys` int64 [n] and `quotes` uint32 [n]. A posting may hold a vector: `codes` int8 [n, width], and the signs of its
    numbers, `signs` uint64 [n, width / 64]; else the width is 0.
    """

    keys: Keys
    quotes: Quotes
    codes: Codes
    signs: Signs
    after: int
    last: int
    rows: int

    @property
    def level(self) -> int:
        """How often runs of the smallest size were merged to make one of this size."""
        level, size = 0, SMALLEST
        while self.rows >= size:
            level, size = level + 1, size * FAN_OUT
        return level

    def ranges(self, wanted: Keys) -> tuple[Places, Places]:
        """Where the postings of each wanted key begin and end; ascending keys are found fastest."""
        starts = np.searchsorted(self.keys, wanted)
        ends = starts.copy()
        there = np.flatnonzero(starts < len(self.keys))
        there = there[self.keys[starts[there]] == wanted[there]]
        ends[there] = np.searchsorted(self.keys, wanted[there], side="right")
        return starts, ends

    @cached_property
    def directory(self) -> Places:
        """For keys that are small numbers: where the postings of each begin, and behind the last where they end."""
        return np.searchsorted(self.keys, np.arange(int(self.keys[-1]) + 2 if len(self.keys) else 1))

    def write(self, path: Path, *, stamp: str) -> None:
        """Write as one file, whole or not at all; `stamp` is what `read` will ask for."""
        described = {"after": self.after, "last": self.last, "rows": self.rows, "stamp": stamp}
        described |= {"postings": len(self.keys), "width": self.codes.shape[1]}
        partial = path.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            file.write((_MAGIC + json.dumps(described).encode()).ljust(_HEADER))
            for array in (self.keys, self.signs, self.codes, self.quotes):
                file.write(np.ascontiguousarray(array).data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    @classmethod
    def read(cls, path: Path, *, stamp: str) -> Run | None:
        """The run in a file, mapped into memory; None when it is not there, damaged, or has another stamp."""
        try:
            content = np.memmap(path, dtype=np.uint8, mode="r")
            described = json.loads(content[len(_MAGIC) : _HEADER].tobytes())
            postings, width = int(described["postings"]), int(described["width"])
            sizes = (8 * postings, width // 8 * postings, width * postings, 4 * postings)
            whole = len(content) == _HEADER + sum(sizes)
            if content[: len(_MAGIC)].tobytes() != _MAGIC or described["stamp"] != stamp or not whole:
                return None
            ends = np.cumsum((_HEADER, *sizes))
            pieces = zip(ends, sizes, strict=False)
            keys, signs, codes, quotes = (np.asarray(content[at : at + size]) for at, size in pieces)
            return cls(
                keys=keys.view(np.int64),
                signs=signs.view(np.uint64).reshape(postings, width // 64),
                codes=codes.view(np.int8).reshape(postings, width),
                quotes=quotes.view(np.uint32),
                after=int(described["after"]),
                last=int(described["last"]),
                rows=int(described["rows"]),
            )
        except (OSError, ValueError, KeyError):
            return None


def sorted_run(run: Run, *, most: int | None) -> Run:
    """The run with its postings sorted, which stand in the order of their quotes; of one key the first `most` are kept.

    The sort is stable and fast on what is sorted already in pieces.
    """
    order = np.argsort(run.keys, kind="stable")
    keys = run.keys[order]
    if most is not None and len(keys):
        begins = np.concatenate(([True], keys[1:] != keys[:-1]))
        places = np.arange(len(keys))
        kept = places - np.maximum.accumulate(np.where(begins, places, 0)) < most
        keys, order = keys[kept], order[kept]
    return replace(run, keys=keys, quotes=run.quotes[order], codes=run.codes[order], signs=run.signs[order])


def merged(runs: Sequence[Run], *, most: int | None) -> Run:
    """One run of several that follow each other."""
    together = Run(
        keys=np.concatenate([run.keys for run in runs]),
        quotes=np.concatenate([run.quotes for run in runs]),
        codes=np.concatenate([run.codes for run in runs]),
        signs=np.concatenate([run.signs for run in runs]),
        after=runs[0].after,
        last=runs[-1].last,
        rows=sum(run.rows for run in runs),
    )
    return sorted_run(together, most=most)


def settled(runs: Sequence[Run], *, most: int | None) -> tuple[Run, ...]:
    """The same postings in fewer runs: at most three of a size, larger and older ones first."""
    rest = list(runs)
    while len(rest) > 1:
        level = rest[-1].level
        together = 1
        while together < len(rest) and rest[-together - 1].level <= level:
            together += 1
        smaller = together > 1 and any(run.level < level for run in rest[-together:])
        enough = FAN_OUT if level > 0 else 2
        if (together < enough and not smaller) or sum(run.rows for run in rest[-together:]) > LARGEST:
            break
        rest[-together:] = [merged(rest[-together:], most=most)]
    return tuple(rest)
