"""LitBank's quotations (Sims & Bamman 2020) as a stress test of speakers: direct speech in English fiction.

Long dialogues without cues, vocatives, characters known by a first name: everything that news has not. The texts are
tokenised with spaces, so bounds are judged at an overlap of half only.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quotetrail.model import Article, Detection, Span, Speaker
from training.evaluation.attributions import Attribution, Reading
from training.evaluation.counts import percent
from training.evaluation.matching import pairs
from training.evaluation.names import same_name
from training.evaluation.naming import Outcome

TEXTS = 30
"""How many texts are read unless more are asked for: some 60,000 words."""


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who speaks: where the text mentions them, and by which names."""

    mentions: tuple[Span, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Novel:
    """A text with its quotations as gold, and who speaks each of them (quotation id to character id)."""

    reading: Reading
    characters: Mapping[str, Character]
    speakers: Mapping[str, str]

    @property
    def article(self) -> Article:
        """The text."""
        return self.reading.article

    def with_detection(self, detection: Detection) -> Novel:
        """The same with what was found in it."""
        return replace(self, reading=self.reading.with_quotes(detection.quotes))


def read(path: Path, *, texts: int = TEXTS) -> list[Novel]:
    """The first texts that hold a quotation."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        items = [item for item in map(json.loads, rows) if item["quotes"]]
    return [_novel(item) for item in items[:texts]]


def figures(novels: Sequence[Novel]) -> dict[str, float]:
    """Shares in per cent: `found` of all quotations; of the found ones those whose speaker is right, wrong, unknown.

    `speaker_…` asks for the mention or the name, whichever is right (see `spoken`); `name_…` for the resolved name,
    where the text gives the character one.
    """
    quotations = sum(len(novel.reading.gold) for novel in novels)
    speakers: Counter[Outcome] = Counter()
    names: Counter[Outcome] = Counter()
    for novel in novels:
        for place, number in pairs(novel.reading):
            character = novel.speakers[novel.reading.gold[place].id]
            speaker = novel.reading.found[number].speaker
            speakers[spoken(novel, character, speaker)] += 1
            if novel.characters[character].names:
                names[named(novel.characters[character], speaker)] += 1
    figures = {"found": percent(speakers.total(), quotations)}
    for label, counted in (("speaker", speakers), ("name", names)):
        for outcome in (Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN):
            figures[f"{label}_{outcome}"] = percent(counted[outcome], counted.total())
    return {name: round(value, 1) for name, value in figures.items()}


def spoken(novel: Novel, character: str, speaker: Speaker | None) -> Outcome:
    """Right: the mention lies in the character's chain, or the name is one of the character's; unknown: no speaker.

    Chains nest ("the miller 's wife"); a mention lies in the chain of which it overlaps a member best.
    """
    if speaker is None:
        return Outcome.UNKNOWN
    if named(novel.characters[character], speaker) is Outcome.RIGHT:
        return Outcome.RIGHT
    mention = Span(speaker.start, speaker.end)
    best = max(novel.characters, key=lambda one: _nearness(mention, novel.characters[one]))
    near = _nearness(mention, novel.characters[best]) > 0
    return Outcome.RIGHT if best == character and near else Outcome.WRONG


def named(character: Character, speaker: Speaker | None) -> Outcome:
    """What the resolved name is worth: any proper name of the character is right."""
    if speaker is None or speaker.name is None:
        return Outcome.UNKNOWN
    name = speaker.name
    return Outcome.RIGHT if any(same_name(name, one, person=True) for one in character.names) else Outcome.WRONG


def _nearness(mention: Span, character: Character) -> float:
    return max((_overlap(mention, other) for other in character.mentions), default=0.0)


def _overlap(left: Span, right: Span) -> float:
    shared = min(left.end, right.end) - max(left.start, right.start)
    return max(0, shared) / (max(left.end, right.end) - min(left.start, right.start))


def _novel(item: Mapping[str, object]) -> Novel:
    text, quotes, speakers = str(item["text"]), item["quotes"], item["speakers"]
    assert isinstance(quotes, list)
    assert isinstance(speakers, dict)
    gold = tuple(Attribution(row["id"], "direct", (), (), (Span(row["start"], row["end"]),)) for row in quotes)
    return Novel(
        reading=Reading(Article(text=text, uri=str(item["id"]), language="en"), gold),
        characters={identifier: _character(rows, text) for identifier, rows in speakers.items()},
        speakers={row["id"]: row["speaker"] for row in quotes},
    )


def _character(rows: Sequence[Mapping[str, object]], text: str) -> Character:
    mentions = [(Span(_offset(row["start"]), _offset(row["end"])), row["category"]) for row in rows]
    names = dict.fromkeys(span.of(text) for span, category in mentions if category == "PROP")
    return Character(tuple(span for span, _ in mentions), tuple(names))


def _offset(value: object) -> int:
    assert isinstance(value, int)
    return value
