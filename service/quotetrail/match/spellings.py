"""Are two words spellings of one name? Tables of letters say how well they agree, a logistic model how likely it is.

Two tables: Latin and Cyrillic, Cyrillic and Cyrillic. Two Latin words are compared through the Cyrillic that either is
likeliest to have: far more pairs teach that than there are Latin variants. How well this does: models/names/CARD.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from quotetrail.match.odds import probability
from quotetrail.match.scripts import Script, Scripts, Word
from quotetrail.match.transliteration import Agreement, Limits, Units
from quotetrail.settings import BUNDLED_MODELS

WEIGHTS = BUNDLED_MODELS / "names"
ACROSS, LATIN, CYRILLIC = "latin-cyrillic", "latin-latin", "cyrillic-cyrillic"
# v stands for w and for the vowel that Arabic writes with it.
_NO_VOWELS = str.maketrans("", "", "aeiouv")
# Speakers come back again and again in one story; their words are compared once.
_PAIRS_KEPT = 1 << 15
_WORDS_KEPT = 1 << 13


@dataclass(frozen=True, slots=True)
class Judgement:
    """Logistic model of one table: the log-odds that two words are one name."""

    bias: float
    gain: float
    smaller_loss: float
    larger_loss: float

    def probability(self, *agreements: Agreement | None) -> float:
        """In [0, 1], of the likeliest of the agreements; 0 if there is none."""
        found = [self._log_odds(agreement) for agreement in agreements if agreement is not None]
        if not found:
            return 0.0
        return probability(max(-50.0, min(50.0, max(found))))

    def _log_odds(self, agreement: Agreement) -> float:
        log_odds = self.bias + self.gain * agreement.gain
        log_odds += self.smaller_loss * agreement.smaller_loss + self.larger_loss * agreement.larger_loss
        return log_odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Both tables: how well two words agree, in whatever letters."""

    across: Units
    cyrillic: Units

    @classmethod
    def load(cls, folder: Path, *, limits: Limits) -> Tables:
        """Read both."""
        across, cyrillic = (Units.read(folder / f"{name}.tsv", limits=limits) for name in (ACROSS, CYRILLIC))
        return cls(across=across, cyrillic=cyrillic)

    def agreements(self, one: Word, other: Word) -> tuple[Agreement | None, ...]:
        """Every way in which two words can be taken: Latin ones with their marks and without.

        Two Latin words are taken twice more, each with the likeliest Cyrillic of the other.
        """
        left, right = in_order(one, other)
        if letters_of(left, right) == CYRILLIC:
            return (self.cyrillic.agreement(left.letters, right.letters),)
        if letters_of(left, right) == ACROSS:
            return tuple(self.across.agreement(latin, right.letters) for latin in _with_marks_and_without(left))
        return tuple(
            self.across.agreement(latin, self.across.respelled(respelled))
            for first, second in ((left, right), (right, left))
            for latin, respelled in zip(_with_marks_and_without(first), _with_marks_and_without(second), strict=False)
        )


def _with_marks_and_without(word: Word) -> tuple[str, ...]:
    return (word.letters,) if word.letters == word.signs else (word.letters, word.signs)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingScale:
    """Words whose plain forms are less similar than `nearest` are two names; how sure the others make, in [0, 1].

    `plain`: the same plain form, or the same letters written out. `known`: a listed pair. `consonants`: the same
    consonants, where only these are written. `doubtful`: times this, where a pair in two scripts is less sure than near
    but wrong names are, down to `two_names`.
    """

    nearest: float
    plain: float
    known: float
    consonants: float
    doubtful: float
    two_names: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """Compares words of names. `alike`: probability that two words are one name; cached, shared between threads.

    `least`: the probability that a few per cent of the nearest wrong names reach, by kind of letters; below it two
    words had better be taken for two names. `russian`: Russian letters for a word in whatever script.
    """

    alike: Callable[[Word, Word], float]
    russian: Callable[[Word], str]
    least: Mapping[str, float]
    scale: SpellingScale

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Spellings:
        """Read tables and models (about 30 ms)."""
        data = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        lines = (folder / "known.tsv").read_text(encoding="utf-8").splitlines()
        return cls.of(
            Tables.load(folder, limits=Limits(**data["limits"])),
            judged={kind: Judgement(**model) for kind, model in data["judgement"].items()},
            known=frozenset(tuple(line.split("\t")) for line in lines),
            scale=SpellingScale(**data["scale"]),
            written_out=Scripts.load().written_out,
            least=data["least"],
        )

    @classmethod
    def of(
        cls,
        tables: Tables,
        *,
        judged: Mapping[str, Judgement],
        known: frozenset[tuple[str, ...]],
        scale: SpellingScale,
        least: Mapping[str, float],
        written_out: Mapping[int, str],
    ) -> Spellings:
        """With these tables and models; `known` are irregular pairs (john, джон) in letters."""

        @lru_cache(maxsize=_PAIRS_KEPT)
        def alike(one: Word, other: Word) -> float:
            if one.letters == other.letters:
                return 1.0
            if Script.CONSONANTS in {one.script, other.script}:
                return scale.consonants if _consonants(one.plain) == _consonants(other.plain) != "" else 0.0
            left, right = in_order(one, other)
            if (left.letters, right.letters) in known:
                return scale.known
            if Levenshtein.normalized_similarity(one.plain, other.plain) < scale.nearest:
                return 0.0
            likeness = judged[letters_of(left, right)].probability(*tables.agreements(left, right))
            if left.plain == right.plain or left.letters.translate(written_out) == right.letters.translate(written_out):
                return max(likeness, scale.plain)
            return likeness

        @lru_cache(maxsize=_WORDS_KEPT)
        def russian(word: Word) -> str:
            return word.letters if word.script is Script.CYRILLIC else tables.across.respelled(word.letters)

        return cls(alike=alike, russian=russian, least=least, scale=scale)

    def same(self, one: Word, other: Word) -> float:
        """As `alike`, but little or nothing where it is less than what near but wrong names reach.

        In one script nothing: a letter more or less is another name there. Across scripts a doubt is left.
        """
        likeness = self.alike(one, other)
        if Script.CONSONANTS in {one.script, other.script}:
            return likeness
        letters = letters_of(*in_order(one, other))
        if likeness >= self.least[letters]:
            return likeness
        return likeness * self.scale.doubtful if letters == ACROSS and likeness >= self.scale.two_names else 0.0


def in_order(one: Word, other: Word) -> tuple[Word, Word]:
    """Two words as the tables take them: Latin before Cyrillic, else by their letters."""
    if (one.script is Script.CYRILLIC, one.letters) <= (other.script is Script.CYRILLIC, other.letters):
        return one, other
    return other, one


def letters_of(left: Word, right: Word) -> str:
    """The kind of letters of two words in order; every script but Cyrillic is romanised."""
    if left.script is Script.CYRILLIC:
        return CYRILLIC
    return ACROSS if right.script is Script.CYRILLIC else LATIN


def _consonants(plain: str) -> str:
    return plain.translate(_NO_VOWELS)
