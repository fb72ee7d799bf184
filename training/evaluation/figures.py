"""Every figure of one data set, in per cent: a flat table of names.

| name | what it is |
| --- | --- |
| `source`, `cue`, `content` | exact span F1 of the role |
| `overlap` | F1 of the contents' code points |
| `iou`, `iou_precision`, `iou_recall` | attributions whose contents overlap by half, one to one |
| `recall_TYPE`, `precision_TYPE` | the same two by type |
| `relation` | F1 of whole linked relations |
| `speaker` | matched attributions whose source is the annotated one |
| `cofenet_begin_ROLE`, `cofenet_exact_ROLE`, `cofenet_jaccard_ROLE` | CofeNet's protocol |
| `ggt_0.3`, `ggt_0.8`, `ggt_0.3_speaker`, `ggt_0.8_speaker` | Gender Gap Tracker's F1 and speaker match |
| `ece` | calibration error of the confidence; less is better |

F1s and `speaker` stand there by type too, under `NAME_TYPE`.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.evaluation import cofenet, confidence, gendergap, matching, relations, spans
from training.evaluation.attributions import TYPES, Reading
from training.evaluation.counts import Measure, count, percent
from training.evaluation.mentions import speaker_rights

Figures = dict[str, float]


def figures(readings: Sequence[Reading]) -> Figures:
    """All of them, rounded to a tenth."""
    found: Figures = {}
    for name, measure in _measures().items():
        by_type = count(measure, readings)
        found |= {name: by_type["all"].f1} | {f"{name}_{group}": by_type[group].f1 for group in TYPES}
    matched = count(matching.matched, readings)
    found |= {"iou_precision": matched["all"].precision, "iou_recall": matched["all"].recall}
    found |= {f"recall_{group}": matched[group].recall for group in TYPES}
    found |= {f"precision_{group}": matched[group].precision for group in TYPES}
    pairs = [matching.pairs(reading) for reading in readings]
    found |= _speakers("speaker", readings, pairs)
    for threshold in gendergap.THRESHOLDS:
        greedy = [gendergap.pairs(reading, threshold) for reading in readings]
        found |= _speakers(f"ggt_{threshold}_speaker", readings, greedy)
    found |= {f"cofenet_jaccard_{role}": cofenet.jaccard(readings, role) for role in spans.ROLES}
    judged = [one for reading, row in zip(readings, pairs, strict=True) for one in confidence.judged(reading, row)]
    found["ece"] = confidence.calibration_error(judged)
    return {name: round(value, 1) for name, value in found.items()}


def _measures() -> dict[str, Measure]:
    measures = {role: spans.exact(role) for role in spans.ROLES}
    measures |= {"overlap": spans.overlapping, "iou": matching.matched, "relation": relations.linked}
    measures |= {f"cofenet_begin_{role}": cofenet.begin(role) for role in spans.ROLES}
    measures |= {f"cofenet_exact_{role}": cofenet.exact(role) for role in spans.ROLES}
    return measures | {f"ggt_{threshold}": gendergap.greedy(threshold) for threshold in gendergap.THRESHOLDS}


def _speakers(name: str, readings: Sequence[Reading], pairs: Sequence[Sequence[tuple[int, int]]]) -> Figures:
    rows = [
        (reading.gold[place].type, right)
        for reading, row in zip(readings, pairs, strict=True)
        for (place, _), right in zip(row, speaker_rights(reading, row), strict=True)
    ]
    found = {name: percent(sum(right for _, right in rows), len(rows))}
    for group in TYPES:
        typed = [right for kind, right in rows if kind == group]
        found[f"{name}_{group}"] = percent(sum(typed), len(typed))
    return found
