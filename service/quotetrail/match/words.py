"""What single canonical words mean to the matcher: content or function word, negation, number, stem."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("words.toml")
# Words whose stems are remembered: a few megabytes.
_STEMS_KEPT = 32_768


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word classes of one language, or of all languages together where the language is not known.

    `common_endings` tell common words from names at the beginning of a sentence, where there are such. `inflects`:
    names have case endings. `negates_again`: one clause may have several negations.
    """

    function: frozenset[str]
    negation: frozenset[str]
    quantity: frozenset[str]
    names_are_capitalised: bool
    common_endings: tuple[str, ...]
    inflects: bool
    negates_again: bool


@dataclass(frozen=True, eq=False)
class Words:
    """Word classes by language; built once from words.toml."""

    vocabularies: Mapping[str, Vocabulary]
    other: Vocabulary
    function_weight: float
    endings: tuple[str, ...]
    shortest: int
    longest: int

    @classmethod
    def load(cls) -> Words:
        """Read words.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        classes: dict[str, dict[str, frozenset[str]]] = {
            kind: {language: frozenset(text.split()) for language, text in data[kind].items()}
            for kind in ("function", "negation", "quantity")
        }
        none: frozenset[str] = frozenset()
        names, again = data["names"], frozenset(data["negation_repeated"]["languages"])
        vocabularies = {
            language: Vocabulary(
                function=classes["function"][language],
                negation=classes["negation"].get(language, none),
                quantity=classes["quantity"].get(language, none),
                names_are_capitalised=language not in names["unmarked"],
                common_endings=tuple(names["common_endings"].get(language, ())),
                inflects=language in names["inflected"],
                negates_again=language in again,
            )
            for language in classes["function"]
        }
        return cls(
            vocabularies=vocabularies,
            other=Vocabulary(
                function=none.union(*classes["function"].values()),
                negation=none.union(*classes["negation"].values()),
                quantity=none.union(*classes["quantity"].values()),
                names_are_capitalised=True,
                common_endings=(),
                inflects=True,
                negates_again=True,
            ),
            function_weight=data["weight"]["function"],
            endings=tuple(data["stem"]["endings"]),
            shortest=data["stem"]["shortest"],
            longest=data["stem"]["longest"],
        )

    def of(self, language: str) -> Vocabulary:
        """The vocabulary of an ISO 639-1 code; the lists of all languages together where we have none for it."""
        return self.vocabularies.get(language, self.other)

    @cached_property
    def stem(self) -> Callable[[str], str]:
        """`_stem` with a memory: words repeat."""
        return lru_cache(maxsize=_STEMS_KEPT)(self._stem)

    def _stem(self, word: str) -> str:
        """A short form shared by a word's inflections; numbers stay whole."""
        if not word.isalpha():
            return word
        if word.endswith(self.endings):
            for ending in self.endings:
                if word.endswith(ending) and len(word) - len(ending) >= self.shortest:
                    word = word[: -len(ending)]
                    break
        return word[: self.longest]

    def stems(self, words: Iterable[str]) -> tuple[str, ...]:
        """The stem of each word, in order."""
        return tuple(map(self.stem, words))


def is_number(word: str) -> bool:
    """Whether a canonical word is written with digits ("2298", "3.5", "5g")."""
    return not word.isalpha() and any(sign.isdigit() for sign in word)
