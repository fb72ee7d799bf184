"""Whom "the Republican nominee" or "the South Carolina senator" means: who was introduced with such words.

A description is held against what the article itself tells of each person. It fits by the role, by the side, by a
place; it never fits somebody of another side, gender or rank. Nothing is known of anybody from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quotetrail.detect.cues import Pack
from quotetrail.detect.introductions import Gender, Lexicon
from quotetrail.detect.people import People, Person
from quotetrail.detect.pronouns import Salience
from quotetrail.model import Span

PART = re.compile(r"[^\W\d_][\w.]*(?:-[^\W\d_]+)?")
# Whose it is: "the prime minister’s spokesman".
OWNER = re.compile(r"(.*)['’]s?[ \u00a0]")
# What stands between a role and what it is a role of.
OF_WHAT = re.compile(r"\b(?:for|of|at|from|in|to|with)\b")
DEFINITE = ("the ", "that ", "this ")
INDEFINITE = ("a ", "an ", "one ", "another ")
# So many code points from the start an article may describe somebody whom it names only afterwards.
LEDE = 500
ARTICLES = ("the", "that", "this", "a", "an")
SHORTEST = 2  # letters of a short form


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase about one person, read."""

    role: str
    beside: frozenset[str]
    places: tuple[str, ...]
    sides: frozenset[str]
    gender: Gender
    ranks: frozenset[str]
    complement: tuple[str, ...]
    free: bool


class Epithets:
    """The people of one article by what they are called."""

    def __init__(self, *, people: People, text: str, pack: Pack, lexicon: Lexicon, weights: Salience) -> None:
        self._weights = weights
        self._people = people
        self._text = text
        self._pack = pack
        self._lexicon = lexicon
        self._holders: dict[str, list[Person]] = {}
        for person in people.persons:
            for role in person.roles:
                self._holders.setdefault(role, []).append(person)
        self._ranks = {person: self._ranks_of(person.traits) for person in people.persons}
        self._sides = {person: self._sides_of(person.traits | person.roles) for person in people.persons}

    def fitting(self, source: Span, head: str) -> Mapping[Person, float]:
        """Who the description in `source` with the lemma `head` can mean, with how well it fits; empty for nobody.

        A description with "a" fits only somebody whom the article's first lines describe before they are named.
        """
        described = self._read(source, head)
        lowered = source.of(self._text).lower()
        if described is None:
            return {}
        holders = self._holders.get(described.role, [])
        if described.role in self._lexicon.kin:
            return {holders[0]: self._weights.role} if len(holders) == 1 else {}
        if lowered.startswith(INDEFINITE) or not (lowered.startswith(DEFINITE) or source.of(self._text)[:1].isupper()):
            if source.start > LEDE or not lowered.startswith(("a ", "an ")):
                return {}
            fits = self._fits(described, [person for person in holders if person.named_from > source.end])
            return {person: fit for person, fit in fits.items() if fit >= self._weights.role} if len(fits) == 1 else {}
        near = dict.fromkeys([*self._people.near(source.start), *holders])
        named = [person for person in near if person.named_from < source.start]
        fits = self._fits(described, named)
        if not fits:
            later = self._fits(described, [person for person in holders if person.named_from >= source.start])
            fits = {person: fit for person, fit in later.items() if fit >= self._weights.role}
            return fits if len(fits) == 1 else {}
        return fits

    def _read(self, source: Span, head: str) -> Description | None:
        role = self._lexicon.role(head.lower().removeprefix("ex-"), self._pack)
        if role is None:
            return None
        whole = source.of(self._text).split(",")[0]
        owner = OWNER.match(whole)
        if owner is not None:
            whole = whole[owner.end() :]
        opening, *rest = OF_WHAT.split(whole, maxsplit=1)
        rest += [] if owner is None else [owner.group(1)]
        complement = tuple(part for part in PART.findall(" ".join(rest)) if part[0].isupper())
        parts = PART.findall(opening)
        words = frozenset(part.lower() for part in parts)
        kept = parts if owner is not None else parts[1:]
        places = tuple(part for part in kept if part[0].isupper() and part.lower() not in self._lexicon.sides)
        return Description(
            role=role,
            beside=words - {head.lower(), *ARTICLES},
            places=places,
            sides=self._sides_of(words),
            gender=self._lexicon.gender(words, self._pack),
            ranks=self._ranks_of(words),
            complement=complement if owner is None or complement else ("?",),
            free=head.lower() in self._lexicon.further_roles,
        )

    def _ranks_of(self, words: Collection[str]) -> frozenset[str]:
        return frozenset(rank for rank in self._lexicon.lower_ranks if any(word.startswith(rank) for word in words))

    def _sides_of(self, words: Collection[str]) -> frozenset[str]:
        return frozenset(self._lexicon.sides[word] for word in words if word in self._lexicon.sides)

    def _fits(self, described: Description, persons: list[Person]) -> dict[Person, float]:
        """Who holds the role, best with the words beside it; else all not ruled out, if anything speaks for one."""
        found = {person: fit for person in persons if (fit := self._fit(described, person)) is not None}
        holders = {person: fit for person, fit in found.items() if fit >= self._weights.role}
        named_so = {person: fit for person, fit in holders.items() if described.beside & person.traits}
        return named_so or holders or (found if any(fit > 0 for fit in found.values()) else {})

    def _fit(self, described: Description, person: Person) -> float | None:
        """How much speaks for it; None where something speaks against it."""
        sides = self._sides[person]
        if described.sides and sides and not described.sides & sides:
            return None
        if Gender.UNKNOWN not in {described.gender, person.gender} and described.gender is not person.gender:
            return None
        if described.ranks != self._ranks[person]:
            return None
        places = [word for word in described.places if word.lower() not in self._lexicon.everywhere]
        elsewhere = any(trait.endswith(".") for trait in person.traits) and places
        if elsewhere and not any(_told(word, person) for word in places):
            return None
        if described.complement and not any(_told(word, person) for word in described.complement):
            return None
        holds = described.role in person.roles or described.role in sides
        fit = (self._weights.role if described.sides <= sides else self._weights.side) * holds
        fit += self._weights.side * bool(described.sides & sides)
        fit += self._weights.place * any(_told(word, person) for word in described.places)
        if described.gender is person.gender is not Gender.UNKNOWN and described.free:
            fit += self._weights.noun
        return fit


def _told(place: str, person: Person) -> bool:
    """Whether a place is among the words that introduce a person, in full or as "S.C." and "Tex." do."""
    lowered = place.lower()
    return any(_shortens(trait, lowered) for trait in person.traits)


def _shortens(trait: str, word: str) -> bool:
    letters = trait.replace(".", "")
    if letters == word:
        return True
    short = "." in trait and SHORTEST <= len(letters) < len(word)
    return short and word.startswith(letters[0]) and _in_order(letters, word)


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
