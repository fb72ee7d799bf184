"""Which wordings of two quotes are laid beside each other: the whole texts, what is in quotation marks, one sentence.

A newspaper marks the half of a sentence, explains a name between dashes, or carries one sentence of three: compared
whole, the rest would hide that the words are the same.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise, product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotetrail.match.compare import Comparer, Comparison
from quotetrail.match.encoder import Encoder
from quotetrail.match.readings import Reading
from quotetrail.model import APART, Appearance, QuoteType

_DATA = Path(__file__).with_name("verify.toml")
# An end of a sentence: no point inside a number or after an initial or abbreviation of two letters.
_SENTENCE_END = re.compile(r"(?<!\b\w)(?<!\b\w\w)[.](?=\s)|[!?…;](?=\s)|[؟۔](?=\s|$)|[。！？；]|\n")
# Where a clause may end: at a sentence's end, a comma, a colon, a dash.
_CLAUSE_END = re.compile(rf"{_SENTENCE_END.pattern}|[,:،，：](?=\s)|\s[-–—](?=\s)")
# What explains between brackets or dashes; what is longer is no aside.
_INSERTION = re.compile(r"\s?\([^()]{1,300}\)|\s[-–—]\s[^–—]{1,300}?\s[-–—](?=\s)")
# A quote is compared with up to 64 candidates; its sentences are looked for once.
_TEXTS_KEPT = 256

Vectors = npt.NDArray[np.float32]


class Form(StrEnum):
    """What of a quote was compared."""

    WHOLE = "whole"
    MARKED = "marked"
    BARE = "bare"
    SENTENCE = "sentence"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class Compared:
    """The likeliest comparison of two quotes, and of which forms."""

    comparison: Comparison
    one: Reading
    other: Reading
    forms: frozenset[Form]

    @property
    def content(self) -> int:
        """How many telling words the shorter of the two has."""
        return min(self.one.wording.content, self.other.wording.content)

    @property
    def same(self) -> float:
        """The judge's probability that they say the same."""
        return self.comparison.opinion.same


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """The sentences or clauses of a text and each two that follow each other, with unit vectors, float32 [n, d]."""

    texts: tuple[str, ...]
    vectors: Vectors

    def nearest(self, few: Reading) -> tuple[str, float]:
        """The one nearest to a text, and the cosine."""
        near = self.vectors @ few.whole
        best = int(near.argmax())
        return self.texts[best], float(near[best])


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLimits:
    """The numbers of [forms] in verify.toml, explained there."""

    sentences: int
    longer: float
    sure: float
    kept: float
    clause: float


