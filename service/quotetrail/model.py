"""The nouns of the service: small frozen dataclasses, no I/O, no framework.

Offsets are Unicode code points into the untouched text, half-open: `text[start:end]` is always the piece meant.
Dates are timezone-aware. Confidences and scores lie in [0, 1] and never claim certainty they do not have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class QuoteType(StrEnum):
    """How much of the content stands inside quotation marks: all, some, none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Mode(StrEnum):
    """What the cue says was done with the content: it was said, written (or shown by a text), thought, or perceived."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"
    PERCEPTION = "perception"


COMMUNICATION = frozenset({Mode.SPEECH, Mode.WRITING})
"""The modes that give something out: statements are made of them, and nothing else is answered unless asked for."""


class SpeakerKind(StrEnum):
    """Who is speaking: a named person, a named body, several people, or somebody the text does not name."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    UNNAMED = "unnamed"


class Relation(StrEnum):
    """How one wording stands to another; the last two say that they are not one statement.

    `spliced` is pieces of the longer text joined; `indirect` the same words as reported speech (persons and tenses
    shifted); `contradicts` near in words and different in a fact (a number, a name, a "not").
    """

    VERBATIM = "verbatim"
    TRUNCATED = "truncated"
    SPLICED = "spliced"
    EDITED = "edited"
    REWORDED = "reworded"
    INDIRECT = "indirect"
    TRANSLATED = "translated"
    CONTRADICTS = "contradicts"
    DIFFERENT = "different"


APART = frozenset({Relation.CONTRADICTS, Relation.DIFFERENT})
"""The relations of two wordings that are not one statement."""


class Tier(StrEnum):
    """How a match is to be taken: as a fact the service stands for, or as a hint for an editor to decide."""

    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"


class FlagKind(StrEnum):
    """What changed on the way from one wording to another that an editor must see."""

    NUMBER_CHANGED = "number_changed"
    NEGATION_ADDED = "negation_added"
    NEGATION_LOST = "negation_lost"
    MODALITY_SHIFTED = "modality_shifted"
    NAME_SWAPPED = "name_swapped"
    SPEAKER_CHANGED = "speaker_changed"
    CONDITION_DROPPED = "condition_dropped"
    MARKS_LOST = "marks_lost"
    MARKS_GAINED = "marks_gained"


class Direction(StrEnum):
    """Whether the evidence settles which of two appearances was there first."""

    SETTLED = "settled"
    OPEN = "open"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The piece of `text` that this span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article as a newsroom sent it; `text` is never altered.

    `uri` and `version` name it in the sender's system; `title` is only the headline that came beside the text
    (a headline inside the text stays there). `published` is timezone-aware; `credit` is a line such as
    "With files from Reuters" that came as metadata.
    """

    text: str
    uri: str | None = None
    version: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    credit: str | None = None
    published: datetime | None = None
    language: str | None = None

    @property
    def id(self) -> str:
        """`art_` and 20 hexadecimal digits: of uri and version where there is a uri, else of the content."""
        if self.uri is not None:
            return _identifier("art", "uri", self.uri, self.version or "")
        return _identifier("art", "content", self.text, self.title or "", self.outlet or "")


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that announce the quote ("told", "according to"), with the lemma of their head."""

    text: str
    start: int
    end: int
    lemma: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person the mention could mean when the text leaves it open."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it: the mention at the quote, and whom it means.

    `text`, `start`, `end` are the mention as written there ("he", "the spokesperson"); `name` is the fullest name the
    article gives that person or body, None when the text does not say; `description` holds age, title, role.
    """

    text: str
    start: int
    end: int
    name: str | None
    kind: SpeakerKind
    description: str | None = None
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """Where it was said ("told Interfax", "wrote on Facebook"); `name` is the outlet or platform if it has one."""

    text: str
    start: int
    end: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution found in an article.

    `spans` are sorted, do not overlap, and include the quotation marks (PolNeAR's convention), so that a mark lost or
    gained on the way can be seen. `via` names the outlets through which the speech reached this article ("TASS quoted
    witnesses as saying"). `confidence` is the probability that this is an attribution with this speaker mention.
    `mode` is that of its cue; without a cue it is speech.
    """

    type: QuoteType
    spans: tuple[Span, ...]
    cue: Cue | None
    speaker: Speaker | None
    venue: Venue | None
    via: tuple[Venue, ...]
    confidence: float
    mode: Mode = Mode.SPEECH

    def text(self, article_text: str) -> str:
        """The content as written, its pieces joined by one space."""
        return " ".join(span.of(article_text) for span in self.spans)

    def id(self, article_id: str) -> str:
        """`quo_` and 20 hexadecimal digits, the same whenever the same quote of the same article is found again."""
        places = (f"{span.start}-{span.end}" for span in self.spans)
        return _identifier("quo", article_id, *places)


