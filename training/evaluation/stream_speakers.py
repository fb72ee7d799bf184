"""Who speaks in the stream, and how each appearance writes it: full name, surname, pronoun, a role, nobody.

The names are pieced together from single given names and surnames of the pack (split `dev`), in both scripts and with
the spellings that occur there.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

from quotetrail.model import SpeakerKind
from training.evaluation.stream_texts import dice

CYRILLIC = frozenset({"ru", "uk", "kk"})
# Of the spellings that Wikidata gives a Cyrillic name, those that sound like it: others are misaligned (its README).
_SOUNDS_ALIKE = 0.8
_SHORTEST = 4
_COMMON = 3


@dataclass(frozen=True, slots=True)
class Name:
    """One name in Cyrillic, and in Latin letters in every spelling, the commonest first."""

    cyrillic: str
    latin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A given name and a surname."""

    given: Name
    surname: Name
    woman: bool
    role: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How one appearance writes its speaker: the mention, and whom it resolves to."""

    mention: str
    name: str | None
    kind: SpeakerKind
    description: str | None


class Cast:
    """Draws persons, and how they are written."""

    __slots__ = ("_frames", "_given", "_roles", "_seed", "_shares", "_surnames")

    def __init__(self, names: Path, data: Mapping[str, Any]) -> None:
        """`names` is `../shared/data/names`, `data` the tables of stream.toml."""
        self._shares: Mapping[str, float] = data["naming"]
        self._given, self._surnames = _names(names, alike=self._shares["alike"])
        self._frames: Mapping[str, Mapping[str, Any]] = data["frames"]
        self._roles: Sequence[str] = data["roles"]["en"]
        self._seed: int = data["stream"]["seed"]

    def person(self, number: int) -> Person:
        """The person of this number; some share their surname with the one before."""
        chance = dice(self._seed, "person", number)
        namesake = number and chance.random() < self._shares["namesakes"]
        surname = dice(self._seed, "surname", number - 1 if namesake else number).choice(self._surnames)
        given = chance.choice(self._given)
        return Person(given, surname, given.cyrillic[-1] in "ая", chance.choice(self._roles))

    def naming(
        self, person: Person, language: str, chance: Random, *, full: bool = False, named: bool = False
    ) -> Naming | None:
        """How it is written this time; None for nobody. `named`: by name or surname; `full`: by the full name."""
        name, surname = self._written(person, language, chance)
        role = person.role if language == "en" else None
        whole = Naming(name, name, SpeakerKind.PERSON, role)
        ways: dict[str, Naming | None] = {
            "full": whole,
            "pronoun": Naming(self._frames[language]["pronoun"][person.woman], name, SpeakerKind.PERSON, role),
            "surname": Naming(surname, surname, SpeakerKind.PERSON, None),
            "unnamed": Naming(self._frames[language]["unnamed"], None, SpeakerKind.UNNAMED, None),
            "nobody": None,
        }
        if full:
            return whole
        wanted = ["full", "surname"] if named else list(ways)
        return ways[chance.choices(wanted, [self._shares[way] for way in wanted])[0]]

    def _written(self, person: Person, language: str, chance: Random) -> tuple[str, str]:
        """Full name and surname in the script of the language."""
        if language in CYRILLIC:
            given, surname = person.given.cyrillic, person.surname.cyrillic
        else:
            given, surname = (self._spelled(name, chance) for name in (person.given, person.surname))
        return f"{given.title()} {surname.title()}", surname.title()

    def _spelled(self, name: Name, chance: Random) -> str:
        return chance.choice(name.latin) if chance.random() < self._shares["spelling"] else name.latin[0]


def _names(folder: Path, *, alike: float) -> tuple[list[Name], list[Name]]:
    """Given names and surnames that occur often enough to be some, in the order of the alphabet."""
    given = _lines(folder / "ru-first-names.txt.gz")
    surnames = _lines(folder / "ru-last-names.txt.gz") - given
    spellings: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in sorted(_lines(folder / "en-ru.tsv.gz")):
        split, latin, cyrillic, count = line.split("\t")
        if split == "dev" and len(cyrillic) >= _SHORTEST and _alike(latin, cyrillic) >= _SOUNDS_ALIKE:
            spellings[cyrillic].append((-int(count), latin))
    common = {cyrillic: rows for cyrillic, rows in spellings.items() if -min(rows)[0] >= _COMMON}
    names = [Name(cyrillic, _of_one_name(sorted(rows), alike)) for cyrillic, rows in sorted(common.items())]
    return [one for one in names if one.cyrillic in given], [one for one in names if one.cyrillic in surnames]


def _of_one_name(rows: Sequence[tuple[int, str]], alike: float) -> tuple[str, ...]:
    """The spellings near the commonest one: Cyrillic letters fall together where Latin ones tell names apart."""
    common = rows[0][1]
    return tuple(latin for _, latin in rows if JaroWinkler.similarity(latin, common) >= alike)


def _alike(latin: str, cyrillic: str) -> float:
    return JaroWinkler.similarity(anyascii(latin).lower(), anyascii(cyrillic).lower())


def _lines(path: Path) -> set[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return set(lines.read().split("\n")) - {"", "split\tlatin\tcyrillic\tcount"}
