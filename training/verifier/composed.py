"""Pairs of statements that we wrote: one statement edited, reworded, reported and translated, and twins of each.

A group is a line of `statements/*.jsonl` (its README says how they are written). All its true texts say the same, so
any two of them are a pair; a twin contradicts every one of them. A group lies whole in train, dev or `composed`, the
part that is only measured.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import orjson

from quotetrail.model import Relation
from training.verifier.corpus import COMPOSED, DEV, TRAIN
from training.verifier.pair import Pair

FOLDER = Path(__file__).with_name("statements")
ORIGIN = "composed"
_TRUE = ("said", "edit", "reword", "indirect", "tr1", "tr1b", "tr2")
_REPORTED = "indirect"
# Of ten groups one is dev and two are only measured.
_DEV_OF_TEN, _MEASURED_OF_TEN = 1, 3


@dataclass(frozen=True, slots=True)
class Text:
    """One wording, and its language as ISO 639-1."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Twin:
    """The wording named `of` with one fact changed, of that kind."""

    of: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """One statement: its true wordings by name, its twins, and another statement on the same matter."""

    id: str
    wordings: Mapping[str, Text]
    twins: tuple[Twin, ...]
    other: Text

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Group:
        """One line of the files; what a second reader found `doubtful` is left out, with the twins made of it."""
        language = line["said"][0]
        own = {name: line[name] for name in ("said", "tr1", "tr2")}
        own |= {name: (language, line[name]) for name in ("edit", "reword", _REPORTED)}
        own |= {"tr1b": (line["tr1"][0], line["tr1b"])}
        doubtful = line.get("doubtful", ())
        wordings = {name: Text(own[name][1], own[name][0]) for name in _TRUE if name not in doubtful}
        twins = tuple(
            Twin(each["of"], each["kind"], each["text"])
            for place, each in enumerate(line["twins"])
            if each["of"] not in doubtful and f"twin{place}" not in doubtful
        )
        return cls(line["id"], wordings, twins, Text(line["other"], language))

    @property
    def part(self) -> str:
        """Where the group lies, by its id alone."""
        place = zlib.crc32(self.id.encode()) % 10
        if place < _DEV_OF_TEN:
            return DEV
        return COMPOSED if place < _MEASURED_OF_TEN else TRAIN


def read(folder: Path = FOLDER) -> list[Group]:
    """Every group, in the order of files and lines."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_bytes().splitlines())
    return [Group.of(orjson.loads(line)) for line in lines]


def composed(
    groups: Iterable[Group], *, against: int, others: int, random: Random
) -> Iterator[tuple[Pair, str | None]]:
    """The pairs of each group, and of a twin the text that it was made of.

    Every two true wordings, either first; each twin with `against` of the wordings, the other statement with `others`.
    Were each twin set against what it was made of, most near copies would be wrong, and in the news most are right.
    """
    for group in groups:
        names = tuple(group.wordings)
        for one, other in itertools.combinations(names, 2):
            left, right = random.sample((one, other), 2)
            relation = _relation(group, one, other)
            yield _pair(group, group.wordings[left], group.wordings[right], relation, made=ORIGIN), None
        for twin in group.twins:
            base = group.wordings[twin.of]
            wrong = Text(twin.text, base.language)
            for name in random.sample(names, against):
                made = _relation(group, name, twin.of) if name != twin.of else Relation.VERBATIM
                pair = _pair(group, group.wordings[name], wrong, Relation.CONTRADICTS, made=made.value, twin=twin.kind)
                yield pair, base.text
        for name in random.sample(names, others):
            yield _pair(group, group.wordings[name], group.other, Relation.DIFFERENT, made="neighbour"), None


def _relation(group: Group, one: str, other: str) -> Relation:
    if group.wordings[one].language != group.wordings[other].language:
        return Relation.TRANSLATED
    if _REPORTED in {one, other} and {one, other} & {"said", "edit"}:
        return Relation.INDIRECT
    return Relation.REWORDED


def _pair(group: Group, left: Text, right: Text, relation: Relation, *, made: str, twin: str = "") -> Pair:
    return Pair(
        left=left.text,
        right=right.text,
        left_language=left.language,
        right_language=right.language,
        relation=relation.value,
        made=made,
        twin=twin,
        part=group.part,
        origin=ORIGIN,
    )
