"""Quotation marks of every style, paired into spans.

Each paragraph is read for itself, so that a missing mark never shifts the pairing of what follows. Inside a paragraph
every mark may open a quotation, close one, or be none (an apostrophe, inches, a stray mark); what each of that costs
comes from its shape and its neighbours (marks.py), what an unclosed or oddly nested quotation costs from
quotemarks.toml, and the cheapest reading of the paragraph wins: a Viterbi search over stacks of open marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import NamedTuple

from quotetrail.detect.marks import GLYPHS, Mark, Style, Table, marks, table
from quotetrail.detect.paragraphs import paragraphs
from quotetrail.model import Span

# Which glyphs close what a glyph opened, apart from the matching partner: a cost of quotemarks.toml, or none.
_PARTNERS: dict[str, dict[str, str | None]] = {
    '"': {'"': None, "”": "mixed_pair", "“": "mixed_pair", "''": "mixed_pair", "＂": "loose_pair"},
    "＂": {"＂": None, '"': "loose_pair"},
    "“": {"”": None, "“": None, '"': "mixed_pair", "''": "mixed_pair", "’’": "mixed_pair", "‟": "loose_pair"},
    "‘‘": {"’’": None, "”": "mixed_pair", '"': "mixed_pair"},
    "‟": {"”": None, "‟": None, "“": None},
    "”": {"”": "loose_pair", "“": "loose_pair", '"': "mixed_pair"},
    "„": {"“": None, "”": None, "‟": None, '"': "loose_pair", "„": "mixed_pair", "»": "mixed_pair"},
    "«": {"»": None, "«": "mixed_pair", '"': "mixed_pair", "“": "mixed_pair"},
    "»": {"«": None, "»": "loose_pair"},
    "‹": {"›": None},
    "›": {"‹": None, "›": "loose_pair"},
    "「": {"」": None},
    "『": {"』": None},
    "〝": {"〞": None, "〟": None},
    "``": {"''": None, '"': "mixed_pair", "``": "mixed_pair", "”": "mixed_pair"},
    "''": {"''": "loose_pair", '"': "mixed_pair"},
    "'": {"'": None, "’": "mixed_pair"},
    "‘": {"’": None, "'": "mixed_pair", "‘": "mixed_pair"},
    "‛": {"’": None},
    "’": {"’": "loose_pair"},
    "‚": {"‘": None, "’": None, "'": "loose_pair"},
    "`": {"'": None, "´": None, "’": "mixed_pair"},
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks; `start` and `end` include them, `inner` leaves out them and the space beside.

    `depth` counts the quotations around it. An unclosed one (`closed` is False) has no closing mark and ends where its
    paragraph does, or before the mark that cut it off. `continues` says that its opening mark stands at the beginning
    of a paragraph and goes on with a quotation that the paragraph before left open.
    """

    start: int
    end: int
    inner: Span
    style: Style
    depth: int
    closed: bool
    continues: bool


class _Step(NamedTuple):
    """How one mark is read: quotations given up before it, and then what it does; linked to the steps before."""

    previous: _Step | None
    mark: Mark
    given_up: int
    action: str  # "open" or "close"