@dataclass(frozen=True, slots=True)
class Detection:
    """What was found in one text: its language, its quotes in text order, and in plain words what was left out."""

    language: str
    quotes: tuple[Quote, ...]
    omitted: tuple[str, ...] = ()

    def only(self, modes: Collection[Mode]) -> Detection:
        """The same with the quotes of these modes alone."""
        return replace(self, quotes=tuple(quote for quote in self.quotes if quote.mode in modes))


@dataclass(frozen=True, slots=True)
class Appearance:
    """One quote in one article, as matching and tracing see it.

    `quoted` holds the pieces that stand inside quotation marks, without the marks; for a direct quote they are the
    whole text. `position` is the quote's first offset in its article.
    """

    quote_id: str
    article_id: str
    position: int
    text: str
    quoted: tuple[str, ...]
    type: QuoteType
    language: str
    speaker: Speaker | None
    venue: Venue | None
    via: tuple[Venue, ...]
    confidence: float
    outlet: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a word-level comparison: `equal`, `replace`, `insert`, `delete` or, across languages, `translate`."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that changed, with the words of both sides as written; empty where a side has none."""

    kind: FlagKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """How two wordings stand to each other, seen from the first.

    `probability` is that both carry one statement, calibrated; `tier` is None below both thresholds. `words` lead from
    the first wording to the second.
    """

    relation: Relation
    probability: float
    tier: Tier | None
    flags: tuple[Flag, ...]
    reasons: tuple[str, ...]
    words: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Why two appearances carry one statement; `left` and `right` are quote ids, `left` < `right`."""

    left: str
    right: str
    relation: Relation
    score: float
    reasons: tuple[str, ...]
    drift: tuple[Change, ...]
    tier: Tier = Tier.CONFIRMED
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said once, in all the wordings that reached us; `exemplar` is the id of its commonest wording."""

    id: str
    exemplar: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason of a link: what kind, how much it weighs (a log-odds step), and the words it was read from."""

    kind: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """How an appearance came to be: from another appearance, from an outlet named in the article, or from the speaker.

    One of `source` (a quote id) and `source_name` (an outlet or venue we hold no article of) is set, or neither when
    nothing says where the words came from. `drift` compares the source's words with these.
    """

    appearance: str
    source: str | None
    source_name: str | None
    relation: Relation | None
    direction: Direction
    confidence: float
    evidence: tuple[Evidence, ...]
    drift: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement began as far as the articles tell: who said it and where; never merely who was seen first."""

    speaker: str | None
    venue: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A statement's way through the outlets; `appearances` in order of time, as far as it is known."""

    statement_id: str
    origin: Origin
    appearances: tuple[Appearance, ...]
    links: tuple[Link, ...]
    first_seen: str | None
    notes: tuple[str, ...]


def _identifier(prefix: str, *parts: str) -> str:
    """A short content address; parts are length-prefixed so that no two lists of parts collide."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return f"{prefix}_{digest.hexdigest()[:20]}"
