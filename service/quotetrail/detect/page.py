"""One parsed article, addressable by offset: its words, sentences, paragraphs and blocks of quoted text."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Word
from quotetrail.detect.quotemarks import Quotation
from quotetrail.detect.trees import Tree
from quotetrail.model import Span

# A quotation with fewer words than this is a phrase, not an utterance, unless a cue takes it.
UTTERANCE_WORDS = 4
# In a title or a list of names more than this share of the words begins with a capital.
TITLE_CAPITALS = 0.6
# PolNeAR's bound between direct and mixed: the share of letters inside marks (data/quotes README).
DIRECT_SHARE = 0.95
# A sentence that is parsed has at most 150 words (parse.py); marks and brackets beside it come on top.
FRAME_WORDS = 200
QUOTE_MARKS = "“”\"'‘’«»„‟‹› \u00a0"


@dataclass(frozen=True, slots=True)
class Block:
    """One outer quotation, or one that runs over paragraphs (an opening mark in each)."""

    quotations: tuple[Quotation, ...]
    paragraph: int

    @property
    def start(self) -> int:
        """Offset of the first mark."""
        return self.quotations[0].start

    @property
    def end(self) -> int:
        """Offset after the last mark."""
        return self.quotations[-1].end

    @property
    def spans(self) -> tuple[Span, ...]:
        """One span a paragraph, marks included."""
        return tuple(Span(quotation.start, quotation.end) for quotation in self.quotations)


class Page:
    """One parsed article, addressable by offset: words, sentences, paragraphs, quotation blocks."""

    def __init__(
        self,
        *,
        text: str,
        paragraphs: Sequence[Span],
        trees: Sequence[Tree],
        quotations: Sequence[Quotation],
        pack: Pack,
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.trees = trees
        self.pack = pack
        self.places = [(number, word) for number, tree in enumerate(trees) for word in tree.sentence.words]
        self.starts = [word.start for _, word in self.places]
        self.outer = [quotation for quotation in quotations if quotation.depth == 0]
        self._outer_starts = [quotation.start for quotation in self.outer]
        self._paragraph_starts = [span.start for span in paragraphs]
        self.blocks = self._blocks()

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`."""
        return max(0, bisect.bisect_right(self._paragraph_starts, offset) - 1)

    def words(self, start: int, end: int) -> list[tuple[int, Word]]:
        """The words that begin in `[start, end)`, each with the number of its sentence."""
        return self.places[bisect.bisect_left(self.starts, start) : bisect.bisect_left(self.starts, end)]

    def before(self, end: int, *, floor: int) -> list[tuple[int, Word]]:
        """The last words that begin in `[floor, end)`, as many as a sentence can have."""
        high = bisect.bisect_left(self.starts, end)
        low = max(bisect.bisect_left(self.starts, floor), high - FRAME_WORDS)
        return self.places[low:high]

    def after(self, start: int, *, ceiling: int) -> list[tuple[int, Word]]:
        """The first words that begin in `[start, ceiling)`, as many as a sentence can have."""
        low = bisect.bisect_left(self.starts, start)
        high = min(bisect.bisect_left(self.starts, ceiling), low + FRAME_WORDS)
        return self.places[low:high]

    def by_paragraph(self, span: Span) -> list[Span]:
        """The span cut where a paragraph ends in it, without the white space between."""
        first, last = self.paragraph_at(span.start), self.paragraph_at(span.end - 1)
        if first == last:
            return [span]
        parts = self.paragraphs[first : last + 1]
        return [Span(max(span.start, one.start), min(span.end, one.end)) for one in parts]

    def end_before(self, offset: int) -> int:
        """The offset after the last sign that is no white space before `offset`; 0 when there is none."""
        while offset > 0 and self.text[offset - 1].isspace():
            offset -= 1
        return offset

    def last_sign(self, block: Block) -> str:
        """The last sign of a block before its closing mark; empty when there is nothing but marks."""
        return self.text[block.start : block.end].rstrip(QUOTE_MARKS)[-1:]

    def inside(self, offset: int) -> Quotation | None:
        """The outer quotation that holds `offset`, if any."""
        index = bisect.bisect_right(self._outer_starts, offset) - 1
        found = self.outer[index] if index >= 0 else None
        return found if found is not None and offset < found.end else None

    def marked_share(self, spans: Sequence[Span]) -> float:
        """The share of the letters and digits of `spans` that stand inside outer quotation marks."""
        total = inside = 0
        for span in spans:
            index = max(0, bisect.bisect_right(self._outer_starts, span.start) - 1)
            total += sum(map(str.isalnum, span.of(self.text)))
            while index < len(self.outer) and self.outer[index].start < span.end:
                quotation = self.outer[index]
                low, high = max(span.start, quotation.start), min(span.end, quotation.end)
                inside += sum(map(str.isalnum, self.text[low:high]))
                index += 1
        return inside / total if total else 0.0

    def _opens_speech(self, quotation: Quotation) -> bool:
        """Whether an unclosed mark begins an utterance, which may run on; one inside a clause was forgotten."""
        end = self.end_before(quotation.start)
        before = self.text[end - 1 : end] if end else ""
        starts = self.paragraphs[self.paragraph_at(quotation.start)].start == quotation.start
        return starts or before in {",", ":", "—", "–"} or quotation.inner.of(self.text)[:1].isupper()

    def _blocks(self) -> list[Block]:
        blocks: list[Block] = []
        for quotation in self.outer:
            previous = blocks[-1] if blocks else None
            if (
                quotation.continues
                and previous is not None
                and not previous.quotations[-1].closed
                and previous.quotations[-1].style == quotation.style
                and self._opens_speech(previous.quotations[-1])
            ):
                blocks[-1] = replace(previous, quotations=(*previous.quotations, quotation))
            else:
                blocks.append(Block(quotations=(quotation,), paragraph=self.paragraph_at(quotation.start)))
        return blocks


def is_utterance(block: Block, page: Page) -> bool:
    """Whether a block with no cue reads like speech: a whole sentence, not a title or a term."""
    inner = page.text[block.start : block.end].strip(QUOTE_MARKS)
    words = inner.split()
    if len(words) < UTTERANCE_WORDS or not inner[0].isupper():
        return len(words) >= 3 * UTTERANCE_WORDS
    capitals = sum(word[0].isupper() for word in words)
    ends = inner[-1] in ".!?…," or page.text[block.end : block.end + 1] in {".", ","}
    return ends and capitals <= TITLE_CAPITALS * len(words)


def fully_marked(spans: Sequence[Span], page: Page) -> bool:
    """Whether (almost) all of the content stands inside quotation marks: a direct quote."""
    return page.marked_share(spans) > DIRECT_SHARE


def sentence_lead(block: Block, page: Page) -> int:
    """Where the content of a block starts: its mark, or its sentence's first word when the block is only the end."""
    before = page.before(block.start, floor=page.paragraphs[page.paragraph_at(block.start)].start)
    inner = page.words(block.start, block.end)
    if not before or not inner:
        return block.start
    lettered = next((place for place in inner if any(map(str.isalnum, place[1].text))), inner[0])
    start = block.start
    for number, word in reversed(before):
        if number != lettered[0] or page.inside(word.start) is not None:
            break
        if any(map(str.isalnum, word.text)) or word.text in {"(", "$", "£", "€"}:
            start = word.start
    return start if page.text[start : block.start].strip(" ,\u00a0") else block.start
