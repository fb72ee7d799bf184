"""What the detector with the tagger makes of plain news sentences, alone and beside other articles."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.model import COMMUNICATION, Article, Mode, Quote, QuoteType

pytestmark = pytest.mark.models

MEETING = (
    "Council approves new ferry\n\n"
    "The council of Port Ellery approved a second ferry on Tuesday, Mayor Ruth Adeyemi said.\n\n"
    "“We have waited eleven years for this,” Adeyemi said. “The island cannot live on one boat.”\n\n"
    "The harbour master, Tomas Brandt, warned that the pier was “not fit for winter” and would need repairs.\n\n"
    "The ferry will cost four million pounds, according to the Transport Agency."
)


def article(text: str) -> Article:
    return Article(text=text, language="en")


def quotes_in(detector: Detector, text: str) -> tuple[Quote, ...]:
    """What was said or written; what was thought is given out too, but not asked about here."""
    return communicated(detector.detect([article(text)])[0].quotes)


def communicated(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(quote for quote in quotes if quote.mode in COMMUNICATION)


def told(quote: Quote, text: str) -> tuple[str, str | None, str | None, str]:
    """Type, name of the speaker, cue, and the content without what may stand at its ends."""
    pieces = " … ".join(span.of(text).strip("“”,. ") for span in quote.spans)
    return (
        quote.type.value,
        None if quote.speaker is None else quote.speaker.name,
        None if quote.cue is None else quote.cue.text,
        pieces,
    )


def test_an_article_gives_each_of_its_quotes_with_its_speaker(detector: Detector) -> None:
    assert [told(quote, MEETING) for quote in quotes_in(detector, MEETING)] == [
        ("indirect", "Ruth Adeyemi", "said", "The council of Port Ellery approved a second ferry on Tuesday"),
        (
            "direct",
            "Ruth Adeyemi",
            "said",
            "We have waited eleven years for this … The island cannot live on one boat",
        ),
        ("mixed", "Tomas Brandt", "warned", "that the pier was “not fit for winter” and would need repairs"),
        ("indirect", "Transport Agency", "according to", "The ferry will cost four million pounds"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ruth Adeyemi said the ferry would sail in June.", "the ferry would sail in June"),
        ("Ruth Adeyemi denied that the ferry was late.", "that the ferry was late"),
        ("The ferry, Ruth Adeyemi said, would sail in June.", "The ferry … would sail in June"),
        ("According to Ruth Adeyemi, the ferry will sail in June.", "the ferry will sail in June"),
    ],
)
def test_reported_speech_is_found_wherever_its_cue_stands(detector: Detector, text: str, content: str) -> None:
    (quote,) = quotes_in(detector, text)
    assert quote.type is QuoteType.INDIRECT
    assert quote.mode is Mode.SPEECH
    assert quote.speaker is not None
    assert quote.speaker.name == "Ruth Adeyemi"
    assert told(quote, text)[3] == content


def test_a_pronoun_speaks_for_the_person_named_before(detector: Detector) -> None:
    text = "Ruth Adeyemi has run the island since 2015. She said that the ferry would sail in June."
    (quote,) = quotes_in(detector, text)
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker.name) == ("She", "Ruth Adeyemi")


def test_a_quote_over_two_paragraphs_loses_none_of_its_words(detector: Detector) -> None:
    text = (
        "“We have waited eleven years for this,” Ruth Adeyemi said. “The island cannot live on one boat.\n\n"
        "“Our children go to school by sea.”"
    )
    quotes = quotes_in(detector, text)
    held = " ".join(span.of(text) for quote in quotes for span in quote.spans)
    assert "eleven years" in held
    assert "on one boat" in held
    assert "to school by sea" in held
    assert {quote.speaker.name for quote in quotes if quote.speaker is not None} == {"Ruth Adeyemi"}


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sails at nine and comes back at noon.",
        "Rain fell on the island for three days.",
        "Council approves new ferry",
    ],
)
def test_where_nobody_speaks_there_is_no_quote(detector: Detector, text: str) -> None:
    assert quotes_in(detector, text) == ()


def test_what_is_read_beside_an_article_leaves_its_clear_quotes_as_they_are(detector: Detector) -> None:
    # The network's int8 numbers are scaled to the batch: certainties move a little, and only they are promised to.
    others = ["Rain fell on the island.", "", "“No,” he said. " * 40, "Prices rose 3.5%.\n\n" * 20]
    alone = quotes_in(detector, MEETING)
    batch = [article(text) for text in (*others[:2], MEETING, *others[2:])]
    together = communicated(detector.detect(batch)[2].quotes)
    assert [told(quote, MEETING) for quote in together] == [told(quote, MEETING) for quote in alone]
    assert [quote.spans for quote in together] == [quote.spans for quote in alone]
    for one, other in zip(together, alone, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=0.1)


def test_the_same_articles_give_the_same_answer_each_time(detector: Detector) -> None:
    batch = [article(MEETING), article("Ruth Adeyemi said the ferry would sail in June.")]
    assert detector.detect(batch) == detector.detect(batch)


def test_quotes_stand_in_the_order_of_the_text_and_apart(detector: Detector) -> None:
    spans = [span for quote in quotes_in(detector, MEETING) for span in quote.spans]
    assert spans == sorted(spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
