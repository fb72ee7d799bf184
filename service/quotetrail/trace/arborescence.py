"""Trees of derivation: the one with the most evidence, and how probable each of its steps is among all trees.

Nodes are numbered 0…n-1; one more, n, is the virtual root from which everything comes that has no source among
them. `scores[u, v]` is the evidence (a log weight) that v comes from u, minus infinity where it cannot; every node must
be reachable from the root directly. Best tree: Edmonds, "Optimum branchings" (1967), by contracting cycles.
Probabilities: the directed matrix-tree theorem, as Koo, Globerson, Carreras and Collins (2007) use it for parse trees.
Both are exact, and functions of the matrix alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One member of a contracted cycle: the nodes it stands for, and the edge that enters it inside the cycle."""

    nodes: frozenset[int]
    tail: int
    head: int


def best_tree(scores: Scores) -> tuple[int, ...]:
    """The source of each node (n for the root) in the tree with the highest sum; ties go to the lowest number."""
    total = len(scores)
    root = total - 1
    every = np.arange(total)
    weight = scores.astype(np.float64, copy=True)
    np.fill_diagonal(weight, -np.inf)
    weight[:, root] = -np.inf
    tail = np.repeat(every[:, None], total, axis=1)
    head = tail.T.copy()
    alive = list(range(root))
    nodes = {number: frozenset((number,)) for number in alive}
    cycles: list[list[_Entry]] = []
    while True:
        entering = {node: int(np.argmax(weight[:, node])) for node in alive}
        cycle = _cycle(entering, root)
        if not cycle:
            break
        rows = [entering[node] for node in cycle]
        cycles.append(
            [
                _Entry(nodes[node], int(tail[row, node]), int(head[row, node]))
                for node, row in zip(cycle, rows, strict=True)
            ]
        )
        # Entering the cycle at a node gives up the edge that entered it there.
        gains = weight[:, cycle] - weight[rows, cycle]
        into = np.asarray(cycle)[np.argmax(gains, axis=1)]
        best_in = gains.max(axis=1)
        out_of = np.asarray(cycle)[np.argmax(weight[cycle, :], axis=0)]
        best_out = weight[out_of, every]
        in_edges = tail[every, into], head[every, into]
        out_edges = tail[out_of, every], head[out_of, every]
        one = cycle[0]
        weight[:, one], tail[:, one], head[:, one] = best_in, *in_edges
        weight[one, :], tail[one, :], head[one, :] = best_out, *out_edges
        weight[cycle, one] = weight[one, cycle] = -np.inf
        gone = cycle[1:]
        weight[gone, :] = weight[:, gone] = -np.inf
        alive = [node for node in alive if node not in set(gone)]
        nodes[one] = frozenset().union(*(nodes[node] for node in cycle))
    source = {int(head[row, node]): int(tail[row, node]) for node, row in entering.items()}
    for entries in reversed(cycles):
        for entry in entries:
            if entry.nodes.isdisjoint(source):
                source[entry.head] = entry.tail
    return tuple(source[node] for node in range(root))


def step_probabilities(scores: Scores) -> Scores:
    """For each u, v the probability of the step u → v when a tree is drawn in proportion to exp(sum of scores)."""
    root = len(scores) - 1
    if root == 0:
        return np.zeros_like(scores)
    peaks = scores[:, :root].max(axis=0)
    weight = np.zeros_like(scores)
    weight[:, :root] = np.exp(scores[:, :root] - peaks)
    np.fill_diagonal(weight, 0.0)
    laplacian = np.diag(weight[:, :root].sum(axis=0)) - weight[:root, :root]
    inverse = np.linalg.inv(laplacian)
    reached = np.diag(inverse)
    probability = np.zeros_like(scores)
    probability[:root, :root] = weight[:root, :root] * (reached[None, :] - inverse.T)
    probability[root, :root] = weight[root, :root] * reached
    return np.asarray(np.clip(probability, 0.0, 1.0), dtype=np.float64)


def _cycle(entering: dict[int, int], root: int) -> list[int]:
    """The nodes of a cycle, sorted, if following the entering edges backwards ever runs into one."""
    done = {root}
    for start in sorted(entering):
        path: list[int] = []
        seen: set[int] = set()
        node = start
        while node not in done and node not in seen:
            seen.add(node)
            path.append(node)
            node = entering[node]
        if node in seen:
            return sorted(path[path.index(node) :])
        done |= seen
    return []
