import re
from itertools import pairwise

import pytest

from quotetrail.model import QuoteType, Span
from training.evaluation.seed_gold import SEED_ARTICLES, GoldAttribution, SeedGold, overlap

GOLD = SeedGold.read()
BY_ID = {item.id: item for item in GOLD.attributions}
OPENING, CLOSING = "“\"‘'", "”\"’'“"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    if not SEED_ARTICLES.is_dir():
        pytest.skip("../shared/seeds is not here")
    return GOLD.texts()


def quoted_share(text: str, spans: tuple[Span, ...]) -> float:
    """PolNeAR's rule, counted on its own: the share of letters and digits that stand inside marks."""
    inside = total = 0
    for span in spans:
        is_open = False
        for character in span.of(text):
            if character in '"“':
                is_open = not is_open
            elif character == "”":
                is_open = False
            elif character.isalnum():
                total += 1
                inside += is_open
    return inside / total


def is_inside_a_word(text: str, position: int) -> bool:
    """Whether letters stand on both sides, save where article 001 glues two words together."""
    name, verb = "Tokayev", "appealed"
    is_glued = text[:position].endswith(name) and text[position:].startswith(verb)
    return not is_glued and re.search(r"\w\w", text[max(0, position - 1) : position + 1]) is not None


def spans_of(item: GoldAttribution) -> list[Span]:
    spans = [span for reading in item.readings for span in reading]
    spans += [] if item.cue is None else item.cue.spans
    spans += [] if item.speaker is None else [item.speaker.mention]
    spans += [] if item.venue is None else [item.venue.span]
    return spans


def test_the_gold_holds_what_was_read() -> None:
    required = [item.type for item in GOLD.attributions if not item.optional]
    assert {quote_type.value: required.count(quote_type) for quote_type in QuoteType} == {
        "direct": 22,
        "mixed": 25,
        "indirect": 31,
    }
    assert len(BY_ID) == len(GOLD.attributions)


def test_the_gold_keeps_a_few_words_and_no_prose() -> None:
    starts = [item.starts for item in GOLD.attributions] + [item.starts for item in GOLD.not_quotes]
    assert max(len(words.split()) for words in starts) <= 4


def test_seven_statements_are_shared_by_three_articles() -> None:
    required = [statement for statement in GOLD.statements if not statement.optional]
    breadth = [len({BY_ID[member].article for member in statement.members}) for statement in required]
    assert breadth.count(3) == 7
    assert min(breadth) == 2


def test_no_attribution_is_in_two_required_statements() -> None:
    members = [member for statement in GOLD.statements if not statement.optional for member in statement.members]
    assert len(members) == len(set(members))
    assert set(members) <= set(BY_ID)


def test_every_reading_is_in_order_without_overlap() -> None:
    for item in GOLD.attributions:
        for reading in item.readings:
            assert all(span.start < span.end for span in reading), item.id
            assert all(left.end <= right.start for left, right in pairwise(reading)), item.id


def test_alternatives_are_readings_of_the_same_place() -> None:
    for item in GOLD.attributions:
        assert all(overlap(item.spans, reading) > 0 for reading in item.alternatives), item.id


@pytest.mark.shared
def test_every_offset_is_on_a_word_boundary_of_its_article(texts: dict[str, str]) -> None:
    for item in GOLD.attributions:
        text = texts[item.article]
        for span in spans_of(item):
            words = span.of(text)
            assert words == words.strip(), (item.id, words)
            assert words, item.id
            assert not is_inside_a_word(text, span.start), (item.id, words)
            assert not is_inside_a_word(text, span.end), (item.id, words)


@pytest.mark.shared
def test_every_type_follows_from_the_marks(texts: dict[str, str]) -> None:
    for item in GOLD.attributions:
        share = quoted_share(texts[item.article], item.spans)
        by_marks = QuoteType.DIRECT if share > 0.95 else QuoteType.MIXED if share > 0 else QuoteType.INDIRECT
        assert item.type is by_marks, item.id


@pytest.mark.shared
def test_direct_contents_include_their_marks(texts: dict[str, str]) -> None:
    for item in GOLD.attributions:
        if item.type is QuoteType.DIRECT:
            for span in item.spans:
                words = span.of(texts[item.article])
                assert words[0] in OPENING, item.id
                assert words[-1] in CLOSING, item.id


@pytest.mark.shared
def test_the_first_words_are_those_at_the_offsets(texts: dict[str, str]) -> None:
    for item in GOLD.attributions:
        words = " ".join(" ".join(span.of(texts[item.article]) for span in item.spans).split())
        assert item.starts in words, item.id
        assert item.type is not QuoteType.INDIRECT or words.startswith(item.starts), item.id


@pytest.mark.shared
def test_every_name_stands_in_its_article(texts: dict[str, str]) -> None:
    for item in GOLD.attributions:
        if item.speaker is not None and item.speaker.name is not None:
            assert item.speaker.name in texts[item.article].replace("\xa0", " "), item.id


@pytest.mark.shared
def test_words_that_nobody_says_are_marked(texts: dict[str, str]) -> None:
    assert GOLD.not_quotes
    for item in GOLD.not_quotes:
        words = item.span.of(texts[item.article])
        assert words[0] in OPENING
        assert words[1:-1] == item.starts
        assert words[-1] in CLOSING
