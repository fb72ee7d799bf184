"""Spans, role by role: exact bounds, and how much of the contents' text is covered."""

from __future__ import annotations

from quotetrail.model import Span
from training.evaluation.attributions import Attribution, Reading, covered
from training.evaluation.counts import Measure, Verdict

ROLES = ("source", "cue", "content")


def exact(role: str) -> Measure:
    """Exact span F1 of a role: a unit is a span with both its bounds, each piece of a split content by itself.

    A span that several attributions of an article share (one source, two contents) counts once, as in a BIO tagging.
    """

    def measure(reading: Reading) -> Verdict:
        return Verdict.shared((spans(row, role) for row in reading.gold), (spans(row, role) for row in reading.found))

    return measure


def overlapping(reading: Reading) -> Verdict:
    """Content overlap F1: a unit is an offset inside a content that holds no white space."""
    text = reading.article.text
    blank = {offset for offset, character in enumerate(text) if character.isspace()}
    return Verdict.shared(
        (covered(row.content) - blank for row in reading.gold),
        (covered(row.content) - blank for row in reading.found),
    )


def spans(row: Attribution, role: str) -> tuple[Span, ...]:
    """The spans of one role."""
    by_role = {"source": row.source, "cue": row.cue, "content": row.content}
    return by_role[role]
