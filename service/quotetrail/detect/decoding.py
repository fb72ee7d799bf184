"""The best dependency tree for Stanza's scores, several times faster than Stanza finds it.

Stanza makes sure that a sentence has one root by pushing the scores of all root arcs so low that its maximum spanning
tree search contracts nearly every sentence to a single node, step by step; more than half of the parser's time went
there. The plain search is cheap, and where its tree has one root anyway, as with most sentences, that is the best tree
of one root as well (Stanojević and Cohen 2021, "A Root of a Problem"). Only the others take the long way. The trees are
the same.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from stanza.models.common.chuliu_edmonds import chuliu_edmonds, chuliu_edmonds_one_root
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.head_constraints import resolve_head_constraint_violations

Scores = npt.NDArray[np.floating[Any]]
Heads = npt.NDArray[np.integer[Any]]


def best_tree(scores: Scores) -> Heads:
    """The head of each node for `scores[dependent, head]`; node 0 is the root, which has one dependent."""
    tree: Heads = chuliu_edmonds(scores.astype(np.float64))
    if np.count_nonzero(tree[1:] == 0) != 1:
        tree = chuliu_edmonds_one_root(scores)
    return tree


def decode_graph_predictions(
    vocabulary: Any,  # noqa: ANN401  # Stanza ships no types
    batch_size: int,
    predictions: Sequence[Any],
    lengths: Sequence[int],
    *,
    resolve_head_constraints: bool = False,
) -> list[list[list[Any]]]:
    """What `GraphParser.decode_graph_predictions` returns: head and relation of each word of each sentence."""
    scores, labels, label_scores = predictions
    decoded = []
    for number in range(batch_size):
        length = lengths[number]
        tree = best_tree(scores[number][:length, :length])
        if resolve_head_constraints:
            with warnings.catch_warnings():
                # it warns when a sentence has more double subjects than it cares to repair, which is no news to anybody
                warnings.simplefilter("ignore", UserWarning)
                tree, found = resolve_head_constraint_violations(
                    scores[number][:length, :length], label_scores[number][:length, :length, :], tree, vocabulary
                )
            relations = vocabulary.unmap([label + VOCAB_PREFIX_SIZE for label in found])
        else:
            relations = vocabulary.unmap([labels[number][place][head] for place, head in enumerate(tree[1:], 1)])
        decoded.append([[head, relation] for head, relation in zip(tree[1:], relations, strict=True)])
    return decoded
