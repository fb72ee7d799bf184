"""Articles come back as they were sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.errors import InvalidCursor, InvalidInput, NotFound
from quotetrail.model import Article
from quotetrail.store.articles import Articles
from quotetrail.store.database import Store

if TYPE_CHECKING:
    from .conftest import Shelf

RECEIVED = datetime(2026, 11, 22, 20, 0, 0, 123456, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)
MAYBE = st.none() | TEXTS
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def _add(articles: Articles, article: Article) -> None:
    articles.add(article, language="en", omitted=("a", "b"), detector_version="d1", received=RECEIVED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Article,
        text=TEXTS,
        uri=MAYBE,
        version=MAYBE,
        title=MAYBE,
        outlet=MAYBE,
        author=MAYBE,
        credit=MAYBE,
        published=st.none() | st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS),  # noqa: DTZ001 - the strategy wants naive bounds
        language=MAYBE,
    )
)
def test_an_article_comes_back_code_point_by_code_point(store: Store, article: Article) -> None:
    with store.write() as repositories:
        if repositories.articles.find(article.id) is None:
            _add(repositories.articles, article)
            stored = repositories.articles.get(article.id)
            assert stored.article == article
            assert (stored.language, stored.omitted, stored.detector_version) == ("en", ("a", "b"), "d1")
            assert stored.received == RECEIVED


def test_text_with_nul_and_odd_line_ends_is_untouched(store: Store) -> None:
    text = "\0a\r\n\x0b\u2028 \ufeff\U0001f600\0"
    with store.write() as repositories:
        _add(repositories.articles, Article(text=text))
    with store.read() as repositories:
        assert repositories.articles.texts([Article(text=text).id])[Article(text=text).id].text == text


def test_every_version_of_a_uri_is_kept(store: Store) -> None:
    with store.write() as repositories:
        for version in ("2", "1"):
            _add(repositories.articles, Article(text=f"text {version}", uri="tag:a", version=version))
        _add(repositories.articles, Article(text="other", uri="tag:b", version="1"))
    with store.read() as repositories:
        assert [article.version for article in repositories.articles.versions("tag:a")] == ["2", "1"]


def test_a_list_of_articles_goes_on_where_it_stopped_and_counts_their_quotes(shelf: Shelf) -> None:
    for number in range(5):
        shelf.put(f"{number} said yes.", [("yes", None)] * (number == 3), outlet="A" if number % 2 else "B")
    with shelf.store.read() as repositories:
        first = repositories.articles.list(after=None, limit=2)
        second = repositories.articles.list(after=first.after, limit=3)
        assert [row.quotes for row in (*first.rows, *second.rows)] == [0, 0, 0, 1, 0]
        assert second.after is None
        assert len(repositories.articles.list(after=None, limit=9, outlet="B").rows) == 3


def test_an_unknown_article_and_a_foreign_cursor_are_told(store: Store) -> None:
    with store.read() as repositories:
        assert repositories.articles.find("art_0") is None
        with pytest.raises(NotFound):
            repositories.articles.get("art_0")
        for foreign in ((), ("a",), (1, 2), (True,), (2**63,)):
            with pytest.raises(InvalidCursor):
                repositories.articles.list(after=foreign, limit=1)
        for limit in (0, -1, 1001):
            with pytest.raises(InvalidInput):
                repositories.articles.list(after=None, limit=limit)
