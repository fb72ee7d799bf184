"""The rule detector: grammar proposes, quotation marks decide, every attribution names the construction behind it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from quotetrail.detect.clauses import Proposal, propose
from quotetrail.detect.page import Page
from quotetrail.detect.quotations import Attribution, Grammar, Quotations, type_of
from quotetrail.detect.quotemarks import Quotation
from quotetrail.detect.transcripts import turns
from quotetrail.model import QuoteType, Span


def attribute(page: Page) -> list[Attribution]:
    """Every attribution of an article in text order; thoughts are among them, marked by their mode."""
    text, pack = page.text, page.pack
    grammar = Grammar.of(
        _widened(proposal, page)
        for number, tree in enumerate(page.trees)
        if tree.sentence.parsed
        for proposal in propose(tree, number=number, text=text, pack=pack)
        if proposal.anchor is None or page.inside(proposal.anchor.start) is None
    )
    quoted = Quotations(page=page, grammar=grammar)
    for block in page.blocks:
        quoted.take(block)
    labelled = turns(text, page.paragraphs, page.places)
    lines = _Cover(labelled)
    marked = _Cover([one.proposal for one in quoted.found if one.type is not QuoteType.INDIRECT])
    free = [
        proposal
        for proposal in grammar.proposals
        if (proposal.source is not None or proposal.construction == "clause")
        and grammar.key(proposal) not in quoted.taken
        and not (proposal.construction == "fragment" and _holds_a_cue(proposal, grammar))
        and marked.shared(proposal) <= _length(proposal) / 2
        and not lines.shared(proposal)
    ]
    standing = [
        *(one for one in quoted.found if not lines.shared(one.proposal)),
        *(Attribution(turn, QuoteType.DIRECT) for turn in labelled),
        *(Attribution(proposal, type_of(proposal.content, page)) for proposal in free),
    ]
    return sorted(_distinct(standing), key=lambda one: (one.proposal.content[0].start, one.proposal.content[-1].end))


class _Cover:
    """The contents of some proposals as one sorted list, to ask how much of another content they share."""

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        self._spans = sorted(piece for proposal in proposals for piece in proposal.content)
        self._starts = [span.start for span in self._spans]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def shared(self, proposal: Proposal) -> int:
        """How many code points of the proposal's content lie in these contents."""
        total = 0
        for piece in proposal.content:
            low = bisect.bisect_left(self._starts, piece.start - self._longest)
            high = bisect.bisect_left(self._starts, piece.end)
            total += sum(
                max(0, min(piece.end, span.end) - max(piece.start, span.start)) for span in self._spans[low:high]
            )
        return total


def _length(proposal: Proposal) -> int:
    return sum(piece.end - piece.start for piece in proposal.content)


def _holds_a_cue(proposal: Proposal, grammar: Grammar) -> bool:
    """Whether another cue stands inside a fragment's content: its own content is the closer one."""
    return any(
        other.cue is not None and other is not proposal and any(piece.contains(other.cue) for piece in proposal.content)
        for other in grammar.of_sentence(proposal.sentence)
    )


def _distinct(standing: Sequence[Attribution]) -> list[Attribution]:
    """One attribution for one content: of two with the same spans the one with a source and a cue is kept."""
    best: dict[tuple[Span, ...], Attribution] = {}
    for one in standing:
        known = best.get(one.proposal.content)
        if known is None or _worth(one) > _worth(known):
            best[one.proposal.content] = one
    return list(best.values())


def _worth(one: Attribution) -> int:
    return 2 * (one.proposal.source is not None) + (one.proposal.cue is not None)


def _widened(proposal: Proposal, page: Page) -> Proposal:
    """The proposal with every quotation that its content cuts into taken whole."""
    pieces: list[Span] = []
    for piece in proposal.content:
        start, end = piece.start, piece.end
        for edge in (piece.start, piece.end - 1):
            quotation = page.inside(edge)
            if quotation is not None and not _covers(quotation, (proposal.cue, proposal.source)):
                start, end = min(start, quotation.start), max(end, quotation.end)
        if pieces and start < pieces[-1].end:
            start = pieces[-1].end
        if start < end:
            pieces.append(Span(start, end))
    return replace(proposal, content=tuple(pieces))


def _covers(quotation: Quotation, spans: Sequence[Span | None]) -> bool:
    return any(span is not None and quotation.start <= span.start < quotation.end for span in spans)
