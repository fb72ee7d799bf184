"""JSON from outside, parsed strictly: what two parsers could read differently is refused.

orjson already refuses NaN, infinities, lone surrogates, control characters, bytes that are not UTF-8 and trailing
garbage, in linear time. It lets duplicate keys, NUL and 1,024 levels pass; those are found by scans beside it.
"""

from __future__ import annotations

import json
import re

import orjson

from quotetrail.errors import InvalidInput, TooLarge

# A string without a closing quote runs to the end, and nothing backtracks: the scan stays linear on hostile bytes.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_STRING_OR_BRACKET = re.compile(_STRING.pattern + rb"|[\[\]{}]", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:u0000|.)", re.DOTALL)
_BRACKETS_ONLY = bytes(byte for byte in range(256) if byte not in b"[]{}")

# 32 MiB of "[],[],…" would become gigabytes of Python objects; a real batch of articles stays far below this.
_MOST_VALUES = 1_000_000


def parse(body: bytes, *, max_depth: int) -> object:
    """Return the value that `body`, JSON in UTF-8 with or without a byte order mark, stands for.

    Raises InvalidInput, with line and column where there is one place to name, for anything that is not exactly one
    JSON value nested at most `max_depth` deep without duplicate keys, NUL, NaN or lone surrogates; TooLarge for more
    than a million values.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    skeleton = _STRING.sub(b"", body)
    if skeleton.count(b",") + skeleton.count(b"[") + skeleton.count(b"{") > _MOST_VALUES:
        raise TooLarge(f"The JSON holds more than {_MOST_VALUES:,} values; send it in parts.")
    if _deeper_than(skeleton, max_depth):
        offset = _place_of_depth(body, max_depth)
        raise InvalidInput(f"The JSON is nested deeper than {max_depth} levels at {_place(body, offset)}.")
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(_complaint(body, error)) from None
    for escape in _ESCAPE.finditer(body):
        if escape.group() == rb"\u0000":
            raise InvalidInput(f"The JSON holds the character NUL (\\u0000) at {_place(body, escape.start())}.")
    if skeleton.count(b":") != _keys_kept(value):
        raise InvalidInput(f"The JSON names the key {_doubled_key(body)!r} twice in one object.")
    return value


def _deeper_than(skeleton: bytes, max_depth: int) -> bool:
    depth = 0
    for bracket in skeleton.translate(None, _BRACKETS_ONLY):
        if bracket in b"[{":
            depth += 1
            if depth > max_depth:
                return True
        else:
            depth -= 1
            if depth < 0:
                return False  # not JSON; the parser says where
    return False


def _place_of_depth(body: bytes, max_depth: int) -> int:
    """Offset of the bracket that opens one level too many."""
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(body):
        if token.group() in (b"[", b"{"):
            depth += 1
            if depth > max_depth:
                return token.start()
        elif token.group() in (b"]", b"}"):
            depth -= 1
    raise AssertionError("called for a body that is not too deep")


def _keys_kept(value: object) -> int:
    """How many keys the parsed value has; every key dropped as a duplicate is missing from it."""
    keys = 0
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            keys += len(current)
            waiting.extend(inner for inner in current.values() if isinstance(inner, dict | list))
        elif isinstance(current, list):
            waiting.extend(inner for inner in current if isinstance(inner, dict | list))
    return keys


def _doubled_key(body: bytes) -> str:
    doubled: list[str] = []

    def notice(pairs: list[tuple[str, object]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                doubled.append(key)
            seen.add(key)

    json.loads(body, object_pairs_hook=notice)
    return doubled[0]


def _complaint(body: bytes, error: orjson.JSONDecodeError) -> str:
    if not body.strip():
        return "The JSON is empty."
    try:
        body.decode()
    except UnicodeDecodeError as undecodable:
        return f"JSON must be UTF-8, and byte {undecodable.start} is not."
    return f"The JSON is not valid: {error.msg} at line {error.lineno}, column {error.colno}."


def _place(body: bytes, offset: int) -> str:
    line = body.count(b"\n", 0, offset) + 1
    column = len(body[body.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    return f"line {line}, column {column}"
