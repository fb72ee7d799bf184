"""Which pairs a batch holds, and which features are worth a row of the table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.encoder.data import WORDS, Corpus, Group, Ints, Rows
from training.encoder.settings import Recipe


def shares(groups: dict[str, Group], recipe: Recipe, *, late: bool = False) -> dict[str, float]:
    """The share of each group in a batch; they sum to one."""
    factors = recipe.late_factors if late else recipe.factors
    sizes = {
        name: float(group.weights.sum()) ** recipe.temper * factors.get(name, 1.0)
        for name, group in groups.items()
        if name != WORDS
    }
    rest = (1 - recipe.words_share) / sum(sizes.values())
    return {name: size * rest for name, size in sizes.items()} | {WORDS: recipe.words_share}


def frequent_features(corpus: Corpus, by_group: dict[str, float], many: int) -> Ints:
    """The features that training meets most often, as ascending places in the corpus's keys."""
    by_text = np.zeros(len(corpus.texts))
    for name, group in corpus.groups.items():
        share = group.weights * (by_group[name] / group.weights.sum())
        for side in (0, 1):
            by_text += np.bincount(group.pairs[:, side], share, len(corpus.texts))
    by_word = _spread(corpus.texts, by_text, len(corpus.by_word))
    counts = _spread(corpus.by_word, by_word, len(corpus.keys))
    return np.sort(np.argsort(-counts, kind="stable")[:many]).astype(np.int32)


def _spread(rows: Rows, values: npt.NDArray[np.float64], many: int) -> npt.NDArray[np.float64]:
    """For each item the sum of the values of the rows that list it."""
    sums = np.zeros(many)
    sums += np.bincount(rows.items, np.repeat(values, np.diff(rows.offsets)), many)
    return sums


def only(rows: Rows, kept: Ints, many: int) -> Rows:
    """The rows without the items that are not in `kept`; the others are numbered by their places in it."""
    places = np.full(many, -1, np.int32)
    places[kept] = np.arange(len(kept), dtype=np.int32)
    items = places[rows.items]
    ends = np.concatenate([[0], np.cumsum(items >= 0)])
    return Rows(ends[rows.offsets].astype(np.int64), items[items >= 0])


@dataclass(frozen=True, slots=True)
class Sampler:
    """Draws batches of pairs: the dictionaries' part, then chunks of one group each."""

    pairs: dict[str, Ints]
    ends: dict[str, npt.NDArray[np.float64]]
    names: tuple[str, ...]
    chances: npt.NDArray[np.float64]
    recipe: Recipe

    @classmethod
    def of(cls, groups: dict[str, Group], by_group: dict[str, float], recipe: Recipe) -> Sampler:
        """A sampler of these groups by their shares."""
        names = tuple(name for name in by_group if name != WORDS)
        chances = np.array([by_group[name] for name in names])
        return cls(
            pairs={name: group.pairs for name, group in groups.items()},
            ends={name: np.cumsum(group.weights, dtype=np.float64) for name, group in groups.items()},
            names=names,
            chances=chances / chances.sum(),
            recipe=recipe,
        )

    def draw(self, random: np.random.Generator) -> tuple[Ints, Ints]:
        """The text numbers of the left and the right sides; which side is which is left to chance."""
        words = round(self.recipe.batch * self.recipe.words_share)
        parts = [self._some(WORDS, words, random)]
        for begin in range(words, self.recipe.batch, self.recipe.chunk):
            name = self.names[random.choice(len(self.names), p=self.chances)]
            parts.append(self._some(name, min(self.recipe.chunk, self.recipe.batch - begin), random))
        pairs = np.concatenate(parts)
        turned = random.random(len(pairs)) < 1 / 2
        return np.where(turned, pairs[:, 1], pairs[:, 0]), np.where(turned, pairs[:, 0], pairs[:, 1])

    def _some(self, name: str, many: int, random: np.random.Generator) -> Ints:
        ends = self.ends[name]
        places = np.searchsorted(ends, random.random(many) * ends[-1])
        found: Ints = self.pairs[name][np.minimum(places, len(ends) - 1)]
        return found
