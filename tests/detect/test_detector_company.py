"""What one article says does not hang on what is read beside it, and one sentence may hold two cues."""

from __future__ import annotations

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.model import Article, QuoteType

pytestmark = pytest.mark.models

STORIES = (
    (
        "The mayor of Harrow, Lena Ortiz, announced the closing of two bridges on Friday and said that a curfew would "
        "go on until Sunday. “Nobody has to leave their home,” she told reporters."
    ),
    (
        "Prices will rise again, according to the central bank. Its governor, Timur Aliyev, warned that bread would "
        "cost a third more by spring.\n\n“We did not expect it,” Aliyev wrote on Facebook. “Nobody did.”"
    ),
    (
        "“I saw the boat turn over,” said 61-year-old Aigul Serik, who sells fish at the pier. Police said three "
        "people were missing and asked witnesses to come forward."
    ),
    (
        "Officials denied the report. A spokesman, John Carey, called it “pure invention” and added that the ministry "
        "would sue."
    ),
)


def test_an_article_reads_the_same_whatever_is_read_beside_it(detector: Detector) -> None:
    articles = [Article(text=text, language="en") for text in STORIES]
    together = detector.detect(articles)
    alone = [detector.detect([article])[0] for article in articles]
    among_itself = detector.detect([*articles, *articles][::-1])[::-1][: len(articles)]
    assert together == alone == among_itself


def test_a_second_cue_of_the_same_subject_has_its_own_content(detector: Detector) -> None:
    text = STORIES[0]
    quotes = detector.detect([Article(text=text, language="en")])[0].quotes
    by_cue = {quote.cue.lemma: quote for quote in quotes if quote.cue is not None}
    assert by_cue["say"].text(text) == "that a curfew would go on until Sunday"
    assert by_cue["say"].speaker == by_cue["announce"].speaker
    assert "curfew" not in by_cue["announce"].text(text)


def test_the_next_paragraph_of_a_quotation_is_given_once(detector: Detector) -> None:
    text = (
        "“It was a hard night, and people called it ‘the flood’, and the doctor had written ‘cold’ on the form,” said "
        "the farmer Tom Reed.\n\n"
        "“We lost the barn and two cows. Nobody came before the morning, and then they came with one small boat.”"
    )
    quotes = detector.detect([Article(text=text, language="en")])[0].quotes
    last = [quote for quote in quotes if quote.type is QuoteType.DIRECT and "barn" in quote.text(text)]
    assert len(last) == 1


def test_the_place_of_a_speech_is_not_said(detector: Detector) -> None:
    text = "On Tuesday’s edition of “The Morning Show,” the actor Ann Lee said that she would retire next year."
    quotes = detector.detect([Article(text=text, language="en")])[0].quotes
    assert [quote.text(text) for quote in quotes] == ["that she would retire next year"]
