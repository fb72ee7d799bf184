"""The sparse sums and steps of the model, compiled by numba.

PyTorch's EmbeddingBag and SparseAdam took 2.3 s for a batch of 1,024 pairs where these take a tenth of it.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from training.encoder.data import Floats, Ints, Offsets

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
# A log gain stays within these bounds.
MOST_LOG = 4.0


@njit(parallel=True, fastmath=True, cache=True)
def sum_rows(table: Floats, gains: Floats, offsets: Offsets, items: Ints, out: Floats) -> None:
    """Row i of `out` becomes the sum of the table's rows that row i lists, each times its gain."""
    for row in prange(len(offsets) - 1):
        total = np.zeros(table.shape[1], dtype=np.float32)
        for place in range(offsets[row], offsets[row + 1]):
            item = items[place]
            gain = gains[item]
            for d in range(table.shape[1]):
                total[d] += gain * table[item, d]
        for d in range(table.shape[1]):
            out[row, d] = total[d]


@njit(cache=True)
def keep_some(offsets: Offsets, items: Ints, dropped: float, random: np.random.Generator) -> tuple[Offsets, Ints]:
    """The same rows without a share of their items; a row never loses all."""
    kept_offsets = np.zeros_like(offsets)
    kept = np.empty_like(items)
    size = 0
    for row in range(len(offsets) - 1):
        begin = size
        for place in range(offsets[row], offsets[row + 1]):
            if random.random() >= dropped:
                kept[size] = items[place]
                size += 1
        if size == begin and offsets[row + 1] > offsets[row]:
            kept[size] = items[offsets[row]]
            size += 1
        kept_offsets[row + 1] = size
    return kept_offsets, kept[:size]


@njit(cache=True)
def select(offsets: Offsets, items: Ints, chosen: Ints) -> tuple[Offsets, Ints]:
    """The chosen rows, in the order of `chosen`."""
    new_offsets = np.zeros(len(chosen) + 1, dtype=np.int64)
    for place in range(len(chosen)):
        new_offsets[place + 1] = new_offsets[place] + offsets[chosen[place] + 1] - offsets[chosen[place]]
    new_items = np.empty(new_offsets[-1], dtype=np.int32)
    for place in range(len(chosen)):
        begin = offsets[chosen[place]]
        for k in range(new_offsets[place + 1] - new_offsets[place]):
            new_items[new_offsets[place] + k] = items[begin + k]
    return new_offsets, new_items


@njit(cache=True)
def renumber(items: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Number the distinct items in order of first use: the distinct items, and each item's number.

    `places` is scratch space of -1, one for each possible item, and is left as it was found.
    """
    distinct = np.empty(len(items), dtype=np.int32)
    numbers = np.empty(len(items), dtype=np.int32)
    size = 0
    for k in range(len(items)):
        item = items[k]
        if places[item] < 0:
            places[item] = size
            distinct[size] = item
            size += 1
        numbers[k] = places[item]
    for k in range(size):
        places[distinct[k]] = -1
    return distinct[:size], numbers


@njit(cache=True)
def transpose(offsets: Offsets, items: Ints, width: int) -> tuple[Offsets, Ints]:
    """For each item the rows that list it."""
    turned_offsets = np.zeros(width + 1, dtype=np.int64)
    for k in range(len(items)):
        turned_offsets[items[k] + 1] += 1
    for item in range(width):
        turned_offsets[item + 1] += turned_offsets[item]
    at = turned_offsets[:-1].copy()
    turned = np.empty(len(items), dtype=np.int32)
    for row in range(len(offsets) - 1):
        for place in range(offsets[row], offsets[row + 1]):
            item = items[place]
            turned[at[item]] = row
            at[item] += 1
    return turned_offsets, turned


@njit(parallel=True, fastmath=True, cache=True)
def adam(
    table: Floats,
    logs: Floats,
    moments: tuple[Floats, Floats, Floats, Floats],
    turned: tuple[Ints, Offsets, Ints],
    gradients: Floats,
    rate: float,
    step: int,
) -> None:
    """One Adam step over the touched rows of the table and their log gains.

    `turned` holds the touched rows, and for each of them which `gradients` to add up. The step number is for the bias
    correction. Moments of other rows stay as they are.
    """
    touched, offsets, rows = turned
    first, second, first_log, second_log = moments
    size = table.shape[1]
    correction = np.sqrt(1 - BETA_2**step) / (1 - BETA_1**step)
    for i in prange(len(touched)):
        row = touched[i]
        total = np.zeros(size, dtype=np.float32)
        for place in range(offsets[i], offsets[i + 1]):
            source = rows[place]
            for d in range(size):
                total[d] += gradients[source, d]
        gain = np.float32(np.exp(logs[row]))
        slope = np.float32(0)
        pace = np.float32(rate * correction)
        for d in range(size):
            slope += total[d] * table[row, d]
            g = total[d] * gain
            m = np.float32(BETA_1) * first[row, d] + np.float32(1 - BETA_1) * g
            v = np.float32(BETA_2) * second[row, d] + np.float32(1 - BETA_2) * g * g
            first[row, d] = m
            second[row, d] = v
            table[row, d] -= pace * m / (np.sqrt(v) + np.float32(EPSILON))
        slope *= gain
        m_log = np.float32(BETA_1) * first_log[row] + np.float32(1 - BETA_1) * slope
        v_log = np.float32(BETA_2) * second_log[row] + np.float32(1 - BETA_2) * slope * slope
        first_log[row] = m_log
        second_log[row] = v_log
        moved = logs[row] - np.float32(rate * correction) * m_log / (np.sqrt(v_log) + np.float32(EPSILON))
        logs[row] = min(np.float32(MOST_LOG), max(np.float32(-MOST_LOG), moved))
