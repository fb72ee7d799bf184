"""wordlists.toml as one frozen object."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotetrail.match.readings import Opposites

_DATA = Path(__file__).with_name("wordlists.toml")

Rule = tuple[re.Pattern[str], str]


@dataclass(frozen=True, slots=True)
class Reported:
    """How one language reports first-person speech: words, the same for a woman, what must be there, endings."""

    words: Mapping[str, str]
    she: Mapping[str, str]
    needed: frozenset[str]
    before: tuple[str, ...]
    endings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordLists:
    """By language: words of opposite sense, exchangeable names, "not" rules, fillers, synonyms, reported speech."""

    antonyms: Mapping[str, Mapping[str, str]]
    calendar: Mapping[str, tuple[tuple[str, ...], ...]]
    numbers: Mapping[str, tuple[tuple[str, ...], ...]]
    negated: Mapping[str, tuple[Rule, ...]]
    affirmed: Mapping[str, tuple[Rule, ...]]
    fillers: Mapping[str, tuple[str, ...]]
    swaps: Mapping[str, Mapping[str, str]]
    reported: Mapping[str, Reported]
    spellings: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def load(cls) -> WordLists:
        """Read wordlists.toml."""
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        return cls(
            antonyms=Opposites.load().words,
            calendar=_groups(data["calendar"]),
            numbers=_groups(data["numbers"]),
            negated=_rules(data["negated"]),
            affirmed=_rules(data["affirmed"]),
            fillers={language: tuple(words) for language, words in data["fillers"].items()},
            swaps={
                language: {pair.split()[0]: " ".join(pair.split()[1:]) for pair in text.split("|")}
                for language, text in data["swaps"].items()
            },
            reported={
                language: Reported(
                    words=_table(pack["words"]),
                    she=_table(pack["she"]),
                    needed=frozenset(pack["needed"].split()),
                    before=tuple(pack["before"]),
                    endings=_table(pack.get("endings", "")),
                )
                for language, pack in data["reported"].items()
            },
            spellings={
                language: tuple((" ".join(pair.split()[:-1]), pair.split()[-1]) for pair in text.split("|"))
                for language, text in data["spellings"].items()
            },
        )


def _table(text: str) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in text.split("|") if pair)
    return {word: other for word, _, other in pairs}


def _groups(kinds: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    languages = {language for kind in kinds.values() for language in kind}
    return {
        language: tuple(tuple(kind[language].split()) for kind in kinds.values() if language in kind)
        for language in languages
    }


def _rules(packs: Mapping[str, list[list[str]]]) -> dict[str, tuple[Rule, ...]]:
    return {language: tuple((re.compile(pattern), put) for pattern, put in rules) for language, rules in packs.items()}
