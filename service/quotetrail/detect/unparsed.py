"""Quotes of a language without a model: what stands between marks as a whole utterance, with no speaker guessed."""

from __future__ import annotations

from quotetrail.detect.quotemarks import pair
from quotetrail.model import Article, Detection, Mode, Quote, QuoteType, Span

UTTERANCE_WORDS = 4
CONFIDENCE = 0.5


def attribute_without_tree(article: Article, language: str) -> Detection:
    """Direct quotes only; `omitted` says what was left out and why."""
    quotes = tuple(
        Quote(
            type=QuoteType.DIRECT,
            spans=(Span(quotation.start, quotation.end),),
            cue=None,
            speaker=None,
            venue=None,
            via=(),
            confidence=CONFIDENCE,
            mode=Mode.SPEECH,
        )
        for quotation in pair(article.text)
        if quotation.depth == 0 and len(quotation.inner.of(article.text).split()) >= UTTERANCE_WORDS
    )
    reason = f"no model of language {language!r}: indirect and mixed quotes, speakers, cues and venues were left out"
    return Detection(language=language, quotes=quotes, omitted=(reason,))
