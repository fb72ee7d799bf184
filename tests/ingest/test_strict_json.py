"""JSON from outside means one thing or is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge
from quotetrail.ingest.strict_json import parse

DEPTH = 64

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner)
    ),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_whatever_another_writer_wrote_is_read_back(value: object, escaped: bool) -> None:  # noqa: FBT001  # drawn by Hypothesis
    assert parse(json.dumps(value, ensure_ascii=escaped).encode(), max_depth=DEPTH) == value


def _whole(digits: str) -> int | float:
    """A whole number of more than 64 bits is read as the nearest float; no field of ours takes one."""
    number = int(digits)
    return number if -(2**63) <= number < 2**64 else float(digits)


@given(st.binary() | st.text(alphabet='{}[]":,\\u0d8ntf19.e- \n').map(str.encode))
def test_any_bytes_give_a_value_that_another_parser_gives_too_or_a_clear_problem(body: bytes) -> None:
    try:
        value = parse(body, max_depth=DEPTH)
    except QuotetrailError as refusal:
        refused = str(refusal)
    else:
        refused = "."
        assert json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_int=_whole) == value
    assert refused.endswith(".")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"NaN", "line 1, column 1"),
        (b'{"score": Infinity}', "line 1, column 11"),
        (b"[1e999]", "line 1, column 2"),
        (b'{"text": "\\ud800"}', "line 1, column 11"),
        (b'"\\udc00\\ud800"', "line 1, column 2"),
        (b'{\n "text": "a\\u0000b"}', "line 2, column 12"),
        (b'"\0"', "line 1, column 2"),
        (b'{"a": 1} x', "line 1, column 10"),
        (b"[1,]", "line 1"),
        (b'"\xff"', "byte 1"),
        (b'"\xed\xa0\x80"', "byte 1"),
        (b'{"a": 1, "a": 1}', "'a'"),
        (b'{"a": {"b": [], "c": {"b": 1, "b": 2}}}', "'b'"),
        (b'{"\\u0061": 1, "a": 1}', "'a'"),
        (b'{"x":' + b"[" * DEPTH, "line 1, column 69"),
    ],
)
def test_what_two_parsers_could_read_differently_is_refused_with_its_place(body: bytes, place: str) -> None:
    with pytest.raises(InvalidInput, match=place):
        parse(body, max_depth=DEPTH)


def test_what_only_looks_like_it_is_accepted() -> None:
    body = rb'{"a": "{[\"a\": 1, \\u0000 NaN", "b": {"a": "\ud83d\ude00"}}'
    assert parse(body, max_depth=2) == {"a": '{["a": 1, \\u0000 NaN', "b": {"a": "\N{GRINNING FACE}"}}


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b"\xef\xbb\xbf[1]", max_depth=DEPTH) == [1]


def test_the_depth_allowed_is_allowed_and_one_more_is_not() -> None:
    assert parse(b"[" * DEPTH + b"]" * DEPTH, max_depth=DEPTH)
    with pytest.raises(InvalidInput, match="deeper than 64"):
        parse(b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), max_depth=DEPTH)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("depth", [5_000, 500_000])
def test_depth_never_crashes(opening: bytes, depth: int) -> None:
    with pytest.raises(QuotetrailError):
        parse(opening * depth, max_depth=DEPTH)


@pytest.mark.parametrize(
    "body",
    [b'"' + b'\\"' * 2_000_000, b'"\\' * 2_000_000, b'"' * 4_000_001, b"[" + b'"a",' * 990_000, b"]" * 4_000_000],
    ids=["escaped quotes", "quote and backslash", "quotes", "strings", "closing brackets"],
)
def test_hostile_bodies_are_survived(body: bytes) -> None:
    with pytest.raises(QuotetrailError):
        parse(body, max_depth=DEPTH)


def test_more_than_a_million_values_are_too_large_whatever_they_weigh() -> None:
    with pytest.raises(TooLarge, match="1,000,000"):
        parse(b"[" + b"[]," * 1_000_000 + b"[]]", max_depth=DEPTH)
