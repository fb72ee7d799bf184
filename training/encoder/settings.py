"""The numbers of recipe.toml, as one frozen object."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("recipe.toml")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What recipe.toml says, table by table."""

    features: int
    dimensions: int
    steps: int
    batch: int
    chunk: int
    warm: int
    rate: float
    scale: float
    drop_words: float
    drop_features: float
    last: float
    last_drop_words: float
    last_drop_features: float
    words_share: float
    temper: float
    factors: Mapping[str, float]
    late: float
    late_factors: Mapping[str, float]
    sources: Mapping[str, float]
    weights: Mapping[str, float]
    drills: int

    @classmethod
    def load(cls) -> Recipe:
        """Read recipe.toml."""
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        steps, shares = data["steps"], data["shares"]
        return cls(
            features=data["model"]["features"],
            dimensions=data["model"]["dimensions"],
            steps=steps["many"],
            batch=steps["batch"],
            chunk=steps["chunk"],
            warm=steps["warm"],
            rate=steps["rate"],
            scale=steps["scale"],
            drop_words=steps["drop_words"],
            drop_features=steps["drop_features"],
            last=steps["last"],
            last_drop_words=steps["last_drop_words"],
            last_drop_features=steps["last_drop_features"],
            words_share=shares["words"],
            temper=shares["temper"],
            factors=shares["factors"],
            late=shares["late"],
            late_factors=shares["late_factors"],
            drills=data["drills"]["many"],
            sources=data["sources"],
            weights=data["weights"],
        )
