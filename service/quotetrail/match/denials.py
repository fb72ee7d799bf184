"""Denials that another wording drops while it keeps what they denied: "We have no evidence that …", "denied that …"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from quotetrail.match.facts import STRONG
from quotetrail.match.pairing import Pairing, Side
from quotetrail.match.phrases import Phrases

_DATA = Path(__file__).with_name("denials.toml")
_SENTENCE_END = re.compile(r"[.!?…;؟。！？\n]")
# Of a very long text so many denials are looked at, the first, and so many words before and behind each.
_MOST = 200
_LONGEST_SENTENCE = 100
_REFUSES, _UNTRUE, _TURNS = "refuses", "untrue", "turns"


@dataclass(frozen=True, slots=True)
class _Denial:
    """The words `at` that deny a clause, and as much of the clause as is looked at."""

    at: range
    clause: range

    @property
    def dropped(self) -> range:
        """The words that claim the clause when they go: up to it, where it stands behind."""
        return range(self.at.start, max(self.at.stop, self.clause.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Denials:
    """Finds denials that were dropped; built once from denials.toml, which explains its numbers."""

    words: Mapping[str, Phrases]
    that: Mapping[str, frozenset[str]]
    breaks: Mapping[str, frozenset[str]]
    before: Collection[str]
    window: int
    kept: float
    fewest: int
    linked: int
    prefixes: Mapping[str, tuple[str, ...]]
    no_prefixes: Mapping[str, frozenset[str]]
    shortest: int

    @classmethod
    def load(cls, *, before: Collection[str]) -> Denials:
        """Read denials.toml; `before` are the languages in which what is denied stands before the denial."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        kinds, prefixes = (_TURNS, _UNTRUE, _REFUSES), data["prefixes"]
        return cls(
            words={
                language: Phrases.listed((kind, data[kind].get(language, "")) for kind in kinds)
                for language in data[_REFUSES]
            },
            that={language: frozenset(words.split()) for language, words in data["that"].items()},
            breaks={language: frozenset(words.split()) for language, words in data["breaks"].items()},
            before=before,
            prefixes={language: tuple(found.split()) for language, found in prefixes["words"].items()},
            no_prefixes={language: frozenset(words.split()) for language, words in prefixes["none"].items()},
            shortest=prefixes["shortest"],
            **data["clause"],
        )

    def dropped(self, pairing: Pairing) -> str:
        """What the left denies of a clause that the right has without any denial, as written; empty for nothing."""
        if not (pairing.left.facts.language_known and pairing.right.facts.language_known):
            return ""
        marks = self._marks(pairing.left)
        denials = list(self._denials(pairing.left, marks))
        if not denials or self._denies_anew(pairing):
            return ""
        for denial in denials:
            # "dass" may be laid beside "das": the word that opens the clause goes with it.
            opens = range(max(denial.at.stop, denial.clause.start - 1), denial.clause.start)
            kept = pairing.kept(opens) + pairing.kept(denial.clause)
            gone = not pairing.kept(range(denial.at.start, max(denial.at.stop, opens.start)))
            # Without a "that" it denies what stands right behind it: "denied plans to …".
            near = denial.clause.start != denial.at.stop or pairing.kept(denial.clause[:1])
            if gone and near and kept >= self.fewest and kept >= self.kept * len(denial.clause):
                return self._written(pairing, denial)
        return ""

    def idle(self, pairing: Pairing) -> frozenset[int]:
        """The words of the left that deny, and whose loss claims nothing.

        Those that deny a denial which the right lacks, too ("No one denies that …"); in one language also those of a
        sentence that went as a whole, of an answer ("No, we will pay."), and of a further clause: "not free, not fair".
        """
        left, marks = pairing.left, self._marks(pairing.left)
        found = {place for one, other in pairwise(marks) if self._cancel(pairing, one, other) for place in one[1]}
        still = any(kind == STRONG and pairing.kept(at) == len(at) for kind, at in marks)
        for kind, at in marks if pairing.one_language else ():
            if kind == STRONG and pairing.is_cut(at, 0):
                start, end = _sentence_start(left, at.start), _sentence_end(left, at.stop)
                answers = at.start == start and at.stop < end and "," in _between(left, at.stop)
                clause = _clause(left, at, range(start, end))
                if answers or not pairing.goes_on(range(start, end)) or (still and not pairing.goes_on(clause)):
                    found.update(at)
        return frozenset(found)

    def prefixed(self, pairing: Pairing) -> str:
        """A word of the left that is the right's in that place with a prefix that denies; empty where there is none."""
        left, right = pairing.left, pairing.right
        prefixes = self.prefixes.get(left.facts.language, ())
        none = self.no_prefixes.get(left.facts.language, frozenset())
        for step in pairing.steps if prefixes and pairing.one_language else ():
            if step.kind != "replace" or step.left_end - step.left_start > self.linked:
                continue
            there = set(right.wording.words[step.right_start : step.right_end])
            for place in range(step.left_start, step.left_end):
                word = left.wording.words[place]
                plain = {word.removeprefix(prefix) for prefix in prefixes if word.startswith(prefix)} & there
                if word not in none and any(len(one) >= self.shortest for one in plain):
                    return left.wording.canonical.original(place, place + 1)
        return ""

    def _cancel(self, pairing: Pairing, one: tuple[str, range], other: tuple[str, range]) -> bool:
        """Whether of two marks the first denies the second, and the right has neither."""
        near = other[1].start - one[1].stop <= self.linked
        return one[0] == STRONG != other[0] and near and not pairing.kept((*one[1], *other[1]))

    def _marks(self, side: Side) -> list[tuple[str, range]]:
        """Everything in a text that denies or turns a denial round, in order: its kind and its words."""
        facts, words = side.facts, side.wording.words
        strong = [
            (STRONG, side.places(mark.start, mark.end)) for mark in facts.negations[:_MOST] if mark.kind == STRONG
        ]
        idle = {place for mark in facts.idle[:_MOST] for place in side.places(mark.start, mark.end)}
        taken = idle | {place for _, at in strong for place in at}
        phrases = self.words.get(facts.language)
        found = phrases.find(words) if phrases is not None else ()
        others = [(each.kind, range(each.start, each.end)) for each in islice(found, _MOST)]
        others = [(kind, at) for kind, at in others if taken.isdisjoint(at)]
        return sorted([*strong, *others], key=lambda mark: mark[1].start)

    def _denials(self, side: Side, marks: Sequence[tuple[str, range]]) -> Iterator[_Denial]:
        """The clauses that an odd number of marks of one sentence denies."""
        sentence, count = -1, 0
        for number, (kind, at) in enumerate(marks):
            start = _sentence_start(side, at.start)
            again = start == sentence and kind == STRONG and self._said_twice(side, marks[number - 1], at)
            count = (count if again else count + 1) if start == sentence else 1
            sentence = start
            following = marks[number + 1][1].start if number + 1 < len(marks) else len(side.wording.words)
            if kind == _TURNS or count % 2 == 0:
                continue
            end = _sentence_end(side, at.stop)
            if side.facts.language in self.before:
                clause = range(max(start, at.start - self.window), at.start)
                if kind == _REFUSES:
                    yield _Denial(at, clause)
                continue
            opening = self._opening(side, kind, range(at.stop, min(end, following)))
            if opening is not None:
                yield _Denial(at, range(opening, min(end, opening + self.window)))

    def _said_twice(self, side: Side, before: tuple[str, range], at: range) -> bool:
        """Whether a negation only repeats the one before it: "нет никаких доказательств"."""
        that = self.that.get(side.facts.language, frozenset())
        between = side.wording.words[before[1].stop : at.start]
        return before[0] == STRONG and len(between) <= self.linked and that.isdisjoint(between)

    def _opening(self, side: Side, kind: str, behind: range) -> int | None:
        """Where the clause that hangs on a denial begins; None where none does."""
        language, words = side.facts.language, side.wording.words
        that, breaks = self.that.get(language, frozenset()), self.breaks.get(language, frozenset())
        for place in behind:
            if words[place] in that:
                return place + 1
            if words[place] in breaks or (kind != STRONG and place - behind.start >= self.linked):
                break
        return behind.start if kind == _REFUSES else None

    def _denies_anew(self, pairing: Pairing) -> bool:
        """Whether the right has a denial, of whatever strength, that the left has not."""
        turned, right = pairing.turned(), pairing.right
        places = [at for _, at in self._marks(right)]
        places += [right.places(mark.start, mark.end) for mark in right.facts.negations[:_MOST]]
        if not pairing.one_language:
            return bool(places)
        return any(turned.kept(at) < len(at) for at in places)

    def _written(self, pairing: Pairing, denial: _Denial) -> str:
        """The denial with the words before it that went with it."""
        start = _sentence_start(pairing.left, denial.at.start)
        kept = [place for place in range(start, denial.at.start) if pairing.kept((place,))]
        first = kept[-1] + 1 if kept else start
        return pairing.left.wording.canonical.original(first, denial.dropped.stop).strip()


def _clause(side: Side, at: range, sentence: range) -> range:
    """The words between the commas, or the ends of the sentence, around these."""
    start, end = at.start, at.stop
    while start > sentence.start and "," not in _between(side, start):
        start -= 1
    while end < sentence.stop and "," not in _between(side, end):
        end += 1
    return range(start, end)


def _between(side: Side, place: int) -> str:
    """What is written between a word and the one before it."""
    spans = side.wording.canonical.spans
    return side.wording.canonical.text[spans[place - 1].end : spans[place].start]


def _sentence_start(side: Side, place: int) -> int:
    """The first word of the sentence in which a word stands."""
    first = max(0, place - _LONGEST_SENTENCE)
    while place > first and _SENTENCE_END.search(_between(side, place)) is None:
        place -= 1
    return place


def _sentence_end(side: Side, place: int) -> int:
    """The place after the last word of the sentence that goes on before a word."""
    last = min(len(side.wording.words), place + _LONGEST_SENTENCE)
    while place < last and _SENTENCE_END.search(_between(side, place)) is None:
        place += 1
    return place
