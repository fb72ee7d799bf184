"""The pairs that the network learns from: all of the train part, with other twins and alterations for each seed.

    python -m training.verifier.network_pairs [--data DIR] [--work DIR]

Writes WORK/network-SEED.npz for each seed of recipe.toml and WORK/network-words.npz, a quarter of an hour on one core
and two gigabytes. Texts that lie in dev, test or unseen of the verifier's pairs are left out with all their couples.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from quotetrail.match.encoder import Encoder
from quotetrail.match.features import Token, features
from quotetrail.match.second_look import CLASSES, flags, pair_words, word_row
from quotetrail.model import APART, Relation
from training.verifier import composed, lattices
from training.verifier.corpus import TRAIN, Corpus, Couple, read, widen
from training.verifier.network import ROWS
from training.verifier.pair import Pair
from training.verifier.pairs import Maker, pairs
from training.verifier.settings import Course, Settings
from training.verifier.stand_ins import Senses, others, senses, stand_ins
from training.verifier.twins import ORDERED

WORDS = "network-words.npz"
_ALL = 10**9
_COMMON = frozenset({"de", "en", "es", "fr", "ru", "zh"})
UNKNOWN = -1
"""Of a word of which is not known whether it stands apart."""

Ints = npt.NDArray[np.int64]


@dataclass(slots=True)
class Vocabulary:
    """Words by number, in the order in which they came, and of each how often and in which language it came first."""

    numbers: dict[str, int] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def number(self, token: Token, language: str) -> int:
        """The number of the word, a new one if it is new."""
        number = self.numbers.setdefault(token.text, len(self.numbers))
        if number == len(self.seen):
            self.seen.append(0)
            self.capitals.append(0)
            self.languages.append(language)
        self.seen[number] += 1
        self.capitals[number] += token.capital
        return number


@dataclass(slots=True)
class Tokens:
    """The words of many texts in a row: number, flags as bits, whether each stands apart (1, 0, UNKNOWN), and ends."""

    words: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    apart: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, tokens: Sequence[Token], language: str, apart: Sequence[int], vocabulary: Vocabulary) -> None:
        """Add a text."""
        self.words.extend(vocabulary.number(token, language) for token in tokens)
        self.flags.extend(sum(told << bit for bit, told in enumerate(flags(token))) for token in tokens)
        self.apart.extend(apart)
        self.ends.append(len(self.words))

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """The lists as arrays, each named after `name`."""
        return {
            f"{name}_words": np.array(self.words, np.int32),
            f"{name}_flags": np.array(self.flags, np.uint8),
            f"{name}_apart": np.array(self.apart, np.int8),
            f"{name}_ends": np.array(self.ends, np.int64),
        }


def train_corpus(data: Path, measured: Corpus, *, pivots: int) -> Corpus:
    """Every couple of the train part that shares no text with the other parts of what is measured."""
    held = {sentence.text for sentence in measured.sentences() if sentence.part != TRAIN}
    found = read(data, most=_ALL)
    widen(found, data, most=pivots)
    return found.only(lambda sentence: sentence.part == TRAIN and sentence.text not in held)


def _rare(couple: Couple) -> bool:
    """Whether there are few of its kind: translations among the common languages are half of all."""
    return couple.kind != "translation" or not _COMMON.issuperset((couple.left.language, couple.right.language))


def written(found: Iterable[tuple[Pair, str | None]], vocabulary: Vocabulary) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of these pairs, in order, each with the text that its right one was made of if it is a twin."""
    left, right, classes = Tokens(), Tokens(), []
    for pair, base in found:
        relation = Relation(pair.relation)
        one, other = pair_words(pair.left), pair_words(pair.right)
        same = relation not in APART
        left.add(one, pair.left_language, [0 if same else UNKNOWN] * len(one), vocabulary)
        right.add(other, pair.right_language, [0] * len(other) if same else _changed(base, other), vocabulary)
        classes.append(CLASSES.index(relation.value if relation.value in CLASSES else Relation.EDITED.value))
    return {"classes": np.array(classes, np.int8), **left.arrays("left"), **right.arrays("right")}


def with_bases(found: Iterable[Pair]) -> Iterator[tuple[Pair, str | None]]:
    """Each twin with the right text of the pair before it, if it was made of that."""
    before: Pair | None = None
    for pair in found:
        twin_of_it = pair.twin and before is not None and before.left == pair.left
        yield pair, before.right if twin_of_it and before is not None else None
        before = pair


