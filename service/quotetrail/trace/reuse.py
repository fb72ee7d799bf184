"""Reuse of whole articles: how much of one stands in another, word for word or reworded.

Each text is read once (`ReuseReader.read`), pairs are compared afterwards in about linear time (`ReuseReader.compare`):
shared word shingles give containment both ways and the longest common run; paragraphs are paired by the words they
share, rare ones, names and numbers counting most, and the heaviest set of pairs that keeps the order of both texts is
taken (a weighted longest increasing subsequence). An article translated there and back keeps that order though few of
its shingles survive. Bounds and grades are data: `reuse.toml`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import chain, pairwise
from math import log
from typing import Self

from quotetrail.model import Span

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;][\s\"'“”‘’«»)\]]*$")


class Grade(StrEnum):
    """How closely a paragraph follows its counterpart."""

    VERBATIM = "verbatim"
    NEAR = "near"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of a text between line breaks; `words` are folded, `distinct` the same sorted, each once."""

    span: Span
    words: tuple[str, ...]
    distinct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text made ready to be compared.

    `counted` are the numbers of the paragraphs long enough to tell, `names` the folded names and numbers, `held` says
    in how many paragraphs each word stands, `places` where each shingle stands. `complete` is False when the text was
    too long and its end was left out.
    """

    paragraphs: tuple[Paragraph, ...]
    counted: tuple[int, ...]
    names: frozenset[str]
    held: Mapping[str, int]
    shingles: tuple[int, ...]
    places: Mapping[int, tuple[int, ...]]
    complete: bool

    def paragraph_at(self, position: int) -> int | None:
        """The number of the paragraph that holds an offset of the text."""
        number = bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.span.start) - 1
        return number if number >= 0 else None


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two paragraphs that belong together, by their numbers in the two texts; `share` of words in common, in [0, 1]."""

    left: int
    right: int
    grade: Grade
    share: float


@dataclass(frozen=True, slots=True)
class Reuse:
    """What two articles share.

    `left_in_right` is the share of the left one's shingles that stand in the right one, `longest_run` counts words that
    stand in both without a break, `left_run` is where in the left text. `aligned` keeps the order of both texts.
    """

    left_in_right: float
    right_in_left: float
    longest_run: int
    left_run: Span | None
    left_paragraphs: int
    right_paragraphs: int
    aligned: tuple[Aligned, ...]
    reused: bool
    complete: bool

    def count(self, *grades: Grade) -> int:
        """How many aligned paragraphs have one of these grades."""
        return sum(pair.grade in grades for pair in self.aligned)

    def pairs(self, left: int | None, right: int | None) -> bool:
        """Whether two paragraphs, by their numbers, are aligned with each other."""
        return any(pair.left == left and pair.right == right for pair in self.aligned)

    @property
    def left_share(self) -> float:
        """The share of the left article's paragraphs that have a counterpart, each as much as it agrees."""
        return sum(pair.share for pair in self.aligned) / self.left_paragraphs if self.left_paragraphs else 0.0

    @property
    def right_share(self) -> float:
        """The same of the right article."""
        return sum(pair.share for pair in self.aligned) / self.right_paragraphs if self.right_paragraphs else 0.0

    @property
    def overlap(self) -> float:
        """How much of the article that shares most of itself stands in the other; the same from either end."""
        return max(self.left_share, self.right_share)

    @property
    def reworded(self) -> bool:
        """Whether most of what is reused stands in other words."""
        return self.reused and self.count(Grade.REWORDED, Grade.NEAR) > self.count(Grade.VERBATIM)

    def flipped(self) -> Reuse:
        """The same seen from the other article; where the longest run stands is only known of the left one."""
        return Reuse(
            left_in_right=self.right_in_left,
            right_in_left=self.left_in_right,
            longest_run=self.longest_run,
            left_run=None,
            left_paragraphs=self.right_paragraphs,
            right_paragraphs=self.left_paragraphs,
            aligned=tuple(Aligned(pair.right, pair.left, pair.grade, pair.share) for pair in self.aligned),
            reused=self.reused,
            complete=self.complete,
        )


