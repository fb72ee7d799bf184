"""What an editor must see of the way from one wording to another: numbers, negations, names, marks and the like.

A flag is a claim about two people's words, so silence is better than a false one: what may be a freedom of the
translator is not flagged, and a language without lists (facts.toml) is checked for its digits alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from quotetrail.match.conditions import dropped_conditions
from quotetrail.match.denials import Denials
from quotetrail.match.differences import Difference
from quotetrail.match.drift import align, drift
from quotetrail.match.encoder import Encoder
from quotetrail.match.exchange import Exchanges
from quotetrail.match.facts import STRONG, Facts, Mark
from quotetrail.match.factual import bared
from quotetrail.match.flagged_modals import Strengths, shifted_modality
from quotetrail.match.flagged_names import NameLimits, swapped_names
from quotetrail.match.flagged_numbers import NumberLimits, changed_numbers
from quotetrail.match.marks import gained_marks, lost_marks
from quotetrail.match.pairing import Pairing, Side
from quotetrail.match.phrases import Phrases
from quotetrail.match.readings import Reading
from quotetrail.match.units import Units
from quotetrail.model import Appearance, Change, Flag, FlagKind, Speaker, SpeakerKind

_DATA = Path(__file__).with_name("flags.toml")
# A quote is compared with up to 64 candidates; its own text is read once.
_SIDES_KEPT = 256
# The same pair is asked for its drift and its flags.
_PAIRS_KEPT = 8
# How far from a negation the word that it denies may stand.
_DENIES = 4
# Of a very long text so many of a kind are compared, the first.
_MOST_MARKS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLimits:
    """The numbers of flags.toml, explained there."""

    copied: float
    cut: int
    kept: float
    around: int
    denied: int
    edited: float
    long: int
    wider: Mapping[str, int]
    denies: Mapping[str, str]
    openings: Mapping[str, Phrases]
    names: NameLimits
    numbers: NumberLimits
    gained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagger:
    """Finds flags between two quotes of one statement."""

    side: Callable[[str, str], Side]
    beside: Callable[[Side, Side], Pairing]
    encoder: Encoder
    differ: Callable[[Speaker, Speaker], bool]
    exchanges: Exchanges
    denials: Denials
    units: Units
    strengths: Strengths
    limits: FlagLimits

    @classmethod
    def load(
        cls,
        *,
        encoder: Encoder,
        exchanges: Exchanges,
        differ: Callable[[Speaker, Speaker], bool],
        read: Callable[[str, str], Reading],
    ) -> Flagger:
        """Read flags.toml; `differ` says whether two named persons are two (speakers.py), `read` reads texts."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))

        def side(text: str, language: str) -> Side:
            reading = read(text, language)
            return Side.of(reading.wording, reading.facts)

        return cls(
            side=lru_cache(maxsize=_SIDES_KEPT)(side),
            beside=lru_cache(maxsize=_PAIRS_KEPT)(lambda one, other: Pairing.of(one, other, encoder)),
            encoder=encoder,
            differ=differ,
            exchanges=exchanges,
            denials=Denials.load(before=data["negation"]["denies"]["before"]),
            units=Units.load(),
            strengths=Strengths.of(data["strength"]),
            limits=FlagLimits(
                copied=data["copy"]["kept"],
                cut=data["cut"]["words"],
                kept=data["cut"]["kept"],
                around=data["negation"]["around"],
                denied=data["negation"]["denied"],
                edited=data["negation"]["edited"],
                long=data["negation"]["long"],
                wider=data["negation"]["wider"],
                denies={
                    language: order for order, languages in data["negation"]["denies"].items() for language in languages
                },
                openings={
                    language: Phrases.listed([("condition", phrases)])
                    for language, phrases in data["condition"]["opens"].items()
                },
                names=NameLimits(**data["name"]),
                numbers=NumberLimits(cut=data["cut"]["words"], near=data["number"]["near"]),
                gained=data["marks"]["gained"],
            ),
        )

    def pair(self, left: Appearance, right: Appearance) -> Pairing:
        """Both texts read and laid beside each other."""
        return self.beside(self.side(left.text, left.language), self.side(right.text, right.language))

    def changes(self, left: Appearance, right: Appearance) -> tuple[Change, ...]:
        """The word-level steps from `left` to `right`; across languages with `translate` steps, which may jump."""
        pairing = self.pair(left, right)
        one, other = pairing.left.wording.canonical, pairing.right.wording.canonical
        return drift(one, other, align(one.words, other.words) if pairing.one_language else pairing.steps)

    def flags(self, left: Appearance, right: Appearance, *, other_names: Sequence[Difference] = ()) -> tuple[Flag, ...]:
        """What changed from `left` to `right`, in the order of FlagKind; bounded time for any two texts.

        `other_names` are those that a near copy has in the place of a name, which need not be looked for.
        """
        pairing = self.pair(left, right)
        copied = self._near_copy(pairing)
        return tuple(
            chain(
                changed_numbers(pairing, self.units, self.limits.numbers, copied=copied),
                self._negations(pairing, copied=copied),
                shifted_modality(pairing, self.strengths, cut=self.limits.cut, copied=copied),
                self._exchanged(pairing),
                self._other_names(pairing, other_names),
                self._speakers(left.speaker, right.speaker),
                dropped_conditions(pairing, openings=self.limits.openings, cut=self.limits.cut, kept=self.limits.kept),
                lost_marks(left, right, pairing, fewest=self.limits.gained),
                gained_marks(left, right, pairing, fewest=self.limits.gained),
            )
        )

    def _other_names(self, pairing: Pairing, known: Sequence[Difference]) -> Iterator[Flag]:
        found = [Flag(FlagKind.NAME_SWAPPED, name.left, name.right) for name in known[:1]]
        yield from found or swapped_names(pairing, self.encoder, self.limits.names)

    def _near_copy(self, pairing: Pairing) -> bool:
        """Whether nearly all words of both texts are the same."""
        most = max(len(pairing.left.wording.words), len(pairing.right.wording.words))
        kept = pairing.kept(range(len(pairing.left.wording.words)))
        return pairing.one_language and kept >= self.limits.copied * most

    def _exchanged(self, pairing: Pairing) -> Iterator[Flag]:
        """Two pieces in each other's place, so that the one does what the other did."""
        if pairing.one_language:
            left, right = pairing.left.wording, pairing.right.wording
            found = self.exchanges.find(left, right, language=pairing.left.facts.language)
            # What is only numbers was flagged as such.
            if found is not None and not found.voice and any(map(str.isalpha, found.left)):
                yield Flag(FlagKind.NAME_SWAPPED, found.left, found.right)

    def _negations(self, pairing: Pairing, *, copied: bool) -> Iterator[Flag]:
        if not (pairing.left.facts.language_known and pairing.right.facts.language_known):
            return
        for kind, way in ((FlagKind.NEGATION_LOST, pairing), (FlagKind.NEGATION_ADDED, pairing.turned())):
            lost = self._denial_alone(way)
            text = self.denials.dropped(way) if lost is None else _text(way.left.facts, lost)
            if not text and copied:
                text = self.denials.prefixed(way)
            if text:
                yield Flag(kind, text, "") if kind is FlagKind.NEGATION_LOST else Flag(kind, "", text)

    def _denial_alone(self, pairing: Pairing) -> Mark | None:
        """A negation of the left that the right has nothing for."""
        facts, others = pairing.left.facts, pairing.right.facts.negations
        denials = facts.denials[:_MOST_MARKS]
        if pairing.one_language:
            bare = (
                mark for mark in facts.idle[:_MOST_MARKS] if bared(pairing.left.wording, mark, pairing.right.wording)
            )
            denials = (*denials, *bare)
        places = [(mark, pairing.left.places(mark.start, mark.end)) for mark in denials]
        idle = self.denials.idle(pairing) if places else frozenset[int]()
        kept = [(mark, at) for mark, at in places if idle.isdisjoint(at) and not pairing.is_cut(at, self.limits.cut)]
        if pairing.one_language:
            return self._denial_more(pairing, [mark for mark, _ in kept]) if kept else None
        near = [pairing.right.places(mark.start, mark.end) for mark in others[:_MOST_MARKS]]
        return next((mark for mark, at in kept if self._undenied(pairing, mark, at, near)), None)

    def _undenied(self, pairing: Pairing, mark: Mark, at: range, negations: Sequence[range]) -> bool:
        """Whether the right says what a negation of the left denies, and has no negation for it."""
        denied = self._denied(pairing.left, mark, at)
        there = pairing.counterparts(denied, longest=self.limits.denied)
        if not denied and len(pairing.left.wording.words) <= self.limits.long:
            return not negations
        if not there or len(pairing.right.wording.words) <= self.limits.long:
            return bool(there) and not negations
        around = self.limits.around * self.limits.wider.get(pairing.right.facts.language, 1)
        return not any(
            negation.start < place.stop + around and place.start - around < negation.stop
            for place in there
            for negation in negations
        )

    def _denied(self, side: Side, mark: Mark, at: range) -> list[int]:
        """The content words that a negation denies, as far as the word order of its language says."""
        if mark.inflected:
            return list(at)
        light, count = side.light, len(side.wording.words)
        before = next(
            (place for place in range(at.start - 1, max(-1, at.start - 1 - _DENIES), -1) if place not in light), None
        )
        after = next((place for place in range(at.stop, min(count, at.stop + _DENIES)) if place not in light), None)
        order = self.limits.denies.get(side.facts.language, "after")
        wanted = {"after": (after,), "before": (before,), "both": (before, after)}[order]
        return [place for place in wanted if place is not None]

    def _denial_more(self, pairing: Pairing, kept: Sequence[Mark]) -> Mark | None:
        """In one language: the first negation beyond as many as the other side has.

        Where the text was reworded all over, what it denies must still be there.
        """
        turned = pairing.turned()
        others = [
            mark
            for mark in pairing.right.facts.negations
            if not turned.is_cut(pairing.right.places(mark.start, mark.end), self.limits.cut)
        ]
        weak = sum(mark.kind != STRONG for mark in pairing.left.facts.negations)
        more = len(kept) + weak - len(others)
        strong = sum(mark.kind == STRONG for mark in others)
        if more <= 0 or strong >= len(kept):
            return None
        text = pairing.left.facts.text
        same = [pairing.right.facts.text[mark.start : mark.end].casefold() for mark in others]
        still = [mark for mark in kept if self._still_there(pairing, mark)]
        return next(
            (mark for mark in still if text[mark.start : mark.end].casefold() not in same), still[-1] if still else None
        )

    def _still_there(self, pairing: Pairing, mark: Mark) -> bool:
        """Whether the right has what a negation of the left denies, and no negation in that very place."""
        count, at = len(pairing.left.wording.words), pairing.left.places(mark.start, mark.end)
        if pairing.kept(at) == len(at) and pairing.opposite(at, pairing.right.facts.negations[:_MOST_MARKS]):
            return False
        denied = self._denied(pairing.left, mark, at)
        return not denied or pairing.kept(denied) > 0 or pairing.kept(range(count)) >= self.limits.edited * count

    def _speakers(self, left: Speaker | None, right: Speaker | None) -> Iterator[Flag]:
        if left is None or right is None or left.name is None or right.name is None:
            return
        persons = left.kind == right.kind == SpeakerKind.PERSON
        if persons and self.differ(left, right):
            yield Flag(FlagKind.SPEAKER_CHANGED, left.name, right.name)


def _text(facts: Facts, mark: Mark) -> str:
    return facts.text[mark.start : mark.end]
