"""Word-level comparison of two wordings: which words stayed, which changed, in the original spelling of both sides.

In one language words are laid beside each other by their letters (`align`), across languages by the encoder's vectors
(`align_by_meaning`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from quotetrail.match.canonical import Canonical
from quotetrail.match.encoder import Encoder
from quotetrail.match.features import romanised
from quotetrail.model import Change

_DATA = Path(__file__).with_name("drift.toml")
# Beyond this many cells (words left x words right, common beginning and end set aside) the middle counts as one
# replacement: 4 million cells took 1 ms, and hardly a spoken quote has 2,000 words.
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment: words `left_start:left_end` against `right_start:right_end`."""

    kind: str
    left_start: int
    left_end: int
    right_start: int
    right_end: int


def align(left: Sequence[str], right: Sequence[str]) -> tuple[Step, ...]:
    """Steps from `left` to `right` that keep the most words, each step as long as can be; `equal` steps included.

    Two neighbouring steps always differ in kind. Time is bounded by the lengths times a constant: very long texts that
    differ all over come out as one `replace`.
    """
    shortest = min(len(left), len(right))
    head = 0
    while head < shortest and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shortest - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    left_end, right_end = len(left) - tail, len(right) - tail
    steps = [Step("equal", 0, head, 0, head)]
    if (left_end - head) * (right_end - head) > _MOST_CELLS:
        steps.append(Step("change", head, left_end, head, right_end))
    else:
        steps.extend(
            Step(
                "equal" if code.tag == "equal" else "change",
                head + code.src_start,
                head + code.src_end,
                head + code.dest_start,
                head + code.dest_end,
            )
            for code in Indel.opcodes(left[head:left_end], right[head:right_end])
        )
    steps.append(Step("equal", left_end, len(left), right_end, len(right)))
    return _merged(steps)


