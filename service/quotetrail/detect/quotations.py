"""Whose words stand between quotation marks, and which words are nobody's.

A block of quoted text is tied to a cue after it, before it, or around it; to the quote that it goes on with; to the
clause whose part it is; or to no one: scare quotes and titles get no speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quotetrail.detect.anchors import Anchor, cue_after, cue_before
from quotetrail.detect.clauses import Proposal
from quotetrail.detect.page import DIRECT_SHARE, Block, Page, fully_marked, is_utterance, sentence_lead
from quotetrail.model import COMMUNICATION, Mode, QuoteType, Span

# A caption and the credit of a photograph are about this long; a paragraph of prose is longer.
CAPTION_WORDS = 16
# So many of them may stand between two paragraphs of one speech.
CAPTIONS = 2
# Signs and words after which the next block in the same sentence goes on with the same speech.
JOINTS = frozenset({".", ",", ":", "—", "–", ";", "…"})
CONJUNCTIONS = frozenset({"but", "and", "then"})


@dataclass(frozen=True, slots=True)
class Certainties:
    """The tagger's probabilities, each in [0, 1]: the cue's and the worst content's ends, their link, the source's."""

    cue: float
    content: float
    fit: float
    source: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """A proposal that stands, with its type, and what the tagger says for it where the tagger found it."""

    proposal: Proposal
    type: QuoteType
    certainties: Certainties | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """The proposals that the trees made, findable by sentence and by cue."""

    proposals: tuple[Proposal, ...]
    by_sentence: dict[int, list[Proposal]]
    by_cue: dict[tuple[int, int], Proposal]

    @classmethod
    def of(cls, proposals: Iterable[Proposal]) -> Grammar:
        """Index the proposals."""
        listed = tuple(proposals)
        by_sentence: dict[int, list[Proposal]] = {}
        by_cue: dict[tuple[int, int], Proposal] = {}
        for proposal in listed:
            by_sentence.setdefault(proposal.sentence, []).append(proposal)
            if proposal.anchor is not None:
                by_cue.setdefault((proposal.sentence, proposal.anchor.index), proposal)
        return cls(proposals=listed, by_sentence=by_sentence, by_cue=by_cue)

    def key(self, proposal: Proposal) -> tuple[int, int] | None:
        """The place of a proposal's cue: sentence and word."""
        return None if proposal.anchor is None else (proposal.sentence, proposal.anchor.index)

    def of_sentence(self, number: int) -> Sequence[Proposal]:
        """The proposals of one sentence."""
        return self.by_sentence.get(number, ())

    def host(self, block: Block, page: Page) -> Proposal | None:
        """The proposal whose content the block is a part of, the tightest one first."""
        numbers = {number for number, _ in page.words(block.start, block.end)}
        if numbers:
            numbers |= {min(numbers) - 1}
        around = [
            proposal
            for number in sorted(numbers)
            for proposal in self.of_sentence(number)
            if any(piece.start < block.end and block.start < piece.end for piece in proposal.content)
            and (proposal.anchor is None or not block.start <= proposal.anchor.start < block.end)
        ]
        return min(around, key=lambda one: sum(piece.end - piece.start for piece in one.content), default=None)


def type_of(spans: Sequence[Span], page: Page) -> QuoteType:
    """Direct, mixed or indirect by the share of the letters that stand inside marks."""
    if fully_marked(spans, page):
        return QuoteType.DIRECT
    return QuoteType.MIXED if page.marked_share(spans) > 0 else QuoteType.INDIRECT


