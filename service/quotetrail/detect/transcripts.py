"""Speakers named at the start of a line: “WALLACE: …”, “From Smith: …”, “Q: …”, without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotetrail.detect.clauses import Proposal
from quotetrail.detect.cues import Mode
from quotetrail.detect.parse import Word
from quotetrail.model import Span

# A transcript's speaker: capitals throughout, or "From" and a name, before a colon that opens the paragraph.
LABEL = re.compile(
    r"[\"“]?(?:(?:From|FROM)\s+)?"
    r"((?:[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]+){0,3})|(?<=From )(?:[A-Z][\w.'’-]+\s?){1,4})"
    r"(:)\s+(?=\S)"
)
# A label with one colon in a whole article is a heading ("UPDATE: …"); a transcript has several.
TURNS = 2


def turns(text: str, paragraphs: Sequence[Span], words: Sequence[tuple[int, Word]]) -> list[Proposal]:
    """One proposal for each labelled paragraph of a transcript; empty for an article that is none."""
    found = [(span, match) for span in paragraphs if (match := LABEL.match(text, span.start, span.end)) is not None]
    if len(found) < TURNS:
        return []
    by_start = {word.start: (number, word) for number, word in words}
    proposals: list[Proposal] = []
    for span, match in found:
        number, head = by_start.get(match.start(1), (None, None))
        if number is None or text[match.end()] in '“"«':
            continue
        proposals.append(
            Proposal(
                construction="transcript",
                mode=Mode.SPEECH,
                content=(Span(match.end(), span.end),),
                cue=Span(match.start(2), match.end(2)),
                lemma=":",
                source=Span(match.start(1), match.end(1)),
                head=head,
                anchor=None,
                sentence=number,
            )
        )
    return proposals
