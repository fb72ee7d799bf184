"""Reads the pack into pairs of sentences that say the same or not, each text on one side of the split for good.

The split is by source document as far as the pack tells: neighbouring lines of one source lie in blocks, and a block
goes whole into train, dev or test. A text that occurs again elsewhere stays where it was first seen, and a pair whose
two texts were seen in different parts is passed over. `unseen` is a fourth part, only measured: the development pairs
of the pack, which neither this training nor the encoder's has read. `composed` is a fifth, of statements that we wrote
(composed.py), only measured as well.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from training.encoder.data import LANGUAGES, rows

TRAIN, DEV, TEST, UNSEEN, COMPOSED = "train", "dev", "test", "unseen", "composed"
_BLOCK = 20
_DEV_OF_TEN, _TEST_OF_TEN = 1, 3
# Interface strings are no statements; verses are archaic, and half of the Turkish pairs.
_LEFT_OUT = ("libreoffice", "kde4", "bible", "mucow-opensubs")
_CAPTIONS = ("en", "ru", "de", "fr", "es", "zh")
_FLORES = ("en", "ru", "kk", "uk", "es", "fr", "de", "tr", "ar", "zh")
_FLORES_FILE = "flores200-10lang.tsv.gz"
_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 4, 60
_SHORTEST_CHINESE, _LONGEST_CHINESE = 8, 120


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text of the pack; `block` is the run of neighbouring lines it stands in."""

    text: str
    language: str
    part: str
    block: str


@dataclass(frozen=True, slots=True)
class Couple:
    """Two texts of the pack; `alike` is True where they say the same, `kind` says how that is known."""

    left: Sentence
    right: Sentence
    alike: bool
    kind: str


@dataclass(slots=True)
class Corpus:
    """Couples as they were read, each text with its part."""

    couples: list[Couple] = field(default_factory=list)
    _seen: dict[str, Sentence] = field(default_factory=dict)

    def add(
        self,
        left: tuple[str, str],
        right: tuple[str, str],
        *,
        block: str,
        kind: str,
        alike: bool = True,
        part: str = "",
    ) -> None:
        """Add two (text, language); passed over if one is too short or long or lies in another part."""
        sides = [self._sentence(text, language, block, part) for text, language in (left, right)]
        one, other = sides
        if one is not None and other is not None and one.part == other.part and one.text != other.text:
            self.couples.append(Couple(one, other, alike, kind))

    def _sentence(self, text: str, language: str, block: str, part: str) -> Sentence | None:
        text = " ".join(text.split())
        size = len(text) if language == "zh" else len(_WORD.findall(text))
        low, high = (_SHORTEST_CHINESE, _LONGEST_CHINESE) if language == "zh" else (_SHORTEST, _LONGEST)
        if not low <= size <= high:
            return None
        known = self._seen.get(text)
        if known is None:
            known = self._seen[text] = Sentence(text, language, part or _part(block), block)
        return known if known.language == language else None

    def only(self, kept: Callable[[Sentence], bool]) -> Corpus:
        """The sentences that are kept, and the couples of two of them."""
        return Corpus(
            [couple for couple in self.couples if kept(couple.left) and kept(couple.right)],
            {text: sentence for text, sentence in self._seen.items() if kept(sentence)},
        )

    def of_couples(self, kept: Callable[[Couple], bool]) -> Corpus:
        """The couples that are kept, and their sentences."""
        couples = [couple for couple in self.couples if kept(couple)]
        seen = {sentence.text: sentence for couple in couples for sentence in (couple.left, couple.right)}
        return Corpus(couples, seen)

    def sentences(self) -> Iterator[Sentence]:
        """Every text once, in the order of reading."""
        return iter(self._seen.values())


def widen(found: Corpus, data: Path, *, most: int, seed: int = 1) -> None:
    """Add couples across languages of what was read: FLORES in every two languages, pivots through English.

    Of two translations of one English sentence at most `most` for each two languages. A couple may come twice.
    """
    random = Random(seed)  # noqa: S311 (a sample, no secret)
    pivots = _pivots(found.couples)
    every = len(_FLORES) * (len(_FLORES) - 1) // 2
    _read_flores(found, data / "parallel" / _FLORES_FILE, random, fresh=every, known=every)
    for _, some in sorted(pivots.items()):
        chosen = random.sample(some, min(most, len(some)))
        found.couples += [Couple(left, right, alike=True, kind="translation") for left, right in chosen]


def _pivots(couples: Iterable[Couple]) -> dict[tuple[str, str], list[tuple[Sentence, Sentence]]]:
    """Two sentences in other languages that have one English sentence between them, by their languages."""
    translations: dict[str, dict[str, Sentence]] = {}
    for couple in couples:
        for one, other in ((couple.left, couple.right), (couple.right, couple.left)):
            if couple.alike and one.language == "en" != other.language:
                translations.setdefault(one.text, {}).setdefault(other.language, other)
    pivots: dict[tuple[str, str], list[tuple[Sentence, Sentence]]] = {}
    for by_language in translations.values():
        for first, second in itertools.combinations(sorted(by_language), 2):
            left, right = by_language[first], by_language[second]
            if left.part == right.part:
                pivots.setdefault((first, second), []).append((left, right))
    return pivots


