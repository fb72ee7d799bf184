"""Whose words they are: names, pronouns, roles, bodies, groups, and where the speech was made."""

from __future__ import annotations

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.model import Article, Speaker, Venue

pytestmark = pytest.mark.models


def last_speaker(detector: Detector, text: str) -> Speaker | None:
    return detector.detect([Article(text=text, language="en")])[0].quotes[-1].speaker


def last_venue(detector: Detector, text: str) -> Venue | None:
    return detector.detect([Article(text=text, language="en")])[0].quotes[-1].venue


def test_a_surname_means_the_full_name_given_earlier(detector: Detector) -> None:
    text = "Maria Lopez, the mayor, opened the bridge on Monday.\n\n“It is safe,” Lopez said."
    speaker = last_speaker(detector, text)
    assert speaker is not None
    assert (speaker.text, speaker.name, speaker.kind) == ("Lopez", "Maria Lopez", "person")


def test_a_surname_means_the_full_name_given_only_later(detector: Detector) -> None:
    text = "“It is safe,” said Lopez on Monday.\n\nMaria Lopez has been mayor of the town since 2019."
    speaker = last_speaker(detector, text)
    assert speaker is not None
    assert speaker.name == "Maria Lopez"


def test_a_surname_alone_stays_a_surname(detector: Detector) -> None:
    speaker = last_speaker(detector, "“There will be no dialogue, only force,” said Satpayev on Thursday.")
    assert speaker is not None
    assert speaker.name == "Satpayev"


def test_he_and_she_mean_the_fitting_person(detector: Detector) -> None:
    text = (
        "Mary Brown, a spokeswoman for the council, spoke to John Smith, the engineer, on Monday.\n\n"
        "“The bridge is safe,” she said."
    )
    speaker = last_speaker(detector, text)
    assert speaker is not None
    assert (speaker.text, speaker.name) == ("she", "Mary Brown")


def test_the_spokesperson_means_who_was_introduced_as_one(detector: Detector) -> None:
    text = (
        "Ned Price, a spokesperson for the department, spoke on Thursday.\n\n"
        "“We are watching the reports closely,” the spokesperson said."
    )
    speaker = last_speaker(detector, text)
    assert speaker is not None
    assert speaker.name == "Ned Price"


def test_somebody_without_a_name_gets_none(detector: Detector) -> None:
    speaker = last_speaker(detector, "“The bridge is not safe,” a police officer said.")
    assert speaker is not None
    assert speaker.name is None
    assert speaker.kind == "unnamed"


def test_protesters_are_a_group_without_a_name(detector: Detector) -> None:
    speaker = last_speaker(detector, "Protesters said the bridge was not safe and had to be closed.")
    assert speaker is not None
    assert (speaker.name, speaker.kind) == (None, "group")


def test_a_role_before_the_name_is_the_description(detector: Detector) -> None:
    speaker = last_speaker(detector, "“Dozens were eliminated,” police spokeswoman Saltanat Azirbek said.")
    assert speaker is not None
    assert speaker.name == "Saltanat Azirbek"
    assert speaker.description is not None
    assert "spokeswoman" in speaker.description


def test_an_appositive_after_the_name_is_the_description(detector: Detector) -> None:
    speaker = last_speaker(detector, "“It is not working,” said Dosym Satpayev, an Almaty-based political analyst.")
    assert speaker is not None
    assert speaker.name == "Dosym Satpayev"
    assert speaker.description == "an Almaty-based political analyst"


def test_a_short_form_that_the_article_explains_is_given_in_full(detector: Detector) -> None:
    text = (
        "The Northern Bridge Authority (NBA) closed the road on Monday.\n\n"
        "“The pillars must be checked first,” the NBA said in a statement."
    )
    speaker = last_speaker(detector, text)
    assert speaker is not None
    assert (speaker.name, speaker.kind) == ("Northern Bridge Authority", "organization")


def test_the_owner_of_a_spokesman_is_not_the_speaker(detector: Detector) -> None:
    speaker = last_speaker(detector, "“The bridge is safe,” said Dmitry Peskov, Putin’s spokesperson.")
    assert speaker is not None
    assert speaker.name == "Dmitry Peskov"


def test_where_the_text_does_not_say_there_is_no_name(detector: Detector) -> None:
    text = "“We will not leave the square before the government resigns.”"
    assert last_speaker(detector, text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Russian MP Leonid Kalashnikov told Interfax that the troops would stay.", "Interfax"),
        ("Nikol Pashinyan wrote on Facebook that consultations had begun.", "Facebook"),
    ],
)
def test_the_venue_is_named(detector: Detector, text: str, name: str) -> None:
    venue = last_venue(detector, text)
    assert venue is not None
    assert venue.name == name


def test_an_occasion_is_a_venue_without_a_name(detector: Detector) -> None:
    text = "“It is our duty to protect our state,” said Tokayev in a televised address."
    venue = last_venue(detector, text)
    assert venue is not None
    assert venue.name is None
    assert "address" in venue.text


def test_speech_quoted_through_an_outlet_names_both(detector: Detector) -> None:
    text = "TASS news agency quoted witnesses as saying people had been wounded."
    (quote,) = detector.detect([Article(text=text, language="en")])[0].quotes
    assert quote.speaker is not None
    assert quote.speaker.text == "witnesses"
    assert [outlet.text for outlet in quote.via] == ["TASS news agency"]
