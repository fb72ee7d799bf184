"""The cue next to a block of quoted text: after it (“…,” said X), before it (X said: “…”), or a bare colon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotetrail.detect.page import Block, Page, is_utterance
from quotetrail.detect.parse import Word
from quotetrail.detect.phrases import VERBAL, cue_span, source_at, source_span, trimmed
from quotetrail.detect.sources import leading_name, source_of
from quotetrail.detect.trees import Tree
from quotetrail.model import COMMUNICATION, Mode, Span

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
NO_CUE = frozenset({"acl:relcl", "aux", "aux:pass", "cop", "amod", "compound"})
# Words that may stand between a cue and an unpunctuated quotation ("said that “…”").
LINKS = frozenset({"that", "how", "of"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cue next to a quotation: its verb, its source, how it was found."""

    construction: str
    sentence: int
    verb: Word | None
    source: Span | None
    head: Word | None
    lemma: str
    cue: Span | None
    mode: Mode


def cue_after(block: Block, page: Page) -> Anchor | None:
    """The cue that follows a block in its sentence: “…,” said X, or “…,” X said."""
    frame = _frame_after(block, page)
    if not frame or not _goes_on(block, page, frame[0][1]):
        return None
    number = frame[0][0]
    tree = page.trees[number]
    low = frame[0][1].index
    part = _is_part(block, page)
    for _, word in frame:
        if word.upos not in VERBAL or word.deprel in NO_CUE or word.text.lower() in page.pack.speakers:
            if part and word.upos in VERBAL and word.deprel not in {"amod", "compound", "acl:relcl"}:
                return None
            continue
        mode = _saying(word, page)
        if tree.relation(word.index) in {"acl", "advcl"} and mode is None:
            continue
        if mode is None and not _may_cue(block, page):
            return None
        head = _source_near(tree, word.index, low=low, high=frame[-1][1].index)
        if mode is None and not _is_inverted(tree, word.index, head, frame):
            return None
        name = "after" if mode is not None else "after-open"
        return _anchor(name, tree, number, word, head, page, mode)
    return None


def cue_before(block: Block, page: Page) -> Anchor | None:
    """The cue that leads to a block: X said: “…”, X said, “…”, or a line that ends in a colon."""
    found = _frame_before(block, page)
    if found is None:
        return None
    number, frame, last = found
    colon = last == ":"
    if not colon and _is_part(block, page):
        return None
    tree = page.trees[number]
    verbs = [word for word in frame if word.upos in VERBAL and word.deprel not in {"aux", "aux:pass", "cop"}]
    saying = [word for word in verbs if page.pack.mode(word.lemma.lower()) is not None]
    chosen = (saying or verbs)[-1:] if colon else verbs[-1:]
    if not chosen:
        return _bare_colon(tree, number, frame, page) if colon else None
    word = chosen[0]
    mode = page.pack.mode(word.lemma.lower())
    linked = last == "," or word is frame[-1] or frame[-1].lemma.lower() in LINKS
    if not colon and (mode not in COMMUNICATION or not linked):
        return None
    head = source_of(tree, word.index, pack=page.pack)[0]
    name = "before" if not colon else "colon" if mode is not None else "colon-open"
    return _anchor(name, tree, number, word, head, page, mode)


def _saying(word: Word, page: Page) -> Mode | None:
    """The mode of a cue that can take quoted words; what somebody thinks is no utterance."""
    mode = page.pack.mode(word.lemma.lower())
    return mode if mode in COMMUNICATION else None


def _frame_before(block: Block, page: Page) -> tuple[int, list[Word], str] | None:
    """The sentence before a block (its number, its unquoted words) and the last sign before the mark."""
    end = page.end_before(block.start)
    if not end or page.inside(end - 1) is not None:
        return None
    last = page.text[end - 1]
    paragraph = page.paragraph_at(block.start)
    floor = page.paragraphs[paragraph].start
    if end <= floor:
        if last != ":" or paragraph == 0:
            return None
        floor = page.paragraphs[paragraph - 1].start
    preceding = [place for place in page.before(block.start, floor=floor) if page.inside(place[1].start) is None]
    if not preceding:
        return None
    number = preceding[-1][0]
    return number, [word for sentence, word in preceding if sentence == number], last


def _frame_after(block: Block, page: Page) -> list[tuple[int, Word]]:
    """The words after a block up to the end of their sentence, the paragraph, or the next quotation."""
    paragraph = page.paragraphs[page.paragraph_at(block.end - 1)]
    following = page.after(block.end, ceiling=paragraph.end)
    while following and not any(map(str.isalnum, following[0][1].text)):
        if following[0][1].text in {"(", "["}:
            return []
        following = following[1:]
    if not following:
        return []
    number = following[0][0]
    frame: list[tuple[int, Word]] = []
    for place in following:
        if place[0] != number or page.inside(place[1].start) is not None:
            break
        frame.append(place)
    return frame


def _goes_on(block: Block, page: Page, first: Word) -> bool:
    """Whether the text after a block belongs to its sentence: the quote did not end with a full stop of its own."""
    after = page.text[block.end : first.start].strip()
    if after[:1] in {".", "!", "?", ";", ":"}:
        return False
    if page.last_sign(block) != ".":
        return True
    return first.text[:1].islower() or after[:1] == ","


