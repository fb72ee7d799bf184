"""What newsrooms do to words: edits, cuts, splices, quotation in part, reported speech, a few words picked out.

Each gives the pieces that the words now stand in, or None where this text has no means for it. What a change could turn
into another statement is left alone: numbers, names, negation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from training.evaluation.stream_texts import size

Pieces = tuple[str, ...]
_Change = Callable[[str, str, Random], str]
Share = Sequence[float]
"""The least and the most."""

UNSPACED = frozenset({"zh"})
"""Languages written without spaces, where words cannot be counted off."""

_CLAUSE = re.compile(r"(?<=[,;:.!?…])\s+|\s+(?=[—–-]\s)")
_CLAUSE_UNSPACED = re.compile(r"(?<=[，；。：！？])")
_COMMA = re.compile(r"(?<=[^\W\d]),(?= )")
_DASH = re.compile(r" [—–-] ")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EDGES = " \t,;:—–-，；："
_LETTER = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceSizes:
    """Lengths in words, and shares of the whole; `stream.toml` says what each is."""

    cut_words: int
    cut_run: int
    cut_share: Share
    splice_words: int
    splice_share: Share
    mixed_words: int
    mixed_share: Share
    fragment_words: int
    fragment_letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """Changes by the word lists of stream.toml."""

    pairs: Mapping[str, Sequence[tuple[str, str]]]
    dispensable: Mapping[str, Sequence[str]]
    reported: Mapping[str, Mapping[str, Any]]
    most_edits: int
    typos: float
    typo_letters: int
    kept: frozenset[str]
    sizes: PieceSizes

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Variants:
        """From the tables of stream.toml."""
        pairs: dict[str, list[tuple[str, str]]] = {}
        for table, both_ways in (("synonyms", False), ("letters", False), ("spellings", True), ("contractions", True)):
            for language, rows in data[table].items():
                known = pairs.setdefault(language, [])
                known += [(one, other) for one, other in rows]
                known += [(other, one) for one, other in rows if both_ways]
        negation = data["negation"].values()
        kept = {word for table in negation for lost, _ in table["lose"] for word in lost.split()}
        sizes: dict[str, Any] = data["pieces"]
        return cls(
            pairs=pairs,
            dispensable=data["dispensable"],
            reported=data["reported"],
            most_edits=data["edits"]["most"],
            typos=data["edits"]["typos"],
            typo_letters=data["edits"]["typo_letters"],
            kept=frozenset(kept),
            sizes=PieceSizes(**sizes),
        )

    def edit(self, text: str, language: str, chance: Random) -> Pieces | None:
        """One to a few small changes: another word, spelling or contraction, a typo, a comma, a dash, a filler lost."""
        changes: list[_Change] = [self._reworded, self._reworded, self._without, _without_comma, _other_dash]
        if chance.random() < self.typos:
            changes.append(self._mistyped)
        chance.shuffle(changes)
        wanted, edited = chance.randint(1, self.most_edits), text
        for change in changes:
            changed = change(edited, language, chance)
            wanted -= changed != edited
            edited = changed
            if not wanted:
                break
        if edited == text:
            edited = self._mistyped(text, language, chance)
        return (edited,) if edited != text else None

    def cut(self, text: str, language: str, chance: Random) -> Pieces | None:
        """The beginning, the end or the middle: whole clauses where they are long enough, else a run of words."""
        whole = size(text, language)
        least, most = (whole * share for share in self.sizes.cut_share)
        least = max(least, self.sizes.cut_words)
        clauses = _clauses(text, language)
        runs = [
            _joined(clauses[start:end], language)
            for start in range(len(clauses))
            for end in range(start + 1, len(clauses) + 1)
        ]
        fitting = [run for run in runs if least <= size(run, language) <= most]
        if fitting:
            return (chance.choice(fitting).strip(_EDGES),)
        words, least = text.split(), max(least, self.sizes.cut_run)
        if language in UNSPACED or least > most:
            return None
        length = chance.randint(round(least), max(round(least), int(most)))
        start = chance.choice((0, len(words) - length, chance.randint(0, len(words) - length)))
        return (" ".join(words[start : start + length]).strip(_EDGES),)

    def splice(self, text: str, language: str, chance: Random) -> Pieces | None:
        """Beginning and end, in two pieces or joined by an ellipsis, without the middle."""
        words = text.split()
        least, most = (round(len(words) * share) for share in self.sizes.splice_share)
        room = len(words) - 2 * self.sizes.splice_words
        if language in UNSPACED or room < max(least, 1):
            return None
        length = chance.randint(max(least, 1), max(1, min(most, room)))
        start = chance.randint(self.sizes.splice_words, len(words) - self.sizes.splice_words - length)
        pieces = (" ".join(words[:start]).strip(_EDGES), " ".join(words[start + length :]).strip(_EDGES))
        return pieces if chance.random() < 1 / 2 else (" … ".join(pieces),)

    def mixed(self, text: str, language: str, chance: Random) -> Pieces | None:
        """Three pieces of which the second is to stand in marks."""
        words = text.split()
        if language in UNSPACED or len(words) < self.sizes.mixed_words:
            return None
        length = max(2, round(len(words) * chance.uniform(*self.sizes.mixed_share)))
        start = chance.randint(1, len(words) - length)
        pieces = words[:start], words[start : start + length], words[start + length :]
        return tuple(" ".join(piece) for piece in pieces)

    def fragment(self, text: str, language: str, chance: Random) -> Pieces | None:
        """A few words from inside, the first and the last of them long."""
        words = text.split()
        if language in UNSPACED:
            return None
        count = self.sizes.fragment_words
        starts = [
            start
            for start in range(len(words) - count + 1)
            if min(len(words[place].strip(_EDGES + ".!?")) for place in (start, start + count - 1))
            >= self.sizes.fragment_letters
            and not any(_CLAUSE.search(word + " ") for word in words[start : start + count - 1])
        ]
        if not starts:
            return None
        start = chance.choice(starts)
        return (" ".join(words[start : start + count]).strip(_EDGES + ".!?"),)

    def indirect(self, text: str, language: str, chance: Random) -> Pieces | None:
        """Reported speech by rule: persons shifted, tenses in half of the cases."""
        rules = self.reported.get(language)
        if rules is None or "?" in text:
            return None
        words = _in_third_person(text.rstrip(".!"), rules["first"]).split()
        if any(word.lower().strip(",.;:") in rules["never"] for word in words) or not _follows(words, rules["same"]):
            return None
        shifted = dict(rules["persons"]) | (dict(rules["tenses"]) if chance.random() < 1 / 2 else {})
        told = [_swapped(word, shifted) for word in words]
        if told[0][1:].islower() and len(words) > 1 and not told[0].isdigit():
            told[0] = told[0][0].lower() + told[0][1:]
        return (" ".join(told),)

    def _reworded(self, text: str, language: str, chance: Random) -> str:
        rows = list(self.pairs.get(language, ()))
        chance.shuffle(rows)
        for before, after in rows:
            pattern = re.escape(before) if len(before) == _LETTER else rf"\b{re.escape(before)}\b"
            changed = re.sub(pattern, after, text, count=1)
            if changed != text:
                return changed
        return text

    def _without(self, text: str, language: str, chance: Random) -> str:
        fillers = list(self.dispensable.get(language, ()))
        chance.shuffle(fillers)
        for filler in fillers:
            changed = re.sub(rf" {re.escape(filler)}(?= )", "", text, count=1)
            if changed != text:
                return changed
        return text

    def _mistyped(self, text: str, language: str, chance: Random) -> str:
        """Two neighbouring letters changed about, one lost or one doubled, in a word that is no name."""
        if language in UNSPACED:
            return text
        words = [
            found
            for found in _WORD.finditer(text)
            if len(found[0]) >= self.typo_letters and found[0].islower() and found[0] not in self.kept
        ]
        if not words:
            return text
        found = chance.choice(words)
        at = chance.randint(1, len(found[0]) - 3)
        word = found[0]
        mistyped = chance.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            )
        )
        return text[: found.start()] + mistyped + text[found.end() :]


def _without_comma(text: str, _language: str, _chance: Random) -> str:
    return _COMMA.sub("", text, count=1)


def _other_dash(text: str, _language: str, chance: Random) -> str:
    return _DASH.sub(chance.choice((" — ", " – ", " - ")), text)


def _clauses(text: str, language: str) -> list[str]:
    pattern = _CLAUSE_UNSPACED if language in UNSPACED else _CLAUSE
    return [clause for clause in pattern.split(text) if clause]


def _joined(clauses: Sequence[str], language: str) -> str:
    return ("" if language in UNSPACED else " ").join(clauses)


def _in_third_person(text: str, phrases: Mapping[str, str]) -> str:
    """With the verbs after "I" that change with it."""
    for before, after in phrases.items():
        text = re.sub(rf"\b{re.escape(before)}(?= )", after, text)
    return text


def _follows(words: Sequence[str], same: Sequence[str]) -> bool:
    """Whether what follows every "I" can follow "he" too."""
    after = [other for one, other in pairwise(words) if one == "I"]
    return all(word in same or word.endswith("ed") for word in after)


def _swapped(word: str, words: Mapping[str, str]) -> str:
    """The word's substitute with its punctuation, or the word."""
    bare = word.strip(",.;:—–")
    plain = bare.replace("’", "'")
    return word.replace(bare, words[plain]) if plain in words else word
