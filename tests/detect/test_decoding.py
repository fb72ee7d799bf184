"""The fast decoder finds the trees that Stanza's own finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from quotetrail.detect.decoding import best_tree


@given(seed=st.integers(0, 2**32 - 1), length=st.integers(2, 25), sharpness=st.floats(0.1, 20))
@settings(max_examples=150, deadline=None)
def test_the_tree_is_the_best_one_with_one_root(seed: int, length: int, sharpness: float) -> None:
    scores = np.random.default_rng(seed).normal(scale=sharpness, size=(length, length)).astype(np.float32)
    tree = best_tree(scores.copy())
    assert np.count_nonzero(tree[1:] == 0) == 1
    assert tree.tolist() == chuliu_edmonds_one_root(scores.copy()).tolist()


def test_scores_are_left_as_they_were() -> None:
    scores = np.full((4, 4), -1.0, dtype=np.float32)
    best_tree(scores)
    assert (scores == -1.0).all()
