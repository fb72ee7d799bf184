"""The loss: translations shall lie closer than anything else in the batch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from training.encoder.data import Floats, Ints


def same_texts(left: Ints, right: Ints) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Places off the diagonal where a text meets itself or a counterpart of its own: no wrong answers."""
    half = len(left)
    both = np.concatenate([left, right])
    order = np.argsort(both, kind="stable")
    begins = np.flatnonzero(np.r_[True, np.diff(both[order]) != 0])
    found = [
        (one, other)
        for begin, end in zip(begins, np.r_[begins[1:], len(both)], strict=True)
        if end - begin > 1
        for one in order[begin:end] % half
        for other in order[begin:end] % half
        if one != other
    ]
    places = np.array(found, dtype=np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def contrast(sums: Floats, left: Ints, right: Ints, scale: float) -> tuple[float, Floats]:
    """InfoNCE both ways: each text shall find its counterpart among all of the batch. The loss, and its gradient."""
    half = len(left)
    values = torch.from_numpy(sums)
    lengths = values.norm(dim=1, keepdim=True).clamp_min(1e-6)
    unit = values / lengths
    one, other = unit[:half], unit[half:]
    weights = (one @ other.T).mul_(scale).sub_(scale).exp_()
    weights[same_texts(left, right)] = 0
    by_row, by_column = weights.sum(1), weights.sum(0)
    loss = (by_row.log() + by_column.log() - 2 * weights.diagonal().log()).mean().item() / 2
    slopes = weights.mul_((1 / by_row)[:, None] + (1 / by_column)[None, :])
    slopes.diagonal().sub_(2)
    slopes.mul_(scale / (2 * half))
    gradient = torch.cat([slopes @ other, slopes.T @ one])
    gradient = (gradient - unit * (gradient * unit).sum(1, keepdim=True)) / lengths
    return loss, gradient.numpy()
