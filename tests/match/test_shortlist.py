"""Pasted texts are answered from a few of the candidates, and hopeless pairs are told by a glance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.matcher import Matcher
from quotetrail.match.second_look import Look, SecondLook
from quotetrail.match.vectors import Codes
from quotetrail.model import Appearance

Quotes = Callable[..., Appearance]

BRIDGE = "The old bridge over the Tobol will be closed to lorries from Monday until the winter"
TRANSLATED = "Старый мост через Тобол будет закрыт для грузовиков с понедельника до зимы"
HARVEST = "Nobody in this valley remembers a harvest as poor as the one we have just brought in"
UNLIKE = [
    f"The {place} {animal} slept through the whole of the afternoon and never heard the {sound}"
    for place in ("northern", "eastern", "southern", "western")
    for animal in ("bear", "fox", "wolf", "otter")
    for sound in ("thunder", "train", "choir")
]
FAR = "My grandmother bakes honey cakes every Saturday when her younger sister comes"
TEXTS = st.sampled_from([BRIDGE, TRANSLATED, HARVEST, FAR, *UNLIKE[:3], "", "😀", "из", "“terrorists”", "我们不会加税"])


def codes(matcher: Matcher, quotes: Sequence[Appearance]) -> dict[str, Codes]:
    """The vectors of quotes by id."""
    made = matcher.vectoriser.codes([quote.text for quote in quotes])
    return {quote.quote_id: code for quote, code in zip(quotes, made, strict=True)}


def test_the_right_quote_is_found_behind_many_others(matcher: Matcher, quote: Quotes) -> None:
    stored = [*(quote(text, quote_id=f"quo_{place}") for place, text in enumerate(UNLIKE)), quote(BRIDGE, quote_id="q")]
    for asked in (BRIDGE, BRIDGE.replace("will be", "is to be"), "closed to lorries from Monday", TRANSLATED):
        language = "ru" if asked is TRANSLATED else "en"
        found = matcher.lookup(
            asked, speaker=None, candidates=stored, language=language, codes=codes(matcher, stored), limit=5
        )
        assert [one.quote_id for one in found] == ["q"]


def test_no_more_is_answered_than_asked_for_and_the_best_is_among_it(matcher: Matcher, quote: Quotes) -> None:
    stored = [quote(f"{BRIDGE}, {word}", quote_id=f"quo_{word}") for word in ("truly", "alas", "so", "yes", "no")]
    stored.append(quote(BRIDGE, quote_id="quo_same"))
    for limit in (1, 3):
        found = matcher.lookup(BRIDGE, speaker=None, candidates=stored, codes=codes(matcher, stored), limit=limit)
        assert len(found) == limit
        assert found[0].quote_id == "quo_same"


def test_few_second_looks_are_taken_for_one_question(
    matcher: Matcher, quote: Quotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = BRIDGE.replace("will be closed", "shuts").replace("until the winter", "")
    places = ("Tobol", "Ishim", "Irtysh", "Ural", "Emba", "Ili", "Chu")
    stored = [quote(BRIDGE.replace("Tobol", place), quote_id=f"quo_{place}") for place in places]
    looks: list[str] = []
    at = SecondLook.at

    def counted(self: SecondLook, first: str, second: str) -> Look:
        looks.append(second)
        return at(self, first, second)

    monkeypatch.setattr(SecondLook, "at", counted)
    matcher.lookup(said, speaker=None, candidates=stored, codes=codes(matcher, stored), limit=5)
    assert len(looks) == matcher.shortlist.second_looks
    matcher.lookup(said, speaker=None, candidates=stored, codes=codes(matcher, stored))
    assert len(looks) > 2 * matcher.shortlist.second_looks


def test_a_statement_is_answered_once_by_its_nearest_quote(matcher: Matcher, quote: Quotes) -> None:
    stored = [quote(BRIDGE.replace("old ", ""), quote_id="quo_cut"), quote(BRIDGE, quote_id="quo_same")]
    statements = {"quo_cut": "sta_bridge", "quo_same": "sta_bridge"}
    for candidates in (stored, stored[::-1]):
        found = matcher.lookup(
            BRIDGE,
            speaker=None,
            candidates=candidates,
            codes=codes(matcher, candidates),
            statements=statements,
            limit=5,
        )
        assert [one.quote_id for one in found] == ["quo_same"]


def test_a_glance_tells_what_has_nothing_in_common_and_keeps_all_else(matcher: Matcher, quote: Quotes) -> None:
    kept = [quote(BRIDGE, quote_id="quo_1"), quote(TRANSLATED, quote_id="quo_2"), quote(FAR, quote_id="quo_3")]
    glances = matcher.glances(codes(matcher, kept))
    bridge, translated, far = kept
    assert glances.worth(bridge, translated)
    assert not glances.worth(bridge, far)
    assert glances.worth(quote("“terrorists”", quote_id="quo_few"), far)
    assert matcher.glances({}).worth(bridge, far)


@given(TEXTS, TEXTS, st.integers(0, 3))
@settings(deadline=None)
def test_a_glance_depends_on_the_two_quotes_alone(
    matcher: Matcher, quote: Quotes, one: str, other: str, beside: int
) -> None:
    left, right = quote(one, quote_id="quo_left"), quote(other, quote_id="quo_right")
    known = [left, right, *(quote(text, quote_id=text) for text in UNLIKE[:beside])]
    glances = matcher.glances(codes(matcher, known))
    assert glances.worth(left, right) == glances.worth(right, left)
    assert glances.worth(left, right) == matcher.glances(codes(matcher, known[:2])).worth(left, right)
