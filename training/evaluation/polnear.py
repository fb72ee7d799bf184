"""PolNeAR (Newell et al. 2018, "An Attribution Relations Corpus for Political News") as it lies in `../shared`.

Only the first annotator of an article is gold; the others serve to measure how far people agree. The test split is
never read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from quotetrail.model import Article
from training.evaluation.attributions import Reading, of_annotation


def read(path: Path) -> list[Reading]:
    """The articles of one split with the first annotator's attributions; nothing is found yet."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return [_reading(json.loads(row)) for row in rows]


def read_twice(path: Path) -> Iterator[Reading]:
    """Every pair (first annotator, other annotator) of the articles that several people annotated."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            item = json.loads(row)
            for others in item.get("other_annotators", {}).values():
                first = _reading(item)
                yield Reading(first.article, first.gold, tuple(map(of_annotation, others)))


def _reading(item: dict[str, object]) -> Reading:
    rows = item["attributions"]
    assert isinstance(rows, list)
    article = Article(text=str(item["text"]), uri=str(item["id"]), title=str(item["title"]), language="en")
    return Reading(article, tuple(map(of_annotation, rows)))
