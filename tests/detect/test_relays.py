"""Who says what an outlet relays: the speaker, with the outlet in between."""

from __future__ import annotations

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.model import Article

WORDS = "“We will replace every broken machine before the winter,”"


def told(detector: Detector, text: str) -> list[tuple[str, str | None, list[str]]]:
    """The words of each quote, its speaker's name and the outlets in between."""
    (found,) = detector.detect([Article(text=text)])
    return [
        (
            " … ".join(span.of(text) for span in quote.spans),
            None if quote.speaker is None else quote.speaker.name,
            [via.text for via in quote.via],
        )
        for quote in found.quotes
    ]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (f"{WORDS} Health Minister Maria Lopez said, according to Steppe Courier.", "Steppe Courier"),
        (f"{WORDS} Health Minister Maria Lopez said, Reuters reported on Monday.", "Reuters"),
        (
            f"{WORDS} Health Minister Maria Lopez wrote on Facebook, the Steppe Herald reported.",
            "the Steppe Herald",
        ),
    ],
)
def test_an_outlet_that_relays_a_quote_does_not_say_it(detector: Detector, text: str, outlet: str) -> None:
    assert told(detector, text) == [(WORDS, "Maria Lopez", [outlet])]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "According to Steppe Courier, Minister Maria Lopez said that every broken machine would be replaced.",
            "that every broken machine would be replaced",
        ),
        (
            "Health Minister Maria Lopez said every broken machine would be replaced, Steppe Courier reported.",
            "every broken machine would be replaced",
        ),
        (
            "Steppe Courier cited Health Minister Maria Lopez: “We will replace every broken machine.”",
            "“We will replace every broken machine.”",
        ),
    ],
)
def test_the_words_inside_what_an_outlet_reports_are_the_speakers(detector: Detector, text: str, content: str) -> None:
    assert told(detector, text) == [(content, "Maria Lopez", ["Steppe Courier"])]


def test_who_was_quoted_as_saying_something_said_it(detector: Detector) -> None:
    text = f"{WORDS} Health Minister Maria Lopez was quoted as saying by Steppe Courier."
    assert [row[:2] for row in told(detector, text)] == [(WORDS, "Maria Lopez")]


def test_what_somebody_said_according_to_a_transcript_is_theirs(detector: Detector) -> None:
    text = (
        "Senator Maria Lopez said, according to a transcript of the call, that the bill “will pass before the summer”."
    )
    assert told(detector, text) == [("that the bill “will pass before the summer”", "Maria Lopez", [])]


def test_what_an_outlet_itself_says_stays_its_own(detector: Detector) -> None:
    text = "The Guardian said on Tuesday it would close its office in Kyiv."
    assert told(detector, text) == [("it would close its office in Kyiv", "Guardian", [])]