def _is_inverted(tree: Tree, verb: int, head: int | None, frame: list[tuple[int, Word]]) -> bool:
    """Whether an unknown verb is the quote's own: “…,” quipped Smith, or “…,” she grinned at the frame's end."""
    if head is None or tree.word(head).upos not in {"PROPN", "PRON"}:
        return False
    last = [word for _, word in frame if any(map(str.isalnum, word.text))][-1]
    return head == verb + 1 or verb == last.index or frame[0][1].index == verb


def _is_part(block: Block, page: Page) -> bool:
    """Whether the sentence goes on after the block as if the marks were not there: “urgent” measures were needed."""
    after = page.text[block.end : block.end + 2]
    if page.last_sign(block) in {".", "!", "?"}:
        return False
    return after[:1] == " " and after[1:].islower() and not is_utterance(block, page)


def _may_cue(block: Block, page: Page) -> bool:
    """Whether any verb may be the cue: the quote ends in a comma, a question or an exclamation."""
    return page.last_sign(block) in {",", "?", "!"} or page.text[block.end : block.end + 1] == ","


def _source_near(tree: Tree, verb: int, *, low: int, high: int) -> int | None:
    """The source of a cue after a quote: its subject inside the frame, else the nearest noun phrase beside the verb."""
    words = tree.sentence.words
    if verb > low and words[verb - 1].text == ",":
        opening = _opening_name(tree, low, verb)
        if opening is not None:
            return opening
    subject = tree.subject(verb)
    if subject is not None and subject > verb > low and words[verb - 1].upos in {"PROPN", "PRON"}:
        subject = None
    if subject is not None and low <= subject <= high:
        first = verb + 1
        if subject > first and words[first].text[:1].isupper() and words[first + 1].text == ",":
            return first
        named = leading_name(tree, verb, subject)
        return named if low <= named else subject
    if verb - 1 >= low and words[verb - 1].upos in {"NOUN", "PROPN", "PRON"}:
        return _phrase_head(tree, verb - 1, low=low, high=verb - 1)
    after = verb + 1
    while after <= high and words[after].upos in {"ADV", "PART"}:
        after += 1
    if after <= high and words[after].upos in NOMINAL:
        return _phrase_head(tree, after, low=verb + 1, high=high)
    before = verb - 1
    while before >= low and words[before].upos not in NOMINAL:
        before -= 1
    return _phrase_head(tree, before, low=low, high=verb - 1) if before >= low else None


def _opening_name(tree: Tree, low: int, verb: int) -> int | None:
    """The name right after a quote whose appositives reach to the cue: “…,” Samal, a 29-year-old teacher, told AFP."""
    words = tree.sentence.words
    last = low
    if not words[low].text[:1].isupper():
        return None
    while last + 1 < verb and words[last + 1].upos == "PROPN":
        last += 1
    return last if words[last + 1].text == "," and last + 1 < verb else None


def _phrase_head(tree: Tree, index: int, *, low: int, high: int) -> int:
    """The topmost nominal above `index` inside `[low, high]`."""
    current = index
    for above in tree.ancestors(index):
        if not low <= above <= high or tree.word(above).upos in VERBAL:
            break
        current = above
    return current


def _anchor(name: str, tree: Tree, number: int, word: Word, head: int | None, page: Page, mode: Mode | None) -> Anchor:
    source = None if head is None else source_at(tree, word.index, head, text=page.text)
    cue = cue_span(tree, word.index, text=page.text)
    if source is not None and source.overlaps(cue):
        # A parser's slip hung something beyond the cue on the source.
        before = source.start < cue.start
        source = trimmed(Span(source.start, cue.start) if before else Span(cue.end, source.end), page.text)
    if source is not None:
        source = _outside_marks(source, page)
    return Anchor(
        construction=name,
        sentence=number,
        verb=word,
        source=source,
        head=None if head is None or source is None else tree.word(head),
        lemma=word.lemma.lower(),
        cue=cue,
        mode=mode or Mode.SPEECH,
    )


def _outside_marks(source: Span, page: Page) -> Span | None:
    """The source cut where a quotation begins that fills its end; a nickname in marks inside it stays."""
    quotation = page.inside(source.end - 1)
    if quotation is None or quotation.end - quotation.start < (source.end - source.start) / 2:
        return source
    return trimmed(Span(source.start, quotation.start), page.text) if quotation.start > source.start else None


def _bare_colon(tree: Tree, number: int, frame: Sequence[Word], page: Page) -> Anchor | None:
    """“TRUMP: …” and “From Smith: …”: the line before the colon is the source."""
    nominal = [word for word in frame if word.upos in {"PROPN", "NOUN", "PRON"}]
    if not nominal:
        return None
    head = _phrase_head(tree, nominal[-1].index, low=frame[0].index, high=frame[-1].index)
    colon = next((word for word in reversed(frame) if word.text == ":"), None)
    source = source_span(tree, head, text=page.text, without=None if colon is None else colon.index)
    return Anchor(
        construction="bare-colon",
        sentence=number,
        verb=None,
        source=source,
        head=tree.word(head),
        lemma=":",
        cue=None if colon is None else Span(colon.start, colon.end),
        mode=Mode.SPEECH,
    )
