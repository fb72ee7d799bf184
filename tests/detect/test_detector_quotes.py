"""What counts as a quote, and how far it reaches: every style of mark, cue before, after, in the middle, or nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.detect.detector import Detector
from quotetrail.model import Article, Detection, Mode, Quote

pytestmark = pytest.mark.models


def quotes_in(detector: Detector, text: str) -> tuple[Quote, ...]:
    return detector.detect([Article(text=text, language="en")])[0].quotes


def contents(detector: Detector, text: str) -> list[str]:
    return [quote.text(text) for quote in quotes_in(detector, text)]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Maria Lopez said that the bridge will open in May.", Mode.SPEECH),
        ("“The bridge will open in May,” Maria Lopez wrote.", Mode.WRITING),
        ("The report shows that the old bridge will open in May.", Mode.WRITING),
        ("Maria Lopez believes that the bridge will open in May.", Mode.THOUGHT),
        ("Maria Lopez learned that the bridge will open in May.", Mode.PERCEPTION),
        ("“The bridge will open in May.”", Mode.SPEECH),
    ],
)
def test_every_quote_has_the_mode_of_its_cue(detector: Detector, text: str, mode: Mode) -> None:
    assert [quote.mode for quote in quotes_in(detector, text)] == [mode]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“The bridge will open in May,” said Maria Lopez.", "“The bridge will open in May,”"),
        ('"The bridge will open in May," said Maria Lopez.', '"The bridge will open in May,"'),
        ("«The bridge will open in May», said Maria Lopez.", "«The bridge will open in May»"),
        ("„The bridge will open in May“, said Maria Lopez.", "„The bridge will open in May“"),
        ("‘The bridge will open in May,’ said Maria Lopez.", "‘The bridge will open in May,’"),
        ("“The bridge is rotten to its core, ”said Maria Lopez.", "“The bridge is rotten to its core, ”"),
        ("Maria Lopez said: “We cannot wait for a new bridge. “", "“We cannot wait for a new bridge. “"),
    ],
)
def test_a_quote_in_any_style_of_marks_is_found_with_its_marks(detector: Detector, text: str, content: str) -> None:
    found = quotes_in(detector, text)
    assert [quote.text(text) for quote in found] == [content]
    assert found[0].type == "direct"
    assert found[0].speaker is not None
    assert found[0].speaker.name == "Maria Lopez"


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez said, “The bridge will open in May.”",
        "Maria Lopez said: “The bridge will open in May.”",
        "Maria Lopez, the mayor of the town, said: “The bridge will open in May.”",
        "“The bridge will open in May,” Maria Lopez said.",
        "“The bridge will open in May,” said the mayor, Maria Lopez.",
    ],
)
def test_a_direct_quote_is_found_wherever_its_cue_stands(detector: Detector, text: str) -> None:
    (quote,) = quotes_in(detector, text)
    assert quote.type == "direct"
    assert quote.cue is not None
    assert quote.cue.lemma == "say"
    assert quote.text(text).strip("“”,.") == "The bridge will open in May"


def test_a_quote_split_by_its_cue_is_one_quote_of_two_pieces(detector: Detector) -> None:
    text = "“We asked for help,” Maria Lopez said, “and nobody came.”"
    (quote,) = quotes_in(detector, text)
    assert [span.of(text) for span in quote.spans] == ["“We asked for help,”", "“and nobody came.”"]


def test_the_next_sentence_in_marks_goes_on_with_the_same_quote(detector: Detector) -> None:
    text = "“We asked for help,” said Maria Lopez. “Nobody came to us for three days.”"
    (quote,) = quotes_in(detector, text)
    assert len(quote.spans) == 2


def test_a_paragraph_that_goes_on_quoting_has_the_speaker_of_the_one_before(detector: Detector) -> None:
    text = (
        "“We asked for help and nobody came,” said Maria Lopez, who has lived there since March.\n\n"
        "“The water rose for three days and we sat on the roofs.”"
    )
    first, second = quotes_in(detector, text)
    assert first.speaker is not None
    assert second.speaker is not None
    assert second.speaker.name == first.speaker.name == "Maria Lopez"
    assert second.cue is None
    assert second.confidence < first.confidence


def test_a_quote_over_paragraphs_with_an_opening_mark_each_is_one_quote(detector: Detector) -> None:
    text = "Maria Lopez said: “We asked for help and nobody came.\n\n“The water rose for three days.”"
    (quote,) = quotes_in(detector, text)
    assert [span.of(text)[:4] for span in quote.spans] == ["“We ", "“The"]


def test_an_indirect_quote_begins_after_its_cue(detector: Detector) -> None:
    text = "Maria Lopez told reporters on Monday that the bridge would open in May."
    (quote,) = quotes_in(detector, text)
    assert quote.type == "indirect"
    assert quote.text(text) == "that the bridge would open in May"


def test_an_indirect_quote_may_stand_before_its_cue(detector: Detector) -> None:
    text = "Twelve houses were destroyed by the flood, police said."
    (quote,) = quotes_in(detector, text)
    assert quote.text(text) == "Twelve houses were destroyed by the flood"


def test_according_to_attributes_the_rest_of_its_sentence(detector: Detector) -> None:
    text = "Twelve houses were destroyed by the flood, according to the Interior Ministry."
    (quote,) = quotes_in(detector, text)
    assert quote.text(text) == "Twelve houses were destroyed by the flood"
    assert quote.speaker is not None
    assert quote.speaker.name == "Interior Ministry"


def test_quoted_words_inside_a_reported_clause_make_a_mixed_quote(detector: Detector) -> None:
    text = "Maria Lopez said that the bridge was “rotten to its core” and would be closed."
    (quote,) = quotes_in(detector, text)
    assert quote.type == "mixed"
    assert "“rotten to its core”" in quote.text(text)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “green belt” runs around the town and is ten miles long.",
        "He bought “The Old Man and the Sea” in a shop near the station.",
        "The lorry was 12' 6\" high and the bridge was not.",
    ],
)
def test_scare_quotes_titles_and_inches_are_nobodys_words(detector: Detector, text: str) -> None:
    assert [quote for quote in quotes_in(detector, text) if quote.speaker is not None and quote.speaker.name] == []


def test_an_unclosed_mark_does_not_shift_the_next_paragraph(detector: Detector) -> None:
    text = "The “green belt is ten miles long.\n\n“The bridge will open in May,” said Maria Lopez.\n"
    assert "“The bridge will open in May,”" in contents(detector, text)


def test_articles_of_one_batch_do_not_depend_on_each_other(detector: Detector) -> None:
    texts = ["“It will open in May,” said Maria Lopez.", "", "He said nothing.", "Police said the road was closed."]
    together = detector.detect([Article(text=text, language="en") for text in texts])
    alone = [detector.detect([Article(text=text, language="en")])[0] for text in texts]
    assert [unsure(found) for found in together] == [unsure(found) for found in alone]


def unsure(found: Detection) -> Detection:
    """The same but for confidences, which the tagger scales to its batch."""
    return replace(found, quotes=tuple(replace(quote, confidence=0.5) for quote in found.quotes))


def test_a_language_without_a_model_gives_direct_quotes_and_says_what_was_left_out(detector: Detector) -> None:
    text = "„Most otwieramy w maju, jak obiecaliśmy”, powiedziała burmistrz."
    (found,) = detector.detect([Article(text=text, language="pl")])
    assert [quote.type for quote in found.quotes] == ["direct"]
    assert found.quotes[0].speaker is None
    assert found.omitted
    assert "pl" in found.omitted[0]


WORDS = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "said",
        "Maria",
        "Lopez",
        "he",
        "that",
        "bridge",
        ",",
        ".",
        "\n\n",
        "told",
        ":",
        "\x00",
        "\u202e",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_is_survived_and_every_offset_fits(detector: Detector, text: str) -> None:
    for quote in quotes_in(detector, text):
        assert list(quote.spans) == sorted(quote.spans)
        for span in quote.spans:
            assert 0 <= span.start < span.end <= len(text)
        for before, after in zip(quote.spans, quote.spans[1:], strict=False):
            assert before.end <= after.start
        for part in (quote.cue, quote.speaker, quote.venue):
            if part is not None:
                assert text[part.start : part.end] == part.text
        assert 0 < quote.confidence < 1


def test_a_declared_region_does_not_hide_the_language(detector: Detector) -> None:
    text = "“The bridge will open in May,” said Maria Lopez."
    (found,) = detector.detect([Article(text=text, language="en-GB")])
    assert found.language == "en"
    assert found.omitted == ()
    assert found.quotes[0].speaker is not None
