"""Words become pieces of the vocabulary: at least one, never too many, the same whether remembered or cut anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.detector import TAGGER
from quotetrail.detect.pieces import Pieces

SMALL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "said", "bridge", "bri", "##d", "##ge", "##s", "un", "##ion", "e", "."]


@pytest.fixture(scope="module")
def bundled() -> Pieces:
    return Pieces.load(TAGGER / "vocab.txt")


def pieces_of(word: str) -> list[str]:
    return [SMALL[number] for number in Pieces(SMALL).of(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("said", ["said"]),
        ("SAID", ["said"]),
        ("bridge", ["bridge"]),
        ("bridges", ["bridge", "##s"]),
        ("brid", ["bri", "##d"]),
        ("union", ["un", "##ion"]),
        ("é", ["e"]),
        ("bridge.", ["bridge", "."]),
        ("bridgez", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("\u0301", ["[UNK]"]),
        ("[SEP]", ["[UNK]", "[UNK]", "[UNK]"]),
    ],
)
def test_a_word_is_cut_into_the_longest_pieces_that_the_vocabulary_has(word: str, pieces: list[str]) -> None:
    assert pieces_of(word) == pieces


@given(st.text(st.one_of(st.characters(), st.sampled_from("ab’.\ud800\x00")), max_size=200))
def test_any_string_has_some_pieces_and_not_too_many(bundled: Pieces, word: str) -> None:
    found = bundled.of(word)
    assert 1 <= len(found) <= 12
    assert not {bundled.start, bundled.end, bundled.padding} & set(found)


@given(st.text(max_size=20))
def test_a_remembered_word_has_the_pieces_it_had_when_it_was_cut(bundled: Pieces, word: str) -> None:
    bundled.of.cache_clear()
    cut = bundled.of(word)
    assert bundled.of(word) == cut
    assert bundled.of.cache_info().hits == 1
