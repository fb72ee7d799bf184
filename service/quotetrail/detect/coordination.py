"""Two cues under one subject: "announced the arrest of a man and said that a curfew would continue".

A tagger that misses the second cue gives its content to the first one. The tree knows better: the second verb hangs on
the first as its conjunct, and what follows it is what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotetrail.detect.modes import Modes
from quotetrail.detect.page import Page
from quotetrail.detect.parse import Word
from quotetrail.detect.quotations import Attribution, type_of
from quotetrail.model import Span

_FEWEST_WORDS = 3  # after the second cue: fewer are an object rather than something said


def parted(found: Sequence[Attribution], page: Page, modes: Modes) -> list[Attribution]:
    """The tagger's attributions, those cut in two that hold a second cue of the same speaker with its content."""
    cues = [one.proposal.cue for one in found if one.proposal.cue is not None]
    return [piece for one in found for piece in _parts(one, cues, page, modes)]


def _parts(one: Attribution, cues: Sequence[Span], page: Page, modes: Modes) -> Iterator[Attribution]:
    anchor = one.proposal.anchor
    for verb, place in [] if anchor is None else _conjuncts(one, anchor, page):
        if verb.lemma.lower() not in page.pack.cue_verbs or any(cue.start <= verb.start < cue.end for cue in cues):
            continue
        cut = _cut(one.proposal.content, place, verb, page)
        if cut is None:
            continue
        first, second = cut
        told = replace(
            one.proposal,
            content=second,
            cue=Span(verb.start, verb.end),
            lemma=verb.lemma.lower(),
            anchor=verb,
            mode=modes.mode_of([verb.text]),
        )
        yield Attribution(replace(one.proposal, content=first), type_of(first, page), one.certainties)
        yield Attribution(told, type_of(second, page), one.certainties)
        return
    yield one


def _conjuncts(one: Attribution, anchor: Word, page: Page) -> Iterator[tuple[Word, int]]:
    """The verbs inside the content, outside its quotations, that hang on the cue as conjuncts, with their pieces."""
    for place, span in enumerate(one.proposal.content):
        for number, word in page.words(span.start, span.end):
            joined = number == one.proposal.sentence and word.head == anchor.index and word.deprel == "conj"
            if joined and word.xpos == anchor.xpos and page.inside(word.start) is None:
                yield word, place


def _cut(
    content: Sequence[Span], place: int, verb: Word, page: Page
) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The content before the conjunction that leads to `verb`, and what follows the verb; None where either lacks."""
    piece = content[place]
    before = [word for _, word in page.words(piece.start, verb.start)]
    joint = next((n for n in reversed(range(len(before))) if before[n].upos == "CCONJ"), 0)
    while joint > 0 and before[joint - 1].upos in {"PUNCT", "ADV"}:
        joint -= 1
    after = [word for _, word in page.words(verb.end, piece.end)]
    if not joint or len(after) < _FEWEST_WORDS:
        return None
    kept = Span(piece.start, before[joint - 1].end)
    return (*content[:place], kept), (Span(after[0].start, piece.end), *content[place + 1 :])
