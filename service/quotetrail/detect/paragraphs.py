"""Where paragraphs begin and end, for everything in `detect` that must not look across them.

A run of white space with a line break in it ends a paragraph, with two exceptions seen in real articles: a line wrapped
at a fixed width goes on in the next line, and an empty line that tore a sentence apart ("a nursery-school", "teacher,
told AFP") is no end at all.
"""

from __future__ import annotations

import re
from itertools import pairwise

from quotetrail.model import Span

# Hard-wrapped text has its longest line in this range of code points; a shorter block is a list of captions.
_WRAP_MIN = 50
_WRAP_MAX = 100

_GAP = re.compile(r"\s+")
_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text` in order, without the white space around them; takes linear time.

    Together they hold every code point of `text` that is not white space.
    """
    lines = _lines(text)
    found: list[Span] = []
    block: list[Span] = []
    for line in lines:
        if block and _is_blank_between(text, block[-1].end, line.start):
            found.extend(_unwrap(text, block))
            block = []
        block.append(line)
    if block:
        found.extend(_unwrap(text, block))
    return _mend(text, found)


def _lines(text: str) -> list[Span]:
    """The lines of `text` that hold anything, stripped."""
    lines: list[Span] = []
    start = 0
    for gap in _GAP.finditer(text):
        if _LINE_BREAK.search(text, gap.start(), gap.end()):
            if gap.start() > start:
                lines.append(Span(start, gap.start()))
            start = gap.end()
        elif gap.start() == start:
            start = gap.end()
    end = len(text)
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        lines.append(Span(start, end))
    return lines


def _is_blank_between(text: str, start: int, end: int) -> bool:
    """Whether the gap holds an empty line (a form feed or a paragraph separator counts as one)."""
    gap = text[start:end].replace("\r\n", "\n")
    return len(_LINE_BREAK.findall(gap)) > 1 or "\f" in gap or "\u2029" in gap


def _unwrap(text: str, block: list[Span]) -> list[Span]:
    """Join the lines of a block that were wrapped: the next line's first word would not have fitted on them."""
    width = max(line.end - line.start for line in block)
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return block
    joined = [block[0]]
    for line, following in pairwise(block):
        word = _GAP.split(following.of(text), maxsplit=1)[0]
        if line.end - line.start + 1 + len(word) > width:
            joined[-1] = Span(joined[-1].start, following.end)
        else:
            joined.append(following)
    return joined


def _mend(text: str, found: list[Span]) -> tuple[Span, ...]:
    """Join neighbours where the first stops inside a sentence and the second goes on in lower case."""
    mended: list[Span] = []
    for paragraph in found:
        if mended and text[paragraph.start].islower() and _is_unfinished(text[mended[-1].end - 1]):
            mended[-1] = Span(mended[-1].start, paragraph.end)
        else:
            mended.append(paragraph)
    return tuple(mended)


def _is_unfinished(last: str) -> bool:
    return last.isalpha() or last in ",-"
