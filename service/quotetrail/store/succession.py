"""How statement ids pass on when quotes are grouped anew: no id that was ever given out goes dead."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True, slots=True)
class Succession:
    """`ids` of the clusters, in their order; `retired` leads from each id that no cluster keeps to its successor."""

    ids: tuple[str, ...]
    retired: Mapping[str, str]


def succession(
    clusters: Sequence[Sequence[str]], *, owners: Mapping[str, str], taken: Callable[[str], bool]
) -> Succession:
    """Name clusters of quote ids (each with its exemplar first).

    `owners` holds the statement id that each quote had until now, if any. A cluster keeps the id that owned most of
    its quotes; where two claim one id the larger share wins, then the smaller id, then the smaller exemplar. A cluster
    that keeps none gets a new id, after its exemplar where that is free; `taken` tells ids that are or were in use.
    """
    shares: Counter[tuple[int, str]] = Counter()
    for place, cluster in enumerate(clusters):
        shares.update((place, owners[quote]) for quote in cluster if quote in owners)

    def rank(share: tuple[int, str]) -> tuple[int, str, str]:
        place, owner = share
        return -shares[share], owner, clusters[place][0]

    by_right = sorted(shares, key=rank)
    kept: dict[int, str] = {}
    given: set[str] = set()
    for place, owner in by_right:
        if place not in kept and owner not in given:
            kept[place] = owner
            given.add(owner)
    for place, cluster in enumerate(clusters):
        if place not in kept:
            kept[place] = unused(cluster, taken=lambda name: name in given or taken(name))
            given.add(kept[place])
    retired: dict[str, str] = {}
    for place, owner in by_right:
        if owner not in given:
            retired.setdefault(owner, kept[place])
    return Succession(ids=tuple(kept[place] for place in range(len(clusters))), retired=retired)


def unused(cluster: Sequence[str], *, taken: Callable[[str], bool]) -> str:
    """`sta_` and the digits of the exemplar's id, or of another member's where a statement that parted has those."""
    exemplar, *others = cluster
    for quote in (exemplar, *sorted(others)):
        if not taken(name := f"sta_{quote.removeprefix('quo_')}"):
            return name
    for number in count(1):
        digits = hashlib.sha256(f"{exemplar} {number}".encode()).hexdigest()[:20]
        if not taken(name := f"sta_{digits}"):
            return name
    raise AssertionError("unreachable: count() does not end")
