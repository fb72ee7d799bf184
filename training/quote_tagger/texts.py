"""A text as the tagger's words, with every row of labels that some data has for it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quotetrail.detect.paragraphs import paragraphs
from quotetrail.detect.quotemarks import pair
from quotetrail.detect.tagset import ROLES
from quotetrail.detect.words import words_of

NONE = -100  # the label of what nobody labelled; PyTorch's losses leave it out


@dataclass(slots=True)
class Text:
    """One text as words with labels; rows of labels have one entry for each word, NONE where nobody labelled it."""

    words: list[str]
    spans: list[tuple[int, int]]
    cases: list[int]
    places: list[int]
    paragraphs: list[int]
    roles: dict[str, list[int]] = field(default_factory=dict)
    cues: list[list[int]] = field(default_factory=list)  # [first word, last word] of each attribution's cue
    content_of: list[int] = field(default_factory=list)  # number of the attribution whose content holds the word, or -1
    source_of: list[list[int]] = field(default_factory=list)  # words of each attribution's source
    names: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # 1 where a sentence starts
    upos: list[int] = field(default_factory=list)
    xpos: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # word number in the text; the word itself at a root
    relations: list[int] = field(default_factory=list)

    def blank(self) -> None:
        """Fill every row that has no labels with NONE."""
        size = len(self.words)
        for row in (self.names, self.starts, self.upos, self.xpos, self.heads, self.relations):
            row.extend([NONE] * (size - len(row)))
        for role in ROLES:
            self.roles.setdefault(role, [NONE] * size)
        self.content_of.extend([NONE] * (size - len(self.content_of)))

    def inside(self, pairs: Iterable[Sequence[int]]) -> list[list[int]]:
        """The words of each span of offsets that holds any; a word belongs to a span by its first letter."""
        begins = [start for start, _ in self.spans]
        covered = ([n for n, begin in enumerate(begins) if start <= begin < end] for start, end in pairs)
        return [words for words in covered if words]


def cut(text: str) -> Text:
    """`text` as unlabelled words."""
    quotations = pair(text)
    found = Text([], [], [], [], [])
    for number, paragraph in enumerate(paragraphs(text)):
        words = words_of(text, paragraph, quotations)
        found.words += [text[start:end] for start, end in words.spans]
        found.spans += words.spans
        found.cases += [int(case) for case in words.cases]
        found.places += [int(place) for place in words.places]
        found.paragraphs += [number] * len(words)
    return found


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)
