"""What the tagger read, set right by quotation marks and joined by what rules alone can know.

The tagger proposes cues with their sources and contents; a content that cuts into a quotation takes it whole; the rules
add the quotes that have no cue (a paragraph that goes on quoting, a transcript's line) and the outlet through which a
speech came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quotetrail.detect.clauses import Proposal
from quotetrail.detect.contents import Contents
from quotetrail.detect.coordination import parted
from quotetrail.detect.labels import Stretch
from quotetrail.detect.linking import Link
from quotetrail.detect.modes import Modes
from quotetrail.detect.page import QUOTE_MARKS, Page
from quotetrail.detect.parse import Word
from quotetrail.detect.quotations import Attribution, Certainties, type_of
from quotetrail.detect.reading import Window
from quotetrail.detect.relays import relayed
from quotetrail.detect.reliability import Reliability
from quotetrail.detect.tagger import Tagged
from quotetrail.detect.trees import SUBJECTS
from quotetrail.model import QuoteType, Span

Spans = Sequence[tuple[int, int]]  # of a window's words

# A quotation of which a content holds this share of the letters is meant to be held whole.
MOSTLY = 0.5
# What stands at the end of a sentence that leads up to a quotation.
LEADS = frozenset({".", ":", "!", "?"})
# Of what has at most this certainty, more is wrong than right on PolNeAR dev.
DOUBTFUL = 0.3
# Titles in quotation marks are at most so long, and their words of so many letters are capitalised.
LONGEST_TITLE, LONG_WORD = 6, 4
# Constructions of the rules that only follow another quotation.
FOLLOWING = frozenset({"continuation", "voiceless"})
# What opens a clause that tells when something was said, not what.
TIME_CLAUSES = frozenset({"before", "when", "while"})
# Constructions of the rules that have no cue for the tagger to find.
WITHOUT_CUE = frozenset({"continuation", "voiceless", "transcript", "bare-colon"})


@dataclass(frozen=True, slots=True)
class Learned:
    """Turns the tagger's readings of one text into attributions; made once."""

    modes: Modes
    reliability: Reliability

    def attribute(self, tagged: Tagged[Window], page: Page, ruled: Sequence[Attribution]) -> list[Attribution]:
        """Every attribution in text order; `ruled` are those that the rules found in the same text."""
        places = _Places(page)
        found = []
        for window in tagged.windows:
            spans = tagged.spans[window.first : window.last]
            read = (self._attribution(link, spans, page, places) for link in window.links)
            found += [one for one in read if one is not None]
        standing = [one for one in ruled if self._may_stand(one) and not _is_frame(one, page)]
        return _joined(*relayed(parted(found, page, self.modes), standing, ruled, page))

    def _attribution(self, link: Link, spans: Spans, page: Page, places: _Places) -> Attribution | None:
        cue = _span(link.cue, spans)
        source = None if link.source is None else _span(link.source, spans)
        pieces = [(_span(stretch, spans), stretch.certainty) for stretch in link.contents]
        content = _whole(_beside_quoted(pieces, page), page, apart=(cue, source))
        words = [page.text[start:end] for start, end in spans[link.cue.first : link.cue.last]]
        nobody = source is None and not any(map(str.isalnum, cue.of(page.text)))  # a heading with a colon in it
        if not content or nobody:
            return None
        head = None if source is None else places.head(source)
        anchor = places.head(cue)
        sentence = head[0] if head is not None else anchor[0] if anchor is not None else -1
        proposal = Proposal(
            construction="tagger",
            mode=self.modes.mode_of(words),
            content=content,
            cue=cue,
            lemma=_lemma(page.text[cue.start : cue.end], None if anchor is None else anchor[1]),
            source=source,
            head=None if head is None else head[1],
            anchor=anchor[1] if anchor is not None and anchor[0] == sentence else None,
            sentence=sentence,
        )
        certainties = Certainties(
            cue=link.cue.certainty,
            content=min(stretch.certainty for stretch in link.contents),
            fit=link.fit,
            source=link.source_fit,
        )
        return Attribution(proposal, type_of(content, page), certainties)

    def _may_stand(self, one: Attribution) -> bool:
        """Whether a rule's attribution may stand where the tagger found nothing."""
        if one.proposal.construction in WITHOUT_CUE or one.type is QuoteType.DIRECT:
            return True
        sure = self.reliability.of_attribution(one, source=one.proposal.source is not None)
        return sure >= self.reliability.beside_tagger


