"""What a probability amounts to: the verdict on two quotes, and the limits of its tiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quotetrail.model import Appearance, QuoteType, Relation, Tier


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
    other_speaker: float
    suggested: float
    lookup: float
    misquoted: float
    differing: float
    long: int
    misquoted_share: float
    telling: Mapping[str, int]
    telling_unnamed: Mapping[str, int]


def told(relation: Relation, left: Appearance, right: Appearance) -> Relation:
    """The relation as it is called: of two mixed quotes, each partly reported, neither reports the other."""
    mixed = left.type is QuoteType.MIXED and right.type is QuoteType.MIXED
    return Relation.REWORDED if mixed and relation is Relation.INDIRECT else relation
