"""Which characters of a paragraph can be quotation marks, and which way each of them leans.

Apostrophes inside words, primes, and runs of three and more equal marks are left out here; everything that stays in
doubt is given its costs of opening, closing and being no mark at all, from quotemarks.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from quotetrail.model import Span

DEGREES = 5
_SURELY_OPENING, _RATHER_OPENING, _NOTHING, _RATHER_CLOSING, _SURELY_CLOSING = range(DEGREES)

_MARK = re.compile(r"\"+|＂|[“”„‟«»‹›‚‛「」『』〝〞〟]|‘+|’+|'+|`+|´+")
_ROCK_N_ROLL = re.compile(r"\b[ \u00a0]?(?P<first>['’‘])[nN](?P<second>['’‘])[ \u00a0]?\b")
_DECADE = re.compile(r"\d0s?\b|\d\d\b")
_WORD = re.compile(r"[^\W\d_]+")
_TRANSPARENT = frozenset("\"'“”„‟«»‹›‘’‚‛「」『』〝〞〟`´＂")
_OPENING_BRACKETS = frozenset("([{<¿¡")
_AFTER_CLOSING = frozenset(".,;:!?)]}>")
_DASHES = frozenset("—–―-‐‑/")
_SENTENCE_MARKS = frozenset(".,;:!?…")
_LOOK_THROUGH = 3  # quotation marks that may stand side by side


class Style(StrEnum):
    """What the opening mark looks like."""

    STRAIGHT = '"'
    CURLY = "“"
    LOW = "„"
    GUILLEMET = "«"
    CORNER = "「"
    LATEX = "``"
    SINGLE_STRAIGHT = "'"
    SINGLE_CURLY = "‘"
    SINGLE_LOW = "‚"
    SINGLE_GUILLEMET = "‹"
    SINGLE_CORNER = "『"
    SINGLE_LATEX = "`"

    @property
    def is_single(self) -> bool:
        """Whether it is one of the marks that can be mistaken for an apostrophe."""
        return self in {Style.SINGLE_STRAIGHT, Style.SINGLE_CURLY, Style.SINGLE_LOW, Style.SINGLE_LATEX}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One way to write a quotation mark: its style, and the kind that has its costs."""

    style: Style
    kind: str

    @property
    def is_single(self) -> bool:
        """Whether it can be mistaken for an apostrophe."""
        return self.kind.startswith("single")


