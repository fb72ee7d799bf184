"""Where paragraphs end, in text as it comes out of browsers, mailers and agencies."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.paragraphs import paragraphs


def pieces(text: str) -> list[str]:
    return [place.of(text) for place in paragraphs(text)]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n", "\u2029", "\f", "\u2028\u2028"])
def test_an_empty_line_ends_a_paragraph(gap: str) -> None:
    assert pieces(f"  One came.{gap}Two went. ") == ["One came.", "Two went."]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_of_its_own_is_a_paragraph(gap: str) -> None:
    text = f"Security forces in Almaty.{gap}Security forces in Almaty, in a photograph that was taken on Thursday."
    assert len(pieces(text)) == 2


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = (
        "The president of the country said on Thursday that order had been\n"
        "Restored in most of the regions, and that the police would be on\n"
        "Duty for a week.\n"
        "\n"
        "Nobody answered."
    )
    assert len(pieces(text)) == 2


def test_an_empty_line_inside_a_sentence_ends_nothing() -> None:
    assert len(pieces("Samal, a 29-year-old nursery-school\n\nteacher, told AFP.")) == 1
    assert len(pieces("Samal is a teacher.\n\nteacher unions agree.")) == 2
    assert len(pieces("Samal is a\n\nTeacher.")) == 2


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2029\t"])
def test_empty_text_has_no_paragraph(text: str) -> None:
    assert pieces(text) == []


@given(st.text(st.one_of(st.sampled_from("ab. \n\r\u2028\x0b"), st.characters()), max_size=300))
def test_paragraphs_hold_all_that_is_not_white_space_in_order(text: str) -> None:
    found = paragraphs(text)
    assert all(before.end < after.start for before, after in pairwise(found))
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())
