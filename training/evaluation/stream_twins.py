"""Wrong twins: the same words with one fact turned, which makes them another statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from rapidfuzz.distance import JaroWinkler

_NUMBER = re.compile(r"(?<![\w.,])\d+(?![\w]|[.,]\d)")
_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_]{4,}(?![\w'’-])")
_LONGEST_YEAR = 4


@dataclass(frozen=True, slots=True)
class Twins:
    """Turns one fact of a text by the lists of stream.toml; None where it finds none that it can turn."""

    negations: Mapping[str, Mapping[str, Any]]
    opposites: Mapping[str, Sequence[Sequence[str]]]
    names: Mapping[str, Sequence[str]]
    alike: float

    def number(self, text: str, _language: str, chance: Random) -> str | None:
        """Another number of about that size."""
        found = list(_NUMBER.finditer(text))
        if not found:
            return None
        one = chance.choice(found)
        value = int(one[0])
        if len(one[0]) == _LONGEST_YEAR:
            other = value + chance.choice((-3, -2, -1, 1, 2, 3))
        else:
            other = chance.choice(
                [near for near in (value * 2, value * 3, value + 3, value - 2, value + 7) if near > 0]
            )
        return text[: one.start()] + str(other) + text[one.end() :] if other != value else None

    def negation(self, text: str, language: str, chance: Random) -> str | None:
        """A negation lost where there is one, else one put in."""
        rules = self.negations.get(language)
        if rules is None:
            return None
        for before, after in rules["lose"]:
            if before in text:
                return text.replace(before, after, 1)
        places = [
            (found.end(), f" {rules['word']}")
            for word in rules.get("after", ())
            for found in re.finditer(rf" {re.escape(word)}(?= )", text)
        ]
        places += [
            (found.start(), f" {rules['word']}")
            for word in rules.get("before", ())
            for found in re.finditer(rf" {re.escape(word)}\b", text)
        ]
        if not places:
            return None
        at, put = chance.choice(places)
        return text[:at] + put + text[at:]

    def name(self, text: str, language: str, chance: Random) -> str | None:
        """A name inside the sentence exchanged for another line's, where possible with the same last letter."""
        names = self.names.get(language, ())
        found = [one for one in _NAME.finditer(text) if one[0] in names]
        if not found:
            return None
        one = chance.choice(found)
        others = [name for name in names if JaroWinkler.similarity(name, one[0]) < self.alike]
        alike = [name for name in others if name[-1] == one[0][-1]]
        if not others:
            return None
        return text[: one.start()] + chance.choice(alike or others) + text[one.end() :]

    def opposite(self, text: str, language: str, chance: Random) -> str | None:
        """One word exchanged for its opposite."""
        pairs = [(a, b) for one, other in self.opposites.get(language, ()) for a, b in ((one, other), (other, one))]
        chance.shuffle(pairs)
        for before, after in pairs:
            changed = re.sub(rf"(?<= ){re.escape(before)}\b", after, text, count=1)
            if changed != text:
                return changed
        return None


def names_in(texts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Words with a capital inside sentences that are nowhere without one, by language, in the order of the alphabet.

    German has none: its nouns look like names.
    """
    found: dict[str, list[str]] = {}
    for language in texts.keys() - {"de"}:
        capitals = {one[0] for line in texts[language] for one in _NAME.finditer(line) if one[0].istitle()}
        small = {word for line in texts[language] for word in re.findall(r"[^\W\d_]+", line) if word.islower()}
        found[language] = sorted(name for name in capitals if name.lower() not in small)
    return found
