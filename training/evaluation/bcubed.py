"""How well one grouping agrees with another: B-cubed and pairwise precision, recall and F1.

B-cubed (Bagga and Baldwin, 1998, "Algorithms for Scoring Coreference Chains") averages over the items: of what stands
with an item, how much should (precision); of what should, how much does (recall). A large group weighs by its items,
not by its pairs, as it does for the pairwise figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Groups = Mapping[str, str]
"""Item -> the name of its group."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def bcubed(truth: Groups, found: Groups, *, of: Collection[str] | None = None) -> Agreement:
    """Agreement of `found` with `truth`, which hold the same items; averaged over the items `of` where given.

    Raises ValueError when the items differ. No items at all agree fully.
    """
    if truth.keys() != found.keys():
        raise ValueError("the two groupings hold different items")
    wanted, given = Counter(truth.values()), Counter(found.values())
    both = Counter((truth[item], found[item]) for item in truth)
    items = truth.keys() if of is None else of
    if not items:
        return Agreement(1.0, 1.0)
    precision = sum(both[truth[item], found[item]] / given[found[item]] for item in items)
    recall = sum(both[truth[item], found[item]] / wanted[truth[item]] for item in items)
    return Agreement(precision / len(items), recall / len(items))


def bcubed_apart(truth: Groups, found: Groups, *, by: Mapping[str, str]) -> Agreement:
    """The same where items of different `by` (such as languages) know nothing of each other; averaged over all."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for item in truth:
        parts[by[item]].append(item)
    scored = [
        (len(items), bcubed({item: truth[item] for item in items}, {item: found[item] for item in items}))
        for items in parts.values()
    ]
    return Agreement(
        _mean((size, agreement.precision) for size, agreement in scored),
        _mean((size, agreement.recall) for size, agreement in scored),
    )


def pairwise(truth: Groups, found: Groups) -> Agreement:
    """Agreement over unordered pairs of items that stand in one group; a side without pairs has nothing wrong."""
    together = _pairs(Counter((truth[item], found[item]) for item in truth).values())
    given, wanted = _pairs(Counter(found.values()).values()), _pairs(Counter(truth.values()).values())
    return Agreement(together / given if given else 1.0, together / wanted if wanted else 1.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _mean(weighed: Iterable[tuple[int, float]]) -> float:
    rows = list(weighed)
    total = sum(weight for weight, _ in rows)
    return sum(weight * value for weight, value in rows) / total if total else 1.0
