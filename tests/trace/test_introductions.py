from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotetrail.trace.introductions import IntroductionReader

READER = IntroductionReader.load()


def cut(full: str, short: str) -> tuple[str, ...]:
    return READER.cut(READER.read(full), READER.read(short))


def test_a_surname_left_alone_points_to_the_text_that_introduces_it() -> None:
    full = "“It will grow,” said Dosym Satpayev, an analyst. Later Satpayev left."
    short = "“It will grow,” said Satpayev."
    assert cut(full, short) == ("Dosym Satpayev",)
    assert cut(short, full) == ()


def test_a_title_does_not_introduce() -> None:
    assert cut("They met President Tokayev there.", "They met Tokayev there.") == ()
    assert cut("He met Kassym-Jomart Tokayev there.", "He met President Tokayev there.") == ("Kassym-Jomart Tokayev",)


def test_a_capital_at_the_start_of_a_sentence_is_no_first_name() -> None:
    assert cut("It ended. When Tokayev came, all left.", "They met Tokayev there.") == ()


def test_a_name_that_both_give_in_full_is_no_evidence() -> None:
    text = "“It will grow,” said Dosym Satpayev."
    assert cut(text, text + " Satpayev left.") == ()


def test_texts_without_capitals_give_no_evidence() -> None:
    assert cut("他说道。", "“it will grow,” said satpayev.") == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read(one: str, other: str) -> None:
    cut(one, other)