@dataclass(frozen=True, slots=True)
class ReuseReader:
    """Compares articles with the numbers of `reuse.toml`."""

    shingle: int
    words: int
    paragraph_words: int
    long_paragraph: int
    cut_words: int
    hard_cut: int
    postings: int
    candidates: int
    positions: int
    name_weight: float
    near: float
    reworded: float
    least_aligned: int
    least_share: float

    @classmethod
    def load(cls) -> Self:
        """Read `reuse.toml`."""
        return cls(**tomllib.loads(files(__package__).joinpath("reuse.toml").read_text("utf-8")))

    def read(self, text: str) -> ReadText:
        """Cut a text into paragraphs and shingles."""
        pieces: list[tuple[Span, list[re.Match[str]]]] = []
        total = 0
        complete = True
        for line in _PARAGRAPH.finditer(text):
            for tokens in self._pieces(text, line.start(), line.end()):
                if total + len(tokens) > self.words:
                    complete = False
                    break
                total += len(tokens)
                pieces.append((Span(tokens[0].start(), tokens[-1].end()), tokens))
            if not complete:
                break
        paragraphs = tuple(self._paragraph(span, tokens) for span, tokens in pieces)
        words = tuple(word for paragraph in paragraphs for word in paragraph.words)
        # Only compared within this process, so Python's own hash of five words will do.
        shingles = tuple(hash(words[at : at + self.shingle]) for at in range(len(words) - self.shingle + 1))
        places: dict[int, list[int]] = defaultdict(list)
        for at, shingle in enumerate(shingles):
            if len(places[shingle]) < self.positions:
                places[shingle].append(at)
        return ReadText(
            paragraphs=paragraphs,
            counted=tuple(
                number for number, paragraph in enumerate(paragraphs) if len(paragraph.words) >= self.paragraph_words
            ),
            names=frozenset(
                _fold(token[0])
                for _, tokens in pieces
                for token in chain(_inside(text, tokens), tokens[:1])
                if _has_digit(token[0]) or (token is not tokens[0] and token[0][0].isupper())
            ),
            held=Counter(word for paragraph in paragraphs for word in paragraph.distinct),
            shingles=shingles,
            places={shingle: tuple(found) for shingle, found in places.items()},
            complete=complete,
        )

    def compare(self, left: ReadText, right: ReadText) -> Reuse:
        """What two texts share."""
        common = len(left.places.keys() & right.places.keys())
        run_at, run = self._longest_run(left, right)
        aligned = tuple(self._align(left, right))
        shorter = min(len(left.counted), len(right.counted))
        return Reuse(
            left_in_right=common / len(left.places) if left.places else 0.0,
            right_in_left=common / len(right.places) if right.places else 0.0,
            longest_run=run,
            left_run=_run_span(left, run_at, run) if run else None,
            left_paragraphs=len(left.counted),
            right_paragraphs=len(right.counted),
            aligned=aligned,
            reused=len(aligned) >= self.least_aligned and len(aligned) >= self.least_share * shorter,
            complete=left.complete and right.complete,
        )

    def _paragraph(self, span: Span, tokens: Sequence[re.Match[str]]) -> Paragraph:
        words = tuple(_fold(token[0]) for token in tokens)
        return Paragraph(span=span, words=words, distinct=tuple(sorted(frozenset(words))))

    def _pieces(self, text: str, start: int, end: int) -> Iterator[list[re.Match[str]]]:
        """The words of one line; a line longer than any paragraph is cut, at sentence ends where it has some."""
        tokens = []
        for token in _WORD.finditer(text, start, end):
            tokens.append(token)
            if len(tokens) >= self.long_paragraph + self.hard_cut:
                cut = self._cut(text, tokens)
                yield tokens[:cut]
                tokens = tokens[cut:]
        while len(tokens) > self.long_paragraph:
            cut = self._cut(text, tokens)
            yield tokens[:cut]
            tokens = tokens[cut:]
        if tokens:
            yield tokens

    def _cut(self, text: str, tokens: Sequence[re.Match[str]]) -> int:
        for at in range(self.cut_words, self.hard_cut):
            if _SENTENCE_END.search(text[tokens[at - 1].end() : tokens[at].start()]):
                return at
        return self.hard_cut

    def _longest_run(self, left: ReadText, right: ReadText) -> tuple[int, int]:
        """The longest run of words common to both: its first word in the left text and its length."""
        best_at = best = length = 0
        going: frozenset[int] = frozenset()
        for at, shingle in enumerate(left.shingles):
            here = right.places.get(shingle)
            if here is None:
                length, going = 0, frozenset()
                continue
            going_on = frozenset(place for place in here if place - 1 in going)
            length = length + 1 if going_on else 1
            going = going_on or frozenset(here)
            if length > best:
                best, best_at = length, at - length + 1
        return best_at, best + self.shingle - 1 if best else 0

    def _align(self, left: ReadText, right: ReadText) -> Iterator[Aligned]:
        """Pairs of paragraphs in the order of both texts."""
        weights = self._weights(left, right)
        mass = {number: _mass(right.paragraphs[number], weights) for number in right.counted}
        holding: dict[str, list[int]] = defaultdict(list)
        for number in right.counted:
            for word in right.paragraphs[number].distinct:
                holding[word].append(number)
        pairs: list[tuple[int, int, float]] = []
        for number in left.counted:
            shared: dict[int, float] = defaultdict(float)
            for word in left.paragraphs[number].distinct:
                others = holding.get(word, ())
                if len(others) <= self.postings:
                    for other in others:
                        shared[other] += weights[word]
            own = _mass(left.paragraphs[number], weights)
            best = sorted(shared, key=lambda other: (-shared[other], other))[: self.candidates]
            for other in best:
                share = 2 * shared[other] / (own + mass[other])
                if share >= self.reworded:
                    pairs.append((number, other, min(share, 1.0)))
        for first, second, share in _heaviest_in_order(pairs):
            verbatim = left.paragraphs[first].words == right.paragraphs[second].words
            grade = Grade.VERBATIM if verbatim else Grade.NEAR if share >= self.near else Grade.REWORDED
            yield Aligned(first, second, grade, share)

    def _weights(self, left: ReadText, right: ReadText) -> Mapping[str, float]:
        """How much each word tells about which paragraphs belong together: rare ones, names and numbers most."""
        total = len(left.paragraphs) + len(right.paragraphs)
        return {
            word: log(1 + total / (left.held.get(word, 0) + right.held.get(word, 0)))
            * (self.name_weight if word in left.names or word in right.names else 1.0)
            for word in left.held.keys() | right.held.keys()
        }


