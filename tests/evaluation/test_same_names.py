"""Which two written names are one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.evaluation.names import same_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Donald Trump", "DONALD TRUMP"),
        ("Donald Trump", "Donald J. Trump"),
        ("Enrique Peña Nieto", "Enrique Pena Nieto"),
        ("Conor O’Brien", "Conor O'Brien"),
        ("George H.W. Bush", "George H. W. Bush"),
        ("Hillary Rodham Clinton", "Hillary R. Clinton"),
        ("Robert Kennedy", "Robert F. Kennedy Jr."),
        ("Ines Okoro’s", "Ines Okoro"),
        ("Jean-Claude Juncker", "Jean Claude Juncker"),
    ],
)
def test_one_person_in_two_spellings(left: str, right: str) -> None:
    assert same_name(left, right, person=True)
    assert same_name(right, left, person=True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Donald Trump", "Trump"),
        ("Donald Trump", "Melania Trump"),
        ("Donald Trump", "Donald Rumsfeld"),
        ("George H. W. Bush", "George W. Bush"),
        ("Donald Trump Sr.", "Donald Trump Jr."),
        ("Hillary Clinton", "Clinton Hillary"),
        ("Ines Okoro", ""),
        ("“ ”", "“ ”"),
    ],
)
def test_two_persons_or_less_than_a_name(left: str, right: str) -> None:
    assert not same_name(left, right, person=True)
    assert not same_name(right, left, person=True)


def test_bodies_keep_every_word_but_their_article() -> None:
    assert same_name("The New York Times", "New York Times", person=False)
    assert same_name("U.S. Senate", "US Senate", person=False)
    assert not same_name("New York Times", "New Times", person=False)
    assert not same_name("Supreme Court", "U.S. Supreme Court", person=False)


@settings(deadline=None)
@given(st.text(), st.text(), st.booleans())
def test_any_text_can_be_compared_both_ways(left: str, right: str, person: bool) -> None:  # noqa: FBT001 - drawn, not called
    assert same_name(left, right, person=person) == same_name(right, left, person=person)
