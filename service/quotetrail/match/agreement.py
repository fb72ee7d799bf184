"""How far two texts agree, in numbers: what the judge (judge.py) has learned to weigh.

Every number is the same whichever text comes first: of two sides the smaller and the larger value are kept. Words are
laid beside each other by their stems and, whatever the languages, by the encoder's vectors.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from operator import attrgetter, ne
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel, JaroWinkler

from quotetrail.match.differences import Difference, DifferenceKind, Differences
from quotetrail.match.drift import Step
from quotetrail.match.facts import Facts
from quotetrail.match.factual import fact_agreement, inner_agreement
from quotetrail.match.features import romanised
from quotetrail.match.nearness import (
    best_stretch,
    changed,
    farthest,
    farthest_name,
    near_phrases,
    opposite_nearness,
    turned,
)
from quotetrail.match.readings import Reading
from quotetrail.match.stretch import inside
from quotetrail.match.wording import Wording

_DATA = Path(__file__).with_name("agreement.toml")
# Names, numbers and shared words of a text that are compared one by one; more of them change no judgement.
_MOST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One pair, measured: shares and cosines in [-1, 1], counts in words; `less` and `more` are the two sides' values.

    Words: how many there are and what share stands in both, in any order (`shared`) and in one order (`ordered`).
    Changes: what stands between the common words. Vectors: of the whole texts, of the best stretch of the longer one,
    of each word's and each two words' nearest on the other side, weighed. Facts: what one side has and the other lacks,
    in the whole texts and inside the stretch that both have.
    """

    words_less: float
    words_more: float
    length: float
    shared_less: float
    shared_more: float
    ordered_less: float
    ordered_more: float
    same_words: float
    longest_run: float
    runs: float
    crossed: float
    replaced: float
    replaced_content: float
    longest_change: float
    only_one: float
    only_one_content: float
    at_the_ends: float
    whole: float
    stretch: float
    near_less: float
    near_more: float
    far_less: float
    far_more: float
    lonely_less: float
    lonely_more: float
    phrases_less: float
    phrases_more: float
    mutual: float
    turned: float
    changed_near_less: float
    changed_near_more: float
    changed_far: float
    changed_weight_less: float
    changed_weight_more: float
    changed_whole: float
    numbers_less: float
    numbers_more: float
    numbers_same: float
    vague_numbers: float
    vague_lonely: float
    denials: float
    negations_less: float
    negations_more: float
    modals: float
    conditions: float
    denials_inside: float
    numbers_inside_less: float
    numbers_inside_more: float
    modals_inside: float
    conditions_inside: float
    names_less: float
    names_more: float
    names_same: float
    names_crossed: float
    names_far: float
    names_swapped: float
    opposite: float
    alike: float
    letters: float
    typos: float
    weekdays: float
    persons: float
    tenses: float
    asked: float
    facts_known: float

    def row(self) -> npt.NDArray[np.float32]:
        """The numbers in the order of the fields, as the judge reads them."""
        return np.array(_VALUES(self), dtype=np.float32)


