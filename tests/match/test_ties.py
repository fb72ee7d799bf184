"""What people decided outweighs every match, and still nothing depends on the order of anything."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Match, Relation

Quotes = Callable[..., Appearance]
WORDS = ["reform", "people", "country", "police", "fuel", "prices", "protest", "troops"]
PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10)


def _linked(left: Appearance, right: Appearance, score: float) -> Match:
    one, other = sorted((left.quote_id, right.quote_id))
    return Match(left=one, right=other, relation=Relation.EDITED, score=score, reasons=(), drift=())


@given(
    labels=st.lists(st.integers(0, 2), min_size=8, max_size=8),
    links=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.01, 1.0)), max_size=16),
    decided=PAIRS,
    seed=st.integers(0, 1000),
)
@settings(deadline=None, max_examples=150)
def test_decisions_hold_and_any_order_of_everything_gives_the_same_statements(
    matcher: Matcher,
    quote: Quotes,
    labels: list[int],
    links: list[tuple[int, int, float]],
    decided: list[tuple[int, int]],
    seed: int,
) -> None:
    """People who mean the same labels never contradict each other."""
    quotes = [quote(" ".join(WORDS[: 1 + number]), quote_id=f"quo_{number}") for number in range(8)]
    matches = [_linked(quotes[one], quotes[other], score) for one, other, score in links if one != other]
    pairs = [(f"quo_{one}", f"quo_{other}", labels[one] == labels[other]) for one, other in decided if one != other]
    together = [(one, other) for one, other, same in pairs if same]
    apart = [(one, other) for one, other, same in pairs if not same]
    clusters = matcher.cluster(quotes, matches, together=together, apart=apart)
    place = {member: number for number, members in enumerate(clusters) for member in members}
    assert sorted(place) == [f"quo_{number}" for number in range(8)]
    assert all(place[one] == place[other] for one, other in together)
    assert all(place[one] != place[other] for one, other in apart)
    mixed = random.Random(seed)
    for part in (quotes, matches, together, apart):
        mixed.shuffle(part)
    turned = [(other, one) for one, other in together]
    assert matcher.cluster(quotes, matches, together=turned, apart=apart) == clusters


def test_two_statements_that_are_put_together_keep_all_that_each_of_them_had(matcher: Matcher, quote: Quotes) -> None:
    """What matched one of them before is not lost because it matches nothing of the other."""
    one, near_one = (quote(f"reform people country {end}", quote_id=f"quo_a{end}") for end in ("now", "here"))
    two, near_two = (
        quote(f"troops alliance power {end}", "Dosym Satpayev", quote_id=f"quo_b{end}") for end in ("now", "soon")
    )
    quotes = [one, near_one, two, near_two]
    matches = [_linked(one, near_one, 0.9), _linked(two, near_two, 0.9)]
    assert len(matcher.cluster(quotes, matches)) == 2
    (cluster,) = matcher.cluster(quotes, matches, together=[(near_one.quote_id, near_two.quote_id)])
    assert set(cluster) == {each.quote_id for each in quotes}


def test_quotes_that_are_kept_apart_take_what_is_nearest_to_each_with_them(matcher: Matcher, quote: Quotes) -> None:
    full, edited, like_full, like_edited = (
        quote(" ".join(WORDS[:length]), quote_id=f"quo_{length}") for length in (8, 7, 6, 5)
    )
    quotes = [full, edited, like_full, like_edited]
    matches = [
        _linked(full, edited, 0.9),
        _linked(full, like_full, 0.9),
        _linked(edited, like_full, 0.8),
        _linked(full, like_edited, 0.8),
        _linked(edited, like_edited, 0.9),
    ]
    assert len(matcher.cluster(quotes, matches)) == 1
    assert matcher.cluster(quotes, matches, apart=[(edited.quote_id, full.quote_id)]) == (
        ("quo_7", "quo_5"),
        ("quo_8", "quo_6"),
    )
