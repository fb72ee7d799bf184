"""Speakers named at the start of a line: “WALLACE: …”, “From Smith: …”, “Q: …”, without quotation marks."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Sequence

from quotetrail.detect.clauses import Proposal
from quotetrail.detect.parse import Word
from quotetrail.model import Mode, Span

# A transcript's speaker: capitals throughout, or "From" and a name, before a colon that opens the paragraph.
LABEL = re.compile(
    r"[\"“]?(?:(?:From|FROM)\s+)?"
    r"((?:[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]+){0,3})|(?<=From )(?:[A-Z][\w.'’-]+\s?){1,4})"
    r"(:)\s+(?=\S)"
)
MARKS = frozenset('"“')  # what a quoted paragraph opens with
# A label with one colon in a whole article is a heading ("UPDATE: …"); a transcript has several.
TURNS = 2


def turns(text: str, paragraphs: Sequence[Span], words: Sequence[tuple[int, Word]]) -> list[Proposal]:
    """One proposal for each labelled paragraph of a transcript; empty for an article that is none."""
    found = [(span, match) for span in paragraphs if (match := LABEL.match(text, span.start, span.end)) is not None]
    if len(found) < TURNS:
        return []
    by_start = {word.start: (number, word) for number, word in words}
    proposals: list[Proposal] = []
    labelled = {span for span, _ in found}
    for span, match in found:
        number, head = by_start.get(match.start(1), (None, None))
        if number is None or text[match.end()] in '“"«':
            continue
        proposals.append(
            Proposal(
                construction="transcript",
                mode=Mode.SPEECH,
                content=(Span(match.end(), span.end), *_going_on(text, span, paragraphs, labelled)),
                cue=Span(match.start(2), match.end(2)),
                lemma=":",
                source=Span(match.start(1), match.end(1)),
                head=head,
                anchor=None,
                sentence=number,
            )
        )
    return proposals


def _going_on(text: str, turn: Span, paragraphs: Sequence[Span], labelled: Collection[Span]) -> list[Span]:
    """The paragraphs that a quoted turn goes on in: each opens with a mark again, as the turn's own did."""
    found: list[Span] = []
    if text[turn.start] not in MARKS:
        return found
    for span in paragraphs[bisect.bisect_right(paragraphs, turn) :]:
        if span in labelled or text[span.start] not in MARKS:
            break
        found.append(span)
    return found
