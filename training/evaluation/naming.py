"""Whether the right person is named: right, wrong and unknown, counted apart.

*Right*: the name is that of the gold; where the gold has none, nobody is named. *Wrong*: another name, or one where
there is none. *Unknown*: the gold has a name and we gave none. An attribution that was not found is *missed*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from training.evaluation.attributions import Attribution, Reading, words
from training.evaluation.counts import percent
from training.evaluation.matching import pairs
from training.evaluation.names import canonical, lexicon
from training.evaluation.speaker_gold import GoldName, Names


class Outcome(StrEnum):
    """What became of one attribution of the gold set."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    MISSED = "missed"


class Mention(StrEnum):
    """How the source stands in the text, as far as it has a name somewhere; `NOBODY` where the gold has no name."""

    FULL_NAME = "full_name"
    SURNAME = "surname"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    ROLE = "role"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Named:
    """One attribution of the gold set with its outcome."""

    gold: GoldName
    mention: Mention
    outcome: Outcome


def outcomes(reading: Reading, names: Names) -> Iterator[Named]:
    """Each annotated attribution of an article of the gold set; none for other articles."""
    partners = {place: reading.found[number] for place, number in pairs(reading)}
    known = names.get(reading.name, {})
    for place, row in enumerate(reading.gold):
        if row.id in known:
            gold = known[row.id]
            yield Named(gold, mention_of(row, gold, reading.article.text), outcome(gold, partners.get(place)))


def outcome(gold: GoldName, found: Attribution | None) -> Outcome:
    """What the detector made of it; None: it found nothing."""
    if found is None:
        return Outcome.MISSED
    name = None if found.speaker is None else found.speaker.name
    if gold.accepts(name):
        return Outcome.RIGHT
    return Outcome.UNKNOWN if name is None else Outcome.WRONG


def mention_of(row: Attribution, gold: GoldName, text: str) -> Mention:
    """The kind of mention: which part of the gold name stands in the source."""
    if gold.name is None:
        return Mention.NOBODY
    mention = [part for word in words(row.source, text) for part in canonical(word)]
    name = canonical(gold.name)
    if name[0] in mention and name[-1] in mention:
        return Mention.FULL_NAME
    if any(len(part) > 1 and part in mention for part in name if part not in lexicon().articles):
        return Mention.SURNAME
    if len(mention) == 1 and mention[0] in lexicon().relatives:
        return Mention.RELATIVE
    if len(mention) == 1 and mention[0] in lexicon().pronouns:
        return Mention.PRONOUN
    return Mention.ROLE


def figures(readings: Iterable[Reading], names: Names) -> dict[str, float]:
    """Shares in per cent.

    `right`, `wrong` and `unknown` are shares of the attributions found and add up to 100; `end_to_end` is the share of
    all that are found with the right name. `person_…` counts attributions by persons alone, `right_…` one kind of
    mention.
    """
    rows = [row for reading in readings for row in outcomes(reading, names)]
    figures = _shares(rows) | {f"person_{name}": value for name, value in _shares(_persons(rows)).items()}
    for mention in Mention:
        matched = [row for row in rows if row.mention is mention and row.outcome is not Outcome.MISSED]
        right = sum(row.outcome is Outcome.RIGHT for row in matched)
        figures[f"right_{mention}"] = percent(right, len(matched))
    return {name: round(value, 1) for name, value in figures.items()}


def _persons(rows: Iterable[Named]) -> list[Named]:
    return [row for row in rows if row.gold.kind == "person"]


def _shares(rows: list[Named]) -> dict[str, float]:
    counted = Counter(row.outcome for row in rows)
    found = len(rows) - counted[Outcome.MISSED]
    shares = {each.value: percent(counted[each], found) for each in (Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN)}
    return shares | {"end_to_end": percent(counted[Outcome.RIGHT], len(rows))}
