"""When two written names are one name: strict enough that a wrong person never passes for the right one.

Case, accents, punctuation and a leading article do not count. Of persons, initials and middle names are left out, but
only where first and last name agree and the middles do not contradict each other. A surname alone is not the full name.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from pathlib import Path

LEXICON = Path(__file__).with_name("names.toml")

_PART = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`]")
_DOTTED = re.compile(r"\b(\w)\.\s?(?=\w\.)")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The closed classes of `names.toml`, lower case."""

    suffixes: frozenset[str]
    articles: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    return Lexicon(**{name: frozenset(words.split()) for name, words in data.items()})


def canonical(name: str) -> tuple[str, ...]:
    """The parts of a name without case, accents, punctuation, leading article and possessive ending.

    Initials beside each other are one part: "H. W." and "H.W." are "hw".
    """
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKD", name.strip()).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    parts = _PART.findall(_APOSTROPHES.sub("", _DOTTED.sub(r"\1", plain)))
    return tuple(parts[1:] if len(parts) > 1 and parts[0] in lexicon().articles else parts)


def same_name(left: str, right: str, *, person: bool) -> bool:
    """Whether the two are one name; `person` allows for middle names and suffixes that only one of them has."""
    one, other = canonical(left), canonical(right)
    if one == other:
        return bool(one)
    if not person:
        return False
    one, other, agree = _without_suffixes(one, other)
    if not agree or len(one) < 2 or len(other) < 2 or (one[0], one[-1]) != (other[0], other[-1]):
        return False
    return _compatible(one[1:-1], other[1:-1])


def _without_suffixes(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Both names bare, and whether the suffixes allow them to be one: Sr. is not Jr., but nothing may be either."""
    (one, mine), (other, theirs) = _split(one), _split(other)
    return one, other, not mine or not theirs or mine == theirs


def _split(name: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    if len(name) > 2 and name[-1] in lexicon().suffixes:
        return name[:-1], name[-1]
    return name, ""


def _compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Middle names: missing on one side, or the same in order, where an initial stands for its name."""
    if not one or not other:
        return True
    return len(one) == len(other) and all(starmap(_stands_for, zip(one, other, strict=True)))


def _stands_for(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[0] == other[0])
