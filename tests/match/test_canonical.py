from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.canonical import Canonicaliser

CANONICALISER = Canonicaliser.load()
# What has broken tokenisers: apostrophes, separators in numbers, ligatures, marks, odd folding, scripts without spaces.
TROUBLE = st.sampled_from("aAnNtTsS'’ʼ.,0123 \u00a0-%½ﬁéñ中ßİſ\u0301\u00ad\u0345ŉ㆒ำ٣\ud800\x00🎉م")
ANY_TEXT = st.text(st.one_of(st.characters(), TROUBLE), max_size=40)


def words(text: str) -> tuple[str, ...]:
    return CANONICALISER.canonical(text).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("monopolised all sectors", "Monopolized  all\u00a0sectors"),
        ("“Hello,” she said", '"Hello" — she said…'),
        ("They don’t listen", "they do not listen"),
        ("We won't, we can't", "we will not; we cannot"),
        ("It's late", "it is late"),
        ("the organisation’s programme", "the organization's program"),
        ("honour the labour of our neighbours", "honor the labor of our neighbors"),
        ("travelled to the centre", "traveled to the center"),
        ("80%", "80 per cent"),
        ("2,298 people", "2298 people"),
        ("Ещё подождём", "еще подождем"),
        ("a frost of -30 degrees", "a frost of minus 30 degrees"),
        ("мороз −30", "мороз минус 30"),
        ("since World War II", "since World War Two"),
        ("No. 10 will answer", "Number 10 will answer"),
        ("дом №10", "дом № 10"),
        ("İzmir'de", "izmir'de"),
        ("2\u00a0298 people", "2\u202f298 people"),
        ("three decades", "3 decades"),
        ("the U.S. and the US", "the US and the U.S."),
        ("ﬁnal o\ufb03ce", "final office"),
        ("café", "cafe\u0301"),
        ("peace\u00adkeeping", "peacekeeping"),
        ("٣٤٥", "345"),
        ("Токаев сказал", "ТОКАЕВ СКАЗАЛ"),
    ],
)
def test_what_no_reader_would_call_a_difference_is_none(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four", "for"),
        ("filled", "filed"),
        ("attack", "attacks"),
        ("for corruption", "about corruption"),
        ("they do", "they don't"),
        ("3.5", "35"),
        ("there are no 10 people", "there are number 10 people"),
        ("Xi said", "XI said"),
        ("growth of -2.1%", "growth of 2.1%"),
        ("a loss of -$3 million", "a loss of $3 million"),
        ("18 killed", "13 killed"),
    ],
)
def test_what_means_something_else_stays_different(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_each_word_knows_where_it_stands_in_the_original() -> None:
    text = "“They don’t want 2,298 of Almaty’s flats…”"
    canonical = CANONICALISER.canonical(text)
    places = [(word, span.of(text)) for word, span in zip(canonical.words, canonical.spans, strict=True)]
    assert places == [
        ("they", "They"),
        ("do", "do"),
        ("not", "n’t"),
        ("want", "want"),
        ("2298", "2,298"),
        ("of", "of"),
        ("almaty", "Almaty"),
        ("s", "’s"),
        ("flats", "flats"),
    ]
    assert canonical.original(1, 5) == "don’t want 2,298"


def test_scripts_without_spaces_give_one_word_a_character() -> None:
    assert words("重要问题ABC") == ("重", "要", "问", "题", "abc")


def test_signs_and_emptiness_give_no_words() -> None:
    assert words("") == words("“…” — 🎉 \x00 \ud800") == ()


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_spans_ascend_and_lie_inside_the_text(text: str) -> None:
    canonical = CANONICALISER.canonical(text)
    assert len(canonical.words) == len(canonical.spans)
    for before, after in pairwise(canonical.spans):
        assert before == after or before.end <= after.start
    assert all(0 <= span.start < span.end <= len(text) for span in canonical.spans)


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(st.lists(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8), max_size=8))
@settings(deadline=None)
def test_the_original_of_each_word_has_that_word_as_its_form(plain: list[str]) -> None:
    text = ", ".join(plain)
    canonical = CANONICALISER.canonical(text)
    assert all(word in words(span.of(text)) for word, span in zip(canonical.words, canonical.spans, strict=True))


@pytest.mark.parametrize(
    "piece", ["word ", "\u0301\u0323", "x", "n't'", "1,", "a.", "\u00ad", "中", "'", "é"], ids=ascii
)
def test_long_runs_of_one_piece_are_read(piece: str) -> None:
    CANONICALISER.canonical("a" + piece * 40_000)
