"""Quotes are found by who said them, how, where, in which words and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.errors import InvalidCursor, InvalidInput, NotFound
from quotetrail.model import COMMUNICATION, Candidate, Cue, Mode, Quote, QuoteType, Span, Speaker, SpeakerKind, Venue
from quotetrail.store.columns import read_quote, read_time, write_quote, write_time
from quotetrail.store.quotes import QuoteFilter
from quotetrail.store.speakers import speaker_id

if TYPE_CHECKING:
    from .conftest import Shelf

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBERS = st.integers(0, 2**31)
SHARES = st.floats(0, 1)
VENUES = st.builds(Venue, text=TEXTS, start=NUMBERS, end=NUMBERS, name=st.none() | TEXTS)
SPEAKERS = st.builds(
    Speaker,
    text=TEXTS,
    start=NUMBERS,
    end=NUMBERS,
    name=st.none() | TEXTS,
    kind=st.sampled_from(SpeakerKind),
    description=st.none() | TEXTS,
    confidence=SHARES,
    candidates=st.lists(st.builds(Candidate, name=TEXTS, confidence=SHARES), max_size=3).map(tuple),
)
QUOTES = st.builds(
    Quote,
    type=st.sampled_from(QuoteType),
    spans=st.lists(st.builds(Span, NUMBERS, NUMBERS), max_size=3).map(tuple),
    cue=st.none() | st.builds(Cue, text=TEXTS, start=NUMBERS, end=NUMBERS, lemma=TEXTS),
    speaker=st.none() | SPEAKERS,
    venue=st.none() | VENUES,
    via=st.lists(VENUES, max_size=2).map(tuple),
    confidence=SHARES,
    mode=st.sampled_from(Mode),
)


@given(QUOTES)
def test_a_quote_comes_back_from_its_column(quote: Quote) -> None:
    assert read_quote(write_quote(quote)) == quote


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_comes_back_from_its_column(moment: datetime) -> None:
    assert read_time(write_time(moment)) == moment


def _found(shelf: Shelf, **filters: object) -> list[str]:
    with shelf.store.read() as repositories:
        chosen = QuoteFilter(**filters)  # type: ignore[arg-type]  # each test names fields of the filter
        return [quote.text for quote in repositories.quotes.list(filters=chosen, after=None, limit=100).rows]


def test_each_filter_keeps_only_what_it_names(shelf: Shelf) -> None:
    day = datetime(2022, 1, 7, 12, tzinfo=UTC)
    shelf.put("He said order is restored.", [("order is restored", "Kassym-Jomart Tokayev")], outlet="A", published=day)
    shelf.put(
        "He said they must live.",
        [("they must live", "Dosym Satpayev")],
        outlet="B",
        published=day + timedelta(days=1),
        kind=QuoteType.INDIRECT,
    )
    shelf.put("Il dit l’élan est là.", [("l’élan est là", None)], language="fr")
    assert _found(shelf, speaker="tokayev") == ["order is restored"]
    assert _found(shelf, speaker="TOKAYEV kassym") == ["order is restored"]
    assert _found(shelf, speaker=speaker_id("Dosym Satpayev")) == ["they must live"]
    assert _found(shelf, speaker="Toka") == []
    assert _found(shelf, type=QuoteType.INDIRECT) == ["they must live"]
    assert _found(shelf, outlet="A") == ["order is restored"]
    assert _found(shelf, language="fr") == ["l’élan est là"]
    assert _found(shelf, text="RESTORED order") == ["order is restored"]
    assert _found(shelf, text="elan") == ["l’élan est là"]
    assert _found(shelf, text="l’e\u0301lan") == ["l’élan est là"]
    assert _found(shelf, text="order live") == []
    assert _found(shelf, published_from=day, published_to=day) == ["order is restored"]
    assert _found(shelf, published_from=day + timedelta(seconds=1)) == ["they must live"]
    assert _found(shelf, outlet="A", text="order", speaker="Tokayev", type=QuoteType.DIRECT) == ["order is restored"]
    assert len(_found(shelf)) == 3


def test_quotes_of_every_mode_are_kept_and_told_apart(shelf: Shelf) -> None:
    uris = {mode: f"uri:{mode}" for mode in Mode}
    for mode, uri in uris.items():
        shelf.put(f"It is {mode} here.", [(f"{mode} here", "Ned Price")], mode=mode, uri=uri)
        assert _found(shelf, modes=(mode,)) == _found(shelf, modes=(mode,), text="here") == [f"{mode} here"]
    assert _found(shelf) == [f"{mode} here" for mode in Mode]
    assert _found(shelf, modes=COMMUNICATION, speaker="price") == ["speech here", "writing here"]
    assert _found(shelf, modes=()) == []
    with shelf.store.read() as repositories:
        for mode, uri in uris.items():
            (article,) = repositories.articles.versions(uri)
            (quote,) = repositories.quotes.of_article(article.id)
            assert quote.quote.mode is mode
            assert (quote.statement_id is None) is (mode not in COMMUNICATION)
            assert repositories.quotes.of_article(article.id, modes=set(Mode) - {mode}) == ()
            assert article.quotes == (mode in COMMUNICATION)


@pytest.mark.parametrize(
    "hostile", ['"', "a* OR b", "NEAR(a b)", "text:a", "^a", "a\0b", "-a", "(a", "a AND NOT", "{a}:b", "a+b"]
)
def test_words_to_look_for_are_never_query_syntax(shelf: Shelf, hostile: str) -> None:
    shelf.put("He said nothing here.", [("nothing here", None)])
    try:
        assert _found(shelf, text=hostile) == []
    except InvalidInput:
        assert hostile == '"'


def test_text_without_a_word_or_with_very_many_is_refused(shelf: Shelf) -> None:
    for refused in ("", " ", "…", "word " * 101):
        with pytest.raises(InvalidInput):
            _found(shelf, text=refused)
    for refused in ("", "-", "word " * 21):
        with pytest.raises(InvalidInput):
            _found(shelf, speaker=refused)


def test_pages_miss_nothing_and_repeat_nothing_while_articles_arrive(shelf: Shelf) -> None:
    for number in range(7):
        shelf.put(f"{number} said word number {number}.", [(f"word number {number}", None)])
    seen: list[str] = []
    after = None
    for late in range(20):
        with shelf.store.read() as repositories:
            found = repositories.quotes.list(filters=QuoteFilter(text="word"), after=after, limit=3)
        seen += [quote.text for quote in found.rows]
        after = found.after
        if after is None:
            break
        if late < 2:
            shelf.put(f"late {late} said late word {late}.", [(f"late word {late}", None)])
    assert seen == [f"word number {number}" for number in range(7)] + ["late word 0", "late word 1"]


def test_a_quote_knows_its_article_its_speaker_and_its_statement(shelf: Shelf) -> None:
    (quote_id,) = shelf.put("He said yes, yes.", [("yes, yes", "Ned Price")], outlet="A")
    with shelf.store.read() as repositories:
        quote = repositories.quotes.get(quote_id)
        assert quote.speaker_id == speaker_id("Ned Price")
        assert quote.statement_id == repositories.statements.of_quotes([quote_id])[quote_id]
        assert repositories.quotes.of_article(quote.article_id) == (quote,)
        assert repositories.quotes.appearances([quote_id, "quo_0"])[quote_id].speaker == quote.quote.speaker
        with pytest.raises(NotFound):
            repositories.quotes.get("quo_0")
        with pytest.raises(NotFound):
            repositories.quotes.of_article("art_0")
        with pytest.raises(InvalidCursor):
            repositories.quotes.list(after=("quo_0",), limit=1)


def test_the_word_index_can_be_made_again(shelf: Shelf) -> None:
    shelf.put("He said order.", [("order", None)])
    with shelf.store.write() as repositories:
        repositories.quotes.rebuild()
    assert _found(shelf, text="order") == ["order"]
