"""Two texts by themselves: how they lie beside each other, how far they agree, and what that amounts to."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

from quotetrail.match.agreement import Agreement, Agreements
from quotetrail.match.differences import Difference, DifferenceKind
from quotetrail.match.encoder import Encoder
from quotetrail.match.exchange import Exchange, Exchanges
from quotetrail.match.facts import FactReader
from quotetrail.match.factual import negates, same_numbers
from quotetrail.match.judge import BUNDLED_VERIFIER, Judge, Opinion
from quotetrail.match.readings import Opposites, Reading, TextReader
from quotetrail.match.second_look import Look, Looking, SecondLook
from quotetrail.match.structure import Structure, Structures
from quotetrail.match.typos import Typos, meant, mended
from quotetrail.match.wording import Reader, Wording
from quotetrail.model import Relation

_DATA = Path(__file__).with_name("verify.toml")
# A quote is compared with up to 64 candidates; its own text is read once.
_READINGS_KEPT = 512
# The same pair is asked for its relation, its differences and its drift.
_PAIRS_KEPT = 32
_MOST_APART = 3


@dataclass(frozen=True, eq=False)
class Measurement:
    """Two texts measured; how far they agree is measured when it is asked for, as the structure may decide alone.

    `meant` is the wording of `one` with slips of the key mended (typos.py), `mended` its text.
    """

    structure: Structure
    one: Reading
    other: Reading
    meant: Wording
    mended: str
    _agreements: Agreements
    _ordered: float

    @cached_property
    def agreement(self) -> Agreement:
        """How far they agree."""
        steps, found = self.structure.steps, self.differences
        return self._agreements.of(self.one, self.other, meant=self.meant, steps=steps, found=found)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What another statement would be made of in one language, seen from `one`."""
        return self._agreements.differences.between(self.meant, self.other.wording, self.structure.steps)

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
    """Two texts judged, by their words alone.

    `exchange` are pieces that changed places, where that makes it another statement. `apart` are words of either text
    that have nothing on the other side, where a second look was taken; the surest first, at most `_MOST_APART`.
    """

    measured: Measurement
    opinion: Opinion
    apart: tuple[str, ...] = ()
    exchange: Exchange | None = None

    @property
    def relation(self) -> Relation:
        """The likeliest relation."""
        return self.opinion.relation

    def differing(self, one: Reading) -> tuple[Difference, ...]:
        """What another statement would be made of, seen from `one` of the two; only what the facts bear out."""
        measured = self.measured
        if not measured.one_language or self.relation is Relation.DIFFERENT:
            return ()
        found = tuple(each for each in measured.differences if _counts(each, measured.one, measured.other))
        return found if measured.one is one else tuple(each.turned() for each in found)


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
            slips = typos.slips(first, second)
            wording = meant(first, second, slips)
            structure = structures.of(wording, second.wording)
            text = mended(first, second, slips)
            return Measurement(structure, first, second, wording, text, agreements, structures.one_language)

        return cls(lru_cache(maxsize=_READINGS_KEPT)(reader.read), lru_cache(maxsize=_PAIRS_KEPT)(measure))


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares texts. Holds no state but a bounded cache; safe to share between threads."""

    measurer: Measurer
    judge: Judge
    second_look: Looking
    exchanges: Exchanges
    apart: float
    _compared: Callable[[Measurement], Comparison] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember what the last pairs came to: each is asked for more than once."""
        object.__setattr__(self, "_compared", lru_cache(maxsize=_PAIRS_KEPT)(self._judged))

    @classmethod
    def load(cls, encoder: Encoder) -> Comparer:
        """Read the data files beside these modules and the bundled weights."""
        apart = tomllib.loads(_DATA.read_text(encoding="utf-8"))["second_look"]["apart"]
        second_look = SecondLook.load(encoder, BUNDLED_VERIFIER)
        return cls(Measurer.load(encoder), Judge.load(), second_look, Exchanges.load(), apart)

    def compare(self, left: Reading, right: Reading) -> Comparison:
        """Measure and judge; the same whichever text comes first."""
        return self._compared(self.measurer.measure(left, right))

    def _judged(self, measured: Measurement) -> Comparison:
        if measured.structure.relation is not None:
            return Comparison(measured, self.judge.of_piece(measured.structure.relation))
        exchange = self.exchanges.between(measured.one, measured.other)
        if exchange is not None:
            return Comparison(measured, self.exchanges.opinion, exchange=exchange)
        looks: list[Look] = []

        def second() -> float:
            looks.append(self.second_look.at(measured.mended, measured.other.text))
            return looks[0].same

        opinion = self.judge.judge(
            measured.agreement,
            structure=None,
            one_language=measured.one_language,
            second=second if self.second_look.more else None,
        )
        apart = (word for look in looks for word in look.standing_apart(self.apart))
        return Comparison(measured, opinion, tuple(islice(dict.fromkeys(apart), _MOST_APART)))


def _order(reading: Reading) -> tuple[int, str, str]:
    return len(reading.wording.words), reading.text, reading.language


def _counts(difference: Difference, one: Reading, other: Reading) -> bool:
    """Whether the facts of two texts bear a difference out that their words show."""
    match difference.kind:
        case DifferenceKind.NUMBER:
            return not same_numbers(one.facts, other.facts)
        case DifferenceKind.NEGATION:
            sides = ((one, difference.left, other), (other, difference.right, one))
            return any(negates(side.wording, side.facts, words, there.wording) for side, words, there in sides)
        case _:
            return True
