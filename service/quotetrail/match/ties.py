"""What people decided about pairs of quotes, kept to while clusters grow.

Quotes that belong together are a unit; what one of a unit may not be with, none of it may. Clusters that share a unit
are one statement in the end, whatever their words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Ties:
    """Which clusters a quote may join, and which clusters are one statement; clusters are numbered from 0.

    Where a decision contradicts another through a unit, keeping together wins.
    """

    __slots__ = ("_bars", "_held", "_homes", "_roots", "_units")

    def __init__(self, *, together: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()) -> None:
        self._units = _units(together)
        self._bars: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            units = self._unit(one), self._unit(other)
            if units[0] != units[1]:
                self._bars[units[0]].add(units[1])
                self._bars[units[1]].add(units[0])
        self._roots: list[int] = []
        self._held: dict[int, set[str]] = {}
        self._homes: dict[str, int] = {}

    def allows(self, quote_id: str, cluster: int) -> bool:
        """Whether this cluster, with all that is held together with it, may take the quote and its unit."""
        if not self._bars:
            return True
        unit, root = self._unit(quote_id), self.statement(cluster)
        home = self._homes.get(unit)
        if home is None:
            return self._bars[unit].isdisjoint(self._held[root])
        if self.statement(home) == root:
            return True
        return all(self._bars[one].isdisjoint(self._held[root]) for one in self._held[self.statement(home)])

    def place(self, quote_id: str, cluster: int) -> None:
        """Note that the quote is in this cluster, the next new one or one there is."""
        if cluster == len(self._roots):
            self._roots.append(cluster)
            self._held[cluster] = set()
        unit, root = self._unit(quote_id), self.statement(cluster)
        self._held[root].add(unit)
        home = self.statement(self._homes.setdefault(unit, cluster))
        if home != root:
            self._held[home] |= self._held.pop(root)
            self._roots[root] = home

    def statements(self) -> tuple[tuple[int, ...], ...]:
        """The clusters by the statement they make."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for cluster in range(len(self._roots)):
            found[self.statement(cluster)].append(cluster)
        return tuple(map(tuple, found.values()))

    def statement(self, cluster: int) -> int:
        """The cluster that stands for the statement that this one is part of."""
        while self._roots[cluster] != cluster:
            cluster = self._roots[cluster]
        return cluster

    def _unit(self, quote_id: str) -> str:
        return self._units.get(quote_id, quote_id)


def _units(together: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of each quote that belongs together with another, the smallest quote of its unit."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in together:
        near[one].add(other)
        near[other].add(one)
    units: dict[str, str] = {}
    for first in sorted(near):
        waiting = [first]
        while waiting:
            quote_id = waiting.pop()
            if quote_id not in units:
                units[quote_id] = first
                waiting.extend(near[quote_id])
    return units
