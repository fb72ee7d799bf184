"""The mode of an attribution, read off the words of its cue: no parser, one look at each word.

The words stand in `modes.toml`, one table a language, as lemmas and fixed expressions. Their forms are made when the
table is read, so that a cue is looked up as it is written. The first listed word decides ("said he hopes" is speech,
"hopes to announce" a thought); words that only lead up to another one ("seemed to suggest") decide where nothing else
does. A medium turns speech into writing ("said on Twitter"), a voice turns a thought into speech ("wondered aloud").
"""

from __future__ import annotations

import re
import string
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotetrail.model import Mode

TABLE = Path(__file__).parent / "modes.toml"
UNKNOWN_LANGUAGE = Mode.SPEECH  # a language without a table has no cues either: its quotations are taken for speech

_PUNCTUATION = string.punctuation + "“”‘«»–—…"
_SHORT = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")  # what may double its last letter: plan, label, admit


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The cue words of one language as written forms, lower case.

    `phrases` maps the first word of each fixed expression to what follows it and its mode, longest first.
    """

    words: Mapping[str, Mode]
    weak: Mapping[str, Mode]
    alone: Mapping[str, Mode]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Mode], ...]]
    media: frozenset[str]
    carriers: frozenset[str]
    voiced: frozenset[str]
    fallback: Mode

    def mode_of(self, cue: Sequence[str]) -> Mode:
        """The mode of a cue whose words are lower case and bare."""
        mode = next(self._found(cue), self.fallback)
        if mode is Mode.SPEECH and self._names_a_medium(cue):
            return Mode.WRITING
        if mode is Mode.THOUGHT and not self.voiced.isdisjoint(cue):
            return Mode.SPEECH
        return mode

    def _found(self, cue: Sequence[str]) -> Iterator[Mode]:
        """The modes of the listed words and expressions, in the order of the cue, those that lead up to others last."""
        for place, word in enumerate(cue):
            for rest, mode in self.phrases.get(word, ()):
                if tuple(cue[place + 1 : place + 1 + len(rest)]) == rest:
                    yield mode
            if word in self.words:
                yield self.words[word]
        yield from (self.weak[word] for word in cue if word in self.weak)
        if len(cue) == 1 and cue[0] in self.alone:
            yield self.alone[cue[0]]

    def _names_a_medium(self, cue: Sequence[str]) -> bool:
        carrier = next((place for place, word in enumerate(cue) if word in self.carriers), len(cue))
        return not self.media.isdisjoint(cue[carrier + 1 :])


@dataclass(frozen=True, slots=True)
class Modes:
    """The modes of cues in every language that has a table."""

    _lexicons: Mapping[str, _Lexicon]

    @classmethod
    def load(cls) -> Modes:
        """The tables that ship with the package."""
        data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
        return cls({language: _lexicon(table) for language, table in data.items()})

    def mode_of(self, words: Sequence[str], *, language: str = "en") -> Mode:
        """The mode of a cue, given as its words in the order of the text, as they are written there.

        Never fails: a cue without a known word has the fallback of its language's table (speech in English), and so has
        one of a language without a table.
        """
        lexicon = self._lexicons.get(language)
        if lexicon is None:
            return UNKNOWN_LANGUAGE
        return lexicon.mode_of([kept for kept in map(bare, words) if kept])


def forms(lemmas: Iterable[str], *, language: str = "en") -> frozenset[str]:
    """The lemmas with every form that the language's spelling makes of them, and its irregular ones."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))[language]
    irregular = {lemma: tuple(listed.split()) for lemma, listed in table["irregular"].items()}
    return frozenset(form for lemma in lemmas for form in _forms(lemma, irregular))


def bare(word: str) -> str:
    """Lower case, without punctuation at the edges and a possessive ending; apostrophes straight."""
    return word.lower().replace("’", "'").strip(_PUNCTUATION).removesuffix("'s")


def _lexicon(table: Mapping[str, Any]) -> _Lexicon:
    irregular = {lemma: tuple(forms.split()) for lemma, forms in table["irregular"].items()}
    media, voiced = table["media"], table["voiced"]
    return _Lexicon(
        words=_by_form(table["words"], irregular),
        weak=_by_form(table["weak"], irregular),
        alone=_by_form(table["alone"], irregular),
        phrases=_phrases(table["phrases"], irregular),
        media=frozenset(form for lemma in media["words"].split() for form in _forms(lemma, irregular)),
        carriers=frozenset(media["after"].split()),
        voiced=frozenset(voiced["words"].split()),
        fallback=Mode(table["fallback"]),
    )


def _by_form(lists: Mapping[str, str], irregular: Mapping[str, Sequence[str]]) -> dict[str, Mode]:
    """The mode of every form; a word that is listed itself is not taken for the form of another."""
    listed = {lemma: Mode(mode) for mode, lemmas in lists.items() for lemma in lemmas.split()}
    made = {form: mode for lemma, mode in listed.items() for form in _forms(lemma, irregular)}
    return made | listed


def _phrases(
    lists: Mapping[str, Sequence[str]], irregular: Mapping[str, Sequence[str]]
) -> dict[str, tuple[tuple[tuple[str, ...], Mode], ...]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], Mode]]] = defaultdict(list)
    for mode, phrases in lists.items():
        for phrase in phrases:
            first, *rest = phrase.split()
            for form in _forms(first, irregular):
                found[form].append((tuple(rest), Mode(mode)))
    return {first: tuple(sorted(rests, key=lambda rest: -len(rest[0]))) for first, rests in found.items()}


def _forms(lemma: str, irregular: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The lemma and every form that English spelling makes of it as a verb or a noun, with some that nobody writes."""
    yield lemma
    yield from irregular.get(lemma, ())
    stem = lemma.removesuffix("e")
    if lemma.endswith("y") and lemma[-2:-1] not in set("aeiou"):
        yield from (f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing")
        return
    yield f"{lemma}es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{lemma}s"
    yield f"{stem}ed"
    yield f"{lemma[:-2]}ying" if lemma.endswith("ie") else f"{stem}ing"
    if lemma.endswith(("ee", "ye", "oe")):
        yield f"{lemma}ing"
    if _SHORT.search(lemma):
        yield from (f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing")
