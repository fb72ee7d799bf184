"""Everyday Kazakh made by grammar, for training the encoder."""

from __future__ import annotations

import pytest

from training.encoder.kazakh import PERSONS, negated, past, possessed, present, sentences, wish

I, YOU, YOU_POLITE, HE, _, WE, _ = PERSONS  # noqa: E741 - the person that English writes so


@pytest.mark.parametrize(
    ("stem", "form"),
    [("жаз", "жаздым"), ("кел", "келдім"), ("айт", "айттым"), ("өс", "өстім"), ("сөйле", "сөйледім")],
)
def test_the_past_goes_by_the_last_vowel_and_the_last_sound(stem: str, form: str) -> None:
    assert past(stem, I) == form


@pytest.mark.parametrize(
    ("stem", "form"),
    [("жаз", "жазамыз"), ("кел", "келеміз"), ("оқы", "оқимыз"), ("шық", "шығамыз"), ("тап", "табамыз")],
)
def test_the_present_links_its_ending_by_a_vowel(stem: str, form: str) -> None:
    assert present(stem, WE) == form


@pytest.mark.parametrize(("stem", "form"), [("жаз", "жазба"), ("кел", "келме"), ("айт", "айтпа"), ("кет", "кетпе")])
def test_a_verb_is_negated_before_its_ending(stem: str, form: str) -> None:
    assert negated(stem) == form


def test_what_is_owned_has_the_ending_of_its_owner() -> None:
    assert possessed("кітап", I) == "кітабым"
    assert possessed("бала", YOU) == "балаң"
    assert possessed("үй", YOU_POLITE) == "үйіңіз"
    assert possessed("ана", HE) == "анасы"
    assert wish("айт", I) == "айтқым"


def test_the_same_seed_makes_the_same_sentences() -> None:
    assert list(sentences(200)) == list(sentences(200))
    assert len(set(sentences(200))) > 150
    assert all(english and kazakh for english, kazakh in sentences(200))
