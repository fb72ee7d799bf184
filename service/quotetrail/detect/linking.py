"""Which source and which contents belong to a cue: the cue is the anchor, the network's vectors say how well they fit.

Bilinear scores between a cue and every word (Dozat and Manning 2017, as in dependency parsing), plus what the distance
says. Contents do not nest in news (2 of 23,289 in PolNeAR train), so each belongs to one cue; a source may belong to
several cues, or a cue to none.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotetrail.detect.labels import Roles, Stretch
from quotetrail.detect.tagger import Reading, Scores, Tables
from quotetrail.detect.tagset import OUTSIDE, ROLES

CUE = ROLES.index("cue")
_SCALE = 0.3  # of the products in training; see training/quote_tagger/losses.py
_FAR = 16  # buckets of distance to either side
LEAST = 0.05  # a word that is less likely to be a cue is not taken for one even where a content lacks it
PIECE = 0.1  # the least certainty of a piece of a content in several pieces
_EXACT = 4  # distances up to this have a bucket each


@dataclass(frozen=True, slots=True)
class Link:
    """A cue with its source and contents; words are numbered within the window.

    `fit` is the probability of the contents' link to this cue, `source_fit` that of the source's.
    """

    cue: Stretch
    source: Stretch | None
    contents: tuple[Stretch, ...]
    fit: float
    source_fit: float


def links(reading: Reading, roles: Roles, tables: Tables) -> list[Link]:
    """Every cue that has a content, in text order; a content belongs to a cue of its own paragraph.

    Where a paragraph has a content and no cue, the words outside contents that are likeliest to be one are taken.
    """
    if not roles.contents:
        return []
    found_cues = _with_recovered(reading, roles)
    if not found_cues:
        return []
    cues = np.array([cue.first for cue in found_cues])
    words = len(reading.roles)
    paragraphs = np.array(reading.paragraphs)
    bucket = _buckets(np.arange(words)[None, :] - cues[:, None])
    content_query, content, source_query, source = (reading.link[:, part] for part in range(4))
    by_cue = content_query[cues] @ content.T * _SCALE + tables.far[0][bucket]
    by_cue = np.where(paragraphs[cues][:, None] == paragraphs[None, :], by_cue, -np.inf)
    by_source = np.concatenate(
        [source_query[cues] @ source.T * _SCALE + tables.far[1][bucket], np.full((len(cues), 1), tables.no_source)],
        axis=1,
    )
    sources = _softmax(by_source, axis=1)
    owned: list[list[tuple[Stretch, float]]] = [[] for _ in found_cues]
    for stretch in roles.contents:
        inside = stretch.first + np.flatnonzero(paragraphs[stretch.first : stretch.last] == paragraphs[stretch.first])
        if not np.isfinite(by_cue[:, stretch.first]).any():
            continue
        share = _softmax(by_cue[:, inside], axis=0).mean(axis=1)
        owner = int(share.argmax())
        owned[owner].append((stretch, float(share[owner])))
    found = []
    for number, (cue, contents) in enumerate(zip(found_cues, owned, strict=True)):
        if not contents:
            continue
        sure = max(stretch.certainty for stretch, _ in contents)
        kept = [one for one in contents if one[0].certainty >= min(PIECE, sure)]
        chosen, fit = _source(sources[number], roles.sources)
        found.append(
            Link(
                cue=cue,
                source=chosen,
                contents=tuple(stretch for stretch, _ in kept),
                fit=min(share for _, share in kept),
                source_fit=fit,
            )
        )
    return found


def _with_recovered(reading: Reading, roles: Roles) -> list[Stretch]:
    """The cues, and one more for every paragraph that has a content and none."""
    having = {reading.paragraphs[cue.first] for cue in roles.cues}
    lacking = {reading.paragraphs[content.first] for content in roles.contents} - having
    if not lacking:
        return list(roles.cues)
    taken = np.zeros(len(reading.paragraphs), dtype=bool)
    for content in roles.contents:
        taken[content.first : content.last] = True
    chance = 1 - _softmax(reading.roles[:, CUE], axis=1)[:, OUTSIDE]
    chance[taken] = 0
    recovered = []
    for paragraph in lacking:
        first = bisect.bisect_left(reading.paragraphs, paragraph)
        last = bisect.bisect_right(reading.paragraphs, paragraph)
        top = first + int(chance[first:last].argmax())
        if chance[top] < LEAST:
            continue
        begin = end = top
        while begin > first and chance[begin - 1] > chance[top] / 2:
            begin -= 1
        while end + 1 < last and chance[end + 1] > chance[top] / 2:
            end += 1
        recovered.append(Stretch(begin, end + 1, float(chance[top])))
    return sorted([*roles.cues, *recovered], key=lambda cue: cue.first)


def _source(share: Scores, sources: Sequence[Stretch]) -> tuple[Stretch | None, float]:
    """The source whose words together are the likeliest, or none where "no source" is likelier."""
    best, most = None, float(share[-1])
    for stretch in sources:
        total = min(1.0, float(share[stretch.first : stretch.last].sum()))  # a sum of shares may be rounded up
        if total > most:
            best, most = stretch, total
    return best, most


def _buckets(distance: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """As `distance_bucket` in training: exact up to 4 words, then by powers of about 1.5."""
    size = np.minimum(np.abs(distance), 400).astype(np.float32)
    far = np.rint(_EXACT + np.log(np.maximum(size, 4.0) / 4) / 0.4055)
    steps = np.minimum(np.where(size <= _EXACT, size, far), _FAR)
    return (_FAR + np.sign(distance) * steps).astype(np.int64)


def _softmax(scores: Scores, *, axis: int) -> Scores:
    shifted = np.exp(scores - scores.max(axis=axis, keepdims=True))
    share: Scores = shifted / shifted.sum(axis=axis, keepdims=True)
    return share
