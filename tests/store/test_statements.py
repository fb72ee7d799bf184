"""Statements part every quote, and an id once given out always leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.errors import InvalidCursor, NotFound
from quotetrail.store.succession import succession

if TYPE_CHECKING:
    from .conftest import Shelf

WORDS = "one two three four five six"
# Each quote's group, several times over: a history of partitions of six quotes.
HISTORIES = st.lists(st.lists(st.integers(0, 5), min_size=6, max_size=6), min_size=1, max_size=6)


def _clusters(quotes: list[str], groups: list[int]) -> list[tuple[str, ...]]:
    return [
        tuple(quote for quote, group in zip(quotes, groups, strict=True) if group == chosen)
        for chosen in sorted(set(groups))
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
def test_after_any_history_each_quote_is_in_one_statement_and_every_old_id_leads_to_one(
    shelf: Shelf, history: list[list[int]]
) -> None:
    with shelf.store.read() as repositories:
        there = repositories.articles.list(after=None, limit=1).rows
    if not there:
        shelf.put(WORDS, [(word, None) for word in WORDS.split()])
    with shelf.store.write() as repositories:
        (article,) = repositories.articles.list(after=None, limit=1).rows
        quotes = [quote.id for quote in repositories.quotes.of_article(article.id)]
        given_out: set[str] = set()
        for groups in history:
            clusters = _clusters(quotes, groups)
            repositories.statements.regroup(clusters)
            owners = repositories.statements.owners()
            given_out |= set(owners.values())
            assert {frozenset(quote for quote in quotes if owners[quote] == name) for name in owners.values()} == {
                frozenset(cluster) for cluster in clusters
            }
            for cluster in clusters:
                statement = repositories.statements.get(owners[cluster[0]])
                assert (statement.exemplar, set(statement.members)) == (cluster[0], set(cluster))
                assert repositories.statements.summary(statement.id).appearances == len(cluster)
            assert {repositories.statements.resolve(name) for name in given_out} <= set(owners.values())
            assert repositories.statements.count() == len(clusters)


def test_the_larger_share_keeps_the_id_and_the_other_leads_to_its_heir() -> None:
    owners = {"quo_a": "sta_1", "quo_b": "sta_1", "quo_c": "sta_2", "quo_d": "sta_3", "quo_e": "sta_3"}
    merged = succession(
        [["quo_c", "quo_b", "quo_a"], ["quo_d"], ["quo_e"]], owners=owners, taken=set(owners.values()).__contains__
    )
    assert merged.ids == ("sta_1", "sta_3", "sta_e")
    assert merged.retired == {"sta_2": "sta_1"}


def test_a_new_statement_never_takes_an_id_that_was_in_use() -> None:
    parted = succession(
        [["quo_b", "quo_c"], ["quo_a"]],
        owners=dict.fromkeys(("quo_a", "quo_b", "quo_c"), "sta_a"),
        taken={"sta_a"}.__contains__,
    )
    assert parted.ids[0] == "sta_a"
    assert parted.ids[1] not in {"sta_a", "sta_b", "sta_c"}


def test_statements_are_listed_with_most_appearances_first(shelf: Shelf) -> None:
    quotes = shelf.put(WORDS, [(word, "Ned Price") for word in WORDS.split()], outlet="A")
    with shelf.store.write() as repositories:
        repositories.statements.regroup([tuple(quotes[:3]), tuple(quotes[3:5]), (quotes[5],)])
    with shelf.store.read() as repositories:
        first = repositories.statements.list(after=None, limit=1)
        assert [(row.text, row.speaker, row.appearances, row.outlets) for row in first.rows] == [
            ("one", "Ned Price", 3, 1)
        ]
        rest = repositories.statements.list(after=first.after, limit=5)
        assert [row.appearances for row in rest.rows] == [2, 1]
        assert [row.text for row in repositories.statements.list(after=None, limit=5, least=2).rows] == ["one", "four"]
        with pytest.raises(InvalidCursor):
            repositories.statements.list(after=(1,), limit=1)
        with pytest.raises(NotFound):
            repositories.statements.get("sta_0")


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        (["Dosym Satpayev", "Dosym Satpayev"], "Dosym Satpayev"),
        (["Dosym Satpayev", "Almas Satpayev"], "Satpayev"),
        (["Altynai Esatpayev", None], "Satpayev"),
    ],
)
def test_a_statement_has_the_full_name_of_its_speaker(shelf: Shelf, others: list[str | None], shown: str) -> None:
    """Its exemplar may give a surname alone; of two persons of that surname neither is taken."""
    quotes = shelf.put(WORDS, list(zip(WORDS.split(), ["Satpayev", *others], strict=False)))
    with shelf.store.write() as repositories:
        repositories.statements.regroup([tuple(quotes)])
    with shelf.store.read() as repositories:
        assert [row.speaker for row in repositories.statements.list(after=None, limit=2).rows] == [shown]
