"""How common names are: how often a surname alone means one person, and which near names are two.

The counts, and the likeliest Russian form of each name, come from Wikidata; the odds from full names in PolNeAR; how
both were made: models/names/CARD.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.match.odds import probability
from quotetrail.match.scripts import Script, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """Log-odds that a surname means one person: by itself, for each power of ten of its count, for the same initial."""

    bias: float
    common: float
    initial: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesakes:
    """Common names by plain form: their counts, and the plain form of the Russian spelling of Latin ones."""

    counts: Mapping[str, int]
    russian: Mapping[str, str]
    odds: Odds

    @classmethod
    def load(cls, folder: Path, *, at_least: Mapping[str, int]) -> Namesakes:
        """Read common.tsv and the odds in weights.json; `at_least`: counts of names that the table has too rarely."""
        lines = (folder / "common.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
        counts = {plain: int(count) for plain, count, _ in rows}
        return cls(
            counts={plain: max(counts.get(plain, 0), at_least.get(plain, 0)) for plain in (*counts, *at_least)},
            russian={plain: russian for plain, _, russian in rows if russian},
            odds=Odds(**json.loads((folder / "weights.json").read_text(encoding="utf-8"))["namesakes"]),
        )

    def one_person(self, one: Word, other: Word, *, initial: bool) -> float:
        """Probability that two bearers of a surname, in these spellings, with the same first initial if so, are one."""
        count = max(self.counts.get(one.plain, 0), self.counts.get(other.plain, 0))
        log_odds = self.odds.bias + self.odds.common * math.log10(1 + count) + self.odds.initial * initial
        return probability(log_odds)

    def two_names(self, one: Word, other: Word) -> bool:
        """Whether each of two Latin words is a name of its own: Marie and Marine, Anderson and Andersen."""
        if Script.CYRILLIC in {one.script, other.script} or one.plain == other.plain:
            return False
        first, second = self.russian.get(one.plain), self.russian.get(other.plain)
        return None not in {first, second} and first != second
