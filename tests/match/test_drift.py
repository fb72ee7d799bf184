from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.canonical import Canonicaliser
from quotetrail.match.drift import align, drift
from quotetrail.model import Change

CANONICALISER = Canonicaliser.load()
SOME_WORDS = st.lists(st.sampled_from(["we", "want", "reform", "now", "not", "18"]), max_size=12)


def changes(before: str, after: str) -> list[Change]:
    left, right = CANONICALISER.canonical(before), CANONICALISER.canonical(after)
    return list(drift(left, right, align(left.words, right.words)))


def test_shekenovas_words_show_what_changed_and_in_whose_spelling() -> None:
    assert changes(
        "have monopolised all sectors, from banking to roads to gas. These protests are about corruption,",
        "have monopolized all sectors, from banking to highways and gas. These protests are for corruption, ",
    ) == [
        Change(
            "equal", "have monopolised all sectors, from banking to", "have monopolized all sectors, from banking to"
        ),
        Change("replace", "roads to", "highways and"),
        Change("equal", "gas. These protests are", "gas. These protests are"),
        Change("replace", "about", "for"),
        Change("equal", "corruption", "corruption"),
    ]


def test_words_added_and_left_out_are_told_apart() -> None:
    assert [change.kind for change in changes("for as long as the president believes", "as long as the president")] == [
        "delete",
        "equal",
        "delete",
    ]
    assert changes("fair elections", "free and fair elections") == [
        Change("insert", "", "free and"),
        Change("equal", "fair elections", "fair elections"),
    ]


def test_no_words_on_either_side_give_no_steps() -> None:
    assert changes("", "…") == []


@given(SOME_WORDS, SOME_WORDS)
@settings(deadline=None)
def test_steps_rebuild_both_sides_and_never_repeat_a_kind(before: list[str], after: list[str]) -> None:
    steps = align(before, after)
    assert [word for step in steps for word in before[step.left_start : step.left_end]] == before
    assert [word for step in steps for word in after[step.right_start : step.right_end]] == after
    assert all(
        (before[step.left_start : step.left_end] == after[step.right_start : step.right_end]) == (step.kind == "equal")
        for step in steps
    )
    assert all((one.kind == "equal") != (two.kind == "equal") for one, two in pairwise(steps))


@given(SOME_WORDS)
def test_equal_texts_are_one_equal_step(words: list[str]) -> None:
    assert [step.kind for step in align(words, words)] == (["equal"] if words else [])


def test_a_hundred_thousand_words_on_both_sides_are_compared() -> None:
    left = ["same"] * 10 + [f"left{number}" for number in range(100_000)] + ["end"]
    right = ["same"] * 10 + [f"right{number}" for number in range(100_000)] + ["end"]
    assert [step.kind for step in align(left, right)] == ["equal", "replace", "equal"]
