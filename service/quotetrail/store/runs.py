"""Sorted runs: what is looked up by key lies in few files sorted by key, read through the page cache.

An index by key in SQLite writes a page for each key of each quote, and slows down as it grows (bench/matching.py). So
the tables keep one row a quote in the order of storing, and this module makes sorted runs of the rows: small runs in
memory, merged into ever larger and fewer ones, those of many quotes written to files beside the database (a
log-structured merge, O'Neil et al. 1996). Every run can be made again from the tables; no file here is ever the truth.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Places = npt.NDArray[np.int64]
Quotes = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.int8]
Signs = npt.NDArray[np.uint64]

LARGER = 3  # times: a run is at least so much larger than the next newer one, so that there are few to look into
LARGEST = 1_200_000  # quotes: what would become larger is left alone, so that merging takes bounded memory and time
IN_FILES = 8_000  # quotes: larger runs are kept in files, smaller ones are made again when a process starts
FIRST = 2  # times 64 signs of a vector, by which most are left out (models/cells/CARD.md)
_MAGIC = b"quotetrail-run-2"
_HEADER = 512  # bytes; keeps the arrays behind it aligned


@dataclass(frozen=True, eq=False)
class Run:
    """Postings of the `rows` quotes numbered from `after + 1` to `last`, ascending by key, then by quote.

    `keys` int64 [n] and `quotes` uint32 [n]. A posting may hold a vector: `codes` int8 [n, width], and the signs of its
    numbers in two arrays, as most vectors are read by the `first` ones alone: uint64 [n, FIRST], and the `rest`, uint64
    [n, width / 64 - FIRST]. Else the width is 0.
    """

    keys: Keys
    quotes: Quotes
    codes: Codes
    first: Signs
    rest: Signs
    after: int
    last: int
    rows: int

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
        """Write as one file, whole or not at all; `stamp` is what `read` will ask for. Its folder is made."""
        described = {"after": self.after, "last": self.last, "rows": self.rows, "stamp": stamp}
        described |= {"postings": len(self.keys), "width": self.codes.shape[1]}
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            file.write((_MAGIC + json.dumps(described).encode()).ljust(_HEADER))
            for array in (self.keys, self.first, self.rest, self.codes, self.quotes):
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
            words = min(FIRST, width // 64), max(0, width // 64 - FIRST)
            sizes = (8 * postings, *(8 * many * postings for many in words), width * postings, 4 * postings)
            whole = len(content) == _HEADER + sum(sizes)
            if content[: len(_MAGIC)].tobytes() != _MAGIC or described["stamp"] != stamp or not whole:
                return None
            ends = np.cumsum((_HEADER, *sizes))
            pieces = zip(ends, sizes, strict=False)
            keys, first, rest, codes, quotes = (np.asarray(content[at : at + size]) for at, size in pieces)
            return cls(
                keys=keys.view(np.int64),
                codes=codes.view(np.int8).reshape(postings, width),
                first=first.view(np.uint64).reshape(postings, words[0]),
                rest=rest.view(np.uint64).reshape(postings, words[1]),
                quotes=quotes.view(np.uint32),
                after=int(described["after"]),
                last=int(described["last"]),
                rows=int(described["rows"]),
            )
        except (OSError, ValueError, KeyError):
            return None


def spread(starts: Places, lengths: Places) -> list[Places]:
    """For each run, a row of both arrays, the places that its pieces hold: those from each start, so many."""
    sizes = lengths.ravel()
    ends = np.cumsum(sizes)
    places = np.repeat(starts.ravel() - ends + sizes, sizes) + np.arange(ends[-1] if len(ends) else 0)
    return np.split(places, np.cumsum(lengths.sum(axis=1))[:-1])


def sorted_run(run: Run, *, most: int | None) -> Run:
    """The run with its postings sorted, which stand in the order of their quotes; of one key `most` are kept."""
    return merged([run], most=most)


def merged(runs: Sequence[Run], *, most: int | None) -> Run:
    """One run of several that follow each other; of one key at most `most` are kept, the oldest.

    The sort is stable and fast on what is sorted already in pieces. Arrays are filled one run after the other, so that
    little more than what comes out is held in memory; what is not kept goes to a place behind the end.
    """
    keys = np.concatenate([run.keys for run in runs])
    order, count = np.argsort(keys, kind="stable"), len(keys)
    keys = keys[order]
    if most is not None and len(keys) > most:
        kept = np.concatenate((np.ones(most, dtype=bool), keys[most:] != keys[:-most]))
        keys, order = keys[kept], order[kept]
    goes_to = np.full(count, len(keys))
    goes_to[order] = np.arange(len(keys))
    ends = np.cumsum([len(run.keys) for run in runs])[:-1]
    pieces = np.split(goes_to, ends)

    def filled(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        out = np.empty((len(keys) + 1, *arrays[0].shape[1:]), dtype=arrays[0].dtype)
        for array, places in zip(arrays, pieces, strict=True):
            out[places] = array
        return out[:-1]

    return Run(
        keys=keys,
        quotes=filled([run.quotes for run in runs]),
        codes=filled([run.codes for run in runs]),
        first=filled([run.first for run in runs]),
        rest=filled([run.rest for run in runs]),
        after=runs[0].after,
        last=runs[-1].last,
        rows=sum(run.rows for run in runs),
    )


def due(runs: Sequence[Run], *, largest: int = LARGEST) -> int:
    """How many of the last runs are to become one, of at most `largest` quotes; 1 when there is nothing to merge."""
    together, rows = 1, runs[-1].rows
    while together < len(runs):
        before = runs[-together - 1].rows
        if before >= LARGER * rows or before + rows > largest:
            break
        together, rows = together + 1, rows + before
    return together


def settled(runs: Sequence[Run], *, most: int | None, largest: int = LARGEST) -> tuple[Run, ...]:
    """The same postings in fewer runs, the older the larger; none that is made has more than `largest` quotes."""
    together = due(runs, largest=largest)
    if together == 1:
        return tuple(runs)
    return (*runs[:-together], merged(runs[-together:], most=most))
