"""Pairs of statements that we wrote as lattices: frames with places, and what may stand there.

One line of `lattices/*.jsonl` (its README says how they are written) holds a statement in several languages. What is
under `same` may be exchanged without changing it, what is under `other` makes another statement of it: a few fills give
thousands of wordings that say the same and of near twins, drawn anew for each pass. After the meaning-equivalent
networks of Dreyer and Marcu (2012, NAACL, "HyTER"), which hold the true wordings alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import orjson

from quotetrail.model import Relation
from training.verifier.composed import ORIGIN
from training.verifier.corpus import DEV, TRAIN
from training.verifier.pair import Pair

FOLDER = Path(__file__).with_name("lattices")
_PLACE = re.compile(r"\{(\d)\}")
_OPENS = re.compile(r"(?:^|[.!?…]\s+)[\s«“\"„¿¡(—-]*$")
_DEV_OF_TEN = 1
_TRIES = 8  # until two drawn wordings differ

Fills = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """A statement in one language: of each place what may stand there, and what makes another statement of it.

    `turned` is a frame in which those who act have changed places, empty where there is none.
    """

    language: str
    frames: tuple[str, ...]
    same: Fills
    other: Fills
    turned: str

    @classmethod
    def of(cls, language: str, line: Mapping[str, Any]) -> Wordings:
        """What a line of the files holds for one language."""
        same, other = (tuple(map(tuple, line[name])) for name in ("same", "other"))
        return cls(language, tuple(line["frames"]), same, other, line.get("turned", ""))

    def say(self, frame: str, fills: Sequence[str]) -> str:
        """The frame with these fills, of which one that opens a sentence has a capital."""

        def put(place: re.Match[str]) -> str:
            fill = fills[int(place[1]) - 1]
            return self._capital(fill) if _OPENS.search(frame[: place.start()]) else fill

        return _PLACE.sub(put, frame)

    def _capital(self, fill: str) -> str:
        first = "İ" if self.language == "tr" and fill[:1] == "i" else fill[:1].upper()
        return first + fill[1:]


@dataclass(frozen=True, slots=True)
class Lattice:
    """One statement in several languages; `kinds` names, of each place, the kind of each other fill."""

    id: str
    kinds: Fills
    wordings: tuple[Wordings, ...]

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Lattice:
        """One line of the files."""
        languages = [name for name in line if name not in {"id", "topic", "kinds"}]
        wordings = tuple(Wordings.of(language, line[language]) for language in languages)
        return cls(line["id"], tuple(map(tuple, line["kinds"])), wordings)

    @property
    def part(self) -> str:
        """Where the lattice lies, by its id alone; none is measured."""
        return DEV if zlib.crc32(self.id.encode()) % 10 < _DEV_OF_TEN else TRAIN

    @property
    def changes(self) -> list[tuple[int, int]]:
        """Place and number of each other fill."""
        return [(place, number) for place, kinds in enumerate(self.kinds) for number in range(len(kinds))]


def read(folder: Path = FOLDER) -> list[Lattice]:
    """Every lattice, in the order of files and lines."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_bytes().splitlines())
    return [Lattice.of(orjson.loads(line)) for line in lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How the pairs of each lattice are drawn; [pairs.drawing] of recipe.toml.

    Of each lattice `true` pairs and `twins`; of both the share `one_language`, and of those in one language the share
    `near` that differ in one place. Of the twins `turned` exchange who acts, where the lattice says how; of the true
    pairs `changed` have the same other fill on both sides.
    """

    true: int
    twins: int
    one_language: float
    near: float
    turned: float
    changed: float

    def pairs(self, lattices: Iterable[Lattice], random: Random) -> Iterator[tuple[Pair, str | None]]:
        """The pairs of each lattice, and of a twin the wording that it was made of."""
        for lattice in lattices:
            for _ in range(self.true):
                pair = self._true(lattice, random)
                if pair is not None:
                    yield pair, None
            for _ in range(self.twins):
                yield self._twin(lattice, random)

    def _true(self, lattice: Lattice, random: Random) -> Pair | None:
        one, other = self._languages(lattice, random)
        near = one is other and random.random() < self.near
        change = random.choice(lattice.changes) if random.random() < self.changed else None
        frame, fills = _drawn(one, random)
        left = one.say(frame, _with(one, fills, change))
        for _ in range(_TRIES):
            second, others = (frame, _one_drawn_anew(one, fills, random)) if near else _drawn(other, random)
            right = other.say(second, _with(other, others, change))
            if right != left:
                return _pair(lattice, (left, one.language), (right, other.language), random)
        return None

    def _twin(self, lattice: Lattice, random: Random) -> tuple[Pair, str | None]:
        one, other = self._languages(lattice, random)
        frame, fills = _drawn(other, random)
        base = other.say(frame, fills)
        if other.turned and random.random() < self.turned:
            kind, wrong = "roles", other.say(other.turned, fills)
        else:
            place, number = random.choice(lattice.changes)
            kind, wrong = lattice.kinds[place][number], other.say(frame, _with(other, fills, (place, number)))
        near = one is other and random.random() < self.near
        left = base if near else one.say(*_drawn(one, random))
        pair = _pair(lattice, (left, one.language), (wrong, other.language), random, twin=kind)
        return pair, base

    def _languages(self, lattice: Lattice, random: Random) -> tuple[Wordings, Wordings]:
        if random.random() < self.one_language:
            one = random.choice(lattice.wordings)
            return one, one
        one, other = random.sample(lattice.wordings, 2)
        return one, other


def _drawn(wordings: Wordings, random: Random) -> tuple[str, tuple[str, ...]]:
    return random.choice(wordings.frames), tuple(map(random.choice, wordings.same))


def _one_drawn_anew(wordings: Wordings, fills: Sequence[str], random: Random) -> tuple[str, ...]:
    place = random.randrange(len(fills))
    return (*fills[:place], random.choice(wordings.same[place]), *fills[place + 1 :])


def _with(wordings: Wordings, fills: Sequence[str], change: tuple[int, int] | None) -> tuple[str, ...]:
    """The fills, one of them another one."""
    if change is None:
        return tuple(fills)
    place, number = change
    return (*fills[:place], wordings.other[place][number], *fills[place + 1 :])


def _pair(
    lattice: Lattice,
    left: tuple[str, str],
    right: tuple[str, str],
    random: Random,
    *,
    twin: str = "",
) -> Pair:
    """A pair with either text first, but that a twin stands on the right."""
    made = Relation.REWORDED if left[1] == right[1] else Relation.TRANSLATED
    if not twin and random.random() < 1 / 2:
        left, right = right, left
    return Pair(
        left=left[0],
        right=right[0],
        left_language=left[1],
        right_language=right[1],
        relation=(Relation.CONTRADICTS if twin else made).value,
        made=made.value,
        twin=twin,
        part=lattice.part,
        origin=ORIGIN,
    )