def _changed(base: str | None, twin: Sequence[Token]) -> list[int]:
    """1 for words that the twin has and its base has not; where words were only taken out, nothing is known."""
    unknown = [UNKNOWN] * len(twin)
    if base is None:
        return unknown
    apart = [0] * len(twin)
    before, after = [token.text for token in pair_words(base)], [token.text for token in twin]
    for kind, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in {"replace", "insert"}:
            apart[start:end] = [1] * (end - start)
    return apart if any(apart) else unknown


def word_arrays(
    vocabulary: Vocabulary, encoder: Encoder, dictionaries: Mapping[str, Senses], random: np.random.Generator
) -> dict[str, npt.NDArray[np.generic]]:
    """Of each word its unit vector, ln(1 + length), row and stand-ins; and a vector as if the word itself were new.

    `directions` float16 [2, words, dimensions], `lengths` float32 [2, words], `rows` int32 [words], `stand_ins` and
    `others` int32 [words, CHOICES] as stand_ins.py makes them; `ordered` where word order says who does what, [words].
    `dictionaries` are by language the senses of stems.
    """
    words = list(vocabulary.numbers)
    known = encoder.vectors(words)
    new = np.stack([encoder.of_features(features(word)[1:] or features(word)) for word in words])
    vectors = np.stack([known, new])
    lengths = np.linalg.norm(vectors, axis=2)
    directions = (vectors / np.where(lengths > 0, lengths, 1)[:, :, None]).astype(np.float16)
    rows = np.array([word_row(word, ROWS) for word in words], np.int32)
    instead = stand_ins(
        words,
        languages=vocabulary.languages,
        seen=np.array(vocabulary.seen),
        capitals=np.array(vocabulary.capitals),
        directions=directions[0],
        random=random,
    )
    near = others(
        words,
        languages=vocabulary.languages,
        seen=np.array(vocabulary.seen),
        directions=directions[0],
        known=dictionaries,
    )
    return {
        "directions": directions,
        "lengths": np.log1p(lengths).astype(np.float32),
        "rows": rows,
        "stand_ins": instead,
        "others": near,
        "ordered": np.array([language in ORDERED for language in vocabulary.languages]),
    }


def _write(found: Iterable[tuple[Pair, str | None]], work: Path, seed: int, vocabulary: Vocabulary) -> None:
    arrays = written(found, vocabulary)
    np.savez(work / f"network-{seed}.npz", **arrays)  # type: ignore[arg-type] # its stubs take the names for options
    print(f"seed {seed}: {len(arrays['classes'])} pairs, {len(vocabulary.numbers)} words so far", flush=True)


def main() -> None:
    """Make the pairs of each seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    settings, course, encoder = Settings.load(), Course.load(), Encoder.load()
    measured = read(given.data, most=settings.most)
    corpus, vocabulary = train_corpus(given.data, measured, pivots=course.pivots), Vocabulary()
    groups = [group for group in composed.read() if group.part == TRAIN]
    ours = [lattice for lattice in lattices.read() if lattice.part == TRAIN]
    rare, no_copies = corpus.of_couples(_rare), dict.fromkeys(course.copies, 0.0)
    every = replace(
        settings,
        couples=dict.fromkeys(settings.couples, _ALL),
        others=course.others,
        nearest_among=course.nearest_among,
        nearest_of=course.nearest_of,
    )
    first = Maker.of(corpus.sentences(), measured.couples, data=given.data, settings=every, encoder=encoder)
    for stage in course.stages:
        parts = [(seed, corpus, course.copies) for seed in stage.seeds]
        parts += [(seed, rare, no_copies) for seed in stage.chosen]
        for seed, part, copies in parts:
            maker = replace(
                first,
                settings=replace(every, seed=seed, roles_first=stage.roles_first, copies=copies),
                random=Random(seed),  # noqa: S311 (a sample, no secret)
            )
            _write(with_bases(pairs(part, maker, encoder)), given.work, seed, vocabulary)
        for seed in stage.composed:
            chance = Random(seed)  # noqa: S311 (a sample, no secret)
            told = composed.composed(groups, **settings.composed, random=chance)
            _write(chain(told, settings.drawing.pairs(ours, chance)), given.work, seed, vocabulary)
    random = np.random.default_rng(settings.seed)
    np.savez(given.work / WORDS, **word_arrays(vocabulary, encoder, senses(given.data), random))  # type: ignore[arg-type] # its stubs take the names for options


if __name__ == "__main__":
    main()