def _part(block: str) -> str:
    tenth = hashlib.sha256(block.encode()).digest()[0] * 10 // 256
    if tenth < _DEV_OF_TEN + 1:
        return DEV
    return TEST if tenth < _TEST_OF_TEN + 1 else TRAIN


def read(data: Path, *, most: int, seed: int = 1) -> Corpus:
    """At most `most` couples of each source and language pair."""
    found = Corpus()
    _read_unseen(found, data / "parallel")
    _read_references(found, data / "paraphrase")
    _read_labelled(found, data / "paraphrase")
    random = Random(seed)  # noqa: S311 (a sample, no secret)
    _read_captions(found, data / "paraphrase" / "stsb-train-multi.tsv.gz", random)
    _read_flores(found, data / "parallel" / _FLORES_FILE, random)
    _read_parallel(found, data / "parallel", most)
    return found


def _read_unseen(found: Corpus, folder: Path) -> None:
    for language in LANGUAGES:
        english: dict[str, str] = {}
        for number, (source, left, right) in enumerate(rows(folder / f"dev-en-{language}.tsv.gz")):
            block = f"dev-{language}-{source}-{number // _BLOCK}"
            kind = "everyday" if "tatoeba" in source else "news"
            found.add((left, "en"), (right, language), block=block, kind=f"translation {kind}", part=UNSEEN)
            first = english.setdefault(left, right)
            if first != right:
                found.add((first, language), (right, language), block=block, kind="reference", part=UNSEEN)


def _read_references(found: Corpus, folder: Path) -> None:
    for language in ("en", "ru", "de", "zh"):
        for source, line, left, right in rows(folder / f"{language}-multiref.tsv.gz"):
            block = f"{source[:-2]}-{int(line) // _BLOCK}"
            found.add((left, language), (right, language), block=block, kind="reference")
    for line, english, german in rows(folder / "de-wmt20-paraphrased.tsv.gz"):
        block = f"wmt20-{int(line) // _BLOCK}"
        found.add((english, "en"), (german, "de"), block=block, kind="translation free")


def _read_labelled(found: Corpus, folder: Path) -> None:
    for number, (label, left, right, *_) in enumerate(rows(folder / "en-mrpc-train.tsv.gz")):
        found.add(
            (left, "en"), (right, "en"), block=f"mrpc-{number // _BLOCK}", kind=f"mrpc {label}", alike=label == "1"
        )
    for number, (label, _, left, right, *_) in enumerate(rows(folder / "ru-paraphraser-train.tsv.gz")):
        if label != "0":  # 0 is "loosely", neither the one nor the other
            block = f"paraphraser-{number // _BLOCK}"
            found.add((left, "ru"), (right, "ru"), block=block, kind=f"paraphraser {label}", alike=label == "1")


def _read_captions(found: Corpus, path: Path, random: Random) -> None:
    """Sentence pairs with a score of likeness: in each language, and across two of them."""
    same, different = 4.5, 2.5
    for number, (score, *texts) in enumerate(rows(path)):
        if different <= float(score) < same:
            continue
        firsts, seconds = texts[0::2], texts[1::2]
        one, other = random.choice(_CAPTIONS), random.choice(_CAPTIONS)
        for left, right in ((one, one), (one, other)):
            found.add(
                (firsts[_CAPTIONS.index(left)], left),
                (seconds[_CAPTIONS.index(right)], right),
                block=f"captions-{number // _BLOCK}",
                kind=f"captions {'same' if float(score) >= same else 'other'}",
                alike=float(score) >= same,
            )


def _read_flores(found: Corpus, path: Path, random: Random, *, fresh: int = 14, known: int = 3) -> None:
    """The half that the encoder has not read, in `fresh` language pairs each; the other half in `known`."""
    couples = list(itertools.combinations(_FLORES, 2))
    for split, line, *texts in rows(path):
        by_language = dict(zip(_FLORES, texts, strict=True))
        for one, other in random.sample(couples, fresh if split == "devtest" else known):
            found.add(
                (by_language[one], one),
                (by_language[other], other),
                block=f"flores-{split}-{int(line) // _BLOCK}",
                kind="translation fresh" if split == "devtest" else "translation",
            )


def _read_parallel(found: Corpus, folder: Path, most: int) -> None:
    for path in sorted(folder.glob("??-??.tsv.gz")):
        one, other = path.name.split(".")[0].split("-")
        taken: dict[str, int] = {}
        for source, left, right in rows(path):
            number = taken[source] = taken.get(source, -1) + 1
            if number < most and not source.startswith((*_LEFT_OUT, "flores")):
                block = f"{source}-{number // _BLOCK}"
                found.add((left, one), (right, other), block=block, kind="translation")