NAMES = tuple(field.name for field in fields(Agreement))
_VALUES = attrgetter(*NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Classes:
    """Word -> class by language, from agreement.toml."""

    persons: Mapping[str, Mapping[str, int]]
    tenses: Mapping[str, Mapping[str, int]]
    weekdays: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """Measures pairs; built once from agreement.toml."""

    most_words: int
    counterpart: float
    sounds: float
    differences: Differences
    _classes: _Classes

    @classmethod
    def load(cls) -> Agreements:
        """Read agreement.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        return cls(
            most_words=data["limits"]["words"],
            counterpart=data["limits"]["counterpart"],
            sounds=data["limits"]["sounds"],
            differences=Differences.load(),
            _classes=_Classes(
                persons=_two(data["persons"]["first"], data["persons"]["third"]),
                tenses=_two(data["tenses"]["present"], data["tenses"]["reported"]),
                weekdays={
                    language: {form: day for day, forms in enumerate(days.split()) for form in forms.split("/")}
                    for language, days in data["weekdays"].items()
                },
            ),
        )

    def of(
        self, left: Reading, right: Reading, *, meant: Wording, steps: Sequence[Step], found: Sequence[Difference]
    ) -> Agreement:
        """Measure two readings. Bounded time.

        `meant` is the wording of the left with slips of the key mended (typos.py), `steps` the alignment of its stems
        with those of the right, and `found` the differences within.
        """
        one, other = meant, right.wording
        sides = (one, left.facts), (other, right.facts)
        return Agreement(
            **_lexical(one, other, steps),
            **self._vectors(left, right),
            **changed(left, right),
            **fact_agreement(left.facts, right.facts),
            **inner_agreement(*inside(*sides, steps, omission=self.differences.omission)),
            **self._names(left, right),
            names_swapped=float(sum(each.kind is DifferenceKind.NAME for each in found)),
            opposite=max(opposite_nearness(left, right), opposite_nearness(right, left)),
            alike=_alike(one, other, steps),
            letters=Indel.normalized_similarity(one.fingerprint, other.fingerprint),
            typos=float(sum(map(ne, one.stems, left.wording.stems))),
            **self._closed_classes(one, other, left.facts.language, right.facts.language),
            asked=float(_asks(left.facts.text) != _asks(right.facts.text)),
            facts_known=float(left.facts.language_known and right.facts.language_known),
        )

    def _vectors(self, left: Reading, right: Reading) -> dict[str, float]:
        """Whole texts, best stretch, and each word with its nearest on the other side."""
        if not len(left.weights) or not len(right.weights):
            return dict.fromkeys(
                (
                    "whole",
                    "stretch",
                    "near_less",
                    "near_more",
                    "far_less",
                    "far_more",
                    "phrases_less",
                    "phrases_more",
                    "mutual",
                    "turned",
                ),
                0.0,
            ) | {"lonely_less": 1.0, "lonely_more": 1.0}
        similar = left.directions @ right.directions.T
        best_right, best_left = similar.argmax(axis=1), similar.argmax(axis=0)
        near_left, near_right = similar.max(axis=1), similar.max(axis=0)
        means = sorted((float(near_left @ left.weights), float(near_right @ right.weights)))
        fars = sorted(farthest(near, side.weights) for near, side in ((near_left, left), (near_right, right)))
        lonely = sorted(
            float(side.weights[near < self.counterpart].sum())
            for near, side in ((near_left, left), (near_right, right))
        )
        phrases = near_phrases(left, right)
        mutual = best_left[best_right] == np.arange(len(best_right))
        firm = mutual & (near_left >= self.counterpart)
        return {
            "whole": float(left.whole @ right.whole),
            "stretch": best_stretch(left, right),
            "near_less": means[0],
            "near_more": means[1],
            "far_less": fars[0],
            "far_more": fars[1],
            "lonely_less": lonely[0],
            "lonely_more": lonely[1],
            "phrases_less": phrases[0],
            "phrases_more": phrases[1],
            "mutual": float(mutual.mean()),
            "turned": turned(best_right[firm]),
        }

    def _names(self, left: Reading, right: Reading) -> dict[str, float]:
        """Names of one side without a word of like sound or meaning on the other, and whether names change places."""
        lefts, rights = _names_of(left.facts), _names_of(right.facts)
        pairs = self._named(lefts, right), self._named(rights, left)
        far = min(farthest_name(lefts, pairs[0], left, right), farthest_name(rights, pairs[1], right, left))
        lonely = sorted(sum(place is None for place in places) for places in pairs)
        kept = [place for place in pairs[0] if place is not None]
        return {
            "names_less": float(lonely[0]),
            "names_more": float(lonely[1]),
            "names_same": float(len(kept)),
            "names_crossed": turned(np.array(kept, dtype=np.intp)),
            "names_far": far,
        }

    def _named(self, names: Sequence[str], other: Reading) -> list[int | None]:
        """For each name the place of the word of the other side that may be it."""
        if not names:
            return []
        words = other.wording.words[: self.most_words]
        sounds = [romanised(word) for word in words]
        places = {word: place for place, word in reversed(list(enumerate(words)))}
        return [self._place(name, places, sounds) for name in names]

    def _place(self, name: str, places: Mapping[str, int], sounds: Sequence[str]) -> int | None:
        found = places.get(name)
        if found is not None:
            return found
        sound = romanised(name)
        if not sound:
            return None
        near = [JaroWinkler.similarity(sound, one) if one[:1] == sound[:1] else 0.0 for one in sounds]
        best = max(near, default=0.0)
        return near.index(best) if best >= self.sounds else None

    def _closed_classes(self, one: Wording, other: Wording, language: str, other_language: str) -> dict[str, float]:
        """Shifts of person and tense as in reported speech, and days of the week that differ."""
        days = [
            {table[word] for word in side.words if word in table}
            for side, spoken in ((one, language), (other, other_language))
            if (table := self._classes.weekdays.get(spoken, {})) is not None
        ]
        return {
            "weekdays": float(bool(days[0] - days[1]) and bool(days[1] - days[0])),
            "persons": _shift(one, other, self._classes.persons, language, other_language),
            "tenses": _shift(one, other, self._classes.tenses, language, other_language),
        }


def _alike(one: Wording, other: Wording, steps: Sequence[Step]) -> float:
    """How alike in letters the least alike words are that were exchanged one for one; 1 where none was."""
    changed = (
        (one.words[step.left_start], other.words[step.right_start])
        for step in steps
        if step.kind == "replace" and step.left_end - step.left_start == step.right_end - step.right_start == 1
    )
    return min((JaroWinkler.similarity(*pair) for pair in changed), default=1.0)


def _two(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, dict[str, int]]:
    return {
        language: dict.fromkeys(second.get(language, "").split(), 1) | dict.fromkeys(words.split(), 0)
        for language, words in first.items()
    }


def _lexical(one: Wording, other: Wording, steps: Sequence[Step]) -> dict[str, float]:
    sizes = sorted((len(one.words), len(other.words)))
    weights = sorted((sum(one.weights), sum(other.weights)))
    low, high = max(weights[0], 1e-6), max(weights[1], 1e-6)
    table = dict(zip(one.stems, one.weights, strict=True))
    common = Counter(one.stems) & Counter(other.stems)
    shared = sum(table[stem] * times for stem, times in common.items())
    equal = [step for step in steps if step.kind == "equal"]
    ordered = sum(sum(one.weights[step.left_start : step.left_end]) for step in equal)
    runs = [step.left_end - step.left_start for step in equal]
    same = sum(
        one.words[step.left_start + at] == other.words[step.right_start + at]
        for step in equal
        for at in range(step.left_end - step.left_start)
    )
    inner = [step for step in steps[1:-1] if step.kind != "equal"]
    ends = [step for step in (*steps[:1], *steps[-1:]) if step.kind != "equal"]
    replaced = [step for step in chain(inner, ends) if step.kind == "replace"]
    moved = [step for step in inner if step.kind in {"insert", "delete"}]
    return {
        "words_less": math.log1p(sizes[0]),
        "words_more": math.log1p(sizes[1]),
        "length": sizes[0] / max(sizes[1], 1),
        "shared_less": min(1.0, shared / high),
        "shared_more": min(1.0, shared / low),
        "ordered_less": min(1.0, ordered / high),
        "ordered_more": min(1.0, ordered / low),
        "same_words": same / max(sizes[0], 1),
        "longest_run": max(runs, default=0) / max(sizes[0], 1),
        "runs": len(runs) / max(sizes[0], 1),
        "crossed": turned(_shared_places(one, other, common)),
        "replaced": float(len(replaced)),
        "replaced_content": float(sum(_content(one, other, step) for step in replaced)),
        "longest_change": float(max((_size(step) for step in inner), default=0)),
        "only_one": float(sum(_size(step) for step in moved)),
        "only_one_content": float(sum(_content(one, other, step) for step in moved)),
        "at_the_ends": float(sum(_size(step) for step in ends)),
    }


def _size(step: Step) -> int:
    return max(step.left_end - step.left_start, step.right_end - step.right_start)


def _content(one: Wording, other: Wording, step: Step) -> int:
    """Content words of a step, of the side that has more."""
    return max(
        sum(weight == 1.0 for weight in one.weights[step.left_start : step.left_end]),
        sum(weight == 1.0 for weight in other.weights[step.right_start : step.right_end]),
    )


def _shared_places(one: Wording, other: Wording, common: Counter[str]) -> npt.NDArray[np.intp]:
    """Where the content stems that both have once stand in the other text, in the order of the one."""
    places = {stem: place for place, stem in enumerate(other.stems)}
    once = [
        places[stem]
        for stem, weight in zip(one.stems, one.weights, strict=True)
        if weight == 1.0 and common.get(stem) == 1
    ]
    return np.array(once[:_MOST], dtype=np.intp)


def _names_of(facts: Facts) -> list[str]:
    """The words of the names, each once, in lower case."""
    words = chain.from_iterable(facts.text[mark.start : mark.end].lower().split() for mark in facts.names[:_MOST])
    return list(dict.fromkeys(word for word in words if len(word) > len("de")))[:_MOST]


def _shift(
    one: Wording, other: Wording, classes: Mapping[str, Mapping[str, int]], language: str, other_language: str
) -> float:
    """How many words of the first class on one side became words of the second on the other."""
    counts = [
        Counter(table[word] for word in side.words if word in table)
        for side, table in ((one, classes.get(language, {})), (other, classes.get(other_language, {})))
    ]
    there = min(counts[0][0] - counts[1][0], counts[1][1] - counts[0][1])
    back = min(counts[1][0] - counts[0][0], counts[0][1] - counts[1][1])
    return float(max(there, back, 0))


def _asks(text: str) -> bool:
    return text.rstrip(" \"'”»“’)").endswith(("?", "？", "؟"))
