"""Windows: the runs of whole paragraphs that the tagger reads at a time, and the groups that make a batch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.quote_tagger.texts import Text

_JITTER = 20  # words by which lengths are blurred, so that a group is not the same company in every epoch


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (not included) of a text."""

    text: Text
    first: int
    last: int


def windows(text: Text, lengths: Sequence[int], *, most: int, shift: random.Random | None = None) -> Iterator[Window]:
    """Whole paragraphs of `text` in windows of at most `most` pieces; a longer paragraph is cut.

    `lengths` are pieces per word, each below `most`; a paragraph takes one piece more for the break before it. With
    `shift` the first window ends early at random, so that every epoch reads the paragraphs in other company.
    """
    room = most if shift is None else shift.randint(most // 4, most)
    first, size, number = 0, 0, 0
    while number < len(text.words):
        end, taken = _stretch(text, lengths, number, most=most)
        if size and size + taken > room:
            yield Window(text, first, number)
            first, size, room = number, 0, most
        size += taken
        number = end
    if first < len(text.words):
        yield Window(text, first, len(text.words))


def _stretch(text: Text, lengths: Sequence[int], number: int, *, most: int) -> tuple[int, int]:
    """Where the paragraph that goes on at word `number` ends, or `most` pieces of it do; and the pieces taken."""
    end, taken = number, 1
    while end < len(text.words) and text.paragraphs[end] == text.paragraphs[number] and taken + lengths[end] <= most:
        taken += lengths[end]
        end += 1
    return end, taken


def groups(given: Sequence[Window], size: int, chooser: random.Random) -> list[list[Window]]:
    """Windows of like length together, in random order."""
    order = sorted(given, key=lambda window: window.last - window.first + chooser.random() * _JITTER)
    found = [order[start : start + size] for start in range(0, len(order), size)]
    chooser.shuffle(found)
    return found
