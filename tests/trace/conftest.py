"""A made-up harbour story for the trace tests: one article, and builders for appearances and matches."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from quotetrail.model import (
    Appearance,
    Article,
    Change,
    Match,
    Quote,
    QuoteType,
    Relation,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
    Venue,
)

QUOTE = "“We asked for two tugs in March and again in May, and nobody in the ministry wrote back to us,”"
PARAGRAPHS = (
    "The port of Aktau stood still for a second day as dockers refused to unload ships.",
    "Some 340 workers gathered at Gate 4 before dawn, according to the harbour police.",
    "The strike began when the company that runs the Caspian terminal cut the night allowance by 15 per cent.",
    f"{QUOTE} said Marat Ospanov, a crane driver who heads the Dockers’ Union of Mangystau.",
    "Ospanov said the union would meet the deputy transport minister, Aliya Bekova, in Astana.",
    "Twelve tankers under the flags of Malta and Panama lay at anchor outside the breakwater.",
    "Kazakhstan ships about 2 million tonnes of oil a year across the sea to Baku.",
    "A strike in 2019 ended after nine days when the regional governor promised new housing.",
    "The company did not answer questions about the allowance or the missing tugs.",
)


@pytest.fixture(scope="session")
def paragraphs() -> tuple[str, ...]:
    return PARAGRAPHS


@pytest.fixture(scope="session")
def story() -> str:
    return "\n\n".join(PARAGRAPHS)


@pytest.fixture(scope="session")
def appear() -> Callable[..., Appearance]:
    """The appearance of words in an article."""

    def build(
        article: Article,
        words: str = QUOTE,
        *,
        speaker: str | None = "Marat Ospanov",
        venue: Venue | None = None,
        via: Sequence[Venue] = (),
        kind: QuoteType = QuoteType.DIRECT,
    ) -> Appearance:
        start = article.text.index(words)
        quote = Quote(
            type=kind,
            spans=(Span(start, start + len(words)),),
            cue=None,
            speaker=None,
            venue=venue,
            via=tuple(via),
            confidence=0.9,
        )
        named = Speaker(text=speaker or "he", start=0, end=0, name=speaker, kind=SpeakerKind.PERSON, confidence=0.9)
        return Appearance(
            quote_id=quote.id(article.id),
            article_id=article.id,
            position=start,
            text=words,
            quoted=(words.strip("“”"),),
            type=kind,
            language="en",
            speaker=named,
            venue=venue,
            via=tuple(via),
            confidence=0.9,
            outlet=article.outlet,
            published=article.published,
        )

    return build


@pytest.fixture(scope="session")
def matched() -> Callable[[Appearance, Appearance], Match]:
    """The match of two appearances, compared by words."""

    def build(one: Appearance, other: Appearance) -> Match:
        left, right = sorted((one, other), key=lambda appearance: appearance.quote_id)
        before, after = left.text.split(), right.text.split()
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        ratio = matcher.ratio()
        relation = Relation.REWORDED
        if ratio == 1:
            relation = Relation.VERBATIM
        elif left.text in right.text or right.text in left.text:
            relation = Relation.TRUNCATED
        elif ratio > 0.8:
            relation = Relation.EDITED
        drift = tuple(
            Change(kind, " ".join(before[first:last]), " ".join(after[start:end]))
            for kind, first, last, start, end in matcher.get_opcodes()
        )
        return Match(left.quote_id, right.quote_id, relation, min(0.98, ratio), (), drift)

    return build


@pytest.fixture(scope="session")
def stated() -> Callable[[Sequence[Appearance]], Statement]:
    """The statement that appearances make."""

    def build(appearances: Sequence[Appearance]) -> Statement:
        return Statement("sta_1", appearances[0].quote_id, tuple(one.quote_id for one in appearances))

    return build


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime.fromisoformat("2026-11-22T12:00:00+00:00")