@dataclass(frozen=True, slots=True)
class Forms:
    """Chooses what to compare.

    `stands` says whether a reading has words enough to stand for itself, `says` whether it says anything: such few
    words are set against one sentence alone.
    """

    comparer: Comparer
    stands: Callable[[Reading], bool]
    says: Callable[[Reading], bool]
    sentences: Callable[[str], Sentences | None]
    clauses: Callable[[str], Sentences | None]
    limits: FormLimits

    @classmethod
    def load(
        cls,
        comparer: Comparer,
        encoder: Encoder,
        *,
        stands: Callable[[Reading], bool],
        says: Callable[[Reading], bool],
    ) -> Forms:
        """Read verify.toml."""
        limits = FormLimits(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["forms"])

        def cut(ends: re.Pattern[str]) -> Callable[[str], Sentences | None]:
            def pieces(text: str) -> Sentences | None:
                texts = _stretches(text, ends, limits.sentences)
                return Sentences(texts, encoder.encode(texts)) if texts else None

            return lru_cache(maxsize=_TEXTS_KEPT)(pieces)

        return cls(comparer, stands, says, cut(_SENTENCE_END), cut(_CLAUSE_END), limits)

    def compare(self, left: Appearance, right: Appearance, one: Reading, other: Reading) -> Compared:
        """The likeliest comparison of two quotes, whose whole texts are `one` and `other`. At most nine are made.

        Of two whole texts that have nearly the same words and yet say different things no part is compared: what turns
        them round may stand outside the marks.
        """
        whole = Compared(self.comparer.compare(one, other), one, other, frozenset({Form.WHOLE}))
        if whole.same >= self.limits.sure or whole.comparison.exchange is not None:
            return whole
        measured = whole.comparison.measured
        if whole.comparison.relation in APART and measured.agreement.ordered_less >= self.limits.kept:
            return whole
        found = [whole, *self._marked(left, right, one, other), *self._bare(one, other)]
        best = max(found, key=lambda compared: compared.same)
        if best.same >= self.limits.sure:
            return best
        return max((best, *self._sentences(left, right, one, other)), key=lambda compared: compared.same)

    def clause(self, few: Reading, many: Reading) -> Compared | None:
        """A pasted text against the clause of a stored one that is nearest to it, where one lies near."""
        clauses = self.clauses(many.text) if self._longer(many, few) else None
        if clauses is None:
            return None
        text, cosine = clauses.nearest(few)
        if cosine < self.limits.clause:
            return None
        clause = self.comparer.measurer.read(text, many.language)
        return Compared(self.comparer.compare(few, clause), few, clause, frozenset({Form.CLAUSE}))

    def only_whole(self, left: Appearance, right: Appearance, one: Reading, other: Reading) -> bool:
        """Whether no parts of two quotes, whose whole texts these are, would be compared."""
        if any(quote.type is QuoteType.MIXED and quote.quoted for quote in (left, right)):
            return False
        if any(_INSERTION.search(reading.text) for reading in (one, other)):
            return False
        few, many = sorted((one, other), key=lambda reading: len(reading.wording.words))
        return not self._longer(many, few) or self.sentences(many.text) is None

    def marked(self, appearance: Appearance, reading: Reading) -> Reading:
        """The words in quotation marks; the whole text where they are not told apart from it."""
        if appearance.type is not QuoteType.MIXED or not appearance.quoted:
            return reading
        return self.comparer.measurer.read(" ".join(appearance.quoted), appearance.language)

    def _marked(self, left: Appearance, right: Appearance, one: Reading, other: Reading) -> Iterator[Compared]:
        """Comparisons of the marked words of one side or both, where they can stand for themselves."""
        lefts, rights = self._alternatives(left, one, self.stands), self._alternatives(right, other, self.stands)
        return self._crossed(lefts, rights, Form.MARKED)

    def _bare(self, one: Reading, other: Reading) -> Iterator[Compared]:
        """Comparisons of one side or both without what is put in between, where the rest can stand for itself."""
        return self._crossed(self._without_insertions(one), self._without_insertions(other), Form.BARE)

    def _crossed(self, ones: Sequence[Reading], others: Sequence[Reading], form: Form) -> Iterator[Compared]:
        """Each with each but the first of both, which are the whole texts."""
        for one, other in islice(product(ones, others), 1, None):
            yield Compared(self.comparer.compare(one, other), one, other, frozenset({form}))

    def _without_insertions(self, reading: Reading) -> list[Reading]:
        bare = _INSERTION.sub("", reading.text)
        if bare == reading.text:
            return [reading]
        read = self.comparer.measurer.read(bare, reading.language)
        return [reading, read] if self.stands(read) else [reading]

    def _alternatives(
        self, appearance: Appearance, reading: Reading, enough: Callable[[Reading], bool]
    ) -> list[Reading]:
        marked = self.marked(appearance, reading)
        return [reading, marked] if marked is not reading and enough(marked) else [reading]

    def _longer(self, many: Reading, few: Reading) -> bool:
        """Whether the one is so much longer that a part of it is looked for in place of the whole."""
        return len(many.wording.words) >= self.limits.longer * len(few.wording.words)

    def _sentences(self, left: Appearance, right: Appearance, one: Reading, other: Reading) -> Iterator[Compared]:
        """Each form of the shorter quote against the sentence of the longer one that is nearest to it."""
        if len(one.wording.words) <= len(other.wording.words):
            appearance, few, many = left, one, other
        else:
            appearance, few, many = right, other, one
        sentences = self.sentences(many.text)
        if sentences is None:
            return
        for form in self._alternatives(appearance, few, self.says):
            if not self._longer(many, form):
                continue
            text, cosine = sentences.nearest(form)
            sentence = self.comparer.measurer.read(text, many.language)
            if cosine > float(many.whole @ form.whole) and self.says(sentence):
                of = {Form.SENTENCE} if form is few else {Form.SENTENCE, Form.MARKED}
                yield Compared(self.comparer.compare(form, sentence), form, sentence, frozenset(of))


def _stretches(text: str, ending: re.Pattern[str], most: int) -> tuple[str, ...]:
    """The first `most` sentences or clauses, by their `ending`, and each two neighbours; none where there is one."""
    ends = [0, *(found.end() for found in ending.finditer(text)), len(text)]
    pieces = [(start, end) for start, end in pairwise(ends) if any(map(str.isalnum, text[start:end]))][:most]
    if len(pieces) < len(("one", "other")):
        return ()
    two = ((start, end) for (start, _), (_, end) in pairwise(pieces)) if len(pieces) > len(("one", "other")) else ()
    return tuple(text[start:end].strip() for start, end in (*pieces, *two))
