"""Other people's names in the same articles: American news knows few of the names that our users' articles hold."""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quotetrail.detect.tagset import NAMES
from training.quote_tagger.texts import Text

_PERSON = frozenset({1 + 2 * NAMES.index("PERSON"), 2 + 2 * NAMES.index("PERSON")})
_SHORTEST, _LONGEST = 3, 14  # letters of a name that is given or taken; initials stay


def names_in(path: Path) -> list[str]:
    """The Latin names of `names/en-ru.tsv.gz` (split train; CC0), in its order: tokens of people's names worldwide."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        fields = (row.split("\t") for row in rows)
        found = dict.fromkeys(latin for split, latin, *_ in fields if split == "train")
    return [name for name in found if name.isalpha() and _SHORTEST <= len(name) <= _LONGEST]


def renamed(text: Text, names: Sequence[str], chooser: random.Random) -> Text:
    """`text` with other names for its people, the same one for the same word throughout; labels and case stay."""
    people = {
        word.lower()
        for word, label in zip(text.words, text.names, strict=True)
        if label in _PERSON and word[0].isupper() and word.isalpha() and len(word) >= _SHORTEST
    }
    given = {word: chooser.choice(names) for word in sorted(people)}
    words = [
        _cased(given[word.lower()], word) if label > 0 and word.lower() in given and word[0].isupper() else word
        for word, label in zip(text.words, text.names, strict=True)
    ]
    return replace(text, words=words)


def _cased(name: str, like: str) -> str:
    return name.upper() if like.isupper() else name.capitalize()
