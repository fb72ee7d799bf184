"""The numbers of recipe.toml, as one frozen object."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.verifier.lattices import Drawing

_DATA = Path(__file__).with_name("recipe.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What [pairs] of recipe.toml says; each number is explained there."""

    seed: int
    most: int
    twins: float
    words_early: float
    roles_first: float
    longer: float
    others: float
    random_others: float
    neighbours: float
    nearest_among: int
    nearest_of: int
    fewest_others: int
    too_near: float
    parts: Mapping[str, float]
    copies: Mapping[str, float]
    couples: Mapping[str, float]
    composed: Mapping[str, int]
    drawing: Drawing

    @classmethod
    def load(cls) -> Settings:
        """Read recipe.toml."""
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["pairs"]
        return cls(**data | {"drawing": Drawing(**data["drawing"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What [fitting] of recipe.toml says; each number is explained there."""

    seed: int
    rounds: int
    rate: float
    leaves: int
    fewest: int
    ridge: float
    composed: float
    features: float
    edited: float
    sure: float

    @classmethod
    def load(cls) -> Fitting:
        """Read recipe.toml."""
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        return cls(**data["fitting"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the network's training: a seed for each pass over the pairs.

    For the seeds of `chosen` only rare couples are used, without copies; for those of `composed` only what we wrote.
    """

    seeds: tuple[int, ...]
    rate: float
    roles_first: float
    chosen: tuple[int, ...] = ()
    composed: tuple[int, ...] = ()

    @property
    def passes(self) -> tuple[int, ...]:
        """All seeds."""
        return (*self.seeds, *self.chosen, *self.composed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What [network] of recipe.toml says; each number is explained there."""

    stages: tuple[Stage, ...]
    averaged: int
    copies: Mapping[str, float]
    others: float
    nearest_among: int
    nearest_of: int
    pieces: float
    pairs: int
    own_rate: float
    warm: int
    drop: float
    new_word: float
    no_own: float
    pivots: int
    exchanged: float
    stand_ins: float
    one_word: float
    two_words: float
    smoothing: float
    apart: float
    decay: float
    largest_gradient: float

    @classmethod
    def load(cls) -> Course:
        """Read recipe.toml."""
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["network"]
        of_seeds = "seeds", "chosen", "composed"
        stages = tuple(
            Stage(**stage | {name: tuple(stage.get(name, ())) for name in of_seeds}) for stage in data["stages"]
        )
        return cls(**data | {"stages": stages})
