"""How far a construction and its cue are to be trusted: counted on PolNeAR train, read from `reliability.toml`.

The confidence of a quote is the share of attributions, found by the same construction with the same cue, that
annotators had marked too; rare cues are drawn towards their construction's share (empirical Bayes, `prior`
pseudo-counts). What the tagger found carries its own certainties; a logistic regression over them, fitted on PolNeAR
dev, makes a probability of them (`calibration.toml`; Platt 1999).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.detect.quotations import Attribution, Certainties
from quotetrail.model import COMMUNICATION, QuoteType

TABLE = Path(__file__).parent / "reliability.toml"
CALIBRATION = Path(__file__).parent / "calibration.toml"
_LEAST = 1e-3  # certainties are kept away from 0 and 1 by this much: their log-odds stay bounded


@dataclass(frozen=True, slots=True)
class Reliability:
    """Counts by construction and by construction and lemma; below the confidence `floor` nothing is given out."""

    constructions: Mapping[str, tuple[int, int]]
    cues: Mapping[str, tuple[int, int]]
    prior: float
    floor: float
    without_source: float
    beside_tagger: float
    tagger: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = TABLE, *, calibration: Path = CALIBRATION) -> Reliability:
        """The tables that ship with the package."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        weights = tomllib.loads(calibration.read_text(encoding="utf-8"))
        return cls(
            constructions={name: (row[0], row[1]) for name, row in data["constructions"].items()},
            cues={name: (row[0], row[1]) for name, row in data["cues"].items()},
            prior=data["prior"],
            floor=data["floor"],
            without_source=weights["rules"]["without_source"],
            beside_tagger=weights["rules"]["beside_tagger"],
            tagger=weights["tagger"],
        )

    def confidence(self, construction: str, lemma: str) -> float:
        """The probability that an attribution found this way is one, in (0, 1)."""
        right, all_found = self.constructions.get(construction, (1, 2))
        share = (right + 1) / (all_found + 2)
        cue_right, cue_all = self.cues.get(f"{construction} {lemma}", (0, 0))
        return (cue_right + self.prior * share) / (cue_all + self.prior)

    def of_attribution(self, one: Attribution, *, source: bool) -> float:
        """The probability that an attribution is one; `source` tells whether a source was found for it."""
        if one.certainties is not None:
            return self._of_tagger(one.certainties, one.type)
        confidence = self.confidence(one.proposal.construction, one.proposal.lemma)
        return confidence if source or one.type is QuoteType.DIRECT else confidence * self.without_source

    def stands(self, one: Attribution, confidence: float) -> bool:
        """Whether an attribution is given out at all."""
        if one.certainties is None:
            return confidence >= self.floor
        told = one.proposal.mode in COMMUNICATION and one.type is not QuoteType.DIRECT
        if told and one.proposal.source is None:
            return confidence >= self.tagger["without_source"] and one.certainties.content >= self.tagger["bounds"]
        return confidence >= self.tagger["floor"]

    def _of_tagger(self, found: Certainties, kind: QuoteType) -> float:
        weights = self.tagger
        total = weights["bias"] + weights[kind.value]
        for name, log_odds in evidence(found).items():
            total += weights[name] * log_odds
        return 1 / (1 + math.exp(-total))


def evidence(found: Certainties) -> dict[str, float]:
    """The tagger's certainties as log-odds, bounded."""
    kept = {name: min(1 - _LEAST, max(_LEAST, getattr(found, name))) for name in ("cue", "content", "fit", "source")}
    return {name: math.log(value / (1 - value)) for name, value in kept.items()}
