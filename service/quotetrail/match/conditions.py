"""Conditions that a shorter wording drops while it keeps what hung on them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotetrail.match.facts import Mark
from quotetrail.match.pairing import Pairing
from quotetrail.model import Flag, FlagKind

_CLAUSE_END = re.compile(r"[,.;:!?…—–()،؛؟，。；：！？\n]|\s-\s")
# Code points before a condition in which its sentence begins, and how many conditions of a text are looked at.
_LONGEST_SENTENCE = 1_000
_MOST = 200
_SENTENCE_END = re.compile(r"[.!?…؟。！？\n]")


def dropped_conditions(pairing: Pairing, *, cut: int, kept: float) -> Iterator[Flag]:
    """Conditions of the left that the right has not, though it has the sentence they stood in.

    `kept` is the share of the sentence's other words that must be left; a condition in the same edit as another of the
    right is only worded differently. In one language up to `cut` lost words may be all of it ("if" alone).
    """
    left, right = pairing.left.facts, pairing.right.facts
    if not (left.language_known and right.language_known) or len(right.conditions) >= len(left.conditions):
        return
    if right.conditions and not pairing.one_language:
        return
    for mark in left.conditions[:_MOST]:
        start, end = _clause(left.text, mark)
        places = pairing.left.places(start, end)
        marker = pairing.left.places(mark.start, mark.end)
        if pairing.kept(marker) or not places or _answered(pairing, marker):
            continue
        sentence = pairing.left.places(*_sentence(left.text, mark))
        rest = [place for place in sentence if place not in places]
        gone = pairing.kept(places) <= (1 - kept) * len(places)
        alone = pairing.one_language and len(places) - pairing.kept(places) <= cut and not gone
        if (gone or alone) and rest and pairing.kept(rest) >= kept * len(rest):
            yield Flag(FlagKind.CONDITION_DROPPED, left.text[start:end].strip(), "")
            return


def _answered(pairing: Pairing, marker: range) -> bool:
    """Whether the right has a condition where the left has this one."""
    there = pairing.counterparts(marker, frozenset({"equal", "translate", "replace"}))
    conditions = (pairing.right.places(mark.start, mark.end) for mark in pairing.right.facts.conditions[:_MOST])
    return any(at.start < place.stop and place.start < at.stop for at in conditions for place in there)


def _clause(text: str, mark: Mark) -> tuple[int, int]:
    end = _CLAUSE_END.search(text, mark.end)
    return mark.start, end.start() if end is not None else len(text)


def _sentence(text: str, mark: Mark) -> tuple[int, int]:
    start = max(0, mark.start - _LONGEST_SENTENCE)
    before = [found.end() for found in _SENTENCE_END.finditer(text, start, mark.start)]
    end = _SENTENCE_END.search(text, mark.end)
    return (before[-1] if before else start), end.start() if end is not None else len(text)