def _is_frame(one: Attribution, page: Page) -> bool:
    """Whether a rule took for speech what stands around it: its place, its time, a stage direction, a title.

    "On Tuesday’s episode of “The Show,” he said …", "as she said when she left", "“(CROSSTALK.)”", "“State of the
    Union.”" after another quotation.
    """
    whole = Span(one.proposal.content[0].start, one.proposal.content[-1].end)
    if one.type is QuoteType.INDIRECT:
        opening = page.text[max(0, whole.start - len("before ")) : whole.start + len("before ")].lower().split()
        return not TIME_CLAUSES.isdisjoint(opening)
    if one.type is QuoteType.MIXED:
        first = next((word for _, word in page.words(whole.start, whole.end)), None)
        return first is not None and first.upos == "ADP"
    said = whole.of(page.text).strip(QUOTE_MARKS)
    title = one.proposal.construction in FOLLOWING and len(said.split()) <= LONGEST_TITLE and _is_title(said)
    return title or (said.startswith("(") and said.endswith(")"))


def _is_title(said: str) -> bool:
    long = [word for word in said.split() if len(word) >= LONG_WORD]
    return len(long) > 1 and all(word[0].isupper() for word in long)


class _Places:
    """The words of a page by offset, with their sentences."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def head(self, span: Span) -> tuple[int, Word] | None:
        """The sentence's number and the word of `span` that the others hang on."""
        inside = self._page.words(span.start, span.end)
        if not inside:
            return None
        number = inside[0][0]
        own = [word for sentence, word in inside if sentence == number]
        indexes = {word.index for word in own}
        tops = [word for word in own if word.head not in indexes]
        lettered = [word for word in tops if word.upos not in {"PUNCT", "ADP", "SCONJ", "CCONJ", "DET"}]
        subjects = [word for word in lettered if word.deprel in SUBJECTS]
        return number, (subjects or lettered or tops or own)[0]


def _lemma(cue: str, anchor: Word | None) -> str:
    if cue.lower().startswith("according to"):
        return "according to"
    return "" if anchor is None else anchor.lemma.lower()


def _span(stretch: Stretch, spans: Spans) -> Span:
    return Span(spans[stretch.first][0], spans[stretch.last - 1][1])


def _beside_quoted(pieces: Sequence[tuple[Span, float]], page: Page) -> list[Span]:
    """A content's pieces without those beside its quotation that lead up to it, are doubtful, or are but a name."""
    shares = [page.marked_share([span]) for span, _ in pieces]
    if max(shares) <= MOSTLY:
        return [span for span, _ in pieces]
    kept = []
    for (span, certainty), share in zip(pieces, shares, strict=True):
        leads = page.text[span.end : span.end + 1] in LEADS and page.marked_share([Span(span.end, span.end + 4)]) > 0
        named = all(word.upos in {"PROPN", "PUNCT"} for _, word in page.words(span.start, span.end))
        if share > 0 or (certainty >= DOUBTFUL and not leads and not named):
            kept.append(span)
    return kept


def _whole(pieces: Sequence[Span], page: Page, *, apart: Sequence[Span | None]) -> tuple[Span, ...]:
    """The pieces with the quotations taken whole that they mostly hold; sorted, never overlapping."""
    found: list[Span] = []
    for piece in sorted(pieces):
        start, end = piece.start, piece.end
        for edge in (piece.start, piece.end - 1):
            quotation = page.inside(edge)
            if quotation is None or any(
                other is not None and quotation.start <= other.start < quotation.end for other in apart
            ):
                continue
            shared = min(end, quotation.end) - max(start, quotation.start)
            if shared >= MOSTLY * (quotation.end - quotation.start):
                start, end = min(start, quotation.start), max(end, quotation.end)
        start, end = _with_marks(start, end, page)
        end = _up_to_comma(start, end, page)
        if found and start < found[-1].end:
            start = found[-1].end
        if start < end:
            found += page.by_paragraph(Span(start, end))
    return tuple(found)


