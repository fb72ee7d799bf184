"""How well attributions are found: our quotes against PolNeAR's annotators, measure by measure.

Measures: exact span F1 of source, cue and content; overlap F1 of contents by code points; F1 of attributions whose
contents match at IoU ≥ 0.5 (one to one, best first); recall by type at the same bound; whether the speaker mention of a
matched attribution touches the annotated source; calibration of the confidence (ECE, ten bins). Only the first
annotator of an article counts. PolNeAR's test split is never read.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quotetrail.detect.detector import Detector
from quotetrail.model import Article, Quote, Span

BINS = 10


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution; spans are sorted code-point ranges."""

    type: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(slots=True)
class Tally:
    """Counts of one evaluation, filled article by article."""

    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    speaker_right: int = 0
    speaker_all: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    def f1(self, name: str) -> float:
        """F1 of a measure in per cent."""
        return 200 * self.right[name] / max(1, self.gold[name] + self.found[name])

    def recall(self, name: str) -> float:
        """Recall of a measure in per cent."""
        return 100 * self.right[name] / max(1, self.gold[name])


def read(path: Path) -> list[tuple[Article, list[Gold]]]:
    """The articles of one split with the first annotator's attributions."""
    articles = []
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            item = json.loads(row)
            article = Article(text=item["text"], uri=item["id"], title=item["title"], language="en")
            golds = [
                Gold(
                    type=given["type"] or "none",
                    source=_spans(given["source"]),
                    cue=_spans(given["cue"]),
                    content=_spans(given["content"]),
                )
                for given in item["attributions"]
            ]
            articles.append((article, golds))
    return articles


def count(tally: Tally, quotes: Sequence[Quote], golds: Sequence[Gold], text: str) -> list[tuple[Quote, Gold]]:
    """Add one article to the tally; returns the matched pairs."""
    roles = {
        "source": ([span for gold in golds for span in gold.source], [_mention(q) for q in quotes if q.speaker]),
        "cue": ([span for gold in golds for span in gold.cue], [Span(q.cue.start, q.cue.end) for q in quotes if q.cue]),
        "content": ([s for gold in golds for s in gold.content], [span for quote in quotes for span in quote.spans]),
    }
    for role, (wanted, given) in roles.items():
        tally.right[role] += len(set(wanted) & set(given))
        tally.gold[role] += len(set(wanted))
        tally.found[role] += len(set(given))
    wanted_tokens, given_tokens = _letters(roles["content"][0], text), _letters(roles["content"][1], text)
    tally.right["overlap"] += len(wanted_tokens & given_tokens)
    tally.gold["overlap"] += len(wanted_tokens)
    tally.found["overlap"] += len(given_tokens)
    pairs = _matched(quotes, golds)
    tally.gold["iou"] += len(golds)
    tally.found["iou"] += len(quotes)
    tally.right["iou"] += len(pairs)
    for gold in golds:
        tally.gold[gold.type] += 1
    for quote, gold in pairs:
        tally.right[gold.type] += 1
        if gold.source:
            tally.speaker_all += 1
            tally.speaker_right += quote.speaker is not None and any(
                _mention(quote).overlaps(span) for span in gold.source
            )
    matched = {id(quote) for quote, _ in pairs}
    tally.confidences += [(quote.confidence, id(quote) in matched) for quote in quotes]
    return pairs


def figures(tally: Tally) -> dict[str, float]:
    """The figures of a finished tally, in per cent (ECE too)."""
    found = {name: tally.f1(name) for name in ("source", "cue", "content", "overlap", "iou")}
    found["iou_precision"] = 100 * tally.right["iou"] / max(1, tally.found["iou"])
    found["iou_recall"] = tally.recall("iou")
    found |= {f"recall_{name}": tally.recall(name) for name in ("direct", "mixed", "indirect")}
    found["speaker"] = 100 * tally.speaker_right / max(1, tally.speaker_all)
    found["ece"] = 100 * _calibration_error(tally.confidences)
    return {name: round(value, 1) for name, value in found.items()}


def evaluate(detector: Detector, articles: Sequence[tuple[Article, list[Gold]]]) -> dict[str, float]:
    """Detect, compare, count."""
    tally = Tally()
    start = time.perf_counter()
    detections = detector.detect([article for article, _ in articles])
    seconds = time.perf_counter() - start
    for (article, golds), detection in zip(articles, detections, strict=True):
        count(tally, detection.quotes, golds, article.text)
    words = sum(len(article.text.split()) for article, _ in articles)
    return figures(tally) | {"words_per_second": round(words / seconds)}


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _mention(quote: Quote) -> Span:
    assert quote.speaker is not None
    return Span(quote.speaker.start, quote.speaker.end)


def _letters(spans: Iterable[Span], text: str) -> set[int]:
    return {offset for span in spans for offset in range(span.start, span.end) if not text[offset].isspace()}


def _matched(quotes: Sequence[Quote], golds: Sequence[Gold]) -> list[tuple[Quote, Gold]]:
    scored = []
    for number, quote in enumerate(quotes):
        mine = {offset for span in quote.spans for offset in range(span.start, span.end)}
        for index, gold in enumerate(golds):
            if (
                not gold.content
                or gold.content[0].start >= quote.spans[-1].end
                or quote.spans[0].start >= gold.content[-1].end
            ):
                continue
            theirs = {offset for span in gold.content for offset in range(span.start, span.end)}
            iou = len(mine & theirs) / len(mine | theirs)
            if iou >= 0.5:
                touching = quote.cue is not None and any(
                    Span(quote.cue.start, quote.cue.end).overlaps(span) for span in gold.cue
                )
                scored.append((iou + touching, number, index))
    pairs, used, taken = [], set(), set()
    for _, number, index in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if number not in used and index not in taken:
            used.add(number)
            taken.add(index)
            pairs.append((quotes[number], golds[index]))
    return pairs


def _calibration_error(confidences: Sequence[tuple[float, bool]]) -> float:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in confidences:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    gaps = (abs(sum(c for c, _ in row) - sum(right for _, right in row)) for row in bins)
    return sum(gaps) / max(1, len(confidences))
