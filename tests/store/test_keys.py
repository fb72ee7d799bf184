"""Candidates share keys, the rarest and most first, and never cost more than the bounds say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.store.database import Store

if TYPE_CHECKING:
    from .conftest import Shelf

SMALL_KEYS = st.sets(st.sampled_from([-(2**63), -1, 0, 1, 2, 2**63 - 1]), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(SMALL_KEYS, min_size=1, max_size=6),
    SMALL_KEYS,
    st.integers(1, 7),
    st.integers(1, 7),
)
def test_candidates_are_those_of_a_plain_weighing(
    shelf: Shelf, stored: list[set[int]], wanted: set[int], bucket: int, limit: int
) -> None:
    with shelf.store.read() as repositories:
        there = repositories.articles.count() > 0
    if not there:
        shelf.put(
            "zero one two three four five", [(word, None) for word in ("zero", "one", "two", "three", "four", "five")]
        )
    with shelf.store.read() as repositories:
        (article,) = repositories.articles.list(after=None, limit=1).rows
        quotes = [quote.id for quote in repositories.quotes.of_article(article.id)]
    with shelf.store.write() as repositories:
        repositories.keys.clear()
        repositories.keys.add(dict(zip(quotes, stored, strict=False)))
        found = repositories.keys.candidates(wanted, bucket=bucket, limit=limit, without=quotes[0])
    buckets = {key: [place for place, keys in enumerate(stored) if key in keys][:bucket] for key in wanted}
    shared = Counter[int]()
    for places in buckets.values():
        for place in places:
            shared[place] += 1_000_000 // len(places)  # a key of few quotes weighs more
    ranked = sorted((place for place in shared if place != 0), key=lambda place: (-shared[place], place))
    assert found == tuple(quotes[place] for place in ranked[:limit])


def test_no_keys_find_nothing(store: Store) -> None:
    with store.read() as repositories:
        assert repositories.keys.candidates((), bucket=1, limit=1) == ()
