from __future__ import annotations

import base64
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.api import cursors
from quotetrail.errors import InvalidCursor

INTEGERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
POSITIONS = st.lists(INTEGERS | st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=4).map(tuple)
FILTERS = st.dictionaries(st.text(string.ascii_lowercase, min_size=1), st.none() | st.text(max_size=20), max_size=4)


@given(position=POSITIONS, filters=FILTERS)
def test_a_cursor_says_where_it_was_made(position: tuple[int | str, ...], filters: dict[str, str | None]) -> None:
    cursor = cursors.write(position, listing="quotes", filters=filters)
    assert cursors.read(cursor, listing="quotes", filters=filters) == position


@given(position=POSITIONS)
def test_a_cursor_needs_no_escaping_in_an_address(position: tuple[int | str, ...]) -> None:
    cursor = cursors.write(position, listing="quotes", filters={})
    assert set(cursor) <= set(string.ascii_letters + string.digits + "-_")


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        cursors.read(text, listing="quotes", filters={})


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"[]",
        b'[1,"quotes"]',
        b'[2,"quotes","x",1]',
        b'[1,"quotes",[],1]',
        b"[" * 900,
        b'[1,"quotes","\\ud800",1]',
        b"[NaN]",
    ],
)
def test_a_forged_cursor_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidCursor):
        cursors.read(base64.urlsafe_b64encode(content).decode(), listing="quotes", filters={})


def test_a_cursor_of_another_listing_is_refused() -> None:
    cursor = cursors.write((7,), listing="speakers", filters={})
    with pytest.raises(InvalidCursor, match="quotes"):
        cursors.read(cursor, listing="quotes", filters={})


def test_a_cursor_of_other_filters_is_refused() -> None:
    cursor = cursors.write((7,), listing="quotes", filters={"speaker": "Tokayev"})
    with pytest.raises(InvalidCursor, match="filters"):
        cursors.read(cursor, listing="quotes", filters={"speaker": "Price"})


def test_a_filter_that_is_not_set_changes_nothing() -> None:
    cursor = cursors.write((7,), listing="quotes", filters={"speaker": None})
    assert cursors.read(cursor, listing="quotes", filters={}) == (7,)


def test_a_position_of_no_known_kind_is_refused() -> None:
    honest = cursors.write((7,), listing="quotes", filters={})
    content = base64.urlsafe_b64decode(honest + "=" * (-len(honest) % 4))
    forged = base64.urlsafe_b64encode(content.replace(b",7]", b",true]")).decode()
    with pytest.raises(InvalidCursor):
        cursors.read(forged, listing="quotes", filters={})
