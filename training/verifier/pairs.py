"""The verifier's pairs with their relations, made from the pack: what it is trained, tuned and measured on.

    python -m training.verifier.pairs [--data DIR] [--work DIR]

Writes WORK/pairs.jsonl.gz, two minutes on one core. Text of the pack stays in the work folder, never committed.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np

from quotetrail.match.encoder import Encoder
from quotetrail.model import Relation
from training.verifier import alterations, composed
from training.verifier.corpus import COMPOSED, DEV, TEST, TRAIN, UNSEEN, Corpus, Couple, Sentence, read
from training.verifier.pair import PAIRS, Pair, write
from training.verifier.settings import Settings
from training.verifier.synonyms import synonyms
from training.verifier.twins import KINDS, Pools, twin
from training.verifier.wordlists import WordLists

_SAME = (Relation.VERBATIM, Relation.TRUNCATED, Relation.SPLICED, Relation.EDITED, Relation.INDIRECT)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes pairs; all chance comes from one generator."""

    lists: WordLists
    pools: Pools
    synonyms: dict[str, dict[str, list[str]]]
    settings: Settings
    random: Random

    @classmethod
    def of(
        cls,
        sentences: Iterable[Sentence],
        couples: Sequence[Couple],
        *,
        data: Path,
        settings: Settings,
        encoder: Encoder,
    ) -> Maker:
        """Names and common words are taken from the sentences, synonyms from the couples; chance from the settings."""
        return cls(
            lists=WordLists.load(),
            pools=Pools.of(sentences, data),
            synonyms=synonyms(couples, data, encoder),
            settings=settings,
            random=Random(settings.seed),  # noqa: S311 (a sample, no secret)
        )

    def from_sentence(self, sentence: Sentence, relation: Relation) -> Pair | None:
        """A sentence and an altered copy of it."""
        altered = self._altered(sentence.text, sentence.language, relation)
        if altered is None or altered == sentence.text:
            return None
        return self.pair(sentence, altered, sentence.language, relation, made="copy")

    def from_couple(self, couple: Couple) -> Pair:
        """Two texts of the pack as they are."""
        one_language = couple.left.language == couple.right.language
        relation = (Relation.REWORDED if one_language else Relation.TRANSLATED) if couple.alike else Relation.DIFFERENT
        return self.pair(
            couple.left, couple.right.text, couple.right.language, relation, made=couple.kind, origin=couple.kind
        )

    def twin_of(self, pair: Pair) -> Pair | None:
        """The pair with one fact of one side changed."""
        for kind in self._kinds():
            changed = twin(
                pair.right,
                pair.right_language,
                kind,
                self.lists,
                self.pools,
                self.random,
                against=(pair.left, pair.left_language),
            )
            if changed is not None and changed.lower() != pair.right.lower():
                return Pair(
                    **{
                        **asdict(pair),
                        "right": changed,
                        "relation": Relation.CONTRADICTS.value,
                        "made": pair.relation,
                        "twin": kind,
                    }
                )
        return None

    def _kinds(self) -> list[str]:
        """The kinds of twins in the order of trying; another word, which always can be had, mostly last."""
        kinds = self.random.sample(KINDS, len(KINDS))
        if self.settings.roles_first and self.random.random() < self.settings.roles_first:
            return ["roles", *(kind for kind in kinds if kind != "roles")]
        return kinds if self.random.random() < self.settings.words_early else sorted(kinds, key=("word").__eq__)

    def indirect(self, couple: Couple) -> Pair | None:
        """One translation of a sentence against the other one as reported speech."""
        altered = self._altered(couple.right.text, couple.right.language, Relation.INDIRECT)
        if altered is None:
            return None
        return self.pair(couple.left, altered, couple.left.language, Relation.INDIRECT, made="reworded")

    def longer(self, couple: Couple, following: Couple, relation: Relation) -> Pair:
        """A sentence against its other wording or translation with the next sentence beside it."""
        together = [couple.right.text, following.right.text]
        return self.pair(
            couple.left, " ".join(together), couple.right.language, relation, made="longer", origin=couple.kind
        )

    def _altered(self, text: str, language: str, relation: Relation) -> str | None:
        random = self.random
        match relation:
            case Relation.VERBATIM:
                return alterations.respelled(text, language, self.lists, random)
            case Relation.TRUNCATED:
                return alterations.cut(text, language, random)
            case Relation.SPLICED:
                return alterations.spliced(text, language, random)
            case Relation.EDITED:
                return alterations.edited(text, language, self.lists, self.synonyms.get(language, {}), random)
            case _:
                return alterations.reported(text, language, self.lists, random)

    def pair(
        self, left: Sentence, right: str, right_language: str, relation: Relation, *, made: str, origin: str = "copy"
    ) -> Pair:
        """A pair of these texts."""
        return Pair(
            left=left.text,
            right=right,
            left_language=left.language,
            right_language=right_language,
            relation=relation.value,
            made=made,
            twin="",
            part=left.part,
            origin=origin,
        )


