"""What is compared: attributions of one article, as annotators wrote them down and as somebody else found them.

Measures see both sides as `Attribution`, so that a second annotator can stand where the detector stands
(`agreement.py`). Offsets are code points of the article's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quotetrail.model import COMMUNICATION, Article, Mode, Quote, Span, Speaker

ModeOf = Callable[[Sequence[str]], Mode]
"""The mode of a cue by its surface words; `quotetrail.detect.modes` holds the real one."""

TYPES = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution; spans of each role are sorted and do not overlap.

    `source` and `cue` are empty where there is none. `mode` is None where nobody has said it: then the cue decides.
    `speaker` and `confidence` are the detector's; on an annotator's side they stay as they are here.
    """

    id: str
    type: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode | None = None
    speaker: Speaker | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One article read twice: `gold` by the annotator, `found` by the detector or by another annotator."""

    article: Article
    gold: tuple[Attribution, ...]
    found: tuple[Attribution, ...] = ()

    @property
    def name(self) -> str:
        """The article's id in its corpus."""
        return self.article.uri or self.article.id

    def with_quotes(self, quotes: Iterable[Quote]) -> Reading:
        """The same with the detector's quotes as what was found."""
        return replace(self, found=tuple(of_quote(quote, number) for number, quote in enumerate(quotes)))

    def communication(self, mode_of: ModeOf) -> Reading:
        """The same with attributions of speech and writing alone, on both sides."""
        return replace(
            self,
            gold=_communication(self.gold, self.article.text, mode_of),
            found=_communication(self.found, self.article.text, mode_of),
        )


def of_quote(quote: Quote, number: int) -> Attribution:
    """A quote as an attribution; `number` is its place in the article."""
    return Attribution(
        id=f"Q{number}",
        type=quote.type.value,
        source=() if quote.speaker is None else (Span(quote.speaker.start, quote.speaker.end),),
        cue=() if quote.cue is None else (Span(quote.cue.start, quote.cue.end),),
        content=quote.spans,
        mode=quote.mode,
        speaker=quote.speaker,
        confidence=quote.confidence,
    )


def of_annotation(row: Mapping[str, object]) -> Attribution:
    """One attribution of the JSON lines in `shared/data/quotes`: lists of [start, end) by role, and its type."""
    return Attribution(
        id=str(row["id"]),
        type=str(row["type"] or "none"),
        source=_spans(row["source"]),
        cue=_spans(row["cue"]),
        content=_spans(row["content"]),
    )


def words(spans: Iterable[Span], text: str) -> list[str]:
    """The words under the spans, as written."""
    return [word for span in spans for word in span.of(text).split()]


def covered(spans: Iterable[Span]) -> set[int]:
    """The offsets under the spans."""
    return {offset for span in spans for offset in range(span.start, span.end)}


def touch(left: Iterable[Span], right: Sequence[Span]) -> bool:
    """Whether some span of the one shares a code point with some span of the other."""
    return any(a.overlaps(b) for a in left for b in right)


def _communication(rows: Sequence[Attribution], text: str, mode_of: ModeOf) -> tuple[Attribution, ...]:
    return tuple(row for row in rows if _mode(row, text, mode_of) in COMMUNICATION)


def _mode(row: Attribution, text: str, mode_of: ModeOf) -> Mode:
    if row.mode is not None:
        return row.mode
    return mode_of(words(row.cue, text)) if row.cue else Mode.SPEECH


def _spans(pairs: object) -> tuple[Span, ...]:
    assert isinstance(pairs, list)
    return tuple(Span(start, end) for start, end in pairs)
