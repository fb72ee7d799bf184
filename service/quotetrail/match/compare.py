"""Two texts by themselves: how they lie beside each other, how far they agree, what the judge makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from quotetrail.match.agreement import Agreement, Agreements
from quotetrail.match.encoder import Encoder
from quotetrail.match.facts import FactReader
from quotetrail.match.judge import Judge, Opinion
from quotetrail.match.readings import Opposites, Reading, TextReader
from quotetrail.match.structure import Structure, Structures
from quotetrail.match.typos import Typos
from quotetrail.match.wording import Reader, Wording
from quotetrail.model import Relation

# A quote is compared with up to 64 candidates; its own text is read once.
_READINGS_KEPT = 512
# The same pair is asked for its relation, its differences and its drift.
_PAIRS_KEPT = 32


@dataclass(frozen=True, eq=False)
class Measurement:
    """Two texts measured; how far they agree is measured when it is asked for, as the structure may decide alone.

    `meant` is the wording of `one` with slips of the key mended (typos.py).
    """

    structure: Structure
    one: Reading
    other: Reading
    meant: Wording
    _agreements: Agreements
    _ordered: float

    @cached_property
    def agreement(self) -> Agreement:
        """How far they agree."""
        return self._agreements.of(self.one, self.other, self.structure.steps, meant=self.meant)

    @cached_property
    def one_language(self) -> bool:
        """Whether they are compared as texts in one language.

        A short text's language is easily mistaken, and then the words themselves show it.
        """
        if self.one.language == self.other.language or self.structure.relation is not None:
            return True
        return self.agreement.ordered_more >= self._ordered


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts judged, by their words alone."""

    measured: Measurement
    opinion: Opinion

    @property
    def relation(self) -> Relation:
        """The likeliest relation."""
        return self.opinion.relation


@dataclass(frozen=True, slots=True)
class Measurer:
    """Reads and measures texts; safe to share between threads.

    `measure` is the same whichever text comes first; time is bounded for any two texts.
    """

    read: Callable[[str, str], Reading]
    measure: Callable[[Reading, Reading], Measurement]

    @classmethod
    def load(cls, encoder: Encoder) -> Measurer:
        """Read the data files beside this module."""
        agreements, structures, opposites = Agreements.load(), Structures.load(), Opposites.load()
        typos = Typos.load(opposites)
        reader = TextReader(Reader.load(), FactReader.load(), encoder, opposites, agreements.most_words)

        def measure(left: Reading, right: Reading) -> Measurement:
            first, second = sorted((left, right), key=_order)
            meant = typos.mended(first, second)
            structure = structures.of(meant, second.wording)
            return Measurement(structure, first, second, meant, agreements, structures.one_language)

        return cls(lru_cache(maxsize=_READINGS_KEPT)(reader.read), lru_cache(maxsize=_PAIRS_KEPT)(measure))


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares texts."""

    measurer: Measurer
    judge: Judge

    def compare(self, left: Reading, right: Reading) -> Comparison:
        """Measure and judge; the same whichever text comes first."""
        measured = self.measurer.measure(left, right)
        if measured.structure.relation is not None:
            return Comparison(measured, self.judge.of_piece(measured.structure.relation))
        opinion = self.judge.judge(measured.agreement, structure=None, one_language=measured.one_language)
        return Comparison(measured, opinion)


def _order(reading: Reading) -> tuple[int, str, str]:
    return len(reading.wording.words), reading.text, reading.language
