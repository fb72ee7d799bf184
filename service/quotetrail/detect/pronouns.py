"""Whom "he" or "she" means: a small salience score over the people named before (Lappin & Leass 1994)."""

from __future__ import annotations

import bisect
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quotetrail.detect.people import Gender, Mention, People, Person
from quotetrail.detect.trees import Tree
from quotetrail.model import Span

SALIENCE = Path(__file__).parent / "salience.toml"
# Only a person's last mentions before the pronoun are weighed; distance stops counting after so many sentences.
LAST_MENTIONS = 6
FARTHEST = 12


@dataclass(frozen=True, slots=True)
class Salience:
    """The weights of the score, read from `salience.toml`."""

    sentence: float
    subject: float
    last_speaker: float
    same_paragraph: float
    gender: float
    possessive: float
    quoted: float
    mention: float
    certain: float

    @classmethod
    def load(cls) -> Salience:
        """The weights that ship with the package."""
        return cls(**tomllib.loads(SALIENCE.read_text(encoding="utf-8"))["weights"])


class Antecedents:
    """The people of one article as candidates for its pronouns."""

    def __init__(self, *, people: People, trees: Sequence[Tree], paragraphs: Sequence[Span], weights: Salience) -> None:
        self.weights = weights
        self._people = people
        self._sentence_starts = [tree.sentence.start for tree in trees]
        self._paragraph_starts = [span.start for span in paragraphs]

    def ranked(self, position: int, gender: Gender, *, last: Person | None) -> list[tuple[Person, float]]:
        """Everybody a pronoun at `position` could mean, with chances that sum to one, likeliest first.

        `last` is the person quoted last. A person of the other gender is never among them.
        """
        scores: list[tuple[float, Person]] = []
        for person in self._people.near(position):
            if person.gender not in {gender, Gender.UNKNOWN}:
                continue
            before = [mention for mention in person.mentions if mention.span.end <= position]
            if before:
                score = max(self._score(mention, position) for mention in before[-LAST_MENTIONS:])
                score += self.weights.mention * min(len(before), LAST_MENTIONS)
                score += self.weights.gender * (person.gender == gender)
                score += self.weights.last_speaker * (last is person)
                scores.append((score, person))
        if not scores:
            return []
        top = max(score for score, _ in scores)
        total = sum(math.exp(score - top) for score, _ in scores)
        ranked = [(person, math.exp(score - top) / total) for score, person in scores]
        return sorted(ranked, key=lambda pair: -pair[1])

    def _score(self, mention: Mention, position: int) -> float:
        here = bisect.bisect_right(self._sentence_starts, position) - 1
        same = _number(self._paragraph_starts, mention.span.start) == _number(self._paragraph_starts, position)
        weights = self.weights
        return (
            weights.sentence * min(here - mention.sentence, FARTHEST)
            + weights.same_paragraph * same
            + weights.subject * mention.subject
            + weights.possessive * mention.possessive
            + weights.quoted * mention.quoted
        )


def _number(starts: Sequence[int], position: int) -> int:
    return bisect.bisect_right(starts, position)
