"""Whom "he" or "she" means: a small salience score over the people named before (Lappin & Leass 1994)."""

from __future__ import annotations

import bisect
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotetrail.detect.introductions import Gender
from quotetrail.detect.people import Mention, People, Person
from quotetrail.detect.sections import Sections
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
    other_section: float
    role: float
    side: float
    place: float
    noun: float
    certain: float

    @classmethod
    def load(cls) -> Salience:
        """The weights that ship with the package."""
        return cls(**tomllib.loads(SALIENCE.read_text(encoding="utf-8"))["weights"])


class Antecedents:
    """The people of one article as candidates for its pronouns."""

    def __init__(
        self, *, text: str, people: People, trees: Sequence[Tree], paragraphs: Sequence[Span], weights: Salience
    ) -> None:
        self.weights = weights
        self._people = people
        self._sections = Sections(text)
        self._sentence_starts = [tree.sentence.start for tree in trees]
        self._paragraph_starts = [span.start for span in paragraphs]

    def ranked(self, position: int, gender: Gender, *, last: Person | None) -> list[tuple[Person, float]]:
        """Everybody a pronoun at `position` could mean, with chances that sum to one, likeliest first.

        `last` is the person quoted last. A person of the other gender is never among them.
        """
        fits = {
            person: self.weights.gender * (person.gender == gender)
            for person in self._people.near(position)
            if person.gender in {gender, Gender.UNKNOWN}
        }
        return self.among(fits, position, last=last)

    def among(self, fits: Mapping[Person, float], position: int, *, last: Person | None) -> list[tuple[Person, float]]:
        """The given people as candidates at `position`; `fits` adds to each one's score."""
        scores: list[tuple[float, Person]] = []
        for person, fit in fits.items():
            place = bisect.bisect_left(person.mentions, position, key=lambda mention: mention.span.end - 1)
            before = person.mentions[max(0, place - LAST_MENTIONS) : place]
            score = max((self._score(mention, position) for mention in before), default=0.0)
            score += self.weights.mention * len(before)
            scores.append((score + fit + self.weights.last_speaker * (last is person), person))
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
            + weights.other_section * (not self._sections.same(mention.span.start, position))
        )


def _number(starts: Sequence[int], position: int) -> int:
    return bisect.bisect_right(starts, position)
