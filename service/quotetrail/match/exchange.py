"""Two pieces of a text that changed places around what is said of them: "Russia accused Ukraine", the other way round.

Where word order says who does what, as in English, they stand in each other's place, or stay where they are while the
verb takes the other voice; where endings do, as in Russian, the same words say the same in any order, and the two
exchange their cases. All other words must be the same.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.match.judge import Opinion
from quotetrail.match.readings import Reading
from quotetrail.match.wording import Wording
from quotetrail.model import Relation

_DATA = Path(__file__).with_name("verify.toml")
_LONGEST = 6  # words of a piece: a name and what goes with it
_BOTH = ("who does it", "to whom it is done")
_STEM = 3  # letters before an ending, at least


@dataclass(frozen=True, slots=True)
class Exchange:
    """What either text has where roles are exchanged, as written: both pieces, or the verb in its `voice`."""

    left: str
    right: str
    voice: bool = False


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Finds exchanges, and says what one amounts to.

    `circumstances` are by language the words behind which a piece tells where or when, and may stand anywhere;
    `endings` those of who does something, each with that of who it is done to. `passive` are by language the words
    before a verb in the passive voice, and those behind it before who does it.
    """

    circumstances: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[tuple[str, str], ...]]
    passive: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    opinion: Opinion

    @classmethod
    def load(cls) -> Exchanges:
        """Read verify.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))["exchange"]
        return cls(
            circumstances={language: frozenset(words.split()) for language, words in data["circumstances"].items()},
            endings={
                language: tuple((one, other) for one, _, other in (pair.partition(":") for pair in endings.split()))
                for language, endings in data["endings"].items()
            },
            passive={
                language: (frozenset(words["before"].split()), frozenset(words["behind"].split()))
                for language, words in data["passive"].items()
            },
            opinion=Opinion(data["same"], Relation.EDITED, Relation.CONTRADICTS),
        )

    def between(self, one: Reading, other: Reading) -> Exchange | None:
        """What changed places between two readings; nothing across languages."""
        if one.language != other.language:
            return None
        return self.find(one.wording, other.wording, language=one.language)

    def find(self, left: Wording, right: Wording, *, language: str) -> Exchange | None:
        """What changed places between two texts in that language (ISO 639-1); some passes over their words."""
        if language in self.passive and abs(len(left.words) - len(right.words)) == len(("was", "by")):
            return _by_voice(left, right, *self.passive[language])
        if len(left.words) != len(right.words):
            return None
        if language in self.endings:
            return _by_cases(left, right, self.endings[language])
        return _by_order(left, right, self.circumstances[language]) if language in self.circumstances else None


def _by_order(left: Wording, right: Wording, before: frozenset[str]) -> Exchange | None:
    """Two pieces in each other's place, not behind one of the words `before`."""
    if left.stems == right.stems or Counter(left.stems) != Counter(right.stems):
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
            named = _says(left, range(start, between.start)) and _says(left, range(between.stop, end))
            if there == here[-second:] + here[first:-second] + here[:first] and named and _tells(left, between):
                written = left.canonical.original
                return _places(written(start, between.start), written(between.stop, end))
    return None


def _by_voice(left: Wording, right: Wording, before: frozenset[str], behind: frozenset[str]) -> Exchange | None:
    """A verb that is active in one text and passive in the other, with all else left in place."""
    active, passive = sorted((left, right), key=lambda wording: len(wording.words))
    pairs = zip(active.words, passive.words, strict=False)
    at = next((place for place, (one, other) in enumerate(pairs) if one != other), 0)
    if not at or passive.words[at] not in before or passive.words[at + 2] not in behind:
        return None
    if passive.words[at + 1] != active.words[at] or passive.words[at + 3 :] != active.words[at + 1 :]:
        return None
    verbs = active.canonical.original(at, at + 1), passive.canonical.original(at, at + 3)
    return Exchange(*(verbs if active is left else verbs[::-1]), voice=True)


def _places(first: str, second: str) -> Exchange:
    return Exchange(f"{first} … {second}", f"{second} … {first}")


def _by_cases(left: Wording, right: Wording, endings: tuple[tuple[str, str], ...]) -> Exchange | None:
    """Two words of which one does in the left what is done to it in the right, and the other the other way."""
    here, there = Counter(left.words), Counter(right.words)
    ones, others = list((here - there).elements()), list((there - here).elements())
    if len(ones) != len(_BOTH) or len(others) != len(_BOTH):
        return None
    for does, suffers in (ones, ones[::-1]):
        for done_to, doing in (others, others[::-1]):
            if _declined(does, done_to, endings) and _declined(doing, suffers, endings):
                places = sorted((left.words.index(does), left.words.index(suffers)))
                first, second = (left.canonical.original(place, place + 1) for place in places)
                return _places(first, second)
    return None


def _declined(subject: str, done_to: str, endings: tuple[tuple[str, str], ...]) -> bool:
    """Whether the second is the first as the one to whom something is done."""
    return any(
        subject.endswith(one) and len(subject) - len(one) >= _STEM and subject.removesuffix(one) + other == done_to
        for one, other in endings
    )


def _says(wording: Wording, piece: range) -> bool:
    """Whether a piece is more than small words, as "his" and "the" in "his reason for the visit"."""
    return any(wording.words[place] not in wording.vocabulary.function for place in piece)


def _tells(wording: Wording, between: range) -> bool:
    """Whether a word of weight that is no name stands between, and no comma, as in a row of things."""
    spans = wording.canonical.spans
    written = wording.canonical.text[spans[between.start - 1].end : spans[between.stop].start]
    return "," not in written and any(place in between for place in wording.telling)
