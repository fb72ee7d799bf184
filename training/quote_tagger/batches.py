"""Windows as the padded tensors that the network takes, and their labels."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from quotetrail.detect.pieces import Pieces
from quotetrail.detect.tagset import ROLES
from training.quote_tagger.model import CASES, PLACES
from training.quote_tagger.texts import NONE
from training.quote_tagger.windows import Window

# Few distinct shapes: the matrix library keeps a plan for each, and they add up to gigabytes.
_STEP = 16


class Batch:
    """Windows as padded tensors: pieces, shapes, places and mask [windows, pieces]; firsts and words [windows, words].

    `shapes` are letter cases (those of a word's later pieces come after all others), `places` how words stand to
    quotation marks; `firsts` is the place of each word's first piece, `words` which entries are words.
    """

    def __init__(self, group: Sequence[Window], pieces: Pieces) -> None:
        self.group = group
        rows = [_row(window, pieces) for window in group]
        size = _rounded(max(len(row[0]) for row in rows))
        count = _rounded(max(len(row[3]) for row in rows))
        self.pieces = _padded([row[0] for row in rows], size, pieces.padding)
        self.shapes = _padded([row[1] for row in rows], size, 2 * CASES)
        self.places = _padded([row[2] for row in rows], size, PLACES)
        self.mask = _padded([[1] * len(row[0]) for row in rows], size, 0)
        self.firsts = _padded([row[3] for row in rows], count, 0)
        self.words = _padded([[1] * len(row[3]) for row in rows], count, 0).bool()

    def labels(self, name: str) -> Tensor:
        """A row of labels, [windows, words]."""
        rows = [
            (window.text.roles[name] if name in ROLES else getattr(window.text, name))[window.first : window.last]
            for window in self.group
        ]
        return _padded(rows, self.firsts.shape[1], NONE)


def _row(window: Window, pieces: Pieces) -> tuple[list[int], list[int], list[int], list[int]]:
    """Pieces, shapes and places of a window, a separator between paragraphs; and where each word's pieces start."""
    ids, shapes, places = [pieces.start], [2 * CASES], [PLACES]
    firsts: list[int] = []
    text = window.text
    for number in range(window.first, window.last):
        if number > window.first and text.paragraphs[number] != text.paragraphs[number - 1]:
            ids.append(pieces.end)
            shapes.append(2 * CASES)
            places.append(PLACES)
        own = pieces.of(text.words[number])
        firsts.append(len(ids))
        ids += own
        shapes += [text.cases[number], *(text.cases[number] + CASES,) * (len(own) - 1)]
        places += [text.places[number]] * len(own)
    return [*ids, pieces.end], [*shapes, 2 * CASES], [*places, PLACES], firsts


def _rounded(size: int) -> int:
    return -(-size // _STEP) * _STEP


def _padded(rows: Sequence[Sequence[int]], size: int, value: int) -> Tensor:
    found = torch.full((len(rows), size), value, dtype=torch.long)
    for number, row in enumerate(rows):
        found[number, : len(row)] = torch.tensor(row, dtype=torch.long)
    return found
