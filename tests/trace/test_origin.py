from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quotetrail.model import Appearance, Article, Origin, Venue
from quotetrail.trace.origin import find_origin

Appear = Callable[..., Appearance]


def origin(*appearances: Appearance, independence: tuple[float, ...] | None = None) -> Origin:
    return find_origin(
        appearances,
        independence=independence or (1.0,) * len(appearances),
        labels={one.article_id: one.outlet or "?" for one in appearances},
        ceiling=0.95,
    )


@pytest.fixture
def carried(appear: Appear, story: str) -> Callable[..., Appearance]:
    def build(outlet: str, speaker: str | None = "Marat Ospanov", venue: str | None = None) -> Appearance:
        place = Venue(f"told {venue}", 0, 5, venue) if venue else None
        return appear(Article(text=story, outlet=outlet), speaker=speaker, venue=place)

    return build


def test_the_fullest_name_and_the_venue_are_the_origin(carried: Appear) -> None:
    found = origin(carried("A", "Ospanov"), carried("B", venue="Interfax"), carried("C"))
    assert (found.speaker, found.venue) == ("Marat Ospanov", "Interfax")
    assert {item.kind for item in found.evidence} == {"speaker", "venue"}


def test_independent_articles_confirm_and_copies_only_repeat(carried: Appear) -> None:
    three = carried("A"), carried("B"), carried("C")
    alone = origin(three[0]).confidence
    assert origin(*three, independence=(1.0, 0.02, 0.02)).confidence == pytest.approx(alone, abs=0.02)
    assert origin(*three).confidence > alone
    assert origin(*three).confidence <= 0.95


def test_another_name_speaks_against_it(carried: Appear) -> None:
    found = origin(carried("A"), carried("B"), carried("C", "Aliya Bekova"))
    assert found.speaker == "Marat Ospanov"
    assert found.confidence < origin(carried("A"), carried("B")).confidence


def test_nobody_named_is_no_origin(carried: Appear) -> None:
    found = origin(carried("A", None), replace(carried("B"), speaker=None))
    assert (found.speaker, found.confidence) == (None, 0.0)