def _heaviest_in_order(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The heaviest subset of (left, right, weight) in which both sides rise; ties go to the first found.

    A sweep over the left side; `ends` and `best` hold, by rising right side, the chains no other one beats.
    """
    chosen: list[tuple[float, int]] = []
    ends: list[int] = []
    best: list[tuple[float, int]] = []
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1], -pair[2]))
    before: list[int] = []
    for number, (_, right, weight) in enumerate(ordered):
        at = bisect_right(ends, right - 1)
        total, last = best[at - 1] if at else (0.0, -1)
        before.append(last)
        total += weight
        at = bisect_right(ends, right)
        if at and best[at - 1][0] >= total:
            continue
        if at and ends[at - 1] == right:
            best[at - 1] = (total, number)
            at -= 1
        else:
            ends.insert(at, right)
            best.insert(at, (total, number))
        while at + 1 < len(best) and best[at + 1][0] <= total:
            del ends[at + 1], best[at + 1]
        chosen.append((total, number))
    if not best:
        return []
    at = best[-1][1]
    path = []
    while at >= 0:
        path.append(ordered[at])
        at = before[at]
    return path[::-1]


def _inside(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The words that do not begin a sentence: there a capital means a name."""
    for earlier, token in pairwise(tokens):
        between = text[earlier.end() : token.start()]
        if not any(mark in between for mark in '.!?…:"“”«»'):
            yield token


def _mass(paragraph: Paragraph, weights: Mapping[str, float]) -> float:
    return sum(weights[word] for word in paragraph.distinct)


def _run_span(text: ReadText, first: int, length: int) -> Span:
    """Where a run of words stands: from the paragraph of its first word to that of its last."""
    at = 0
    start = end = None
    for paragraph in text.paragraphs:
        after = at + len(paragraph.words)
        if start is None and first < after:
            start = paragraph.span.start
        if first + length <= after:
            end = paragraph.span.end
            break
        at = after
    return Span(start or 0, end or 0)


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)
