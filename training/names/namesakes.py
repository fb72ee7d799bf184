"""How often does one surname in two articles mean one person? From full names in PolNeAR train.

Any two articles that have a full name with the same surname are a case; it is right if the first names agree too. A
surname's cases count as one together, or the few people of the year 2016 would be all there is. English, politics.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import numpy as np

from quotetrail.match.scripts import Scripts
from training.names.judgement import logistic

_FULL_NAME = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?([A-Z][a-z]+)\b")
_LEAST = 100  # as often a first word must be a common name, so that "Supreme Court" is none


def namesakes(data: Path, counts: Mapping[str, int]) -> dict[str, float]:
    """Log-odds that a surname means one person: bias, step per power of ten of its count, step for the initial."""
    scripts = Scripts.load()
    bearers: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(data / "quotes" / "polnear-train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            found = {
                (scripts.word(match[1]).plain, scripts.word(match[2]).plain)
                for match in _FULL_NAME.finditer(json.loads(line)["text"])
            }
            for first, last in found:
                if counts.get(first, 0) >= _LEAST:
                    bearers[last][first] += 1
    features: list[list[float]] = []
    truth: list[float] = []
    weights: list[float] = []
    for last, firsts in bearers.items():
        commonness = math.log10(1 + counts.get(last, 0))
        for initial in (False, True):
            same = sum(math.comb(articles, 2) for articles in firsts.values())
            other = sum(
                firsts[one] * firsts[another]
                for one, another in combinations(firsts, 2)
                if not initial or one[0] == another[0]
            )
            if same + other:
                features += [[1.0, commonness, float(initial)]] * 2
                truth += [1.0, 0.0]
                weights += [same / (same + other), other / (same + other)]
    bias, common, initial_too = logistic(np.array(features), np.array(truth), weights=np.array(weights))
    return {"bias": bias, "common": common, "initial": initial_too}
