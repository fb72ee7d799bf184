"""Two pieces of a text that changed places around what is said of them: "Russia accused Ukraine", the other way round.

Looked for where word order says who does what, as in English; where endings do, the same words say the same in any
order. All other words must be the same.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.match.judge import Opinion
from quotetrail.match.wording import Wording
from quotetrail.model import Relation

_DATA = Path(__file__).with_name("verify.toml")
_LONGEST = 6  # words of a piece: a name and what goes with it


@dataclass(frozen=True, slots=True)
class Exchange:
    """The two pieces as written, the one that came first before the other."""

    pieces: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Finds exchanges, and says what one amounts to.

    `circumstances` are by language the words behind which a piece tells where or when, and may stand anywhere.
    """

    circumstances: Mapping[str, frozenset[str]]
    opinion: Opinion

    @classmethod
    def load(cls) -> Exchanges:
        """Read verify.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))["exchange"]
        return cls(
            circumstances={language: frozenset(words.split()) for language, words in data["circumstances"].items()},
            opinion=Opinion(data["same"], Relation.EDITED, Relation.CONTRADICTS),
        )

    def find(self, left: Wording, right: Wording, *, language: str) -> Exchange | None:
        """What changed places between two texts in that language (ISO 639-1); some passes over their words."""
        before = self.circumstances.get(language)
        same = len(left.stems) == len(right.stems) and Counter(left.stems) == Counter(right.stems)
        if before is None or not same or left.stems == right.stems:
            return None
        pairs = zip(left.stems, right.stems, strict=True)
        changed = [place for place, (stem, there) in enumerate(pairs) if stem != there]
        start, end = changed[0], changed[-1] + 1
        if start and left.words[start - 1] in before:
            return None
        here, there = left.stems[start:end], right.stems[start:end]
        for first in range(1, _LONGEST + 1):
            for second in range(1, min(_LONGEST, len(here) - first - 1) + 1):
                between = range(start + first, end - second)
                if there == here[-second:] + here[first:-second] + here[:first] and _tells(left, between):
                    written = left.canonical.original
                    return Exchange((written(start, between.start), written(between.stop, end)))
        return None


def _tells(wording: Wording, between: range) -> bool:
    """Whether a word of weight that is no name stands between, and no comma, as in a row of things."""
    spans = wording.canonical.spans
    written = wording.canonical.text[spans[between.start - 1].end : spans[between.stop].start]
    return "," not in written and any(place in between for place in wording.telling)