class _Reading(NamedTuple):
    """One way to read a paragraph up to some mark."""

    cost: float
    last: _Step | None


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its partner."""

    mark: Mark
    depth: int


@dataclass(slots=True)
class _Found:
    """Quotations of one paragraph while they are being built."""

    text: str
    paragraph: Span
    stack: list[_Open] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)

    def replay(self, steps: Sequence[_Step]) -> None:
        """Carry out what a reading decided."""
        for step in steps:
            for _ in range(step.given_up):
                self._finish(self.stack.pop(), end=step.mark.start, closing=None)
            if step.action == "open":
                self.stack.append(_Open(step.mark, len(self.stack)))
            else:
                self._finish(self.stack.pop(), end=step.mark.end, closing=step.mark)

    def end(self) -> Style | None:
        """Finish what is open at the end of the paragraph; the style of the outermost, None when nothing was open."""
        left_open = GLYPHS[self.stack[0].mark.glyph].style if self.stack else None
        while self.stack:
            self._finish(self.stack.pop(), end=self.paragraph.end, closing=None)
        return left_open

    def _finish(self, opened: _Open, *, end: int, closing: Mark | None) -> None:
        inner_end = closing.start if closing else end
        if not closing and not self.text[opened.mark.end : inner_end].strip():
            return  # two opening marks side by side: the outer one is a slip
        while inner_end > opened.mark.end and self.text[inner_end - 1].isspace():
            inner_end -= 1
        inner_start = opened.mark.end
        while inner_start < inner_end and self.text[inner_start].isspace():
            inner_start += 1
        self.quotations.append(
            Quotation(
                start=opened.mark.start,
                end=end if closing else inner_end,
                inner=Span(inner_start, inner_end),
                style=GLYPHS[opened.mark.glyph].style,
                depth=opened.depth,
                closed=closing is not None,
                continues=False,
            )
        )


def pair(text: str) -> tuple[Quotation, ...]:
    """The quotations of `text`, sorted by start, outer before inner; never raises, and takes linear time.

    Quotations nest or stand apart, they never cross, and none reaches over the end of a paragraph.
    """
    return tuple(quotation for paragraph in _paragraphs(text) for quotation in paragraph)


def _paragraphs(text: str) -> Iterator[list[Quotation]]:
    """The quotations of each paragraph."""
    places = paragraphs(text)
    openings = [_opening(text, place) for place in places]
    left_open: Style | None = None
    for place, opening, next_opening in zip(places, openings, [*openings[1:], None], strict=False):
        found = _Found(text, place)
        _read(found, next_opening=next_opening)
        goes_on = _goes_on(left_open, opening)
        left_open = found.end()
        found.quotations.sort(key=lambda quotation: (quotation.start, -quotation.end))
        if goes_on and found.quotations and found.quotations[0].start == place.start:
            found.quotations[0] = replace(found.quotations[0], continues=True)
        yield found.quotations


def _opening(text: str, paragraph: Span) -> Style | None:
    """The style of the mark that the paragraph begins with, if it is one that can open."""
    for length in (2, 1):
        glyph = GLYPHS.get(text[paragraph.start : min(paragraph.start + length, paragraph.end)])
        if glyph is not None and "closing" not in glyph.kind:
            return glyph.style
    return None


def _goes_on(left_open: Style | None, opening: Style | None) -> bool:
    """Whether a paragraph that begins with `opening` can continue a quotation that was left open."""
    return left_open is not None and opening is not None and left_open.is_single == opening.is_single


def _read(found: _Found, *, next_opening: Style | None) -> None:
    """Find the cheapest reading of one paragraph and carry it out; quotations left open stay on the stack."""
    known = table()
    readings: dict[tuple[str, ...], _Reading] = {(): _Reading(0.0, None)}
    places = marks(found.text, found.paragraph)
    followed = known.readings
    while batch := list(islice(places, known.settle)):
        for mark in batch:
            readings = _pruned(_read_mark(mark, readings, known), followed=followed, margin=known.margin)
        if len(batch) == known.settle:
            stack, best = min(readings.items(), key=lambda item: item[1].cost)
            found.replay(_steps(best))
            readings = {stack: _Reading(0.0, None)}
            followed = known.crowded
    _, best = min(readings.items(), key=lambda item: item[1].cost + _left_open(item[0], known, next_opening))
    found.replay(_steps(best))


def _read_mark(mark: Mark, readings: dict[tuple[str, ...], _Reading], known: Table) -> dict[tuple[str, ...], _Reading]:
    """All readings after one more mark, the cheapest for each stack of open marks."""
    after: dict[tuple[str, ...], _Reading] = {}

    def consider(stack: tuple[str, ...], cost: float, last: _Step | None, given_up: int, action: str) -> None:
        known_reading = after.get(stack)
        if known_reading is None or cost < known_reading.cost:
            after[stack] = _Reading(cost, _Step(last, mark, given_up, action) if action else last)

    for stack, (cost, last) in readings.items():
        consider(stack, cost + mark.skip, last, 0, "")
        if mark.glyph in _PARTNERS:
            if len(stack) < known.depth:
                consider((*stack, mark.glyph), cost + mark.open + _nesting(stack, mark.glyph), last, 0, "open")
            if stack:
                outer = stack[:-1]
                price = cost + _unclosed(stack[-1]) + mark.open + _nesting(outer, mark.glyph)
                consider((*outer, mark.glyph), price, last, 1, "open")
        given_up = 0.0
        for place in range(len(stack) - 1, -1, -1):
            loose = _PARTNERS[stack[place]].get(mark.glyph, "")
            if loose != "":
                price = cost + given_up + mark.close + (known.costs[loose] if loose else 0.0)
                consider(stack[:place], price, last, len(stack) - 1 - place, "close")
                break
            given_up += _unclosed(stack[place])
    return after


def _pruned(
    readings: dict[tuple[str, ...], _Reading], *, followed: int, margin: float
) -> dict[tuple[str, ...], _Reading]:
    """The readings that can still win, at most `followed`."""
    if len(readings) == 1:
        return readings
    worst = min(reading.cost for reading in readings.values()) + margin
    kept = [(stack, reading) for stack, reading in readings.items() if reading.cost <= worst]
    if len(kept) > followed:
        kept = sorted(kept, key=lambda item: item[1].cost)[:followed]
    return dict(kept)


def _steps(reading: _Reading) -> list[_Step]:
    """The steps of a reading, first to last."""
    steps = []
    step = reading.last
    while step is not None:
        steps.append(step)
        step = step.previous
    return steps[::-1]


@cache
def _nesting(stack: tuple[str, ...], glyph: str) -> float:
    """What it costs to open `glyph` inside what is open."""
    costs = table().costs
    single = GLYPHS[glyph].is_single
    if not stack:
        return costs["single_alone"] if single else 0.0
    around = GLYPHS[stack[-1]]
    if single:
        return costs["single_in_single" if around.is_single else "single_in_double"]
    if around.is_single:
        return costs["double_in_single"]
    return costs["double_in_same_double" if around.style == GLYPHS[glyph].style else "double_in_other_double"]


@cache
def _unclosed(glyph: str) -> float:
    return table().costs["unclosed_single" if GLYPHS[glyph].is_single else "unclosed_double"]


def _left_open(stack: tuple[str, ...], known: Table, next_opening: Style | None) -> float:
    """What it costs to end a paragraph with these marks open; the outermost may go on in the next paragraph."""
    cost = sum(_unclosed(glyph) for glyph in stack)
    if stack and _goes_on(GLYPHS[stack[0]].style, next_opening):
        cost += known.costs["continued"] - _unclosed(stack[0])
    return cost
