from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.model import Appearance, Article, Chain, Direction, Match, Origin, Statement
from quotetrail.trace.render import COLOURED, as_text
from quotetrail.trace.tracer import Tracer

WORDS = "“We asked for two boats in March and again in May, and nobody in the ministry wrote back to us,”"


@pytest.fixture(scope="module")
def chain(
    story: str,
    appear: Callable[..., Appearance],
    matched: Callable[[Appearance, Appearance], Match],
    stated: Callable[[Sequence[Appearance]], Statement],
    now: datetime,
) -> Chain:
    published = datetime.fromisoformat("2022-01-06T10:00:00+00:00")
    first = Article(text=f"© Provided by The Guardian\n{story}", outlet="Port Page", published=published)
    later = Article(
        text=story.replace("two tugs", "two boats"), outlet="Lada Weekly", published=published.replace(day=9)
    )
    appearances = [appear(first), appear(later, WORDS)]
    return Tracer.load(clock=lambda: now).trace(
        statement=stated(appearances),
        appearances=appearances,
        articles={article.id: article for article in (first, later)},
        matches=[matched(*appearances)],
    )


def test_the_tree_shows_who_has_it_from_whom_and_what_changed(chain: Chain) -> None:
    text = as_text(chain)
    places = [text.index(words) for words in ("Marat Ospanov", "● The Guardian", "└─ Port Page", "└─ Lada Weekly")]
    assert places == sorted(places)
    assert "[-tugs-]{+boats+}" in text
    assert "edited · " in text
    assert "What to know" in text


def test_confidence_is_said_in_words(chain: Chain) -> None:
    likely = replace(chain, links=tuple(replace(link, confidence=0.7) for link in chain.links))
    possible = replace(chain, links=tuple(replace(link, confidence=0.4) for link in chain.links))
    assert "likely, 70%" in as_text(likely)
    assert "possible, 40%" in as_text(possible)


def test_an_open_direction_is_said(chain: Chain) -> None:
    opened = replace(chain, links=tuple(replace(link, direction=Direction.OPEN) for link in chain.links))
    assert "which was first is open" in as_text(opened)
    assert "which was first is open" not in as_text(chain)


def test_names_stand_for_articles(chain: Chain) -> None:
    assert "└─ My Page" in as_text(chain, names={chain.appearances[0].article_id: "My Page"})


def test_colours_are_only_added_when_asked_for(chain: Chain) -> None:
    assert "\x1b" not in as_text(chain)
    assert "\x1b[32m{+boats+}\x1b[0m" in as_text(chain, style=COLOURED)


@given(noise=st.text(max_size=80), width=st.integers(-5, 200))
@settings(max_examples=60, deadline=None)
def test_nothing_in_a_text_reaches_the_terminal_as_a_command(chain: Chain, noise: str, width: int) -> None:
    hostile = f"\x1b[2J\u202e{noise}"
    changed = replace(
        chain,
        origin=replace(chain.origin, speaker=hostile, venue=hostile),
        appearances=tuple(replace(one, text=hostile, outlet=hostile) for one in chain.appearances),
        notes=(hostile,),
    )
    text = as_text(changed, width=width)
    text.encode()
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert "\u202e" not in text


def test_lines_keep_to_the_width(chain: Chain) -> None:
    assert max(map(len, as_text(chain, width=80).splitlines())) <= 80


def test_a_long_chain_and_an_empty_one_are_drawn(chain: Chain) -> None:
    first, link = chain.appearances[0], chain.links[-1]
    appearances = tuple(replace(first, quote_id=f"quo_{number:04}") for number in range(1500))
    links = tuple(
        replace(link, appearance=one.quote_id, source=before.quote_id if before else None, source_name=None)
        for one, before in zip(appearances, (None, *appearances), strict=False)
    )
    assert as_text(replace(chain, appearances=appearances, links=links)).count("└─ ") == 1500
    nothing = Chain("sta_1", Origin(None, None, 0.0, ()), (), (), None, ())
    assert "0 appearances" in as_text(nothing)
