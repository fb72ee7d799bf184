"""One appearance of the stream: its article, its quote, and the truth about it that the service never sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Any

from quotetrail.model import Article, Quote, QuoteType, Relation, Span, Speaker
from training.evaluation.stream_speakers import Naming
from training.evaluation.stream_variants import Pieces


class Kind(StrEnum):
    """How the words came to be as they are, from those of the statement's first appearance."""

    ORIGINAL = "original"
    COPY = "copy"
    EDIT = "edit"
    CUT = "cut"
    SPLICE = "splice"
    INDIRECT = "indirect"
    MIXED = "mixed"
    PARAPHRASE = "paraphrase"
    TRANSLATION = "translation"
    FRAGMENT = "fragment"


class Adversary(StrEnum):
    """Why two statements are near each other and yet two; `OTHER` are those that nothing was done to."""

    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    OPPOSITE = "opposite"
    NEIGHBOUR = "neighbour"
    BLOCK = "block"
    BOILERPLATE = "boilerplate"
    PHRASE = "phrase"
    OTHER = "other"


TWINS = (Adversary.NUMBER, Adversary.NEGATION, Adversary.NAME, Adversary.OPPOSITE)

_SAME_WORDING = {
    Kind.ORIGINAL: Relation.VERBATIM,
    Kind.COPY: Relation.VERBATIM,
    Kind.MIXED: Relation.VERBATIM,
    Kind.EDIT: Relation.EDITED,
    Kind.CUT: Relation.TRUNCATED,
    Kind.FRAGMENT: Relation.TRUNCATED,
    Kind.SPLICE: Relation.SPLICED,
    Kind.INDIRECT: Relation.INDIRECT,
}
_WEIGHT = (Relation.VERBATIM, Relation.EDITED, Relation.TRUNCATED, Relation.SPLICED, Relation.INDIRECT)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one appearance.

    `statement` names it; `family` the statement whose facts it turns, if it is a twin, else itself; `block` the lines
    that stood beside it in the pack. `wording` numbers the human wordings of a family.
    """

    statement: str
    family: str
    adversary: Adversary
    block: str
    kind: Kind
    language: str
    wording: int


@dataclass(frozen=True, slots=True)
class Told:
    """An article with one quote, its truth, and its number in the stream."""

    number: int
    article: Article
    quote: Quote
    truth: Truth

    @property
    def id(self) -> str:
        """The quote's id in a store."""
        return self.quote.id(self.article.id)


def relation(left: Truth, right: Truth) -> Relation:
    """How two appearances truly stand to each other."""
    if left.statement != right.statement:
        return Relation.CONTRADICTS if left.family == right.family else Relation.DIFFERENT
    if left.language != right.language:
        return Relation.TRANSLATED
    if left.wording != right.wording:
        return Relation.REWORDED
    kinds = (_SAME_WORDING.get(one.kind, Relation.VERBATIM) for one in (left, right))
    return max(kinds, key=_WEIGHT.index)


def difference(left: Truth, right: Truth) -> Adversary:
    """Why the appearances of two statements may be taken for one."""
    for one, other in ((left, right), (right, left)):
        if one.adversary in TWINS and one.family == other.family:
            return one.adversary
    for one, other in ((left, right), (right, left)):
        if one.adversary is Adversary.NEIGHBOUR and one.block == other.statement:
            return Adversary.NEIGHBOUR
        if one.adversary in {Adversary.BOILERPLATE, Adversary.PHRASE} and one.block == other.block:
            return one.adversary
    return Adversary.BLOCK if left.block == right.block else Adversary.OTHER


def told(
    pieces: Pieces,
    truth: Truth,
    naming: Naming | None,
    *,
    number: int,
    frame: Mapping[str, Any],
    outlet: str,
    published: datetime | None,
    chance: Random,
) -> Told:
    """Write the article around the words, and the quote that a perfect detector finds in it."""
    opening, closing = chance.choice(frame["marks"])
    marked = [f"{opening}{piece}{closing}" for piece in pieces]
    match truth.kind:
        case Kind.INDIRECT:
            quote_type, content, template = QuoteType.INDIRECT, list(pieces), frame["indirect"]
        case Kind.MIXED:
            content = [" ".join(part for part in (pieces[0], marked[1], pieces[2]) if part)]
            quote_type, template = QuoteType.MIXED, frame["mixed"]
        case Kind.FRAGMENT:
            quote_type, content, template = QuoteType.DIRECT, marked, frame["fragment"]
        case _:
            quote_type, content = QuoteType.DIRECT, marked
            template = frame["split"] if len(marked) > 1 else chance.choice(frame["direct"])
    if naming is None:
        template = " ".join(["{quote}"] * len(content)) if len(content) > 1 else frame["nameless"]
    text, spans, mention = _written(template, content, None if naming is None else naming.mention)
    quote = Quote(
        type=quote_type,
        spans=spans,
        cue=None,
        speaker=None if naming is None or mention is None else _speaker(naming, mention),
        venue=None,
        via=(),
        confidence=0.9,
    )
    article = Article(text=text, uri=f"stream:{number}", outlet=outlet, published=published, language=truth.language)
    return Told(number, article, quote, truth)


def _speaker(naming: Naming, mention: Span) -> Speaker:
    return Speaker(naming.mention, mention.start, mention.end, naming.name, naming.kind, naming.description)


def _written(template: str, content: Pieces | list[str], name: str | None) -> tuple[str, tuple[Span, ...], Span | None]:
    """Fill a frame; the spans of the contents and of the name in it."""
    text, spans, mention, left = "", [], None, list(content)
    rest = template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        field, _, rest = rest.partition("}")
        text += before
        put = name or "" if field == "name" else left.pop(0)
        if field == "name":
            mention = Span(len(text), len(text) + len(put))
        else:
            spans.append(Span(len(text), len(text) + len(put)))
        text += put
    return text + rest, tuple(spans), mention
