"""Weights: how much each kind of evidence counts, read once from `weights.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from quotetrail.model import Relation
from quotetrail.trace.credits import Credit
from quotetrail.trace.outlets import OutletKind


@dataclass(frozen=True, slots=True)
class BondWeights:
    """Evidence that one of two appearances comes from the other."""

    prior: float
    verbatim: float
    truncated: float
    edited: float
    reworded: float
    spliced: float
    indirect: float
    translated: float
    full_length: float
    reuse: float
    carried: float
    closest: float
    closest_most: float
    credit: float
    public: float
    common: float
    version: float
    same_article: float

    def of(self, relation: Relation) -> float:
        """The weight of a relation between two wordings."""
        return {
            Relation.VERBATIM: self.verbatim,
            Relation.TRUNCATED: self.truncated,
            Relation.EDITED: self.edited,
            Relation.REWORDED: self.reworded,
            Relation.SPLICED: self.spliced,
            Relation.INDIRECT: self.indirect,
            Relation.TRANSLATED: self.translated,
            Relation.CONTRADICTS: self.reworded,
            Relation.DIFFERENT: 0.0,
        }[relation]


@dataclass(frozen=True, slots=True)
class HeadingWeights:
    """Evidence which of the two was first."""

    date: float
    credit: float
    introduction: float
    introduction_most: float
    context: float
    weekday: float
    wording: float
    truncation: float
    exact: float
    version: float
    damage: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All numbers of `weights.toml`; `words` from the highest confidence down."""

    ceiling: float
    settled: float
    candidates: int
    appearances: int
    floor: float
    rival: float
    bond: BondWeights
    heading: HeadingWeights
    credit: Mapping[str, float]
    public: tuple[str, ...]
    words: tuple[tuple[float, str], ...]

    @classmethod
    def load(cls) -> Weights:
        """Read `weights.toml`."""
        data = tomllib.loads(files(__package__).joinpath("weights.toml").read_text("utf-8"))
        return cls(
            ceiling=data["ceiling"],
            settled=data["settled"],
            candidates=data["candidates"],
            appearances=data["appearances"],
            floor=data["floor"],
            rival=data["rival"],
            bond=BondWeights(**data["bond"]),
            heading=HeadingWeights(**data["heading"]),
            credit=data["credit"],
            public=tuple(data["public"]["venues"]),
            words=tuple(sorted(((least, word) for word, least in data["words"].items()), reverse=True)),
        )

    def of_credit(self, credit: Credit) -> float:
        """How strongly a credit says that the words came from the credited outlet."""
        kind = credit.outlet.kind
        lesser = kind in {OutletKind.AGGREGATOR, OutletKind.PLATFORM, OutletKind.UNKNOWN}
        return self.credit[credit.kind] * (self.credit[kind] if lesser else 1.0)

    def in_words(self, confidence: float) -> str:
        """A confidence as a reader would say it."""
        return next(word for least, word in self.words if confidence >= least)
