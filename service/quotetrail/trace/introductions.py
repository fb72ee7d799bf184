"""Introductions cut away: a person named in full in one article, and only by surname in another that shares its text.

A desk introduces people once ("said Dosym Satpayev, an Almaty-based political analyst"); a bare surname with nobody
before it means that the introduction stood in a text this one was cut from. Scripts without capitals give no evidence.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

_NAME = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \t\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The capitalised words of a text: with which others before them, and which words it writes small."""

    introduced: Mapping[str, frozenset[str]]
    bare: frozenset[str]
    small: frozenset[str]
    capital: frozenset[str]


@dataclass(frozen=True, slots=True)
class IntroductionReader:
    """Finds introductions; titles and bounds from `introductions.toml`."""

    titles: frozenset[str]
    most: int

    @classmethod
    def load(cls) -> IntroductionReader:
        """Read `introductions.toml`."""
        data = tomllib.loads(files(__package__).joinpath("introductions.toml").read_text("utf-8"))
        return cls(titles=frozenset(data["titles"]), most=data["most"])

    def read(self, text: str) -> Names:
        """The names of a text."""
        introduced: dict[str, set[str]] = defaultdict(set)
        bare: set[str] = set()
        small: set[str] = set()
        capital: set[str] = set()
        last: re.Match[str] | None = None
        begins = True
        for word in _NAME.finditer(text):
            joined = last is not None and _BETWEEN.fullmatch(text, last.end(), word.start()) is not None
            if word[0][0].isupper():
                capital.add(word[0])
                first = last[0] if last is not None and joined and last[0][0].isupper() else None
                # A capital at the start of a sentence may be any word: "When Tokayev" introduces nobody.
                if first is not None and not begins and first.casefold() not in self.titles:
                    introduced[word[0]].add(first)
                elif first is None or first.casefold() in self.titles:
                    bare.add(word[0])
            else:
                small.add(word[0])
            begins = not joined
            last = word
        return Names(
            introduced={name: frozenset(firsts) for name, firsts in introduced.items()},
            bare=frozenset(bare),
            small=frozenset(small),
            capital=frozenset(capital),
        )

    def cut(self, full: Names, short: Names) -> tuple[str, ...]:
        """Full names that `full` gives and of which `short` keeps the surname only, in alphabetical order."""
        found = [
            f"{first} {name}"
            for name, firsts in full.introduced.items()
            if name in short.bare and name not in short.introduced and name.casefold() not in short.small
            for first in sorted(firsts)[:1]
            if first not in short.capital and first.casefold() not in full.small | short.small
        ]
        return tuple(sorted(found)[: self.most])
