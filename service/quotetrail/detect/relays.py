"""Outlets that relay what somebody said: the words are those of who said them, the outlet stands in between.

    “We will pay,” Smith said, according to Reuters.        Reuters reported that Smith said it would pay.

The tagger knows one cue for a content and takes the outlet's; the trees show the other one beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotetrail.detect.clauses import Proposal
from quotetrail.detect.contents import Contents
from quotetrail.detect.page import Page
from quotetrail.detect.quotations import Attribution, type_of
from quotetrail.detect.trees import Tree
from quotetrail.model import COMMUNICATION, Span

_QUOTE, _ACCORDING = "quote", "according to"
_QUOTES = frozenset({_QUOTE, "cite"})
_LONGEST_NAME = 8  # words of "Kremlin spokesman Dmitry Peskov"
# Both attributions have this share of the letters of the longer content, where they have one content.
_MOSTLY = 0.8


def relayed(
    found: Sequence[Attribution], standing: Sequence[Attribution], ruled: Sequence[Attribution], page: Page
) -> tuple[list[Attribution], list[Attribution]]:
    """What the tagger found and what of the rules stands beside it, with speakers in the place of who relays them.

    An outlet that relays becomes the `via`. `ruled` are all that the trees show in the same text.
    """
    changed: list[Proposal] = []
    contents = Contents(ruled)

    def of_speaker(one: Attribution) -> Attribution:
        touched = (by for piece in one.proposal.content for by in contents.touching(piece))
        other = _after_colon(one, page) or next((own for by in touched if (own := _of_speaker(one, by, page))), None)
        if other is not None:
            changed.append(other.proposal)
        return other or one

    groups = [[(one, of_speaker(one)) for one in group] for group in (found, standing)]
    said, beside = (
        [own for one, own in group if own is not one or not _is_told(one.proposal, changed, page)] for group in groups
    )
    return said, beside


def _is_told(proposal: Proposal, changed: Sequence[Proposal], page: Page) -> bool:
    """Whether an attribution is told by one of those that changed, or holds but its frame: "Jane Smith said"."""
    first, last = proposal.content[0].start, proposal.content[-1].end
    if page.text[first:last].endswith(" as saying"):
        return True
    for other in changed:
        if proposal.anchor is not None and proposal.anchor == other.anchor:
            return True
        frame = [part for part in (other.cue, other.source) if part is not None]
        if min(part.start for part in frame) <= first and last <= max(part.end for part in frame):
            return True
    return False


def _after_colon(one: Attribution, page: Page) -> Attribution | None:
    """What stands in quotation marks behind "Reuters cited Jane Smith:"; None where it is no such thing."""
    proposal, lead = one.proposal, page.text[one.proposal.content[0].start : one.proposal.content[0].end]
    name, colon, _ = lead.partition(":")
    if not colon or proposal.lemma not in _QUOTES or proposal.source is None or not relays(proposal.source, page):
        return None
    start = proposal.content[0].start
    person = next(
        (word for _, word in page.words(start, start + len(name)) if _is_person(Span(word.start, word.end), page)), None
    )
    rest = Span(start + len(name) + 1, proposal.content[0].end)
    rest = Span(rest.end - len(rest.of(page.text).lstrip()), rest.end)
    if person is None or len(name.split()) > _LONGEST_NAME or page.marked_share([rest]) == 0:
        return None
    content = (rest, *proposal.content[1:])
    source = Span(start, start + len(name))
    return replace(
        one,
        proposal=replace(proposal, content=content, source=source, head=person, via=proposal.source),
        type=type_of(content, page),
    )


def _of_speaker(one: Attribution, other: Attribution, page: Page) -> Attribution | None:
    """What the rules found inside or instead of an attribution, said by somebody else; None where it is no relay."""
    outer, inner = one.proposal, other.proposal
    if outer.source is None and _is_quoted(outer, inner):
        return replace(one, proposal=replace(outer, source=inner.source, head=inner.head, sentence=inner.sentence))
    whole = Span(outer.content[0].start, outer.content[-1].end)
    pieces = [piece for piece in inner.content if piece.overlaps(whole)]
    if not pieces or not _is_relay(outer, inner, page) or not (_nested(inner, whole) or _one_content(one, other)):
        return None
    content = tuple(Span(max(piece.start, whole.start), min(piece.end, whole.end)) for piece in pieces)
    via = outer.source if outer.source is not None and relays(outer.source, page) else None
    return replace(one, proposal=replace(inner, content=content, via=via), type=type_of(content, page))


def _is_relay(outer: Proposal, inner: Proposal, page: Page) -> bool:
    """Whether an outlet tells what another source said, each with a cue of its own.

    What a person said "according to" police or a transcript is the person's, too.
    """
    if outer.source is None or inner.source is None or outer.cue is None or inner.cue is None:
        return False
    if inner.cue.overlaps(outer.cue) or inner.source.overlaps(outer.source) or inner.mode not in COMMUNICATION:
        return False
    if inner.source.of(page.text).lower() in page.pack.relative_pronouns:
        return False
    named = outer.lemma == _ACCORDING and _is_person(inner.source, page) and not _is_person(outer.source, page)
    return named or (relays(outer.source, page) and not relays(inner.source, page))


def _nested(inner: Proposal, whole: Span) -> bool:
    """Whether cue and source of one stand in the content of another."""
    parts = (inner.cue, inner.source)
    return all(part is not None and whole.start <= part.start < whole.end for part in parts)


def _is_quoted(outer: Proposal, inner: Proposal) -> bool:
    """Whether both are of one "was quoted as saying"."""
    if outer.anchor is None or inner.anchor is None or inner.source is None:
        return False
    return inner.lemma == _QUOTE and outer.anchor.start == inner.anchor.start


def relays(source: Span, page: Page) -> bool:
    """Whether a source is an outlet: by its words, or as an organisation that nothing shows to be another body."""
    tree, pack = _tree(source, page), page.pack
    written = [word.text for _, word in page.words(source.start, source.end)]
    if any(word[0].isupper() and word.lower() in pack.press for word in written):
        return True
    roles = pack.person_roles | pack.body_roles | pack.group_roles
    if tree is None or any(word.lower() in roles for word in written):
        return False
    labels = {entity.label for entity in tree.sentence.entities if source.start <= entity.start < source.end}
    return labels == {"ORG"}


def _is_person(source: Span, page: Page) -> bool:
    """Whether a person is named in a source, or stands there as "he" or "she"."""
    tree, pack = _tree(source, page), page.pack
    words = {word.text.lower() for _, word in page.words(source.start, source.end)}
    if words & (pack.male_pronouns | pack.female_pronouns):
        return True
    entities = () if tree is None else tree.sentence.entities
    return any(each.label == "PERSON" and each.start < source.end and source.start < each.end for each in entities)


def _tree(source: Span, page: Page) -> Tree | None:
    numbers = [number for number, _ in page.words(source.start, source.end)]
    return page.trees[numbers[0]] if numbers else None


def _one_content(one: Attribution, other: Attribution) -> bool:
    """Whether both have the same content, nearly."""
    shared = sum(
        max(0, min(left.end, right.end) - max(left.start, right.start))
        for left in one.proposal.content
        for right in other.proposal.content
    )
    longer = max(sum(piece.end - piece.start for piece in each.proposal.content) for each in (one, other))
    return shared >= _MOSTLY * longer
