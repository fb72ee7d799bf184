"""The words of a text as the tagger reads them: offsets, letter case, and how they stand to quotation marks.

Words are cut as English treebanks cut them (UD English-EWT): punctuation and hyphens stand alone, "don't" is "do" and
"n't", "Trump's" is "Trump" and "'s"; abbreviations, figures, addresses and names with "@" stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from quotetrail.detect.quotemarks import Quotation
from quotetrail.model import Span

_WORD = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]’']   # an address
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}  # an e-mail address
    | [@#]\w+                                               # an account, a hashtag
    | (?:[^\W\d_]\.){2,}                                    # U.S., a.m.
    | (?:Mrs?|Ms|Dr|Gen|Gov|Sen|Rep|Reps|Sens|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Hon|Prof|Jr|Sr|St|Inc|Corp|Co|Ltd|vs
        |Jan|Feb|Aug|Sept?|Oct|Nov|Dec|No)\.
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b                  # figures
    | [^\W_]+?(?=n['’]t\b)                                  # do(n't)
    | n['’]t\b
    | ['’](?:s|m|d|re|ve|ll)\b                              # contractions and possessives
    | [^\W_]+
    | \.{2,} | …
    | [-–—]+
    | ``|''
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 100  # code points; a longer run of letters is cut, so that no text makes a word of unbounded length


class Case(IntEnum):
    """What the letters of a word look like; the tagger's vocabulary itself is lower case."""

    LOWER = 0
    CAPITALISED = 1
    UPPER = 2
    MIXED = 3
    DIGITS = 4
    OTHER = 5


class Place(IntEnum):
    """How a word stands to the outermost quotation marks around it."""

    OUTSIDE = 0
    OPENING = 1
    INSIDE = 2
    CLOSING = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one paragraph; the three rows have one entry for each word."""

    spans: tuple[tuple[int, int], ...]
    cases: tuple[Case, ...]
    places: tuple[Place, ...]

    def __len__(self) -> int:
        return len(self.spans)


def words_of(text: str, paragraph: Span, quotations: Sequence[Quotation]) -> Words:
    """The words of `paragraph`; `quotations` are those of the whole text, in order."""
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text, paragraph.start, paragraph.end):
        start, end = found.span()
        if spans and spans[-1][1] == start and end - spans[-1][0] <= _LONGEST and _is_joined(text, start):
            spans[-1] = (spans[-1][0], end)
            continue
        while end - start > _LONGEST:
            spans.append((start, start + _LONGEST))
            start += _LONGEST
        spans.append((start, end))
    return Words(
        spans=tuple(spans),
        cases=tuple(_case(text[start:end]) for start, end in spans),
        places=tuple(_places(spans, quotations)),
    )


def _is_joined(text: str, place: int) -> bool:
    """Whether a combining mark (a vowel sign, an accent written apart) stands on either side of `place`."""
    return unicodedata.category(text[place])[0] == "M" or (
        unicodedata.category(text[place - 1])[0] == "M" and text[place].isalpha()
    )


def _case(word: str) -> Case:
    if word.islower():
        return Case.LOWER
    if not word[0].isalnum() and not any(map(str.isalnum, word)):
        return Case.OTHER
    if any(map(str.isdigit, word)):
        return Case.DIGITS
    if word.isupper():
        return Case.UPPER if len(word) > 1 else Case.CAPITALISED
    if word.istitle():
        return Case.CAPITALISED
    return Case.MIXED


def _places(spans: Sequence[tuple[int, int]], quotations: Sequence[Quotation]) -> list[Place]:
    outer = _speaking(quotations)
    places = []
    current = 0
    for start, end in spans:
        while current < len(outer) and outer[current].end <= start:
            current += 1
        if current == len(outer) or end <= outer[current].start:
            places.append(Place.OUTSIDE)
        elif end <= outer[current].inner.start:
            places.append(Place.OPENING)
        elif start >= outer[current].inner.end and outer[current].closed:
            places.append(Place.CLOSING)
        else:
            places.append(Place.INSIDE)
    return places


def _speaking(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The outer quotations; of one that is never closed, as where a page quotes another's whole story, those inside."""
    found: list[Quotation] = []
    for quotation in quotations:
        if quotation.depth == 0:
            found.append(quotation)
        elif quotation.depth == 1 and found and quotation.start < found[-1].end and not found[-1].closed:
            found[-1] = quotation
        elif quotation.depth == 1 and found and found[-1].depth == 1:
            found.append(quotation)
    return found
