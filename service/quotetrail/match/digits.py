"""Numbers written in digits, of any grouping, and in Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quotetrail.match.phrases import Token
from quotetrail.match.sums import MOST_DIGITS

_GROUP = 3
_SEPARATOR = re.compile(r"[^\d]")
# From "II" on: a single letter is none.
_ROMAN = re.compile(r"(?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its likeliest value, other readings of it, and where it stands.

    `firm` is False for what may only be the counterpart of another number: "one", "second", "dozens", "May". `rounded`
    is set by facts.py where the text says "about".
    """

    value: float
    start: int
    end: int
    others: tuple[float, ...] = ()
    firm: bool = True
    rounded: bool = False

    @property
    def readings(self) -> frozenset[float]:
        """All values it may stand for."""
        return frozenset((self.value, *self.others))


def values(token: Token, text: str, *, point: bool, spaced: bool) -> list[Number]:
    """The values of one token of digits: one number, or the parts of a date or a version; `point` divides the whole."""
    written = text[token.start : token.end]
    pieces = _SEPARATOR.split(written)
    signs = _SEPARATOR.findall(written)
    if sum(map(len, pieces)) > MOST_DIGITS:
        return []
    plain = {"\u066b": "," if not point else ".", "\u066c": "." if not point else ","}
    signs = [plain.get(sign, sign) for sign in signs]
    grouped = all(len(piece) == _GROUP for piece in pieces[1:]) and len(pieces[0]) <= _GROUP and pieces[0] != "0"
    decimal = "." if point else ","
    readings: list[float]
    if not signs:
        readings = [float(int(written))]
    elif grouped and (len(signs) > 1 or signs[0] not in ".,") and len(set(signs)) == 1 and (spaced or signs[0] != " "):
        readings = [float(int("".join(pieces)))]
    elif len(signs) == 1 and signs[0] in ".,":
        whole, broken = float(int("".join(pieces))), float(f"{int(pieces[0])}.{''.join(map(_digit, pieces[1]))}")
        both = [broken, whole] if signs[0] == decimal else [whole, broken]
        readings = both if grouped else [broken]
    elif len(signs) > 1 and signs[-1] in ".," and signs[-1] not in signs[:-1] and _all_groups(pieces[:-1]):
        readings = [float(f"{int(''.join(pieces[:-1]))}.{''.join(map(_digit, pieces[-1]))}")]
    else:
        return _parts(token, pieces)
    return [Number(readings[0], token.start, token.end, tuple(readings[1:]))]


def _all_groups(pieces: Sequence[str]) -> bool:
    return all(len(piece) == _GROUP for piece in pieces[1:]) and len(pieces[0]) <= _GROUP


def _parts(token: Token, pieces: Sequence[str]) -> list[Number]:
    """Digits between signs that make no one number (13.01.2024), each for itself."""
    found: list[Number] = []
    start = token.start
    for piece in pieces:
        found.append(Number(float(int(piece)), start, start + len(piece)))
        start += len(piece) + 1
    return found


def _digit(sign: str) -> str:
    return str(int(sign))


def roman(text: str) -> int | None:
    """The value of a Roman numeral up to 89; None for a single letter and for anything else."""
    if _ROMAN.fullmatch(text) is None:
        return None
    signs = [_ROMAN_VALUES[sign] for sign in text]
    return sum(-sign if sign < after else sign for sign, after in zip(signs, [*signs[1:], 0], strict=True))