def _with_marks(start: int, end: int, page: Page) -> tuple[int, int]:
    """The span without a mark at its end that opens the next quotation."""
    quotation = page.inside(end - 1)
    if quotation is not None and quotation.start > start and not page.text[quotation.start : end].strip(QUOTE_MARKS):
        end = page.end_before(quotation.start)
    return start, end


def _up_to_comma(start: int, end: int, page: Page) -> int:
    """The end of a content that opens with a quotation: where that ends in a comma, what follows is the frame's."""
    quotation = page.inside(start)
    if quotation is None or not quotation.closed or quotation.start != start or quotation.end >= end:
        return end
    said = page.text[quotation.start : quotation.end].rstrip(QUOTE_MARKS)
    plain = page.marked_share([Span(quotation.end, end)]) == 0
    return quotation.end if plain and said.endswith(",") else end


def _joined(found: Sequence[Attribution], ruled: Sequence[Attribution]) -> list[Attribution]:
    """The tagger's attributions with the rules' outlets, and the rules' own where the tagger has nothing."""
    quoted = Contents([one for one in ruled if one.proposal.via is not None])
    found = [one for one in found if not any(_same(one, other) for other in _touched(one, quoted))]
    held = Contents(found)
    by_cue = {one.proposal.anchor.start: one.proposal for one in ruled if one.proposal.anchor is not None}
    joined = [_with_outlet(one, by_cue) for one in found]
    # Several may hold pieces of one quotation; its next paragraph is said once, by the one that holds most.
    direct = Contents([one for one in ruled if one.type is QuoteType.DIRECT])
    further = {
        going.proposal.content: going
        for one in sorted(found, key=lambda one: sum(piece.end - piece.start for piece in one.proposal.content))
        for going in _going_on(one, direct, held)
    }
    joined += further.values()
    joined = _completed(joined, [one for one in ruled if not held.hold_any(one.proposal.content)])
    return sorted(joined, key=lambda one: (one.proposal.content[0].start, one.proposal.content[-1].end))


def _touched(one: Attribution, contents: Contents) -> Iterator[Attribution]:
    return (other for piece in one.proposal.content for other in contents.touching(piece))


def _completed(found: Sequence[Attribution], added: Sequence[Attribution]) -> list[Attribution]:
    """`found` with those that are `added`; one of the same cue gives its content to the one that is there."""
    completed = list(found)
    places = {one.proposal.anchor.start: n for n, one in enumerate(found) if one.proposal.anchor is not None}
    for one in added:
        place = None if one.proposal.anchor is None else places.get(one.proposal.anchor.start)
        if place is None:
            completed.append(one)
            continue
        there = completed[place]
        content = tuple(sorted((*there.proposal.content, *one.proposal.content)))
        completed[place] = replace(there, proposal=replace(there.proposal, content=content))
    return completed


def _same(one: Attribution, other: Attribution) -> bool:
    """Whether one's content is mostly the other's: an outlet "quoted witnesses as saying" what the witnesses said."""
    shared = sum(
        max(0, min(left.end, right.end) - max(left.start, right.start))
        for left in one.proposal.content
        for right in other.proposal.content
    )
    return shared * 2 > sum(piece.end - piece.start for piece in one.proposal.content)


def _going_on(one: Attribution, direct: Contents, held: Contents) -> Iterator[Attribution]:
    """The further paragraphs of a quotation of which an attribution holds the first, without a cue of their own."""
    last = one.proposal.content[-1]
    for other in direct.touching(last):
        rest = tuple(piece for piece in other.proposal.content if piece.start >= last.end)
        if rest and not held.hold_any(rest):
            proposal = replace(
                one.proposal, construction="continuation", content=rest, cue=None, lemma="", anchor=None, via=None
            )
            yield Attribution(proposal, QuoteType.DIRECT)
            return


def _with_outlet(one: Attribution, by_cue: dict[int, Proposal]) -> Attribution:
    anchor = one.proposal.anchor
    twin = None if anchor is None else by_cue.get(anchor.start)
    if twin is None or twin.via is None:
        return one
    return replace(one, proposal=replace(one.proposal, via=twin.via))
