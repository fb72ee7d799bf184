"""A text that somebody pasted, as a quote of no article: its words are known, and at most who said it."""

from __future__ import annotations

from quotetrail.model import Appearance, QuoteType, Speaker, SpeakerKind


def pasted(
    text: str,
    *,
    language: str,
    speaker: str | None = None,
    type: QuoteType = QuoteType.DIRECT,  # noqa: A002 - the field's own name
    quoted: tuple[str, ...] | None = None,
    name: str = "",
) -> Appearance:
    """`text` as matching sees a quote; the whole of it is `quoted` unless told, a blank `speaker` is nobody.

    `name` stands for the id of the quote; with an empty one nothing is said of marks that were lost or gained.
    """
    return Appearance(
        quote_id=name,
        article_id="",
        position=0,
        text=text,
        quoted=(text,) if quoted is None else quoted,
        type=type,
        language=language,
        speaker=_asked(speaker),
        venue=None,
        via=(),
        confidence=1.0,
        outlet=None,
        published=None,
    )


def _asked(name: str | None) -> Speaker | None:
    if name is None or not name.strip():
        return None
    return Speaker(text=name, start=0, end=len(name), name=name, kind=SpeakerKind.PERSON)
