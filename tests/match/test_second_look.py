"""The second look: any two texts get finite scores, the words it reads are the encoder's, its weights are whole."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.errors import ModelsMissing
from quotetrail.match.encoder import Encoder
from quotetrail.match.features import tokens, words
from quotetrail.match.judge import BUNDLED_VERIFIER
from quotetrail.match.second_look import CLASSES, MOST_WORDS, NETWORK, TABLE, SecondLook, pair_words

ODD = ("", " ", "😀😀", "\x00", "\ud800", "e\u0301" * 9, "a" * 10_000, "مرحبا بالعالم", "是的" * 900, "Tоkаyev sаid")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The bundled encoder."""
    return Encoder.load()


@pytest.fixture(scope="module")
def second_look(encoder: Encoder) -> SecondLook:
    """The bundled network."""
    return SecondLook.load(encoder, BUNDLED_VERIFIER)


@pytest.mark.parametrize("left", ODD)
@pytest.mark.parametrize("right", ODD)
def test_any_two_texts_get_finite_scores(second_look: SecondLook, left: str, right: str) -> None:
    """Emoji, no words, other scripts, very long: one number for each class, one for each word that is read."""
    found = second_look.at(left, right)
    assert found.scores.shape == (len(CLASSES),)
    assert tuple(map(len, found.apart)) == (len(pair_words(left)), len(pair_words(right)))
    assert all(np.isfinite(numbers).all() for numbers in (found.scores, *found.apart))


@given(st.text(max_size=300))
@settings(deadline=None)
def test_tokens_are_the_words_of_the_encoder(text: str) -> None:
    """The network reads the words that the encoder knows, with unspaced writing not yet cut."""
    cut: list[str] = []
    for token in tokens(text):
        run = token.kind == "run"
        cut += [*token.text, *(one + other for one, other in pairwise(token.text))] if run else [token.text]
    assert cut == words(text)


def test_a_long_text_is_read_up_to_a_bound(second_look: SecondLook) -> None:
    """What comes after the first words changes nothing, so time is bounded."""
    long = "We will not raise taxes on families before spring comes. " * 40
    assert len(pair_words(long)) == MOST_WORDS
    one, other = (second_look.at(long + end, "Taxes stay.") for end in ("", " Except for banks."))
    assert np.array_equal(one.scores, other.scores)


def test_the_word_that_was_exchanged_stands_apart(second_look: SecondLook) -> None:
    """Of a translation with one word exchanged, that word has the least on the other side; and the pair is doubted."""
    said = "The government will build twelve new hospitals in the north of the country before 2027."
    right = "Правительство построит двенадцать новых больниц на севере страны до 2027 года."
    wrong = right.replace("больниц", "тюрем")
    found = second_look.at(wrong, said)
    assert wrong.replace(".", "").lower().split()[int(found.apart[0].argmax())] == "тюрем"
    assert found.same < second_look.at(right, said).same


@pytest.mark.parametrize("name", [NETWORK, TABLE])
def test_damaged_or_missing_weights_are_refused(encoder: Encoder, tmp_path: Path, name: str) -> None:
    """Weights that are not the file meant are not used."""
    folder = tmp_path / "verifier"
    shutil.copytree(BUNDLED_VERIFIER, folder)
    damaged = bytearray((folder / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (folder / name).write_bytes(damaged)
    with pytest.raises(ModelsMissing, match="damaged"):
        SecondLook.load(encoder, folder)
    (folder / name).unlink()
    with pytest.raises(ModelsMissing, match="install"):
        SecondLook.load(encoder, folder)
