"""What a probability amounts to: the verdict on two quotes, and the limits of its tiers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quotetrail.match.differences import DifferenceKind
from quotetrail.match.forms import Compared
from quotetrail.model import APART, Appearance, Flag, FlagKind, QuoteType, Relation, Tier

NEAR_VERBATIM = frozenset({Relation.VERBATIM, Relation.TRUNCATED, Relation.SPLICED, Relation.EDITED})
"""Relations in which the words stayed."""
_DOUBTFUL = frozenset({FlagKind.NUMBER_CHANGED, FlagKind.NEGATION_LOST, FlagKind.NEGATION_ADDED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparing two quotes came to.

    `probability` is that they carry one statement, `score` what is shown of it: never 1 but for the same text of the
    same speaker.
    """

    relation: Relation
    probability: float
    score: float
    tier: Tier | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The numbers of [tiers] and [firm] in verify.toml, explained there."""

    confirmed: float
    translated: float
    translated_few: float
    translated_unnamed: float
    translated_near: float
    other_speaker: float
    suggested: float
    lookup: float
    misquoted: float
    differing: float
    outweighs: float
    long: int
    misquoted_share: float
    telling: Mapping[str, int]
    telling_unnamed: Mapping[str, int]

    def of(
        self,
        probability: float,
        compared: Compared,
        *,
        compatibility: float,
        same_speaker: bool,
        same_marks: bool,
        few: bool,
    ) -> Tier | None:
        """The tier of that probability, as far as there are words enough, not `few`, and the speakers allow it."""
        relation = compared.comparison.relation
        if probability < self.suggested:
            return None
        long_enough = compared.content >= self.long
        if not compatibility and not (long_enough and relation in NEAR_VERBATIM):
            return None
        if same_speaker and compared.comparison.opinion.if_same is Relation.TRANSLATED:
            relation = Relation.TRANSLATED  # where the words alone leave a doubt, the speaker may settle it
        least = self.confirmed if compatibility else self.other_speaker
        if relation is Relation.TRANSLATED:
            least = self.translated if same_speaker else self.translated_unnamed
        if probability < least or relation in APART or few:
            return Tier.SUGGESTED
        measured = compared.comparison.measured
        if not measured.one_language:
            near = max(measured.agreement.whole, measured.agreement.stretch) >= self.translated_near
            return Tier.CONFIRMED if near and (same_speaker or long_enough) else Tier.SUGGESTED
        floors = self.telling if same_speaker else self.telling_unnamed
        enough = measured.structure.telling + same_marks >= floors[relation.value]
        return Tier.CONFIRMED if enough else Tier.SUGGESTED

    def settled(
        self,
        weighed: tuple[Relation, float, Tier | None],
        compared: Compared,
        *,
        same: Relation,
        differing: Collection[DifferenceKind],
        doubted: bool,
    ) -> tuple[Relation, float, Tier | None]:
        """Relation, probability and tier when the facts are taken into account.

        `same` is the likeliest relation if they say the same; `differing` the kinds of facts that differ, `doubted`
        whether a number of one text is missing in its translation.
        """
        relation, probability, tier = weighed
        few = compared.content < self.long
        outweighed = set(differing) == {DifferenceKind.NEGATION} and compared.same >= self.outweighs
        if differing and few and not outweighed:
            # So few words stand or fall with each of them.
            return Relation.CONTRADICTS, min(probability, self.differing), None
        if differing and tier is not None and (few or relation is Relation.REWORDED):
            tier = Tier.SUGGESTED
        if doubted and tier is None and relation not in APART:
            relation = Relation.CONTRADICTS
        elif relation in APART and tier is not None:
            relation = same
        return relation, probability, tier


def held(tier: Tier, relation: Relation, flags: Collection[Flag], *, one_language: bool) -> Tier:
    """The tier of two texts with those flags: the same words with another number, or a denial more, are suggested.

    In other words, or in another language, a flag is less sure than the probability.
    """
    doubtful = one_language and relation in NEAR_VERBATIM and any(flag.kind in _DOUBTFUL for flag in flags)
    return Tier.SUGGESTED if doubtful else tier


def told(relation: Relation, left: Appearance, right: Appearance) -> Relation:
    """The relation as it is called: of two reported quotes, or two that are so in part, neither reports the other."""
    both = left.type is right.type is not QuoteType.DIRECT
    return Relation.REWORDED if both and relation is Relation.INDIRECT else relation
