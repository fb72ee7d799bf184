"""Whom a source means where it does not say the name: descriptions, short forms, pronouns, makers of documents."""

from __future__ import annotations

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.model import Article, Speaker, SpeakerKind

pytestmark = pytest.mark.models


def last_speaker(detector: Detector, text: str) -> Speaker:
    speaker = detector.detect([Article(text=text, language="en")])[0].quotes[-1].speaker
    assert speaker is not None
    return speaker


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        (
            (
                "Labour candidate Jane Hill met Conservative candidate Tom Reed in Leeds on Monday.\n\n"
                "“The hospital will stay open,” the Conservative candidate said."
            ),
            "the Conservative candidate",
            "Tom Reed",
        ),
        (
            (
                "Republican nominee Tom Reed met Democratic nominee Jane Hill in Leeds on Monday.\n\n"
                "“The hospital will stay open,” the Republican nominee said."
            ),
            "the Republican nominee",
            "Tom Reed",
        ),
        (
            (
                "Sen. Jane Hill (R-Ohio) met Sen. Mary Stone (D-Utah) on Monday.\n\n"
                "“The hospital will stay open,” the Ohio senator said."
            ),
            "the Ohio senator",
            "Jane Hill",
        ),
        (
            "Judge Ann Lee heard the lawyer Tom Reed on Monday.\n\n“The road must stay open,” the judge said.",
            "the judge",
            "Ann Lee",
        ),
    ],
)
def test_a_description_means_who_was_introduced_with_it(detector: Detector, text: str, mention: str, name: str) -> None:
    speaker = last_speaker(detector, text)
    assert (speaker.text, speaker.name) == (mention, name)


def test_a_description_that_nothing_explains_means_nobody(detector: Detector) -> None:
    text = "Judge Ann Lee heard the case on Monday.\n\n“The road must stay open,” the governor said."
    assert last_speaker(detector, text).name is None


def test_somebody_elses_spokesman_is_not_that_somebody(detector: Detector) -> None:
    text = "Prime Minister Tom Reed spoke in Leeds on Monday.\n\n“He will stay,” the prime minister’s spokesman said."
    assert last_speaker(detector, text).name is None


def test_a_shared_surname_means_whom_the_article_calls_by_it(detector: Detector) -> None:
    text = (
        "Sen. Tom Reed spoke in Leeds on Monday. Reed praised the plan.\n\n"
        "He was there with his wife, Anna Reed, and with the mayor.\n\n“The bridge is safe,” Reed said."
    )
    assert last_speaker(detector, text).name == "Tom Reed"


def test_a_pronoun_goes_on_with_the_subject_that_a_pronoun_took_up(detector: Detector) -> None:
    text = (
        "Tom Reed said on Monday that the bridge would be closed.\n\n"
        "He criticised the engineer Paul Stone and the mayor of the town, John Hill.\n\n"
        "“It is not safe,” he said."
    )
    assert last_speaker(detector, text).name == "Tom Reed"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The nonpartisan Commission on Road Safety met on Monday.\n\nThe commission said the bridge was not safe.",
            "Commission on Road Safety",
        ),
        ("Anna Reed’s campaign said on Monday that the mayor would not attend the debate.", "Reed campaign"),
        (
            (
                "A survey by the National Bridge Committee found on Monday that few people use the road.\n\n"
                "The survey says the mayor closed it without a reason."
            ),
            "National Bridge Committee",
        ),
    ],
)
def test_a_common_noun_means_the_body_that_the_article_named(detector: Detector, text: str, name: str) -> None:
    speaker = last_speaker(detector, text)
    assert (speaker.name, speaker.kind) == (name, SpeakerKind.ORGANIZATION)


@pytest.mark.parametrize(
    "text",
    [
        "Both Ms. Hill and Mr. Reed said on Monday that the bridge was not safe.",
        "Jane Hill, an engineer from Leeds, and other experts said on Monday that the bridge was not safe.",
        "A group of engineers said on Monday that the bridge was not safe.",
    ],
)
def test_several_people_have_no_one_name(detector: Detector, text: str) -> None:
    speaker = last_speaker(detector, text)
    assert (speaker.name, speaker.kind) == (None, SpeakerKind.GROUP)


def test_a_nickname_in_quotation_marks_does_not_cut_a_name(detector: Detector) -> None:
    text = "“We will vote on Monday,” said state Del. Marian “Mia” Stone, a member of the council."
    assert last_speaker(detector, text).name == "Marian Mia Stone"


def test_who_after_a_comma_is_the_person_before_it(detector: Detector) -> None:
    text = "The plan was praised by Jane Hill, who said on Monday that the bridge was safe."
    assert last_speaker(detector, text).name == "Jane Hill"


def test_a_ticker_starts_anew_after_a_line_of_marks(detector: Detector) -> None:
    text = (
        "The Trump campaign answered on Monday.\n\n___\n\n8 a.m.\n\n"
        "The bridge is closed.\n\nThe campaign said the mayor would not attend the debate."
    )
    assert last_speaker(detector, text).name is None
