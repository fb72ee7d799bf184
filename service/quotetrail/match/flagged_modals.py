"""How sure or how bound somebody is, changed on the way: "should" for "must", "will" where it was "hope to"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from quotetrail.match.facts import Facts, Mark
from quotetrail.match.pairing import Pairing, Side
from quotetrail.match.phrases import Phrases
from quotetrail.model import Flag, FlagKind

# Of a very long text so many are compared, the first.
_MOST = 200
_UNSURE = frozenset({"possibility", "hearsay"})
# Where all else is the same, who drops or adds these made a claim of what somebody could or had to do.
_UNSURE_IN_A_COPY = _UNSURE | {"ability", "obligation"}


@dataclass(frozen=True, slots=True)
class Strengths:
    """Phrases by language whose kind is finer than that of the modals in facts.toml; [strength] of flags.toml."""

    phrases: Mapping[str, Phrases]

    @classmethod
    def of(cls, data: Mapping[str, Mapping[str, str]]) -> Strengths:
        """From kind -> language -> phrases parted by commas."""
        languages = {language for lists in data.values() for language in lists}
        return cls(
            {
                language: Phrases.listed((kind, lists.get(language, "")) for kind, lists in data.items())
                for language in languages
            }
        )

    def modals(self, side: Side) -> tuple[Mark, ...]:
        """The modals of a text in order, each of the finest kind that is known of it."""
        phrases = self.phrases.get(side.facts.language)
        if phrases is None:
            return side.facts.modals
        spans = side.wording.canonical.spans
        finer = [
            Mark(found.kind, spans[found.start].start, spans[found.end - 1].end)
            for found in islice(phrases.find(side.wording.words), _MOST)
        ]
        rest = [
            mark
            for mark in side.facts.modals
            if not any(mark.start < other.end and other.start < mark.end for other in finer)
        ]
        return tuple(sorted((*finer, *rest), key=lambda mark: mark.start))


def shifted_modality(pairing: Pairing, strengths: Strengths, *, cut: int, copied: bool) -> Iterator[Flag]:
    """Modals in the place of other ones, and in an edit those of doubt that came or went.

    A piece of more than `cut` words that went is a cut. In a text nearly `copied` "could" and "must" count, too.
    """
    if not pairing.one_language:
        yield from _across(pairing.left.facts, pairing.right.facts)
        return
    lefts, rights = (strengths.modals(side)[:_MOST] for side in (pairing.left, pairing.right))
    unsure = _UNSURE_IN_A_COPY if copied else _UNSURE
    kinds = {mark.kind for mark in rights}
    for mark in lefts:
        places = pairing.left.places(mark.start, mark.end)
        others = pairing.opposite(places, rights)
        if others and mark.kind not in {other.kind for other in others}:
            yield Flag(FlagKind.MODALITY_SHIFTED, _text(pairing.left, mark), _text(pairing.right, others[0]))
        elif mark.kind in unsure and mark.kind not in kinds and not others and _edited(pairing, places, cut):
            yield Flag(FlagKind.MODALITY_SHIFTED, _text(pairing.left, mark), "")
    kinds = {mark.kind for mark in lefts}
    turned = pairing.turned()
    for mark in rights:
        places = pairing.right.places(mark.start, mark.end)
        inserted = not turned.opposite(places, lefts) and _edited(turned, places, cut)
        if mark.kind in unsure and mark.kind not in kinds and inserted:
            yield Flag(FlagKind.MODALITY_SHIFTED, "", _text(pairing.right, mark))


def _edited(pairing: Pairing, places: range, cut: int) -> bool:
    """Whether left words went in an edit, not kept and not in a cut."""
    return bool(places) and not pairing.kept(places) and not pairing.is_cut(places, cut)


def _across(lefts: Facts, rights: Facts) -> Iterator[Flag]:
    """Across languages only what no translator exchanges: what must be against what may be, hearsay against none."""
    ones, others = ({mark.kind for mark in facts.modals} for facts in (lefts, rights))
    must, may = {"obligation"}, {"possibility", "hearsay"}
    if (must & ones and may & others and not (must & others or may & ones)) or (
        may & ones and must & others and not (may & others or must & ones)
    ):
        first = next(mark for mark in lefts.modals if mark.kind in must | may)
        second = next(mark for mark in rights.modals if mark.kind in must | may)
        yield Flag(
            FlagKind.MODALITY_SHIFTED, lefts.text[first.start : first.end], rights.text[second.start : second.end]
        )


def _text(side: Side, mark: Mark) -> str:
    return side.facts.text[mark.start : mark.end]