def _merged(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Neighbours of one kind joined, empty ones dropped, changes named by what they do."""
    merged: list[Step] = []
    for step in steps:
        if step.left_start == step.left_end and step.right_start == step.right_end:
            continue
        if merged and merged[-1].kind == step.kind:
            before = merged.pop()
            merged.append(Step(step.kind, before.left_start, step.left_end, before.right_start, step.right_end))
        else:
            merged.append(step)
    return tuple(_named(step) for step in merged)


def _named(step: Step) -> Step:
    if step.kind == "equal":
        return step
    if step.left_start == step.left_end:
        kind = "insert"
    elif step.right_start == step.right_end:
        kind = "delete"
    else:
        kind = "replace"
    return Step(kind, step.left_start, step.left_end, step.right_start, step.right_end)


def drift(left: Canonical, right: Canonical, steps: Sequence[Step]) -> tuple[Change, ...]:
    """The steps in the original words of both sides, with the punctuation between them.

    An `equal` step has both spellings ("monopolised", "monopolized"): equal words may look different.
    """
    return tuple(
        Change(
            kind=step.kind,
            before=left.original(step.left_start, step.left_end),
            after=right.original(step.right_start, step.right_end),
        )
        for step in steps
    )


def align_by_meaning(
    left: Sequence[str],
    right: Sequence[str],
    encoder: Encoder,
    *,
    light_left: Collection[int] = (),
    light_right: Collection[int] = (),
) -> tuple[Step, ...]:
    """Steps from `left` to its translation `right`, in the order of `left`; every word of both is in one step.

    Kinds are those of `align` and `translate`, words that mean the same. Steps may jump on the right side, as word
    order does. `light_left` and `light_right` are the places of function words, which join their neighbour. Time is
    bounded: texts beyond `most_words` of drift.toml come out as one `replace`.
    """
    limits = _limits()
    if not left or not right or max(len(left), len(right)) > limits.most_words:
        whole = Step("change", 0, len(left), 0, len(right))
        return (_named(whole),) if left or right else ()
    pairs = _pairs(left, right, encoder, limits, light_left=light_left, light_right=light_right)
    return tuple(_between(left, right, pairs, encoder, limits, light_left=light_left, light_right=light_right))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """The numbers of drift.toml, explained there."""

    most_words: int
    similar: float
    drift: float
    sounds: float
    phrase: float


@cache
def _limits() -> _Limits:
    return _Limits(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["meaning"])


def _pairs(
    left: Sequence[str],
    right: Sequence[str],
    encoder: Encoder,
    limits: _Limits,
    *,
    light_left: Collection[int],
    light_right: Collection[int],
) -> list[tuple[int, int]]:
    """Places of words that are each other's best, in the order of the left ones."""
    similar = _similar(left, right, encoder)
    _same_sound(similar, left, right, limits.sounds)
    similar[list(light_left), :] = -1
    similar[:, list(light_right)] = -1
    here = np.linspace(0, 1, len(left), dtype=np.float32)[:, None]
    there = np.linspace(0, 1, len(right), dtype=np.float32)[None, :]
    score = similar - limits.drift * np.abs(here - there)
    best_right, best_left = score.argmax(axis=1), score.argmax(axis=0)
    return [
        (place, int(other))
        for place, other in enumerate(best_right)
        if best_left[other] == place and similar[place, other] >= limits.similar
    ]


def _similar(left: Sequence[str], right: Sequence[str], encoder: Encoder) -> npt.NDArray[np.float32]:
    """Cosines of all words of both sides; characters of unspaced scripts stand for themselves or with a neighbour."""
    vectors = [_vectors(words, encoder) for words in (left, right)]
    every = [one @ other.T for one in vectors[0] for other in vectors[1]]
    return np.asarray(np.max(every, axis=0), dtype=np.float32)


def _vectors(words: Sequence[str], encoder: Encoder) -> list[npt.NDArray[np.float32]]:
    alone = encoder.encode(words)
    if not any(_is_character(word) for word in words):
        return [alone]
    joined = [one + other if _is_character(one) and _is_character(other) else "" for one, other in pairwise(words)]
    together = encoder.encode(joined) if joined else np.empty((0, alone.shape[1]), dtype=np.float32)
    together[[not both for both in joined]] = 0
    nothing = np.zeros((1, alone.shape[1]), dtype=np.float32)
    return [alone, np.concatenate((together, nothing)), np.concatenate((nothing, together))]


def _is_character(word: str) -> bool:
    return len(word) == 1 and word >= "\u3005"


def _same_sound(similar: npt.NDArray[np.float32], left: Sequence[str], right: Sequence[str], least: float) -> None:
    """Raise the cosine of equal words, numbers above all, to 1, and of words of one sound to `least`."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(right):
        places.setdefault(word, []).append(place)
        if len(sound := romanised(word)) > len("the"):
            places.setdefault(f" {sound}", []).append(place)
    for place, word in enumerate(left):
        for other in places.get(f" {romanised(word)}", ()):
            similar[place, other] = max(similar[place, other], least)
        for other in places.get(word, ()):
            similar[place, other] = 1


def _between(
    left: Sequence[str],
    right: Sequence[str],
    pairs: Sequence[tuple[int, int]],
    encoder: Encoder,
    limits: _Limits,
    *,
    light_left: Collection[int],
    light_right: Collection[int],
) -> Iterator[Step]:
    """The pairs as steps, and before each what neither side has paired; light words go with the pair after them."""
    ends = sorted(other for _, other in pairs)
    before = {other: previous + 1 for previous, other in pairwise((-1, *ends, len(right)))}
    done = 0
    for place, other in (*pairs, (len(left), len(right))):
        start, other_start = done, before[other]
        done = place + 1
        last = place == len(left)
        if (
            not last
            and _all_light(range(start, place), light_left)
            and _all_light(range(other_start, other), light_right)
        ):
            same = left[place] == right[other] and start == place and other_start == other
            yield Step("equal" if same else "translate", start, place + 1, other_start, other + 1)
            continue
        if start < place or other_start < other:
            step = Step("change", start, place, other_start, other)
            yield _translated(step, left, right, encoder, limits)
        if not last:
            kind = "equal" if left[place] == right[other] else "translate"
            yield Step(kind, place, place + 1, other, other + 1)


def _all_light(places: range, light: Collection[int]) -> bool:
    return all(place in light for place in places)


def _translated(step: Step, left: Sequence[str], right: Sequence[str], encoder: Encoder, limits: _Limits) -> Step:
    """A step of unpaired words, named by what it does."""
    named = _named(step)
    if named.kind == "replace":
        one, other = encoder.encode(
            [" ".join(left[step.left_start : step.left_end]), " ".join(right[step.right_start : step.right_end])]
        )
        if float(one @ other) >= limits.phrase:
            return Step("translate", step.left_start, step.left_end, step.right_start, step.right_end)
    return named