def pairs(corpus: Corpus, maker: Maker, encoder: Encoder) -> Iterator[Pair]:
    """All pairs, true ones each followed by its twin where one can be made."""
    for pair in itertools.chain(_true(corpus, maker), _different(corpus, maker, encoder)):
        yield pair
        relation = Relation(pair.relation)
        if relation is not Relation.DIFFERENT and maker.random.random() < maker.settings.twins:
            wrong = maker.twin_of(pair)
            if wrong is not None:
                yield wrong


def _true(corpus: Corpus, maker: Maker) -> Iterator[Pair]:
    settings, random = maker.settings, maker.random
    sentences: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    for sentence in corpus.sentences():
        sentences[sentence.language, sentence.part].append(sentence)
    for (language, part), found in sorted(sentences.items()):
        wanted = settings.copies.get(language, settings.copies["other"]) * settings.parts[part]
        chosen = random.sample(found, min(len(found), round(6 * wanted)))
        for relation in _SAME:
            made = (pair for one in chosen if (pair := maker.from_sentence(one, relation)) is not None)
            yield from itertools.islice(made, round(wanted))
            random.shuffle(chosen)
    couples: dict[tuple[str, ...], list[Couple]] = defaultdict(list)
    for couple in corpus.couples:
        couples[couple.kind, couple.left.language, couple.right.language, couple.left.part].append(couple)
    for (kind, left, right, part), these in sorted(couples.items()):
        relation = Relation.REWORDED if left == right else Relation.TRANSLATED
        wanted = round(settings.couples.get(kind, settings.couples["other"]) * settings.parts[part])
        taken = random.sample(these, min(wanted, len(these)))
        yield from map(maker.from_couple, taken)
        if not these[0].alike:
            continue
        if left == right:
            yield from filter(None, map(maker.indirect, taken))
        following = [
            (one, other)
            for one, other in itertools.pairwise(these)
            if one.left.block == other.left.block and random.random() < settings.longer
        ]
        for one, other in following[: round(wanted * settings.longer)]:
            yield maker.longer(one, other, relation)


def _different(corpus: Corpus, maker: Maker, encoder: Encoder) -> Iterator[Pair]:
    """Sentences with the nearest, a neighbouring and a random other one, in one language and in two."""
    settings, random = maker.settings, maker.random
    groups: dict[tuple[str, str, str], list[Couple]] = defaultdict(list)
    for couple in corpus.couples:
        if couple.alike:
            groups[couple.left.language, couple.right.language, couple.left.part].append(couple)
    for (_, _, part), couples in sorted(groups.items()):
        wanted = settings.others * settings.parts[part]
        if len(couples) < settings.parts[part] * settings.fewest_others:
            continue
        chosen = random.sample(couples, min(len(couples), settings.nearest_among))
        rights = encoder.encode([couple.right.text for couple in chosen])
        asked = chosen[: round(wanted)]
        similar = encoder.encode([couple.left.text for couple in asked]) @ rights.T
        for at, couple in enumerate(asked):
            own = rights[at]
            # A sentence that is nearly the right one may be another translation of it.
            allowed = np.where(rights @ own < settings.too_near, similar[at], -1.0)
            # Those among the nearest are taken the oftener the nearer they are.
            rank = int(settings.nearest_of ** random.random()) - 1
            near = chosen[int(np.argsort(-allowed, kind="stable")[rank])]
            yield _other(maker, couple, near, "nearest")
            kind = random.random()
            if kind < settings.random_others:
                yield _other(maker, couple, random.choice(chosen), "random")
        neighbours = [(one, other) for one, other in itertools.pairwise(couples) if one.left.block == other.left.block]
        for one, other in random.sample(neighbours, min(len(neighbours), round(wanted * settings.neighbours))):
            yield _other(maker, one, other, "neighbour")


def _other(maker: Maker, couple: Couple, other: Couple, kind: str) -> Pair:
    right = other.right
    return maker.pair(couple.left, right.text, right.language, Relation.DIFFERENT, made=kind, origin=couple.kind)


def main() -> None:
    """Make the pairs and say how many of each relation there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    settings, encoder = Settings.load(), Encoder.load()
    corpus = read(given.data, most=settings.most)
    maker = Maker.of(corpus.sentences(), corpus.couples, data=given.data, settings=settings, encoder=encoder)
    found = list(pairs(corpus, maker, encoder))
    ours = composed.composed(composed.read(), **settings.composed, random=maker.random)
    found += [pair for pair, _ in ours]
    write(found, given.work / PAIRS)
    counts = Counter((pair.part, pair.relation) for pair in found)
    for part in (TRAIN, DEV, TEST, UNSEEN, COMPOSED):
        print(part, {relation: many for (where, relation), many in sorted(counts.items()) if where == part})


if __name__ == "__main__":
    main()
