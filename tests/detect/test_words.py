"""Every letter of a text is in one word, in order; words are cut as treebanks cut them and know their quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.quotemarks import pair
from quotetrail.detect.words import Case, Place, Words, words_of
from quotetrail.model import Span

ODD = st.text(st.one_of(st.sampled_from("aZ19 .,'’“”\"-–_@/:%\n\u00a0\u200b\u0301\ud800\x00"), st.characters()))
LIKE_NEWS = st.lists(
    st.sampled_from(["don't", "U.S.", "Mrs.", "http://a.b/c", "a.b@c.de", "#tag", "$1,200.50", "3rd", "``", "''", "…"])
)


def read(text: str) -> Words:
    return words_of(text, Span(0, len(text)), pair(text))


def forms(text: str) -> list[str]:
    return [text[start:end] for start, end in read(text).spans]


@given(st.one_of(ODD, LIKE_NEWS.map(" ".join), LIKE_NEWS.map("".join)))
def test_the_words_of_any_text_hold_each_of_its_letters_once_and_in_order(text: str) -> None:
    words = read(text)
    assert "".join(text[start:end] for start, end in words.spans) == "".join(text.split())
    assert list(words.spans) == sorted(words.spans)
    assert all(before[1] <= after[0] for before, after in zip(words.spans, words.spans[1:], strict=False))
    assert len(words) == len(words.spans) == len(words.cases) == len(words.places)


@given(ODD, st.data())
def test_words_are_only_those_of_the_paragraph_asked_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = words_of(text, Span(start, end), pair(text)).spans
    assert all(start <= first < last <= end for first, last in spans)
    assert "".join(text[first:last] for first, last in spans) == "".join(text[start:end].split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She doesn't know.", "She does n't know ."),
        ("She doesn’t know.", "She does n’t know ."),
        ("DON'T", "DO N'T"),
        ("We'll say it's Lopez's.", "We 'll say it 's Lopez 's ."),
        ("the mayor’s house", "the mayor ’s house"),
        ("Mrs. Lopez met Sen. Price.", "Mrs. Lopez met Sen. Price ."),
        ("in the U.S. at 9 a.m. today", "in the U.S. at 9 a.m. today"),
        ("a well-known man", "a well - known man"),
        ("no — never", "no — never"),
        ("$12,000.50 or 3.5%", "$ 12,000.50 or 3.5 %"),
        ("the 1990s, the 3rd", "the 1990s , the 3rd"),
        ("see https://example.org/a?b=1.", "see https://example.org/a?b=1 ."),
        ("write to press@example.org.", "write to press@example.org ."),
        ("@mayor wrote #bridge", "@mayor wrote #bridge"),
        ("and then... nothing", "and then ... nothing"),
        ("``No,'' he said", "`` No , '' he said"),
        ("“No,”she said", "“ No , ” she said"),
    ],
)
def test_words_are_cut_as_the_treebank_cuts_them(text: str, words: str) -> None:
    assert forms(text) == words.split()


def test_no_word_is_of_unbounded_length() -> None:
    assert [len(form) for form in forms("a" * 250)] == [100, 100, 50]


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("bridge", Case.LOWER),
        ("Lopez", Case.CAPITALISED),
        ("I", Case.CAPITALISED),
        ("NATO", Case.UPPER),
        ("eBay", Case.MIXED),
        ("2026", Case.DIGITS),
        ("3rd", Case.LOWER),
        ("“", Case.OTHER),
        ("👍", Case.OTHER),
        ("\ud800", Case.OTHER),
    ],
)
def test_a_word_tells_its_case(word: str, case: Case) -> None:
    assert read(word).cases == (case,)


def test_a_word_tells_how_it_stands_to_the_outermost_quotation() -> None:
    text = "He said “it is ‘fine’ now” twice."
    places = dict(zip(forms(text), read(text).places, strict=True))
    assert [word for word, place in places.items() if place is Place.OUTSIDE] == ["He", "said", "twice", "."]
    assert [word for word, place in places.items() if place is Place.OPENING] == ["“"]
    assert [word for word, place in places.items() if place is Place.CLOSING] == ["”"]
    assert [word for word, place in places.items() if place is Place.INSIDE] == ["it", "is", "‘", "fine", "’", "now"]
