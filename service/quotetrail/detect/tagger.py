"""The learned reader of English: one small network sees every word once, and what it says of each word comes out.

A window is a run of whole paragraphs, at most 256 word pieces long; windows of like length go through the network
together. Names of files, tables and tags are those that `training/quote_tagger/export.py` writes; the network runs in
onnxruntime with int8 weights.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import onnxruntime

from quotetrail.detect.pieces import Pieces
from quotetrail.detect.quotemarks import Quotation
from quotetrail.detect.words import Case, Place, Words, words_of
from quotetrail.errors import ModelsMissing
from quotetrail.model import Span

Scores = npt.NDArray[np.float32]
Decoded = TypeVar("Decoded")
Numbers = npt.NDArray[np.int64]

LONGEST = 256  # pieces of a window, as in training
AHEAD = 4  # windows a thread that may wait to be decoded
STEP = 16  # windows are padded to a multiple of so many pieces: few shapes, few plans in memory
CHECKSUMS = "SHA256SUMS"
FILES = ("lemmas.txt", "tagger.npz", "tagger.onnx", "tags.json", "vocab.txt")


@dataclass(frozen=True, slots=True)
class Given:
    """A text as the tagger wants it: its paragraphs and outer quotations are known."""

    text: str
    paragraphs: Sequence[Span]
    quotations: Sequence[Quotation]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the decoder needs beside the network: learned tables and the lists of tags."""

    transitions: Scores
    far: Scores
    no_source: float
    relation_weight: Scores
    relation_bias: Scores
    xpos: tuple[str, ...]
    upos: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one window, [words, …]; `first` and `last` number its words in the text.

    `paragraphs` has the number of each word's paragraph, `roles` [words, 3, 5], `names` [words, 11], `starts` [words],
    `upos` and `xpos` tag numbers, `link` [words, 4, k] (a cue's query for contents, contents, a cue's query for
    sources, sources), `arcs` [dependent, head], `dependent` and `head` the halves of the relation scores.
    """

    first: int
    last: int
    paragraphs: tuple[int, ...]
    roles: Scores
    names: Scores
    starts: Scores
    upos: Numbers
    xpos: Numbers
    link: Scores
    arcs: Scores
    dependent: Scores
    head: Scores


@dataclass(frozen=True, slots=True)
class Tagged(Generic[Decoded]):
    """One text: the span of each word, and what was decoded of its windows, in order."""

    spans: tuple[tuple[int, int], ...]
    windows: tuple[Decoded, ...]


@dataclass(slots=True)
class _Window:
    """Words of one text on their way into the network."""

    text: int
    first: int
    pieces: list[int]
    shapes: list[int]
    places: list[int]
    firsts: list[int]
    paragraphs: list[int]


class Tagger:
    """The network with its vocabulary and tables; safe to share between threads."""

    def __init__(self, *, session: onnxruntime.InferenceSession, pieces: Pieces, tables: Tables, threads: int) -> None:
        self._session = session
        self._pieces = pieces
        self._threads = threads
        self.tables = tables

    @classmethod
    def load(cls, folder: Path, *, threads: int) -> Tagger:
        """Open the files below `folder`; raises ModelsMissing when one is not there or not the one meant.

        Each of `threads` reads a window of its own: the matrices of one window are too small to be shared.
        """
        check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # it keeps the largest batch's memory for ever
        session = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
        )
        tags: Mapping[str, list[str]] = json.loads((folder / "tags.json").read_bytes())
        with np.load(folder / "tagger.npz", allow_pickle=False) as arrays:
            tables = Tables(
                transitions=arrays["transitions"],
                far=arrays["far"],
                no_source=float(arrays["no_source"][0]),
                relation_weight=arrays["relation_weight"],
                relation_bias=arrays["relation_bias"],
                xpos=tuple(tags["xpos"]),
                upos=tuple(tags["upos"]),
                relations=tuple(tags["relations"]),
            )
        return cls(session=session, pieces=Pieces.load(folder / "vocab.txt"), tables=tables, threads=threads)

    def read(self, pages: Sequence[Given], decode: Callable[[Reading], Decoded]) -> list[Tagged[Decoded]]:
        """Each text with what `decode` makes of its readings, which are large and not kept.

        Every window goes through the network alone. In a batch, windows would share the range to which int8 activations
        are scaled, and what is read of an article would hang on its company.
        """
        words = [[words_of(page.text, paragraph, page.quotations) for paragraph in page.paragraphs] for page in pages]
        waiting = [
            window
            for number, (page, row) in enumerate(zip(pages, words, strict=True))
            for window in self._windows(number, page.text, row)
        ]
        found: list[list[Decoded]] = [[] for _ in pages]
        for window, reading in zip(waiting, self._readings(waiting), strict=True):
            found[window.text].append(decode(reading))
        return [
            Tagged(
                spans=tuple(span for paragraph in row for span in paragraph.spans),
                windows=tuple(own),
            )
            for row, own in zip(words, found, strict=True)
        ]

    def _readings(self, windows: Sequence[_Window]) -> Iterator[Reading]:
        """What the network says of each window, in order, a few windows ahead of whoever asks."""
        with ThreadPoolExecutor(self._threads) as network:
            ahead: deque[Future[Reading]] = deque()
            for window in windows:
                ahead.append(network.submit(self._run, window))
                if len(ahead) > AHEAD * self._threads:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def _windows(self, text: int, raw: str, paragraphs: Sequence[Words]) -> Iterator[_Window]:
        """Whole paragraphs together; one that is too long for a window is cut."""
        first = 0
        current = self._empty(text, first)
        number = 0
        for place, paragraph in enumerate(paragraphs):
            rows = self._rows(raw, paragraph)
            length = sum(len(row[0]) for row in rows) + 1
            if current.firsts and len(current.pieces) + length > LONGEST:
                yield self._closed(current)
                current = self._empty(text, number)
            elif current.firsts:
                self._break(current)
            for ids, shape, quoted in rows:
                if len(current.pieces) + len(ids) >= LONGEST:
                    yield self._closed(current)
                    current = self._empty(text, number)
                current.firsts.append(len(current.pieces))
                current.paragraphs.append(place)
                current.pieces += ids
                current.shapes += [shape, *(shape + len(Case),) * (len(ids) - 1)]
                current.places += [quoted] * len(ids)
                number += 1
        if current.firsts:
            yield self._closed(current)

    def _rows(self, raw: str, words: Words) -> list[tuple[tuple[int, ...], int, int]]:
        cut = self._pieces.of
        return [
            (cut(raw[start:end]), int(case), int(place))
            for (start, end), case, place in zip(words.spans, words.cases, words.places, strict=True)
        ]

    def _empty(self, text: int, first: int) -> _Window:
        return _Window(text, first, [self._pieces.start], [2 * len(Case)], [len(Place)], [], [])

    def _break(self, window: _Window) -> None:
        window.pieces.append(self._pieces.end)
        window.shapes.append(2 * len(Case))
        window.places.append(len(Place))

    def _closed(self, window: _Window) -> _Window:
        self._break(window)
        return window

    def _run(self, window: _Window) -> Reading:
        size, count = (-(-len(row) // STEP) * STEP for row in (window.pieces, window.firsts))
        inputs = {
            "pieces": _padded(window.pieces, size, self._pieces.padding),
            "shapes": _padded(window.shapes, size, 2 * len(Case)),
            "places": _padded(window.places, size, len(Place)),
            "mask": _padded([1] * len(window.pieces), size, 0),
            "firsts": _padded(window.firsts, count, 0),
        }
        roles, names, starts, upos, xpos, link, arcs, dependent, head = (
            row[0] for row in self._session.run(None, inputs)
        )
        words = len(window.firsts)
        return Reading(
            first=window.first,
            last=window.first + words,
            paragraphs=tuple(window.paragraphs),
            roles=roles[:words].reshape(words, 3, -1),
            names=names[:words],
            starts=starts[:words, 0],
            upos=upos[:words],
            xpos=xpos[:words],
            link=link[:words].reshape(words, 4, -1),
            arcs=arcs[:words, :words],
            dependent=dependent[:words],
            head=head[:words],
        )


def check(folder: Path) -> None:
    """Compare every file with its checksum; raises ModelsMissing when one differs or is not there."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        expected = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        for name in FILES:
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected.get(name):
                raise ModelsMissing(f"{folder / name} is not the file that {CHECKSUMS} names; reinstall the package")
    except (OSError, ValueError) as error:
        raise ModelsMissing(f"the tagger in {folder} cannot be read ({error}); reinstall the package") from error


def _padded(row: Sequence[int], size: int, value: int) -> npt.NDArray[Any]:
    """A batch of one row."""
    found = np.full((1, size), value, dtype=np.int64)
    found[0, : len(row)] = row
    return found
