"""Probabilities as log-odds, in which evidence adds up."""

from __future__ import annotations

import math

_SURE = 1e-6


def log_odds(probability: float) -> float:
    """The natural log-odds; of 0 and 1 those of nearly 0 and nearly 1."""
    bounded = min(max(probability, _SURE), 1 - _SURE)
    return math.log(bounded / (1 - bounded))


def probability(log_odds: float) -> float:
    """The probability of those log-odds."""
    return 1.0 / (1.0 + math.exp(-log_odds))
