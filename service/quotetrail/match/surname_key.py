"""A coarse form of a surname, by which bearers of it are looked up: equal for its usual spellings in any script."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.match.scripts import Word

_DATA = Path(__file__).with_name("scripts.toml")
_REPEATED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurnameKey:
    """The first letter and the consonants in Russian letters, those that are mixed up made one; from scripts.toml."""

    classes: Mapping[int, str]
    vowels: Mapping[int, None]

    @classmethod
    def load(cls) -> SurnameKey:
        """Read the [key] table of scripts.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))["key"]
        classes = {ord(letter): group[0] for group in data["classes"].split() for letter in group}
        return cls(classes=classes, vowels=dict.fromkeys(map(ord, data["vowels"])))

    def of(self, surname: Word, *, russian: str) -> str:
        """Of a surname whose likeliest Russian letters are these; never empty for a word that has letters."""
        letters = russian.translate(self.classes)
        return _REPEATED.sub(r"\1", letters[:1] + letters[1:].translate(self.vowels)) or surname.plain
