"""Reads the parallel pack into arrays: texts as word numbers, words as features, pairs as text numbers.

FLORES-200 devtest and the development pairs are held out. The GPL-3 dictionaries of the pack are not read: these
weights are licensed as the project is.
"""

from __future__ import annotations

import csv
import gzip
import itertools
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.features import features, words
from training.encoder.kazakh import sentences
from training.encoder.settings import Recipe

Ints = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]

LANGUAGES = ("ru", "kk", "uk", "es", "fr", "de", "tr", "ar", "zh")
# The columns of the FLORES table and of the territory names, after English.
_FLORES = ("ru", "kk", "uk", "es", "fr", "de", "tr", "ar", "zh")
_TERRITORIES = ("kk", "ru", "uk", "es", "fr", "de", "tr", "ar", "zh")
_CAPTIONS = ("ru", "de", "fr", "es", "zh")
_PARAPHRASES = ("en", "ru", "de", "zh")
WORDS = "words"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of varying length: row i is `items[offsets[i]:offsets[i + 1]]`."""

    offsets: Offsets
    items: Ints

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs of one kind: text numbers [n, 2], and how often each pair is read."""

    pairs: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that training reads. A feature is a place in `keys`, the ascending hashes."""

    keys: Keys
    texts: Rows
    by_word: Rows
    groups: dict[str, Group]

    def write(self, path: Path) -> None:
        """Write as one .npz, whole or not at all."""
        partial = path.with_suffix(".partial.npz")
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "keys": self.keys,
            "text_offsets": self.texts.offsets,
            "text_items": self.texts.items,
            "word_offsets": self.by_word.offsets,
            "word_items": self.by_word.items,
        }
        for name, group in self.groups.items():
            arrays |= {f"pairs/{name}": group.pairs, f"weights/{name}": group.weights}
        np.savez(partial, allow_pickle=False, **arrays)
        partial.replace(path)

    @classmethod
    def read(cls, path: Path) -> Corpus:
        """What `write` wrote."""
        with np.load(path) as saved:
            names = [name.removeprefix("pairs/") for name in saved.files if name.startswith("pairs/")]
            return cls(
                keys=saved["keys"],
                texts=Rows(saved["text_offsets"], saved["text_items"]),
                by_word=Rows(saved["word_offsets"], saved["word_items"]),
                groups={name: Group(saved[f"pairs/{name}"], saved[f"weights/{name}"]) for name in names},
            )


@dataclass(slots=True)
class Collection:
    """Texts, words and pairs while they are being read."""

    text_numbers: dict[str, int] = field(default_factory=dict)
    word_numbers: dict[str, int] = field(default_factory=dict)
    text_items: array[int] = field(default_factory=lambda: array("i"))
    text_ends: array[int] = field(default_factory=lambda: array("q", [0]))
    groups: dict[str, tuple[array[int], array[float]]] = field(default_factory=dict)

    def pair(self, group: str, left: str, right: str, weight: float) -> None:
        """Add one pair; one with an empty side is passed over."""
        if left and right:
            numbers, weights = self.groups.setdefault(group, (array("i"), array("f")))
            numbers.extend((self._text(left), self._text(right)))
            weights.append(weight)

    def _text(self, text: str) -> int:
        number = self.text_numbers.get(text)
        if number is None:
            number = self.text_numbers[text] = len(self.text_numbers)
            known = self.word_numbers
            self.text_items.extend(known.setdefault(word, len(known)) for word in words(text))
            self.text_ends.append(len(self.text_items))
        return number

    def corpus(self) -> Corpus:
        """Everything read so far, as arrays."""
        ends, hashes = array("q", [0]), array("I")
        for word in self.word_numbers:
            hashes.extend(features(word))
            ends.append(len(hashes))
        keys, items = np.unique(np.array(hashes, dtype=np.uint32), return_inverse=True)
        return Corpus(
            keys=keys,
            texts=Rows(np.array(self.text_ends, dtype=np.int64), np.array(self.text_items, dtype=np.int32)),
            by_word=Rows(np.array(ends, dtype=np.int64), items.astype(np.int32)),
            groups={
                name: Group(np.array(numbers, np.int32).reshape(-1, 2), np.array(weights, np.float32))
                for name, (numbers, weights) in self.groups.items()
            },
        )


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a gzipped TSV file without its header."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from itertools.islice(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1, None)


def read(data: Path, recipe: Recipe) -> Corpus:
    """All training data below `data`, the folder of the pack."""
    found = Collection()
    _read_parallel(found, data / "parallel", recipe)
    _read_flores(found, data / "parallel", recipe)
    _read_words(found, data, recipe)
    _read_paraphrases(found, data / "paraphrase", recipe)
    for english, kazakh in sentences(recipe.drills):
        found.pair("drills", english, kazakh, 1.0)
    return found.corpus()


def _read_parallel(found: Collection, folder: Path, recipe: Recipe) -> None:
    for path in sorted(folder.glob("??-??.tsv.gz")):
        group = path.name.split(".")[0]
        weight = recipe.weights["kazakh"] if "kk" in group else 1.0
        for source, left, right in rows(path):
            if not source.startswith("flores200"):  # _read_flores takes the half that is not for measuring
                found.pair(group, left, right, weight * recipe.sources.get(source, 1.0))


def _read_flores(found: Collection, folder: Path, recipe: Recipe) -> None:
    """Every two languages of the dev half."""
    for split, _, *texts in rows(folder / "flores200-10lang.tsv.gz"):
        if split == "dev":
            by_language = zip(("en", *_FLORES), texts, strict=True)
            for (one, left), (other, right) in itertools.combinations(by_language, 2):
                near = one == "en" or "kk" in (one, other)
                found.pair("flores", left, right, 1.0 if near else recipe.weights["far_pairs"])


def _read_words(found: Collection, data: Path, recipe: Recipe) -> None:
    """Dictionaries and names: short examples."""
    weights = recipe.weights
    for language in LANGUAGES:
        entries = {(row[0], row[1]) for row in rows(data / "lexicon" / f"en-{language}.tsv.gz")}
        for left, right in sorted(entries):
            found.pair(WORDS, left, right, weights["full_dictionary"] / len(entries))
    for split, latin, cyrillic, _ in rows(data / "names" / "en-ru.tsv.gz"):
        if split == "train":
            found.pair(WORDS, latin, cyrillic, weights["names"])
    for _, english, *others in rows(data / "names" / "iso-codes-names.tsv.gz"):
        for language, other in zip(_TERRITORIES, others, strict=False):
            found.pair(WORDS, english, other, weights["territories"] * (3.0 if language == "kk" else 1.0))


def _read_paraphrases(found: Collection, folder: Path, recipe: Recipe) -> None:
    """Two human translations of one sentence; captions and their machine translations, for everyday speech."""
    for language in _PARAPHRASES:
        for *_, left, right in rows(folder / f"{language}-multiref.tsv.gz"):
            found.pair("paraphrase", left, right, recipe.weights["paraphrases"])
    for row in rows(folder / "stsb-train-multi.tsv.gz"):
        for which in (1, 2):
            english, *others = row[which::2]
            for _, other in zip(_CAPTIONS, others, strict=True):
                found.pair("captions", english, other, 1.0)