class Quotations:
    """Walks the quotation blocks of a page in order and ties each to a cue, a clause, a quote before it, or nobody."""

    def __init__(self, *, page: Page, grammar: Grammar) -> None:
        self.found: list[Attribution] = []
        self.taken: dict[tuple[int, int] | None, int] = {}
        self._page = page
        self._grammar = grammar
        self._last_block: Block | None = None
        self._last: int | None = None

    def take(self, block: Block) -> None:
        """Attribute one block."""
        following = cue_after(block, self._page)
        around = self._grammar.host(block, self._page)
        if following is not None and not self._belongs_before(block, following, around):
            self._place(block, following)
            return
        leading = cue_before(block, self._page)
        if self._goes_on_here(block, leading):
            return
        if leading is not None and not (leading.construction.endswith("open") and around is not None):
            self._place(block, leading)
        elif around is not None:
            self._last, self._last_block = None, None
        elif not self._goes_on_below(block) and is_utterance(block, self._page):
            self._append(block, _voiceless(block))

    def _place(self, block: Block, anchor: Anchor) -> None:
        """Tie a block to the cue beside it; a second block of the same cue joins the first."""
        key = None if anchor.verb is None else (anchor.sentence, anchor.verb.index)
        if key is not None and key in self.taken:
            self._extend(self.taken[key], block)
            return
        by_grammar = None if key is None else self._grammar.by_cue.get(key)
        source, head = anchor.source, anchor.head
        if source is None and by_grammar is not None:
            source, head = by_grammar.source, by_grammar.head
        proposal = Proposal(
            construction=anchor.construction,
            mode=anchor.mode if anchor.mode in COMMUNICATION else Mode.SPEECH,
            content=self._content(block, anchor, by_grammar),
            cue=anchor.cue,
            lemma=anchor.lemma,
            source=source,
            head=head,
            anchor=anchor.verb,
            sentence=anchor.sentence,
            via=None if by_grammar is None else by_grammar.via,
        )
        if key is not None:
            self.taken[key] = len(self.found)
        self._append(block, proposal)

    def _content(self, block: Block, anchor: Anchor, by_grammar: Proposal | None) -> tuple[Span, ...]:
        """The block, with the words of its sentence that belong to the same content outside the marks."""
        spans = block.spans
        if anchor.construction.startswith("after"):
            start = sentence_lead(block, self._page)
            led = any(
                one.proposal.cue is not None and start <= one.proposal.cue.start < block.start for one in self.found
            )
            return spans if led else (Span(start, spans[0].end), *spans[1:])
        overlapping = by_grammar is not None and any(
            piece.start < block.end and block.start < piece.end for piece in by_grammar.content
        )
        if anchor.construction != "before" or by_grammar is None or not overlapping:
            return spans
        around = by_grammar.content
        if self._page.last_sign(block) in {".", "!", "?"}:
            around = tuple(Span(one.start, min(one.end, block.end)) for one in around if one.start < block.end)
        joined = _union(around, spans)
        return spans if self._page.marked_share(joined) > DIRECT_SHARE else joined

    def _append(self, block: Block, proposal: Proposal) -> None:
        self.found.append(Attribution(proposal, type_of(proposal.content, self._page)))
        self._last, self._last_block = len(self.found) - 1, block

    def _extend(self, index: int, block: Block) -> None:
        earlier = self.found[index]
        content = _union(earlier.proposal.content, block.spans)
        self.found[index] = Attribution(replace(earlier.proposal, content=content), type_of(content, self._page))
        self._last, self._last_block = index, block

    def _belongs_before(self, block: Block, following: Anchor, around: Proposal | None) -> bool:
        """Whether a verb after the block is no cue but the predicate of a sentence in which the block is a term."""
        if is_utterance(block, self._page) or around is None:
            return False
        if following.construction == "after-open" or around.anchor is None or following.verb is None:
            return following.construction == "after-open"
        same = (around.sentence, around.anchor.index) == (following.sentence, following.verb.index)
        return not same and around.anchor.start < block.start

    def _goes_on_here(self, block: Block, leading: Anchor | None) -> bool:
        """“A,” X said, “B.” and “A,” X said. “B.”: the second block goes on with the first one's attribution."""
        if self._last is None or self._last_block is None or self._last_block.paragraph != block.paragraph:
            return False
        previous = self.found[self._last].proposal
        if previous.cue is None:
            return False
        text = self._page.text
        if self._last_block.end <= previous.cue.start < block.start:
            tail = text[previous.cue.end : block.start].rstrip()
            away = any(number != previous.sentence for number, _ in self._page.words(previous.cue.end, block.start))
            words = tail.split()
            if away or not (tail[-1:] in JOINTS or (words and words[-1] in CONJUNCTIONS)):
                return False
        elif text[self._last_block.end : block.start].strip(" \u00a0") not in {"", "…", "..."}:
            return False
        if leading is not None and leading.cue is not None and leading.cue.start > previous.cue.end:
            return False
        self._extend(self._last, block)
        return True

    def _goes_on_below(self, block: Block) -> bool:
        """A paragraph that opens with a quote of its own, right after one whose speaker is known, goes on quoting."""
        if self._last is None or self._last_block is None:
            return False
        paragraph = self._page.paragraphs[block.paragraph]
        lead = self._page.text[paragraph.start : block.start].strip(" \u00a0")
        between = block.paragraph - self._page.paragraph_at(self._last_block.end - 1)
        if lead or not is_utterance(block, self._page) or not 1 <= between <= 1 + CAPTIONS:
            return False
        if not all(self._is_caption(block.paragraph - step) for step in range(1, between)):
            return False
        previous = self.found[self._last].proposal
        proposal = replace(
            previous, construction="continuation", content=block.spans, cue=None, lemma="", anchor=None, via=None
        )
        self._append(block, proposal)
        return True

    def _is_caption(self, paragraph: int) -> bool:
        """A short line between two quotes (a caption, "Load Error") does not end the speech."""
        line = self._page.paragraphs[paragraph].of(self._page.text)
        return len(line.split()) <= CAPTION_WORDS and not any(mark in line for mark in '“”"')


def _voiceless(block: Block) -> Proposal:
    return Proposal(
        construction="voiceless",
        mode=Mode.SPEECH,
        content=block.spans,
        cue=None,
        lemma="",
        source=None,
        head=None,
        anchor=None,
        sentence=-1,
    )


def _union(left: Sequence[Span], right: Sequence[Span]) -> tuple[Span, ...]:
    """Both lists of spans as one: sorted, overlapping ones joined."""
    joined: list[Span] = []
    for span in sorted([*left, *right]):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