GLYPHS: Mapping[str, Glyph] = {
    '"': Glyph(Style.STRAIGHT, "straight"),
    "＂": Glyph(Style.STRAIGHT, "straight"),
    "''": Glyph(Style.LATEX, "straight"),
    "``": Glyph(Style.LATEX, "opening"),
    "“": Glyph(Style.CURLY, "opening"),
    "‟": Glyph(Style.CURLY, "opening"),
    "”": Glyph(Style.CURLY, "closing"),
    "„": Glyph(Style.LOW, "opening"),
    "‘‘": Glyph(Style.CURLY, "opening"),
    "’’": Glyph(Style.CURLY, "closing"),
    "«": Glyph(Style.GUILLEMET, "opening"),
    "»": Glyph(Style.GUILLEMET, "closing"),
    "‹": Glyph(Style.SINGLE_GUILLEMET, "opening"),
    "›": Glyph(Style.SINGLE_GUILLEMET, "closing"),
    "「": Glyph(Style.CORNER, "opening"),
    "」": Glyph(Style.CORNER, "closing"),
    "『": Glyph(Style.SINGLE_CORNER, "opening"),
    "』": Glyph(Style.SINGLE_CORNER, "closing"),
    "〝": Glyph(Style.CURLY, "opening"),
    "〞": Glyph(Style.CURLY, "closing"),
    "〟": Glyph(Style.CURLY, "closing"),
    "'": Glyph(Style.SINGLE_STRAIGHT, "single"),
    "`": Glyph(Style.SINGLE_LATEX, "single_opening"),
    "´": Glyph(Style.SINGLE_LATEX, "single_closing"),
    "‘": Glyph(Style.SINGLE_CURLY, "single_opening"),
    "‛": Glyph(Style.SINGLE_CURLY, "single_opening"),
    "’": Glyph(Style.SINGLE_CURLY, "single_closing"),
    "‚": Glyph(Style.SINGLE_LOW, "single_opening"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """The costs of one kind of mark by degree, surely opening to surely closing."""

    open: tuple[float, ...]
    close: tuple[float, ...]
    skip: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """quotemarks.toml."""

    kinds: Mapping[str, Kind]
    costs: Mapping[str, float]
    depth: int
    readings: int
    margin: float
    settle: int
    crowded: int
    elisions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible quotation mark and what each reading of it costs."""

    start: int
    end: int
    glyph: str
    open: float
    close: float
    skip: float


@cache
def table() -> Table:
    """The costs, read once."""
    data = tomllib.loads(Path(__file__).with_name("quotemarks.toml").read_text(encoding="utf-8"))
    kinds = {
        name: Kind(tuple(costs["open"]), tuple(costs["close"]), tuple(costs["skip"]))
        for name, costs in data["kinds"].items()
    }
    return Table(kinds=kinds, costs=data["costs"], **data["bounds"], elisions=frozenset(data["words"]["elisions"]))


def marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """The possible quotation marks of one paragraph of `text`, in order; linear in its length."""
    letters_in_between = {
        place
        for found in _ROCK_N_ROLL.finditer(text, paragraph.start, paragraph.end)
        for place in (found.start("first"), found.start("second"))
    }
    doubled = False
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        for piece_start, piece_end in _split(text, found.start(), found.end(), doubled=doubled):
            doubled = doubled or text[piece_start:piece_end] in {"``", "''"}
            if piece_start not in letters_in_between and not _is_inside_word(text, piece_start, piece_end, paragraph):
                yield _weigh(text, piece_start, piece_end, paragraph)


def _split(text: str, start: int, end: int, *, doubled: bool) -> list[tuple[int, int]]:
    """One run of equal marks as marks of one or two characters; longer runs are mark-up or decoration.

    `doubled` says that two single marks have already stood for a double one in this paragraph.
    """
    length = end - start
    if length == 1:
        return [(start, end)]
    before, after = text[start - 1 : start], text[end : end + 1]
    if length == 2:  # noqa: PLR2004  # two marks: one double mark, or "Yes.""No"
        inside = text[start] == '"' and not (before + " ").isspace() and not (after + " ").isspace()
        return [(start, start + 1), (start + 1, end)] if inside else [(start, end)]
    if length == 3 and text[start] == "'" and doubled:  # noqa: PLR2004  # a quotation ends inside a quotation
        return [(start, start + 1), (start + 1, end)]
    return []


def _is_inside_word(text: str, start: int, end: int, paragraph: Span) -> bool:
    """An apostrophe: a single mark between two letters or digits, or the one of a possessive after another mark."""
    if text[start:end] not in {"'", "’", "‘", "´", "`", "‛"}:
        return False
    if start == paragraph.start or end == paragraph.end:
        return False
    before, after = text[start - 1], text[end]
    if before.isalnum():
        return after.isalnum()
    return before in _TRANSPARENT and after == "s" and not text[end + 1 : end + 2].isalnum()


def _weigh(text: str, start: int, end: int, paragraph: Span) -> Mark:
    """The mark with its costs."""
    known = table()
    written = text[start:end]
    glyph = '"' if written == '""' else "´" if written == "´´" else written
    kind = known.kinds[GLYPHS[glyph].kind]
    before = _neighbour(text, range(start - 1, max(paragraph.start, start - 1 - _LOOK_THROUGH) - 1, -1))
    after = _neighbour(text, range(end, min(paragraph.end, end + _LOOK_THROUGH)))
    degree = _degree(before, after)
    skip = kind.skip[degree]
    if written == '""':
        skip = known.costs["doubled"]
    elif GLYPHS[glyph].is_single:
        skip = _apostrophe(text, start, end, before, degree, skip)
    elif glyph == '"' and before.isdigit():
        skip = known.costs["inches"]
    opening = kind.open[degree]
    if skip == known.costs["elision"]:
        opening += known.costs["elision_opens"]
    return Mark(start, end, glyph, opening, kind.close[degree], skip)


def _neighbour(text: str, places: range) -> str:
    """The nearest character that is no quotation mark; empty at the edge of the paragraph."""
    for place in places:
        if text[place] not in _TRANSPARENT:
            return text[place]
    return ""


def _degree(before: str, after: str) -> int:
    """What the characters beside a mark say of it."""
    space_before, space_after = not before or before.isspace(), not after or after.isspace()
    if space_before and space_after:
        return _alone(before, after)
    if space_before:
        return _NOTHING if after in _AFTER_CLOSING else _SURELY_OPENING
    if space_after:
        return _NOTHING if before in _OPENING_BRACKETS else _SURELY_CLOSING
    return _squeezed(before, after)


def _alone(before: str, after: str) -> int:
    """The degree of a mark with space or the paragraph's edge on both sides."""
    if not before:
        return _RATHER_OPENING
    return _NOTHING if after else _RATHER_CLOSING


def _squeezed(before: str, after: str) -> int:
    """The degree of a mark with no space on either side."""
    if before in _OPENING_BRACKETS:
        return _SURELY_OPENING
    if after in _AFTER_CLOSING:
        return _SURELY_CLOSING
    if before in _DASHES:
        return _NOTHING if after in _DASHES else _RATHER_OPENING
    return _RATHER_CLOSING if after in _DASHES or before in _SENTENCE_MARKS else _NOTHING


def _apostrophe(text: str, start: int, end: int, before: str, degree: int, otherwise: float) -> float:
    """What it costs to read a single mark as an apostrophe."""
    known = table()
    if degree <= _RATHER_OPENING:
        word = _WORD.match(text, end)
        elided = _DECADE.match(text, end) or (word and word.group().lower() in known.elisions)
        return known.costs["elision"] if elided else otherwise
    if before.isdigit():
        reason = "measure"
    elif before in {"s", "S", "z", "x"}:
        reason = "possessive"
    elif text[max(0, start - 2) : start].lower() == "in":
        reason = "dropped_letter"
    elif before in _SENTENCE_MARKS:
        reason = "after_punctuation"
    else:
        return otherwise
    return known.costs[reason]
