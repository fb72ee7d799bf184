"""What the encoder sees of a text: its words, and of each word the character n-grams that it is known by.

Training and run time share this module, so a change here makes the bundled weights useless: train them again.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from anyascii import anyascii

from quotetrail.match.phrases import UNSPACED

# A statement has 5 to 60 words; what comes after the first pages of a long text no longer moves its vector.
LONGEST_TEXT = 8_192
MOST_WORDS = 512
# Longer words and numbers are web addresses and the like; their beginning is enough.
_LONGEST_WORD = 24
_NGRAMS = (3, 4, 5)
# Of numbers, so that one never seen in training still resembles itself.
_DIGITS = (2, 3)
# Beginnings longer than the n-grams, which in an inflected language are the stem.
_STEMS = (5, 6, 7, 8)
# Thousands and decimal separators differ by language, so the digits alone are the number.
_TOKEN = re.compile(rf"(?P<number>\d+(?:[.,'\u2019]\d+)*)|(?P<run>[{UNSPACED}]+)|(?P<word>[^\W\d_{UNSPACED}]+)")
_RUN = re.compile(f"[{UNSPACED}]")
_NO_DIGIT = re.compile(r"\D")
# Optional in writing: stress marks, Arabic vowel signs and the tatweel; and the dot that a lower-cased İ leaves.
_OPTIONAL = re.compile("[\u0300\u0301\u0307\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060]")
_DOT_ABOVE = "\u0307"
_ARABIC = str.maketrans("أإآٱىةؤئ", "ااااىهوي")
# Latin letters typed for the Cyrillic ones that look alike, as often in Kazakh texts; only amid Cyrillic letters.
_LOOKALIKES = str.maketrans("aceəhiïkmoɵptxy", "асеәһіїкмоөртху")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LOOKALIKE = re.compile("[aceəhiïkmoɵptxy]")
# Spellings of one sound in the usual romanisations; names then agree across scripts.
_SOUNDS = (("shch", "s"), ("sch", "s"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("x", "ks"))
_LETTERS = str.maketrans("qywz", "kivs")
_NOT_LATIN = re.compile(r"[^a-z]")
_VOWELS = re.compile(r"[aeiou]")
_FEWEST_CONSONANTS = 3
# "The", with the conjunctions and prepositions written together with it.
_ARABIC_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{2})")
# Words repeat, and a pair is compared by the sounds of all its words.
_SOUNDS_KEPT = 131_072
_DOUBLED = re.compile(r"(.)\1+")


def words(text: str) -> list[str]:
    """The lower-case words and numbers of a text, in order; Chinese as characters and pairs of neighbours."""
    plain = _OPTIONAL.sub("", unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).lower()).translate(_ARABIC)
    found: list[str] = []
    for token in _TOKEN.finditer(plain):
        piece = token.group()
        match token.lastgroup:
            case "number":
                found.append(_NO_DIGIT.sub("", piece)[:_LONGEST_WORD])
            case "run":
                found.extend(piece)
                found.extend(first + second for first, second in pairwise(piece))
            case _:
                if _CYRILLIC.search(piece) and _LOOKALIKE.search(piece):
                    piece = piece.translate(_LOOKALIKES)
                found.append(piece[:_LONGEST_WORD])
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]


class Token(NamedTuple):
    """One word, number or run of unspaced writing, lower-case and bounded; `kind` is "word", "number" or "run"."""

    text: str
    kind: str
    capital: bool


def tokens(text: str) -> Iterator[Token]:
    """What `words` cuts the text into, lazily and with the capitals known; a run of Chinese stays whole."""
    plain = _OPTIONAL.sub("", unicodedata.normalize("NFKC", text[:LONGEST_TEXT])).translate(_ARABIC)
    for token in _TOKEN.finditer(plain):
        piece, kind = token.group(), token.lastgroup or ""
        if kind == "number":
            yield Token(_NO_DIGIT.sub("", piece)[:_LONGEST_WORD], kind, capital=False)
        elif kind == "run":
            yield Token(piece, kind, capital=False)
        else:
            word = piece.lower().replace(_DOT_ABOVE, "")
            if _CYRILLIC.search(word) and _LOOKALIKE.search(word):
                word = word.translate(_LOOKALIKES)
            yield Token(word[:_LONGEST_WORD], kind, capital=piece[0].isupper())


def features(word: str) -> list[int]:
    """32-bit hashes of what a word is known by: itself, its stems, its n-grams by sound and as written."""
    return [zlib.crc32(name.encode(errors="surrogatepass")) for name in dict.fromkeys(_names(word))]


def _names(word: str) -> list[str]:
    names = ["w" + word]
    if word[0].isdigit():
        return names + ["n" + gram for gram in _ngrams(word, _DIGITS)]
    if _RUN.match(word):
        # The same in traditional and in simplified characters.
        return [*names, "y" + anyascii(word)]
    names += ["p" + word[:length] for length in _STEMS if length < len(word)]
    if (article := _ARABIC_ARTICLE.match(word)) is not None:
        names.append("w" + word[article.end() :])
    sound = romanised(word)
    by_sound = dict.fromkeys(_ngrams(sound, _NGRAMS)) if sound else {}
    names += ["r" + gram for gram in by_sound]
    names += ["o" + gram for gram in _ngrams(word, _NGRAMS) if gram not in by_sound]
    consonants = _VOWELS.sub("", sound)
    if len(consonants) >= _FEWEST_CONSONANTS:
        names.append("s" + consonants)
    return names


@lru_cache(maxsize=_SOUNDS_KEPT)
def romanised(word: str) -> str:
    """A word by sound, in plain Latin letters: Тоқаев, Токаев and Tokayev begin alike."""
    latin = anyascii(word).lower()
    for written, sound in _SOUNDS:
        latin = latin.replace(written, sound)
    return _DOUBLED.sub(r"\1", _NOT_LATIN.sub("", latin.translate(_LETTERS)))


def _ngrams(word: str, lengths: tuple[int, ...]) -> list[str]:
    marked = f"<{word}>"
    return [marked[at : at + n] for n in lengths for at in range(len(marked) - n + 1)]
