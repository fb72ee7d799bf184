"""Words of any language with their places in the text, and lists of phrases found among them, the longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Written inside words but no letters of their own: combining marks, the soft hyphen, signs without width.
_INSIDE = "\u0300-\u036f\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060"
# Scripts without spaces: each character is a token.
UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{UNSPACED}]"
# Several digits with single signs between; a space only before exactly three more digits.
_NUMBER = r"\d+(?:[.,'\u2019\u066b\u066c]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<sign>[{UNSPACED}])|(?P<word>{_LETTER}(?:{_LETTER}|[{_INSIDE}])*)")
# No word of a list is longer, and folding a longer one would only cost time.
_LONGEST = 40
_DROPPED = re.compile("[\u0301\u0307\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060]")
# Letters that writers exchange: dotless i, the hamza of alef, ya and ta marbuta, and the Cyrillic yo.
_EXCHANGED = str.maketrans("ıأإآٱىةё", "iاااايهе")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a character of an unspaced script; `word` is its folded form, the offsets are the text's."""

    word: str
    start: int
    end: int
    number: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A listed phrase at the tokens `start:end`."""

    kind: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text` in order; apostrophes and hyphens part words. Linear in the length of the text."""
    return [
        Token(
            word=fold(token.group()),
            start=token.start(),
            end=token.end(),
            number=token.lastgroup == "number",
        )
        for token in _TOKEN.finditer(text)
    ]


def fold(word: str) -> str:
    """A word as lists know it: lower case, composed, without stress marks and vowel signs."""
    if word.isascii():
        return word.lower()
    if len(word) > _LONGEST:
        return word
    plain = _DROPPED.sub("", unicodedata.normalize("NFC", word).lower()).translate(_EXCHANGED)
    # Kazakh and Ukrainian texts are often typed with the Latin i.
    return plain.replace("i", "і") if _CYRILLIC.search(plain) else plain


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their words, each of one kind."""

    kinds: Mapping[tuple[str, ...], str]
    longest: Mapping[str, int]

    @classmethod
    def of(cls, listed: Iterable[tuple[str, str]]) -> Phrases:
        """From pairs of a kind and a phrase; of two equal phrases the later kind stays."""
        kinds: dict[tuple[str, ...], str] = {}
        longest: dict[str, int] = {}
        for kind, phrase in listed:
            words = tuple(token.word for token in tokens(phrase))
            kinds[words] = kind
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        return cls(kinds, longest)

    @classmethod
    def listed(cls, lists: Iterable[tuple[str, str]]) -> Phrases:
        """From pairs of a kind and its phrases in one text, parted by commas."""
        return cls.of((kind, phrase) for kind, text in lists for phrase in text.split(",") if phrase.strip(" -\n"))

    def at(self, words: Sequence[str], place: int) -> Found | None:
        """The longest listed phrase that begins at the word in that place."""
        for length in range(self.longest.get(words[place], 0), 0, -1):
            kind = self.kinds.get(tuple(words[place : place + length]))
            if kind is not None and place + length <= len(words):
                return Found(kind, place, place + length)
        return None

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """All listed phrases in order; none overlaps another."""
        end = 0
        for place, word in enumerate(words):
            if place >= end and word in self.longest:
                found = self.at(words, place)
                if found is not None:
                    yield found
                    end = found.end
