"""Words of two languages laid beside each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.canonical import Canonicaliser
from quotetrail.match.drift import Step, align_by_meaning, drift
from quotetrail.match.encoder import Encoder
from quotetrail.model import Change

CANONICALISER = Canonicaliser.load()
WORDS = st.lists(
    st.one_of(st.sampled_from(["the", "tax", "налог", "Астана", "25", "не", "税", "收", "💥"]), st.text(max_size=4)),
    max_size=14,
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def changes(before: str, after: str, encoder: Encoder) -> list[Change]:
    left, right = CANONICALISER.canonical(before), CANONICALISER.canonical(after)
    return list(drift(left, right, align_by_meaning(left.words, right.words, encoder)))


def test_words_are_laid_beside_their_translations(encoder: Encoder) -> None:
    found = changes("Dozens of attackers were killed", "Десятки нападавших были убиты", encoder)
    assert Change("translate", "attackers", "нападавших") in found
    assert found[-1].after.endswith("убиты")


def test_numbers_and_names_are_tied_first(encoder: Encoder) -> None:
    found = changes("In 2022 Tokayev spoke", "Тоқаев 2022 жылы сөйледі", encoder)
    assert [(change.kind, change.before, change.after) for change in found if change.before in {"2022", "Tokayev"}] == [
        ("equal", "2022", "2022"),
        ("translate", "Tokayev", "Тоқаев"),
    ]


def test_function_words_go_with_their_neighbour(encoder: Encoder) -> None:
    left, right = ("the", "minister", "spoke"), ("министр", "выступил")
    steps = align_by_meaning(left, right, encoder, light_left={0})
    assert steps[0] == Step("translate", 0, 2, 0, 1)


def test_what_one_side_has_alone_is_inserted_or_deleted(encoder: Encoder) -> None:
    found = changes("the bank and the minister of finance", "банк", encoder)
    assert {change.kind for change in found} == {"translate", "delete"}
    assert align_by_meaning((), ("банк",), encoder) == (Step("insert", 0, 0, 0, 1),)
    assert align_by_meaning((), (), encoder) == ()


def test_long_texts_are_one_change(encoder: Encoder) -> None:
    left, right = ["word"] * 100_000, ["слово"] * 100_000
    assert align_by_meaning(left, right, encoder) == (Step("replace", 0, 100_000, 0, 100_000),)


@settings(deadline=None)  # what is promised are the steps, not the milliseconds of a busy machine
@given(WORDS, WORDS, st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)))
def test_every_word_is_in_one_step_and_steps_follow_the_left(
    encoder: Encoder, left: list[str], right: list[str], light: set[int], light_right: set[int]
) -> None:
    steps = align_by_meaning(
        left,
        right,
        encoder,
        light_left={place for place in light if place < len(left)},
        light_right={place for place in light_right if place < len(right)},
    )
    assert [place for step in steps for place in range(step.left_start, step.left_end)] == list(range(len(left)))
    assert sorted(place for step in steps for place in range(step.right_start, step.right_end)) == list(
        range(len(right))
    )
    for step in steps:
        has_left, has_right = step.left_start < step.left_end, step.right_start < step.right_end
        assert has_left or has_right
        assert (step.kind == "insert") == (not has_left)
        assert (step.kind == "delete") == (not has_right)
