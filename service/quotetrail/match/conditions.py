"""Conditions that a shorter wording drops while it keeps what hung on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from quotetrail.match.facts import Mark
from quotetrail.match.pairing import Pairing, Side
from quotetrail.match.phrases import Phrases
from quotetrail.model import Flag, FlagKind

_CLAUSE_END = re.compile(r"[,.;:!?…—–()،؛؟，。；：！？\n]|\s-\s")
# Code points before a condition in which its sentence begins, and how many conditions of a text are looked at.
_LONGEST_SENTENCE = 1_000
_MOST = 200
_SENTENCE_END = re.compile(r"[.!?…؟。！？\n]")


def dropped_conditions(pairing: Pairing, *, openings: Mapping[str, Phrases], cut: int, kept: float) -> Iterator[Flag]:
    """Conditions of the left that the right has not, though it has the sentence they stood in.

    `kept` is the share of the sentence's other words that must be left; a condition in the same edit as another of the
    right is only worded differently. In one language up to `cut` lost words may be all of it ("if" alone).
    `openings` are by language phrases that set a condition where a sentence begins with them ("Had they asked, …").
    """
    left, right = pairing.left.facts, pairing.right.facts
    if not (left.language_known and right.language_known):
        return
    lefts, rights = (_marks(side, openings) for side in (pairing.left, pairing.right))
    if len(rights) >= len(lefts) or (rights and not pairing.one_language):
        return
    for mark in lefts[:_MOST]:
        start, end = _clause(left.text, mark)
        places = pairing.left.places(start, end)
        marker = pairing.left.places(mark.start, mark.end)
        if pairing.kept(marker) or not places or _answered(pairing, marker, rights):
            continue
        sentence = pairing.left.places(*_sentence(left.text, mark))
        rest = [place for place in sentence if place not in places]
        if not rest and pairing.one_language:
            # No comma ends it: "In case of rain the parade will be in the hall."
            first = next((place for place in places if pairing.kept((place,))), places.stop)
            places, rest = range(places.start, first), list(range(first, places.stop))
            end = pairing.left.wording.canonical.spans[first - 1].end
        gone = pairing.kept(places) <= (1 - kept) * len(places)
        alone = pairing.one_language and len(places) - pairing.kept(places) <= cut and not gone
        if (gone or alone) and rest and pairing.kept(rest) >= kept * len(rest):
            yield Flag(FlagKind.CONDITION_DROPPED, left.text[start:end].strip(), "")
            return


def _marks(side: Side, openings: Mapping[str, Phrases]) -> list[Mark]:
    """The conditions of a text, in order: those of its facts, and clauses that begin a sentence with an opening."""
    facts, spans = side.facts, side.wording.canonical.spans
    phrases = openings.get(facts.language)
    found = phrases.find(side.wording.words) if phrases is not None else ()
    marks = [Mark("condition", spans[each.start].start, spans[each.end - 1].end) for each in islice(found, _MOST)]
    return sorted(
        (*facts.conditions, *(mark for mark in marks if _opens(facts.text, mark))), key=lambda mark: mark.start
    )


def _opens(text: str, mark: Mark) -> bool:
    """Whether words begin a sentence, and a comma ends their clause."""
    end = _CLAUSE_END.search(text, mark.end)
    first = not any(map(str.isalnum, text[_sentence(text, mark)[0] : mark.start]))
    return first and end is not None and end.group() == ","


def _answered(pairing: Pairing, marker: range, conditions: Sequence[Mark]) -> bool:
    """Whether the right has a condition where the left has this one."""
    there = pairing.counterparts(marker, frozenset({"equal", "translate", "replace"}))
    places = (pairing.right.places(mark.start, mark.end) for mark in conditions[:_MOST])
    return any(at.start < place.stop and place.start < at.stop for at in places for place in there)


def _clause(text: str, mark: Mark) -> tuple[int, int]:
    end = _CLAUSE_END.search(text, mark.end)
    return mark.start, end.start() if end is not None else len(text)


def _sentence(text: str, mark: Mark) -> tuple[int, int]:
    start = max(0, mark.start - _LONGEST_SENTENCE)
    before = [found.end() for found in _SENTENCE_END.finditer(text, start, mark.start)]
    end = _SENTENCE_END.search(text, mark.end)
    return (before[-1] if before else start), end.start() if end is not None else len(text)
