"""The log is only ever added to, and gives the same constraints every time it is read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text

from quotetrail.errors import Contradiction, InvalidCursor
from quotetrail.model import Change, Flag, FlagKind, Match, Relation, Tier
from quotetrail.store.constraints import ConstraintKind
from quotetrail.store.database import MIGRATIONS, Store
from quotetrail.store.decisions import Decided, Decision, DecisionKind
from quotetrail.store.pairs import ends_of, match_id

if TYPE_CHECKING:
    from .conftest import Shelf

WORDS = "one two three four five six"
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
KINDS = [DecisionKind.CONFIRMED, DecisionKind.REJECTED, DecisionKind.MERGED, DecisionKind.SPLIT]


@pytest.fixture
def quotes(shelf: Shelf) -> list[str]:
    return shelf.put(WORDS, [(word, None) for word in WORDS.split()])


def _person(kind: DecisionKind, *sides: tuple[str, ...]) -> Decided:
    return Decided(kind=kind, by="Kim", statements=("sta_1",), quotes=sides, reasons=("so it is",))


def test_a_decision_comes_back_under_everything_it_is_about(store: Store, quotes: list[str]) -> None:
    decided = _person(DecisionKind.CONFIRMED, (quotes[0],), (quotes[1],))
    machine = Decided(kind=DecisionKind.MERGED, matcher_version="m", statements=("sta_1", "sta_2"))
    with store.write() as repositories:
        first, second = (repositories.decisions.add(each, taken=NOW) for each in (decided, machine))
    with store.read() as repositories:
        log = repositories.decisions
        assert [line.seq for line in log.list(after=None, limit=9).rows] == [first.seq, second.seq]
        (line,) = log.list(about=[match_id(*quotes[:2])], after=None, limit=9).rows
        assert (line.taken, line.decided.by, line.decided.reasons) == (NOW, "Kim", ("so it is",))
        assert line.decided.quotes == ((quotes[0],), (quotes[1],))
        assert log.list(about=["sta_2"], after=None, limit=9).rows == (second,)
        page = log.list(about=["sta_1"], after=None, limit=1)
        assert log.list(about=["sta_1"], after=page.after, limit=1).rows == (second,)
        assert [each.seq for each in log.of_people()] == [first.seq]
        with pytest.raises(InvalidCursor):
            log.list(after=("a",), limit=1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decisions SET by = 'somebody else'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
        "UPDATE subjects SET subject = 'sta_2'",
        "DELETE FROM subjects",
    ],
)
def test_nothing_changes_a_line_of_the_log(store: Store, url: str, change: str) -> None:
    with store.write() as repositories:
        repositories.decisions.add(
            Decided(kind=DecisionKind.REBUILT, matcher_version="m", statements=("s",)), taken=NOW
        )
    with (
        closing(sqlite3.connect(str(make_url(url).database))) as connection,
        pytest.raises(sqlite3.IntegrityError, match="the log of decisions never changes"),
    ):
        connection.execute(change)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.permutations(range(6)), st.integers(1, 5)), max_size=8))
def test_constraints_taken_again_from_the_log_are_the_same_and_never_contradict(
    shelf: Shelf, drawn: list[tuple[DecisionKind, list[int], int]]
) -> None:
    with shelf.store.read() as repositories:
        there = repositories.quotes.list(after=None, limit=9).rows
    quotes = [quote.id for quote in there] or shelf.put(WORDS, [(word, None) for word in WORDS.split()])
    with shelf.store.write() as repositories:
        repositories.constraints.clear()
        taken: list[Decision] = []
        for kind, order, cut in drawn:
            sides = [quotes[place] for place in order[:cut]], [quotes[place] for place in order[cut:]]
            if kind in {DecisionKind.CONFIRMED, DecisionKind.REJECTED}:
                sides = sides[0][:1], sides[1][:1]
            decision = repositories.decisions.add(_person(kind, *map(tuple, sides)), taken=NOW)
            before = repositories.constraints.among(quotes)
            try:
                repositories.constraints.take(decision)
            except Contradiction:
                # What raises is rolled back with its transaction; here one transaction holds them all.
                repositories.constraints.clear()
                for each in taken:
                    repositories.constraints.take(each)
                assert repositories.constraints.among(quotes) == before
                continue
            taken.append(decision)
        kept = repositories.constraints.among(quotes)
        if {each.decided.kind for each in taken} <= {DecisionKind.CONFIRMED, DecisionKind.REJECTED}:
            for one, other in kept[ConstraintKind.APART]:
                assert other not in repositories.constraints.unit(one)
        repositories.constraints.clear()
        for each in taken:
            repositories.constraints.take(each)
        assert repositories.constraints.among(quotes) == kept


def test_what_stays_in_a_split_still_hangs_together(store: Store, quotes: list[str]) -> None:
    """A merge ties two quotes; when the one that held others together leaves, nobody took those apart."""
    hub, first, second = sorted(quotes)[:3]
    decided = [
        _person(DecisionKind.MERGED, (hub,), (first,)),
        _person(DecisionKind.MERGED, (hub, first), (second,)),
        _person(DecisionKind.SPLIT, (hub,), (first, second)),
    ]
    with store.write() as repositories:
        for each in decided:
            repositories.constraints.take(repositories.decisions.add(each, taken=NOW))
        assert repositories.constraints.unit(first) == {first, second}
        assert repositories.constraints.unit(hub) == {hub}


def test_matches_are_listed_by_tier_in_the_order_they_were_found(store: Store, quotes: list[str]) -> None:
    ends = sorted(quotes)
    flags = (Flag(FlagKind.NEGATION_LOST, "not", ""),)
    found = [
        Match(ends[0], other, Relation.REWORDED, 0.5, ("why",), (Change("equal", "a", "a"),), tier=tier, flags=flags)
        for other, tier in zip(ends[1:5], [Tier.SUGGESTED, Tier.CONFIRMED] * 2, strict=True)
    ]
    with store.write() as repositories:
        repositories.matches.add(found)
        rejected = _person(DecisionKind.REJECTED, (ends[0],), (ends[1],))
        repositories.constraints.take(repositories.decisions.add(rejected, taken=NOW))
    with store.read() as repositories:
        kept = repositories.matches
        page = kept.list(tier=Tier.SUGGESTED, after=None, limit=1)
        rest = kept.list(tier=Tier.SUGGESTED, after=page.after, limit=5)
        assert [row.match for row in (*page.rows, *rest.rows)] == found[::2]
        assert [row.match for row in kept.list(decided=True, after=None, limit=5).rows] == found[:1]
        assert [row.match for row in kept.list(decided=False, after=None, limit=5).rows] == found[1:]
        assert kept.get(match_id(ends[1], ends[0])).decided is ConstraintKind.APART
        assert kept.component(ends[0], most=9) == frozenset({ends[0], ends[2], ends[4]})


def test_a_match_is_named_by_its_quotes_in_either_order(quotes: list[str]) -> None:
    one, other = sorted(quotes[:2])
    assert match_id(one, other) == match_id(other, one)
    assert ends_of(match_id(other, one)) == (one, other)


def test_matches_that_were_stored_before_there_were_tiers_are_confirmed(url: str) -> None:
    Path(str(make_url(url).database)).parent.mkdir()
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0003")
        connection.execute(
            text("""
            INSERT INTO articles (id, language, omitted, detector_version, received_at, text)
            VALUES ('art_a', 'en', '[]', 't', 0, 'a')
        """)
        )
        connection.execute(
            text("""
            INSERT INTO quotes (id, article_id, position, type, language, text, quoted, body)
            SELECT 'quo_' || value, 'art_a', 0, 'direct', 'en', 'a', '[]', '{}' FROM json_each('["a", "b", "c"]')
        """)
        )
        connection.execute(
            text("""
            INSERT INTO matches ("left", "right", relation, score, reasons, drift)
            VALUES ('quo_a', 'quo_b', 'edited', 0.5, CAST('["why"]' AS BLOB), CAST('[]' AS BLOB)),
                ('quo_a', 'quo_c', 'edited', 0.6, CAST('[]' AS BLOB), CAST('[]' AS BLOB))
        """)
        )
    engine.dispose()
    store = Store.open(url)
    with store.read() as repositories:
        rows = repositories.matches.list(after=None, limit=9).rows
        assert [(row.match.right, row.match.tier, row.match.flags) for row in rows] == [
            ("quo_b", Tier.CONFIRMED, ()),
            ("quo_c", Tier.CONFIRMED, ()),
        ]
    store.close()
