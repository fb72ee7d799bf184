"""Evidence between two appearances: that one comes from the other, and which of them was first.

Every reason is an `Evidence` whose text names both articles, so that it reads the same from either end; its weight is a
log-odds step for the step it is given for, negative where it speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import exp, log1p

from quotetrail.model import Appearance, Change, Evidence, Match, QuoteType, Relation
from quotetrail.trace.credits import CreditReader
from quotetrail.trace.dates import DateReader, week_order
from quotetrail.trace.dossier import Dossier
from quotetrail.trace.introductions import IntroductionReader
from quotetrail.trace.outlets import OutletKind
from quotetrail.trace.reuse import Grade, Reuse
from quotetrail.trace.weights import Weights

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[0-9]{1,18}")
_VERSION_NUMBERS = 8
_CUT = frozenset({Relation.TRUNCATED, Relation.SPLICED})
_RELATIONS = {
    Relation.VERBATIM: "the quote is the same word for word",
    Relation.TRUNCATED: "one has a part of the other's words",
    Relation.EDITED: "the same words with small changes",
    Relation.REWORDED: "the same in other words",
    Relation.SPLICED: "one joins pieces of the other's words",
    Relation.INDIRECT: "one tells as reported speech what the other says",
    Relation.TRANSLATED: "one says in another language what the other says",
    Relation.CONTRADICTS: "nearly the same words with another fact in them",
    Relation.DIFFERENT: "one was joined to the other by a person",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a comparison: the appearance, its article, and how many other articles have its very wording."""

    appearance: Appearance
    dossier: Dossier
    support: int

    @property
    def paragraph(self) -> int | None:
        """The number of the paragraph in which the quote begins."""
        return self.dossier.text.paragraph_at(self.appearance.position + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """A possible step of the chain: `target` comes from `source` (numbers of the nodes)."""

    source: int
    target: int
    relation: Relation | None
    drift: tuple[Change, ...]
    bond: tuple[Evidence, ...]
    heading: tuple[Evidence, ...]
    reuse: Reuse | None
    prior: float

    @property
    def lead(self) -> float:
        """The log-odds that the source was first."""
        return sum(evidence.weight for evidence in self.heading)

    @property
    def score(self) -> float:
        """The log weight of this step: that the two are bound, and that this is the direction."""
        return self.prior + sum(evidence.weight for evidence in self.bond) - log1p(exp(-self.lead))


@dataclass(frozen=True, slots=True)
class Weigher:
    """Turns two dossiers and a match into evidence."""

    weights: Weights
    credits: CreditReader
    dates: DateReader
    introductions: IntroductionReader

    def both_ways(
        self, left: Side, right: Side, match: Match, reuse: Reuse, *, numbers: tuple[int, int]
    ) -> tuple[Step, Step]:
        """The steps left → right and right → left; `reuse` is seen from the left article, `numbers` are the nodes."""
        heading = tuple(self._heading(left, right, match, reuse))
        against = tuple(Evidence(item.kind, -item.weight, item.text) for item in heading)
        forward = match.drift if match.left == left.appearance.quote_id else inverted(match.drift)
        return (
            Step(
                source=numbers[0],
                target=numbers[1],
                relation=match.relation,
                drift=forward,
                bond=tuple(self._bond(left, right, match, reuse)),
                heading=heading,
                reuse=reuse,
                prior=self.weights.bond.prior,
            ),
            Step(
                source=numbers[1],
                target=numbers[0],
                relation=match.relation,
                drift=inverted(forward),
                bond=tuple(self._bond(right, left, match, reuse.flipped())),
                heading=against,
                reuse=reuse.flipped(),
                prior=self.weights.bond.prior,
            ),
        )

    def again(self, first: int, second: int, match: Match | None, *, inverse: bool) -> Step:
        """The step between two appearances in one article."""
        drift = match.drift if match is not None else ()
        text = "the same article has these words twice; the shorter is taken from the fuller"
        return Step(
            source=first,
            target=second,
            relation=match.relation if match is not None else None,
            drift=inverted(drift) if inverse else drift,
            bond=(Evidence("same article", self.weights.bond.same_article, text),),
            heading=(Evidence("same article", self.weights.heading.date, text),),
            reuse=None,
            prior=0.0,
        )

    def _bond(self, source: Side, target: Side, match: Match, reuse: Reuse) -> Iterator[Evidence]:
        bond = self.weights.bond
        words = min(len(_WORD.findall(side.appearance.text)) for side in (source, target))
        weight = bond.of(match.relation) * match.score * min(1.0, words / bond.full_length)
        yield Evidence("wording", weight, _RELATIONS[match.relation])
        if reuse.reused:
            yield Evidence("reuse", bond.reuse * reuse.overlap, _reuse_in_words(source, target, reuse))
            if reuse.pairs(source.paragraph, target.paragraph):
                yield Evidence("carried", bond.carried, "the quote stands in one of the paragraphs that both share")
        for credit in islice(self._credits_to(source, target), 1):
            yield Evidence("credit", bond.credit, credit)
        if _versions(source, target):
            yield Evidence("version", bond.version, f"both are versions of {source.dossier.uri}")
        else:
            yield from islice(self._common_credits(source, target), 1)
        for side in (source, target):
            if self._public(side.appearance):
                venue = side.appearance.venue
                place = venue.text if venue is not None else ""
                yield Evidence("public", bond.public, f"“{place}”: every reporter could hear it there")
                break

    def _heading(self, left: Side, right: Side, match: Match, reuse: Reuse) -> Iterator[Evidence]:
        """Evidence that the left one was first."""
        heading = self.weights.heading
        before = self.dates.order(left.dossier.date, right.dossier.date)
        if before is not None:
            text = (
                f"{left.dossier.label} is dated “{left.dossier.date.text}”, "
                f"{right.dossier.label} “{right.dossier.date.text}”"
            )
            yield Evidence("date", heading.date * (2 * before - 1), text)
        for source, target, sign in ((left, right, 1), (right, left, -1)):
            for credit in islice(self._credits_to(source, target), 1):
                yield Evidence("credit", sign * heading.credit, credit)
            if _versions(source, target) and _counted(source.dossier.version) < _counted(target.dossier.version):
                text = f"version {target.dossier.version} follows version {source.dossier.version}"
                yield Evidence("version", sign * heading.version, text)
        if reuse.reused:
            yield from self._cuts(left, right, reuse)
            if before is None:
                yield from self._newest_days(left, right)
        yield from self._wordings(left, right, match)

    def _newest_days(self, left: Side, right: Side) -> Iterator[Evidence]:
        """Which of two states of one story tells of the earlier day."""
        one, other = left.dossier.newest_day, right.dossier.newest_day
        if one is None or other is None:
            return
        lead = self.weights.heading.weekday * (2 * week_order(one, other) - 1)
        if lead:
            text = f"the newest day in {left.dossier.label} is “{one.text}”, in {right.dossier.label} “{other.text}”"
            yield Evidence("weekday", lead, text)

    def _cuts(self, left: Side, right: Side, reuse: Reuse) -> Iterator[Evidence]:
        """What one of two articles that share text has and the other lacks."""
        heading = self.weights.heading
        for source, target, sign in ((left, right, 1), (right, left, -1)):
            cut = self.introductions.cut(source.dossier.names, target.dossier.names)
            if cut:
                names = " and ".join(f"“{name}”" for name in cut)
                yield Evidence(
                    "introduction",
                    sign * min(heading.introduction_most, heading.introduction * len(cut)),
                    f"{source.dossier.label} introduces {names}; {target.dossier.label} has the surname alone",
                )
        lead = heading.context * (reuse.right_share - reuse.left_share)
        if lead:
            fuller, other = (left, right) if lead > 0 else (right, left)
            text = (
                f"{fuller.dossier.label} is the fuller text: what both share is "
                f"{min(reuse.left_share, reuse.right_share):.0%} of it "
                f"and {max(reuse.left_share, reuse.right_share):.0%} of {other.dossier.label}"
            )
            yield Evidence("context", lead, text)

    def _wordings(self, left: Side, right: Side, match: Match) -> Iterator[Evidence]:
        """What the two wordings and the state of the two texts tell."""
        heading = self.weights.heading
        changed = match.relation in {Relation.EDITED, Relation.REWORDED}
        for one, other, sign in ((left, right, 1), (right, left, -1)):
            if changed and one.support and not other.support:
                others = "1 other article has" if one.support == 1 else f"{one.support} other articles have"
                text = f"{others} the wording of {one.dossier.label}, none that of {other.dossier.label}"
                yield Evidence("majority", sign * heading.wording, text)
            if match.relation in _CUT and len(one.appearance.text) > len(other.appearance.text):
                text = f"{one.dossier.label} has the longer wording; a cut cannot be undone"
                yield Evidence("truncation", sign * heading.truncation, text)
            if one.appearance.type is QuoteType.DIRECT and other.appearance.type is QuoteType.INDIRECT:
                text = f"{one.dossier.label} quotes the exact words, {other.dossier.label} only reports them"
                yield Evidence("exact words", sign * heading.exact, text)
            if other.dossier.damage and not one.dossier.damage:
                trace = other.dossier.damage[0]
                text = f"{other.dossier.label} bears a trace of machine copying, {trace.name}: “{trace.text}”"
                yield Evidence("damage", sign * heading.damage, text)

    def _credits_to(self, source: Side, target: Side) -> Iterator[str]:
        """How the target's article or quote credits the source's outlet."""
        named = (*target.dossier.credits, *self.credits.of_appearance(target.appearance))
        for credit in named:
            if self.credits.outlets.same(credit.outlet.name, source.dossier.outlet):
                yield f"{target.dossier.label} credits {credit.outlet.name}: “{' '.join(credit.text.split())}”"

    def _public(self, appearance: Appearance) -> bool:
        venue = appearance.venue
        if venue is None:
            return False
        said = f" {' '.join(_WORD.findall(venue.text.casefold()))} "
        known = self.credits.outlets.known(venue.name) if venue.name else None
        on_platform = known is not None and known.kind is OutletKind.PLATFORM
        return on_platform or any(f" {place} " in said for place in self.weights.public)

    def _common_credits(self, source: Side, target: Side) -> Iterator[Evidence]:
        """Outlets that both articles credit for their text, the strongest first."""
        full = self.weights.credit["provided"]
        of_source = {credit.outlet: self.weights.of_credit(credit) for credit in source.dossier.credits}
        common = {
            credit.outlet: min(of_source[credit.outlet], self.weights.of_credit(credit))
            for credit in target.dossier.credits
            if credit.outlet in of_source
        }
        for outlet in sorted(common, key=lambda outlet: (-common[outlet], outlet.name)):
            text = f"both articles credit {outlet.name}, from which what they share can come"
            yield Evidence("common credit", self.weights.bond.common * common[outlet] / full, text)


def _versions(left: Side, right: Side) -> bool:
    """Whether two articles are versions of one in the sender's system."""
    return left.dossier.uri is not None and left.dossier.uri == right.dossier.uri


def _counted(version: str | None) -> tuple[int, ...]:
    """The numbers in a version ("v2", "2022-01-06T10:15"), to be compared in order."""
    return tuple(int(number) for number in _NUMBER.findall(version or "")[:_VERSION_NUMBERS])


def _reuse_in_words(source: Side, target: Side, reuse: Reuse) -> str:
    kinds = (
        (reuse.count(Grade.VERBATIM), "word for word"),
        (reuse.count(Grade.NEAR), "almost word for word"),
        (reuse.count(Grade.REWORDED), "reworded"),
    )
    how = ", ".join(f"{number} {kind}" for number, kind in kinds if number)
    return (
        f"{len(reuse.aligned)} of {reuse.right_paragraphs} paragraphs of {target.dossier.label} "
        f"stand in {source.dossier.label} in the same order ({how}), "
        f"with a run of {reuse.longest_run} words in common"
    )


def inverted(drift: tuple[Change, ...]) -> tuple[Change, ...]:
    """The same comparison read from the other side: what was inserted is deleted, before is after."""
    kinds = {"insert": "delete", "delete": "insert"}
    return tuple(Change(kinds.get(change.kind, change.kind), change.after, change.before) for change in drift)
