from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.model import Appearance, Article, QuoteType, Venue
from quotetrail.trace.credits import CreditField, CreditKind, CreditReader
from quotetrail.trace.outlets import OutletKind, Outlets, host

READER = CreditReader.load()


def credited(text: str) -> list[tuple[str, str]]:
    return [(credit.kind.value, credit.outlet.name) for credit in READER.read(Article(text=text))]


@pytest.mark.parametrize(
    ("line", "kind", "outlet"),
    [
        ("With files from Reuters", "files", "Reuters"),
        ("with\u00a0files\u202ffrom\u00a0reuters.", "files", "Reuters"),
        ("(With additional reporting by AFP)", "files", "AFP"),
        ("© Provided by The Guardian", "provided", "The Guardian"),
        ("This story was provided by the Associated Press.", "provided", "The Associated Press"),
        ("This article was originally published by The Moscow Times", "republished", "The Moscow Times"),
        ("Source: Reuters", "source", "Reuters"),
        ("Source: Thanks msn.com", "source", "MSN"),
        ("Источник: ТАСС", "source", "TASS"),
        ("По материалам РИА Новости", "files", "RIA Novosti"),
        ("By Aigerim Salimova and Jonas Weber for AFP", "byline", "AFP"),
        ("By Aigerim Salimova, Reuters", "byline", "Reuters"),
        ("ALMATY (Reuters) - Dockers stopped work.", "dateline", "Reuters"),
        ("ALMATY, Jan 6 (AP) — Dockers stopped work.", "dateline", "The Associated Press"),
        ("АКТАУ, 6 янв — РИА Новости. Докеры бастуют.", "dateline", "RIA Novosti"),
        ("Original url:\n\nhttps://www.themoscowtimes.com/2022/01/06/dockers", "address", "The Moscow Times"),
        ("Read the original article at https://www.bbc.co.uk/news/1", "address", "BBC"),
        ("Original link: https://news.example.org/a", "address", "news.example.org"),
    ],
)
def test_a_credit_line_names_its_outlet(line: str, kind: str, outlet: str) -> None:
    assert credited(f"Dockers stopped work.\n\n{line}\n") == [(kind, outlet)]


@pytest.mark.parametrize(
    "line",
    [
        "Photograph: Yan Blagov/AP",
        "Smoke over the port. Photograph: Yan Blagov/AP",
        "A crane at Gate 4. (Aliya Bekova/Reuters)",
        "Photo by Reuters",
        "By Jane Doe",
        "By sea and by land for days",
        "Reuters witnesses said shots were heard.",
        "Source: people who asked not to be named because the talks are private",
        "The food was provided by the company",
        "Fire at the port (Gate 4) - two hurt",
        "Original url: none",
        "With files from staff",
    ],
)
def test_a_line_that_credits_no_text_is_no_credit(line: str) -> None:
    assert credited(f"Dockers stopped work.\n\n{line}\n") == []


def test_several_outlets_of_one_line_are_all_credited() -> None:
    line = "With files from The Canadian Press, Reuters and RFE/RL"
    assert [name for _, name in credited(line)] == ["The Canadian Press", "Reuters", "RFE/RL"]


def test_an_article_does_not_credit_its_own_outlet() -> None:
    by_name = Article(text="Source: Reuters", outlet="REUTERS")
    by_address = Article(text="Source: Reuters", uri="https://www.reuters.com/world/1")
    assert READER.read(by_name) == READER.read(by_address) == ()


def test_credits_in_metadata_are_read_and_say_where_they_stood() -> None:
    article = Article(text="Dockers stopped work.", credit="Reuters", author="By Jane Doe for AFP")
    found = {(credit.field, credit.kind, credit.outlet.name) for credit in READER.read(article)}
    assert found == {
        (CreditField.CREDIT, CreditKind.NAMED, "Reuters"),
        (CreditField.AUTHOR, CreditKind.BYLINE, "AFP"),
    }


def test_an_author_who_is_a_person_is_no_outlet() -> None:
    assert READER.read(Article(text="Dockers stopped work.", author="Jane Doe")) == ()


def test_an_aggregator_is_told_from_the_outlet_whose_text_it_carries() -> None:
    found = READER.read(Article(text="© Provided by The Guardian\nDockers stopped work.\nSource: msn.com"))
    assert [credit.outlet.kind for credit in found] == [OutletKind.PRESS, OutletKind.AGGREGATOR]


def test_venue_and_via_of_a_quote_are_credits_unless_they_are_its_own_outlet() -> None:
    def appearance(outlet: str) -> Appearance:
        return Appearance(
            quote_id="quo_1",
            article_id="art_1",
            position=0,
            text="“We will stay,”",
            quoted=("We will stay,",),
            type=QuoteType.DIRECT,
            language="en",
            speaker=None,
            venue=Venue("told Interfax", 20, 33, "Interfax"),
            via=(Venue("the Belarusian news agency Belta reported", 40, 80, "Belta"), Venue("a paper", 90, 97, None)),
            confidence=0.9,
            outlet=outlet,
            published=None,
        )

    assert [(one.kind, one.outlet.name, one.start) for one in READER.of_appearance(appearance("The Guardian"))] == [
        (CreditKind.VENUE, "Interfax", 20),
        (CreditKind.VIA, "Belta", 40),
    ]
    assert [one.outlet.name for one in READER.of_appearance(appearance("Интерфакс"))] == ["Belta"]


def test_a_very_long_text_is_read_at_its_top_and_its_end_only() -> None:
    filler = "A line of prose about the port.\n" * 20_000
    assert credited(f"By Jane Doe for AFP\n{filler}Source: TASS") == [("byline", "AFP"), ("source", "TASS")]


@given(
    st.text(max_size=300), st.sampled_from(["With files from ", "Source: ", "© Provided by ", "By ", "Original url: "])
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_every_credit_stands_where_it_says(noise: str, cue: str) -> None:
    text = f"{noise}\n{cue}{noise}\nWith files from Reuters\n{noise}"
    for credit in READER.read(Article(text=text)):
        assert text[credit.start : credit.end] == credit.text


def test_outlets_are_the_same_under_all_their_names() -> None:
    outlets = Outlets.load()
    assert outlets.same("the guardian", "https://amp.theguardian.com/world")
    assert outlets.same("Интерфакс", "Interfax")
    assert outlets.same("Lada  Weekly", "the Lada Weekly")
    assert not outlets.same("Reuters", "AFP")
    assert not outlets.same(None, None)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.example.org/a", "example.org"),
        ("http://user@Example.ORG:80/", "example.org"),
        ("example.co.uk", "example.co.uk"),
        ("no address", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address_is_found(address: str, expected: str) -> None:
    assert host(address) == expected
