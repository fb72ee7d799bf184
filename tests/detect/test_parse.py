"""The parser's promises: offsets into the untouched text, batches, work that is skipped, any text in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.detect.paragraphs import paragraphs
from quotetrail.detect.parse import Parsed, Parser, Sentence
from quotetrail.errors import ModelsMissing
from quotetrail.settings import BUNDLED_MODELS

pytestmark = pytest.mark.models

ARTICLE = (
    "Ministers meet in Geneva\n\n"
    "“We can't wait any longer,” Maria Lopez, the minister of health, told Reuters on Monday. "
    "The hospital said that its doctors cannot work.\n\n"
    "Its roof\u00a0fell in.\r\n\r\nNobody was hurt."
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load(bundled=BUNDLED_MODELS, official=None, threads=1)


def untouched(text: str, parsed: Parsed) -> None:
    """Every offset fits: sentences in order, words in their sentence, names where they say."""
    at = 0
    for sentence in parsed.sentences:
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end
        assert any(p.start <= sentence.start and sentence.end <= p.end for p in paragraphs(text))
        for index, word in enumerate(sentence.words):
            assert word.index == index
            assert sentence.start <= word.start < word.end <= sentence.end
            assert -1 <= word.head < len(sentence.words)
        for entity in sentence.entities:
            assert entity.text == text[entity.start : entity.end]


def words(parsed: Parsed) -> list[str]:
    return [word.text for sentence in parsed.sentences for word in sentence.words]


def nothing(_: int, __: Sentence) -> bool:
    return False


def test_an_article_becomes_sentences_words_and_names(parser: Parser) -> None:
    (parsed,) = parser.parse([ARTICLE], "en")
    untouched(ARTICLE, parsed)
    assert parsed.language == "en"
    assert len(parsed.sentences) == 5
    assert all(sentence.parsed for sentence in parsed.sentences)
    told = next(word for sentence in parsed.sentences for word in sentence.words if word.text == "told")
    assert (told.upos, told.lemma) == ("VERB", "tell")
    assert ("Maria Lopez", "PERSON") in {(name.text, name.label) for name in parsed.sentences[1].entities}


def test_a_tree_says_who_said_what(parser: Parser) -> None:
    (parsed,) = parser.parse(["Maria Lopez said that the roof fell."], "en")
    maria, _, said, _, _, roof, fell, _ = parsed.sentences[0].words
    assert (said.head, said.deprel) == (-1, "root")
    assert (maria.head, maria.deprel) == (said.index, "nsubj")
    assert (roof.head, roof.deprel) == (fell.index, "nsubj")
    assert (fell.head, fell.deprel) == (said.index, "ccomp")


def test_a_token_of_two_words_gives_both_their_own_place(parser: Parser) -> None:
    (parsed,) = parser.parse([ARTICLE], "en", keep=nothing)
    negation = next(word for sentence in parsed.sentences for word in sentence.words if word.text == "n't")
    assert ARTICLE[negation.start : negation.end] == "n't"
    assert {"can", "not", "its", "Its"} <= set(words(parsed))


def test_each_sentence_keeps_to_its_paragraph_however_it_is_divided(parser: Parser) -> None:
    text = "One came\n\nTwo went\r\n\r\nThree stayed\u2029Four slept\fFive woke"
    (parsed,) = parser.parse([text], "en", keep=nothing)
    untouched(text, parsed)
    assert len(parsed.sentences) == 5


def test_documents_parsed_together_come_out_as_if_parsed_alone(parser: Parser) -> None:
    texts = ["", ARTICLE, "   ", "He left.", ARTICLE[::-1]]
    assert parser.parse(texts, "en") == [parser.parse([text], "en")[0] for text in texts]


def test_sentences_that_are_not_kept_have_tags_but_no_tree(parser: Parser) -> None:
    texts = ["The minister said so. It rained.", "It rained. The minister said so."]
    asked: list[tuple[int, str]] = []

    def with_speech(number: int, sentence: Sentence) -> bool:
        asked.append((number, sentence.words[0].text))
        return any(word.lemma == "say" for word in sentence.words)

    parsed = parser.parse(texts, "en", keep=with_speech)
    assert asked == [(0, "The"), (0, "It"), (1, "It"), (1, "The")]
    assert [[sentence.parsed for sentence in document.sentences] for document in parsed] == [
        [True, False],
        [False, True],
    ]
    rained = parsed[0].sentences[1].words
    assert [word.upos for word in rained] == ["PRON", "VERB", "PUNCT"]
    assert {(word.head, word.deprel) for word in rained} == {(-1, "")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x00",
        " \n\n\t",
        "He said\x00no\x07and\u200bleft\ufeff.",
        "He said \ud800 no. \udfff",
        "👍👍 He said 👍.",
        "e" + "\u0301" * 500,
        "a" * 5_000 + " said no.",
        ". " * 200,
        '"' * 200,
        "\u202eHe said no\u202c.",
    ],
)
def test_odd_text_is_parsed_with_offsets_that_fit(parser: Parser, text: str) -> None:
    (parsed,) = parser.parse([text], "en")
    untouched(text, parsed)


def test_control_characters_divide_words_and_are_in_none(parser: Parser) -> None:
    (parsed,) = parser.parse(["He said\x00no\u00a0and\u200bleft."], "en", keep=nothing)
    assert words(parsed) == ["He", "said", "no", "and", "left", "."]


def test_an_endless_sentence_is_cut(parser: Parser) -> None:
    text = "the president of the country said that protests in the city were over and " * 30
    (parsed,) = parser.parse([text], "en", keep=nothing)
    untouched(text, parsed)
    assert words(parsed) == text.split()
    assert max(len(sentence.words) for sentence in parsed.sentences) <= 150


def test_a_paragraph_of_many_sentences_is_read_whole(parser: Parser) -> None:
    text = "The president said that the protests were over. " * 120
    (parsed,) = parser.parse([text], "en", keep=nothing)
    untouched(text, parsed)
    assert len(parsed.sentences) == 120


def test_a_language_without_models_is_refused_by_name(parser: Parser) -> None:
    assert parser.languages == ("en",)
    assert parser.can_parse("en")
    assert not parser.can_parse("tlh")
    with pytest.raises(ModelsMissing, match="models pull tlh"):
        parser.parse(["nuqneH"], "tlh")


@given(text=st.text(st.one_of(st.sampled_from("ab .\n“”'\u00a0\u200b\ud800"), st.characters()), max_size=80))
@settings(max_examples=25, deadline=None)
def test_any_text_is_parsed_with_offsets_that_fit(parser: Parser, text: str) -> None:
    (parsed,) = parser.parse([text], "en")
    untouched(text, parsed)
