"""The tagger's readings → sentences with tags, trees and names, in the form that everything else here reads.

A word's head is its best one inside the sentence. Where that makes a cycle, the word of the cycle that the root takes
most gladly hangs on the root instead; the search for the best tree of all (Chu and Liu 1965) costs ten times as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.detect.labels import names
from quotetrail.detect.parse import Entity, Sentence, Word
from quotetrail.detect.tagger import Reading, Scores, Tables

_LONGEST = 150  # words of a sentence, as in parse.py: time is quadratic in them
_SHORTEST = 2  # letters of a verb
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PLURAL = frozenset({"NNS", "NNPS"})


class Lemmas:
    """Lemmas by form and tag: a table of irregular forms, spelling rules for the rest."""

    def __init__(self, table: Mapping[tuple[str, str], str]) -> None:
        self._table = dict(table)
        self._known = frozenset(table.values())

    @classmethod
    def load(cls, path: Path) -> Lemmas:
        """Read `lemmas.txt`: form, tag and lemma a line, divided by tabs."""
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return cls({(form, upos): lemma for form, upos, lemma in rows})

    def of(self, word: str, upos: str, xpos: str) -> str:
        """The lemma, lower case but for names."""
        if upos == "PROPN":
            return word
        form = word.lower().replace("’", "'")
        known = self._table.get((form, upos))
        if known is not None:
            return known
        if xpos == "NNS":
            return _singular(form)
        if xpos in {"VBD", "VBN", "VBZ", "VBG"}:
            return self._stem(form, xpos)
        return form

    def _stem(self, form: str, xpos: str) -> str:
        """A regular verb's stem; of several spellings the one the table knows as a lemma, else the likeliest."""
        ending = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s"}[xpos]
        if not form.endswith(ending) or len(form) < len(ending) + _SHORTEST:
            return form
        if form.endswith(("ied", "ies")):
            return form[:-3] + "y"
        stem = form[: -len(ending)]
        spellings = [stem, stem + "e", stem[:-1]] if xpos != "VBZ" else [stem, stem.removesuffix("e")]
        known = next((spelling for spelling in spellings if spelling in self._known), None)
        if known is not None:
            return known
        doubled = len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "lsz"
        return stem[:-1] if doubled and xpos != "VBZ" else stem


def _singular(form: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            return form[: -len(ending)] + instead
    return form[:-1] if form.endswith("s") and not form.endswith("ss") else form


@dataclass(frozen=True, slots=True)
class Syntax:
    """One window's sentences as (first word, word after the last), and for each word tag numbers, head and relation.

    Words are numbered within the window; the head of a root is the root itself.
    """

    bounds: tuple[tuple[int, int], ...]
    upos: tuple[int, ...]
    xpos: tuple[int, ...]
    heads: tuple[int, ...]
    relations: tuple[int, ...]
    names: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, reading: Reading, tables: Tables) -> Syntax:
        """Decode a reading."""
        bounds = _sentence_bounds(reading)
        heads, relations = _heads(reading, bounds, tables)
        return cls(
            bounds=tuple(bounds),
            upos=tuple(reading.upos.tolist()),
            xpos=tuple(reading.xpos.tolist()),
            heads=tuple(heads),
            relations=tuple(relations),
            names=tuple(names(reading)),
        )

    def sentences(
        self, text: str, spans: Sequence[tuple[int, int]], tables: Tables, lemmas: Lemmas
    ) -> Iterator[Sentence]:
        """The sentences; `spans` are those of the window's words."""
        entities = [_entity(text, spans, first, last, label) for first, last, label in self.names]
        current = 0
        for begin, end in self.bounds:
            words = tuple(
                _word(
                    text,
                    spans[place],
                    index=place - begin,
                    upos=tables.upos[self.upos[place]],
                    xpos=tables.xpos[self.xpos[place]],
                    head=-1 if self.heads[place] == place else self.heads[place] - begin,
                    deprel="root" if self.heads[place] == place else tables.relations[self.relations[place]],
                    lemmas=lemmas,
                )
                for place in range(begin, end)
            )
            own = []
            while current < len(entities) and entities[current].start < words[-1].end:
                own.append(entities[current])
                current += 1
            yield Sentence(words[0].start, words[-1].end, words, tuple(own), parsed=True)


def _sentence_bounds(reading: Reading) -> list[tuple[int, int]]:
    words = len(reading.paragraphs)
    starts = (reading.starts > 0).tolist()
    begins = [0]
    for place in range(1, words):
        new = reading.paragraphs[place] != reading.paragraphs[place - 1]
        if new or starts[place] or place - begins[-1] >= _LONGEST:
            begins.append(place)
    return list(zip(begins, [*begins[1:], words], strict=True))


def _heads(reading: Reading, bounds: list[tuple[int, int]], tables: Tables) -> tuple[list[int], list[int]]:
    """The head of each word (itself at a root) and the number of its relation."""
    heads: list[int] = []
    for begin, end in bounds:
        scores: Scores = reading.arcs[begin:end, begin:end]
        heads += [begin + head for head in _tree(scores)]
    relations: npt.NDArray[np.int64] = (
        _gelu(reading.dependent + reading.head[np.array(heads)]) @ tables.relation_weight.T + tables.relation_bias
    ).argmax(axis=1)
    return heads, relations.tolist()


def _tree(scores: Scores) -> list[int]:
    """The head of each word of a sentence; one word, the root, is its own head, and every word leads to it."""
    own = np.diagonal(scores)
    apart = scores.copy()
    np.fill_diagonal(apart, -np.inf)
    heads: list[int] = apart.argmax(axis=1).tolist()
    root = int((own - apart.max(axis=1)).argmax()) if len(heads) > 1 else 0
    heads[root] = root
    done = [False] * len(heads)
    done[root] = True
    for word in range(len(heads)):
        path: list[int] = []
        current = word
        while not done[current] and current not in path:
            path.append(current)
            current = heads[current]
        if not done[current]:
            cycle = path[path.index(current) :]
            loosened = max(cycle, key=lambda member: float(scores[member, root] - scores[member, heads[member]]))
            heads[loosened] = root
        for member in path:
            done[member] = True
    return heads


def _gelu(values: Scores) -> Scores:
    """The tanh form of GELU (Hendrycks and Gimpel 2016); within 0.001 of the exact one that training used."""
    found: Scores = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3)))
    return found


def _entity(text: str, spans: Sequence[tuple[int, int]], first: int, last: int, label: str) -> Entity:
    start, end = spans[first][0], spans[last - 1][1]
    return Entity(text[start:end], start, end, label)


def _word(
    text: str, span: tuple[int, int], *, index: int, upos: str, xpos: str, head: int, deprel: str, lemmas: Lemmas
) -> Word:
    form = text[span[0] : span[1]]
    return Word(
        index=index,
        text=form,
        start=span[0],
        end=span[1],
        lemma=lemmas.of(form, upos, xpos),
        upos=upos,
        xpos=xpos,
        feats="VerbForm=Fin" if xpos in _FINITE else "Number=Plur" if xpos in _PLURAL else "",
        head=head,
        deprel=deprel,
    )
