"""English as the tagger reads it: each window decoded to sentences and links as soon as the network has seen it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quotetrail.detect.labels import Labels
from quotetrail.detect.linking import Link, links
from quotetrail.detect.parse import Parsed
from quotetrail.detect.syntax import Lemmas, Syntax
from quotetrail.detect.tagger import Given, Reading, Tagged, Tagger
from quotetrail.detect.tagset import ROLES

CALIBRATION = Path(__file__).parent / "calibration.toml"


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (not included) of a text, with what was read in them; the rest numbers words from 0."""

    first: int
    last: int
    syntax: Syntax
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class English:
    """One text: sentences for whoever asks about grammar and names, windows with links for attributions."""

    parsed: Parsed
    tagged: Tagged[Window]


class Reader:
    """The tagger with its decoders; safe to share between threads."""

    def __init__(self, *, tagger: Tagger, lemmas: Lemmas, leanings: Sequence[float]) -> None:
        self._tagger = tagger
        self._tables = tagger.tables
        self._labels = Labels(tagger.tables, leanings=leanings)
        self._lemmas = lemmas

    @classmethod
    def load(cls, folder: Path, *, threads: int) -> Reader:
        """Open the tagger's files below `folder`; raises ModelsMissing."""
        chosen = tomllib.loads(CALIBRATION.read_text(encoding="utf-8"))["leanings"]
        return cls(
            tagger=Tagger.load(folder, threads=threads),
            lemmas=Lemmas.load(folder / "lemmas.txt"),
            leanings=[chosen[role] for role in ROLES],
        )

    def read(self, pages: Sequence[Given]) -> list[English]:
        """Every text read, in order."""
        return [
            English(parsed=self._parsed(page.text, tagged), tagged=tagged)
            for page, tagged in zip(pages, self._tagger.read(pages, self._decode), strict=True)
        ]

    def _decode(self, reading: Reading) -> Window:
        roles = self._labels.roles(reading)
        return Window(
            first=reading.first,
            last=reading.last,
            syntax=Syntax.of(reading, self._tables),
            links=tuple(links(reading, roles, self._tables)),
        )

    def _parsed(self, text: str, tagged: Tagged[Window]) -> Parsed:
        sentences = [
            sentence
            for window in tagged.windows
            for sentence in window.syntax.sentences(
                text, tagged.spans[window.first : window.last], self._tables, self._lemmas
            )
        ]
        return Parsed("en", tuple(sentences))
