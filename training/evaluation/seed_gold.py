"""The gold of the five seed articles: what it holds and how it is read.

The file `tests/gold/seeds.json` keeps offsets, names and short quoted words only; the articles themselves lie in
`../shared/seeds` and are checked against the digests kept beside the gold, so that no offset points into another text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotetrail.errors import InvalidInput
from quotetrail.model import QuoteType, Span, SpeakerKind

ROOT = Path(__file__).parents[2]
SEED_GOLD = ROOT / "tests" / "gold" / "seeds.json"
SEED_ARTICLES = ROOT.parent / "shared" / "seeds"


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """The mention at the quote and the fullest name the article gives; None among the names: no name is right too."""

    mention: Span
    name: str | None
    accepted: tuple[str | None, ...]
    kind: SpeakerKind

    @property
    def names(self) -> tuple[str | None, ...]:
        """Every answer that is right, the best one first."""
        return (self.name, *self.accepted)


@dataclass(frozen=True, slots=True)
class GoldCue:
    """The pieces of the cue ("quoted … as saying") and the lemma of its head."""

    spans: tuple[Span, ...]
    lemma: str


@dataclass(frozen=True, slots=True)
class GoldVenue:
    """Where it was said; `name` is None for "a statement" and other places without one."""

    span: Span
    name: str | None


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One attribution that a careful reader finds; an `optional` one may be found or not.

    `alternatives` are other contents that are as right as `spans`; `speaker` is None where the text names no source;
    `via` is the outlet through which the words reached the article; `starts` are its first words, for the human eye.
    """

    id: str
    article: str
    type: QuoteType
    spans: tuple[Span, ...]
    starts: str
    cue: GoldCue | None
    speaker: GoldSpeaker | None
    venue: GoldVenue | None
    via: str | None
    optional: bool
    alternatives: tuple[tuple[Span, ...], ...]

    @property
    def readings(self) -> tuple[tuple[Span, ...], ...]:
        """Every content that is right, the best one first."""
        return (self.spans, *self.alternatives)


@dataclass(frozen=True, slots=True)
class NotQuote:
    """Marked words that nobody says, such as scare quotes: no speaker may be given to them."""

    article: str
    span: Span
    starts: str


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """Attributions (by id) of several articles that are one statement; an `optional` one may be merged or not."""

    id: str
    members: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class SeedGold:
    """All of it; `digests` maps the file stem of each article to the SHA-256 of its bytes."""

    digests: Mapping[str, str]
    attributions: tuple[GoldAttribution, ...]
    not_quotes: tuple[NotQuote, ...]
    statements: tuple[GoldStatement, ...]

    @classmethod
    def read(cls, path: Path = SEED_GOLD) -> SeedGold:
        """Read the gold as it lies in the repository."""
        raw = json.loads(path.read_bytes())
        return cls(
            digests={stem: article["sha256"] for stem, article in raw["articles"].items()},
            attributions=tuple(_attribution(item) for item in raw["attributions"]),
            not_quotes=tuple(
                NotQuote(item["article"], Span(*item["span"]), item["starts"]) for item in raw["not_quotes"]
            ),
            statements=tuple(
                GoldStatement(item["id"], tuple(item["members"]), item["optional"]) for item in raw["statements"]
            ),
        )

    def texts(self, folder: Path = SEED_ARTICLES) -> dict[str, str]:
        """Read the articles by file stem, in the order of names; InvalidInput when one has changed since then."""
        texts = {}
        for stem, digest in sorted(self.digests.items()):
            content = (folder / f"{stem}.txt").read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                raise InvalidInput(f"{stem}.txt has changed since the gold was made; its offsets no longer hold.")
            texts[stem] = content.decode("utf-8")
        return texts


def _attribution(raw: Mapping[str, object]) -> GoldAttribution:
    return GoldAttribution(
        id=_text(raw["id"]),
        article=_text(raw["article"]),
        type=QuoteType(_text(raw["type"])),
        spans=_spans(raw["spans"]),
        starts=_text(raw["starts"]),
        cue=None if raw["cue"] is None else _cue(_mapping(raw["cue"])),
        speaker=None if raw["speaker"] is None else _speaker(_mapping(raw["speaker"])),
        venue=None if raw["venue"] is None else _venue(_mapping(raw["venue"])),
        via=_text_or_none(raw["via"]),
        optional=raw["optional"] is True,
        alternatives=tuple(_spans(reading) for reading in _sequence(raw["alternatives"])),
    )


def _cue(raw: Mapping[str, object]) -> GoldCue:
    return GoldCue(_spans(raw["spans"]), _text(raw["lemma"]))


def _venue(raw: Mapping[str, object]) -> GoldVenue:
    return GoldVenue(_span(raw["span"]), _text_or_none(raw["name"]))


def _speaker(raw: Mapping[str, object]) -> GoldSpeaker:
    return GoldSpeaker(
        mention=_span(raw["span"]),
        name=_text_or_none(raw["name"]),
        accepted=tuple(_text_or_none(name) for name in _sequence(raw["accepted"])),
        kind=SpeakerKind(_text(raw["kind"])),
    )


def _spans(raw: object) -> tuple[Span, ...]:
    return tuple(_span(pair) for pair in _sequence(raw))


def _span(raw: object) -> Span:
    start, end = _sequence(raw)
    assert isinstance(start, int)
    assert isinstance(end, int)
    return Span(start, end)


def _text(raw: object) -> str:
    assert isinstance(raw, str)
    return raw


def _text_or_none(raw: object) -> str | None:
    return None if raw is None else _text(raw)


def _sequence(raw: object) -> Sequence[object]:
    assert isinstance(raw, list)
    return raw


def _mapping(raw: object) -> Mapping[str, object]:
    assert isinstance(raw, dict)
    return raw


def covered(spans: Iterable[Span]) -> int:
    """How many code points the spans (which do not overlap) cover."""
    return sum(span.end - span.start for span in spans)


def overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Intersection over union of two lists of spans, by code points."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    return shared / (covered(left) + covered(right) - shared)
