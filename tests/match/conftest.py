"""A loaded matcher, and quotes to try it on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, QuoteType, Speaker, SpeakerKind

FIRST_DAY = datetime(2022, 1, 6, 12, tzinfo=UTC)


def make_quote(
    text: str,
    speaker: str | None = "Ned Price",
    *,
    quote_id: str | None = None,
    quoted: Sequence[str] | None = None,
    kind: SpeakerKind = SpeakerKind.PERSON,
    day: int | None = None,
    language: str = "en",
) -> Appearance:
    """A quote, mixed where `quoted` names the pieces in quotation marks; `day` counts from 6 January 2022."""
    return Appearance(
        quote_id=quote_id or f"quo_{sha256(repr((text, speaker, day)).encode()).hexdigest()[:20]}",
        article_id="art_0",
        position=0,
        text=text,
        quoted=(text,) if quoted is None else tuple(quoted),
        type=QuoteType.DIRECT if quoted is None else QuoteType.MIXED,
        language=language,
        speaker=None if speaker is None else Speaker(speaker, 0, len(speaker), speaker, kind),
        venue=None,
        via=(),
        confidence=0.9,
        outlet=None,
        published=None if day is None else FIRST_DAY + timedelta(days=day),
    )


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher.load()


@pytest.fixture(scope="session")
def quote() -> Callable[..., Appearance]:
    return make_quote
