"""How far a construction and its cue are to be trusted: counted on PolNeAR train, read from `reliability.toml`.

The confidence of a quote is the share of attributions, found by the same construction with the same cue, that
annotators had marked too; rare cues are drawn towards their construction's share (empirical Bayes, `prior`
pseudo-counts).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent / "reliability.toml"


@dataclass(frozen=True, slots=True)
class Reliability:
    """Counts by construction and by construction and lemma; below the confidence `floor` nothing is given out."""

    constructions: Mapping[str, tuple[int, int]]
    cues: Mapping[str, tuple[int, int]]
    prior: float
    floor: float

    @classmethod
    def load(cls, path: Path = TABLE) -> Reliability:
        """The table that ships with the package."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(
            constructions={name: (row[0], row[1]) for name, row in data["constructions"].items()},
            cues={name: (row[0], row[1]) for name, row in data["cues"].items()},
            prior=data["prior"],
            floor=data["floor"],
        )

    def confidence(self, construction: str, lemma: str) -> float:
        """The probability that an attribution found this way is one, in (0, 1)."""
        right, all_found = self.constructions.get(construction, (1, 2))
        share = (right + 1) / (all_found + 2)
        cue_right, cue_all = self.cues.get(f"{construction} {lemma}", (0, 0))
        return (cue_right + self.prior * share) / (cue_all + self.prior)
