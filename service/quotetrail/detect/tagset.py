"""The labels that the tagger tells apart, in the order of its outputs."""

from __future__ import annotations

ROLES = ("source", "cue", "content")
NAMES = ("PERSON", "ORG", "GPE", "NORP", "LOC")
UNKNOWN = -1

# How a word stands in a span: outside, the only word, the first, inside, the last (Ratinov and Roth 2009, CoNLL).
OUTSIDE, SINGLE, FIRST, INNER, LAST = range(5)
# Which label may follow which; a text begins as if after OUTSIDE and ends as if before it.
MAY_FOLLOW = {
    OUTSIDE: (OUTSIDE, SINGLE, FIRST),
    SINGLE: (OUTSIDE, SINGLE, FIRST),
    FIRST: (INNER, LAST),
    INNER: (INNER, LAST),
    LAST: (OUTSIDE, SINGLE, FIRST),
}


def bioes(size: int) -> tuple[int, ...]:
    """The labels of a span of `size` words."""
    return (SINGLE,) if size == 1 else (FIRST, *(INNER,) * (size - 2), LAST)
