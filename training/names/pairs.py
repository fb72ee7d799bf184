"""Pairs of spellings to learn from and to be measured on, from ../shared/data/names/en-ru.tsv.gz (CC0).

The file's own parts share no Latin form. Its `train` part is cut once more by a hash of the pair: `FITTED` for the
tables, `TUNED` (one in twenty) for the logistic models and for choosing. Its `dev` part is only measured on.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

from quotetrail.match.scripts import Script, Scripts, Word

FILE = Path("names") / "en-ru.tsv.gz"
_TUNED_BELOW = 13  # of 256 values of the hash's first byte: 5 %
# Of spellings that share one form, at most so many pairs: a short common name has dozens of misaligned ones.
_MOST_OF_ONE = 6


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name in both scripts and how often Wikidata has it."""

    latin: Word
    cyrillic: Word
    count: int
    order: bytes


@dataclass(frozen=True, slots=True)
class Names:
    """The three parts, each in the order of the hash."""

    fitted: tuple[Spelled, ...]
    tuned: tuple[Spelled, ...]
    held_back: tuple[Spelled, ...]


def read(data: Path) -> Names:
    """All pairs whose two sides are words of the script that they should be."""
    scripts = Scripts.load()
    parts: dict[str, list[Spelled]] = {"train": [], "dev": []}
    with gzip.open(data / FILE, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            part, latin, cyrillic, count = line.rstrip("\n").split("\t")
            order = blake2b(f"{latin}\t{cyrillic}".encode(), digest_size=8).digest()
            one = Spelled(scripts.word(latin), scripts.word(cyrillic), int(count), order)
            if one.latin.letters and one.cyrillic.letters:
                parts[part].append(one)
    train, held_back = (sorted(parts[part], key=lambda one: one.order) for part in ("train", "dev"))
    return Names(
        fitted=tuple(one for one in train if one.order[0] >= _TUNED_BELOW),
        tuned=tuple(one for one in train if one.order[0] < _TUNED_BELOW),
        held_back=tuple(held_back),
    )


def variants(names: Iterable[Spelled], *, of: Script) -> list[tuple[Word, Word]]:
    """Pairs of different spellings in one script of what is one form in the other (for Latin forms: one plain form)."""
    shared: dict[str, dict[str, Word]] = defaultdict(dict)
    for name in names:
        if of is Script.LATIN:
            shared[name.cyrillic.letters].setdefault(name.latin.letters, name.latin)
        else:
            shared[name.latin.plain].setdefault(name.cyrillic.letters, name.cyrillic)
    return [pair for spellings in shared.values() for pair in list(combinations(spellings.values(), 2))[:_MOST_OF_ONE]]


def surnames(data: Path) -> list[Word]:
    """Russian surnames (natasha's list, MIT): real names to be told apart."""
    scripts = Scripts.load()
    with gzip.open(data / "names" / "ru-last-names.txt.gz", "rt", encoding="utf-8") as lines:
        return [scripts.word(line.strip()) for line in lines]
