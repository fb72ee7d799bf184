"""The comparable form of a text, with a map back to the original offsets.

Two wordings that differ only in what no reader would call a difference (case, quotation marks, dashes, ligatures,
spaces, British or American spelling, contractions, digits or number words) have the same canonical words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from quotetrail.match.digits import roman
from quotetrail.model import Span

_DATA = Path(__file__).with_name("canonical.toml")

# Apostrophes that join the parts of one word; U+02BC is among them although Unicode calls it a letter.
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\uff07\u00b4`"
# Spaces that typesetters put between the thousands of a number; the plain space is not one of them.
_NUMBER_SPACES = "\u00a0\u2009\u202f"
# Invisible inside words: soft hyphen, zero-width and direction marks, variation selectors, the Arabic tatweel.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u0640\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
# A minus stands right before a number or its currency and after a space: no range, score or dash does.
_MINUS = r"(?<=[\s(\[«“„\"])[-\u2212\u2013](?=[$€£₽₸]?\d)"
# "No. 10", "№ 10", "n° 10": the tenth, not none of them; "No 10" only with a capital.
_NUMERO = r"(?:(?<![^\W_])(?:No\.?(?=\s?\d)|no\.(?=\d)|[Nn]r\.(?=\s?\d)|[Nn][º°]\.?(?=\s?\d))|№)"
# What these two are read as.
_NAMED = {"minus": "minus", "numero": "number"}
# Scripts written without spaces, where each character is compared as a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Where combining marks live: planes 0 and 1. Looked up once, because `re` has no class for them.
_MARK_LIMIT = 0x20000
# Unicode's stream-safe format lets a base carry 30 marks; more would make normalising quadratic.
_MARKS_PER_CHUNK = 30
# Tokens whose words are remembered, and their longest length: a few megabytes.
_WORDS_KEPT = 32_768
_LONGEST_KNOWN = 40
# Casefolding and NFKC reach a fixed point after two rounds for all assigned characters; one more is spare.
_FOLDING_ROUNDS = 3

Words = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Canonical:
    """Canonical words of a text; `spans[i]` is where word i stands in the original, in code points.

    Spans ascend. Words that come from one sign ("½" gives two) share its span; otherwise spans do not overlap.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]

    def places(self, start: int, end: int) -> range:
        """The words that stand at those code points of the text."""
        first = bisect_right(self.spans, start, key=lambda span: span.end)
        return range(first, max(first, bisect_left(self.spans, end, key=lambda span: span.start)))

    def original(self, start: int, end: int) -> str:
        """The original text of the words `start:end`, with what stands between them; empty for no words."""
        if start >= end:
            return ""
        return self.text[self.spans[start].start : self.spans[end - 1].end]


@dataclass(frozen=True)
class Canonicaliser:
    """Turns text into canonical words; built once from canonical.toml."""

    contractions: Mapping[str, str]
    negated_stems: Mapping[str, str]
    letters: Mapping[str, str]
    is_after: frozenset[str]
    replacements: Mapping[str, tuple[str, ...]]
    pairs: Mapping[tuple[str, str], str]
    signs: Mapping[str, str]
    endings: Mapping[str, tuple[str, int]]
    _ends: tuple[str, ...]
    _token: re.Pattern[str]
    _unspaced: re.Pattern[str]
    _invisible: re.Pattern[str]
    _piece: re.Pattern[str]
    _segment: re.Pattern[str]
    _negated: re.Pattern[str]

    @classmethod
    def load(cls) -> Canonicaliser:
        """Read canonical.toml, and Unicode's combining marks (about 20 ms)."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        marks = "".join(chr(code) for code in range(_MARK_LIMIT) if unicodedata.category(chr(code)).startswith("M"))
        inside = f"[{re.escape(marks)}{_INVISIBLE}]"
        letters = f"[^\\W_]+(?:{inside}+[^\\W_]*)*"
        unspaced = f"(?=[^\\W_])[{_UNSPACED}]{inside}*"
        signs = "".join(data["signs"])
        token = (
            f"(?P<minus>{_MINUS})|(?P<numero>{_NUMERO})|(?P<number>(?<![^\\W_])\\d+(?:[.,{_NUMBER_SPACES}{_APOSTROPHES}]\\d+)*(?![^\\W_]|{inside}))"
            "|(?P<initials>(?<![^\\W_])(?:[^\\W\\d_]\\.){2,})"
            f"|(?P<word>{letters}(?:[{_APOSTROPHES}]{letters})*)"
            f"|(?P<sign>[{re.escape(signs)}])"
        )
        return cls(
            contractions=data["contractions"],
            negated_stems=data["negated_stems"],
            letters=data["letters"],
            is_after=frozenset(data["is_after"]["words"]),
            replacements={word: tuple(other.split()) for word, other in data["words"].items()},
            pairs={(pair.split()[0], pair.split()[1]): word for pair, word in data["pairs"].items()},
            signs=data["signs"],
            endings={ending: (other, before) for ending, other, before in data["endings"]["rules"]},
            _ends=tuple(ending for ending, _, _ in data["endings"]["rules"]),
            _token=re.compile(token),
            _unspaced=re.compile(unspaced),
            _invisible=re.compile(f"[{_INVISIBLE}]"),
            _piece=re.compile(f"{unspaced}|(?!{unspaced})[^\\W_](?:(?!{unspaced})(?:[^\\W_]|{inside}))*"),
            _segment=re.compile(f"[^{_APOSTROPHES}]+"),
            _negated=re.compile(f".+n[{_APOSTROPHES}]t", re.IGNORECASE),
        )

    def canonical(self, text: str) -> Canonical:
        """The canonical words of `text`; any str is accepted, time is linear in its length."""
        words: list[str] = []
        spans: list[Span] = []
        known = self._known
        for found in self._token.finditer(text):
            token, start = found.group(), found.start()
            read = known if len(token) <= _LONGEST_KNOWN else self._read
            for word, begin, end in read(token, found.lastgroup):
                if words and (joined := self.pairs.get((words[-1], word))) is not None:
                    words[-1] = joined
                    spans[-1] = Span(spans[-1].start, start + end)
                else:
                    words.append(word)
                    spans.append(Span(start + begin, start + end))
        return Canonical(text, tuple(words), tuple(spans))

    @cached_property
    def _known(self) -> Callable[[str, str | None], Words]:
        """`_read` with a memory: words repeat, and reading one anew costs as much as all else that is done with it."""
        return lru_cache(maxsize=_WORDS_KEPT)(self._read)

    def _read(self, token: str, kind: str | None) -> Words:
        """The words of one token, each with where it begins and ends in the token."""
        end = len(token)
        if token.isascii() and token.isalpha():
            value = roman(token)
            words = self._plain_word(token.lower()) if value is None else (str(value),)
            return tuple((word, 0, end) for word in words)
        match kind:
            case "minus" | "numero":
                return ((_NAMED[kind], 0, end),)
            case "sign":
                return ((self.signs[token], 0, end),)
            case "initials":
                return tuple((word, 0, end) for word in self._plain(token.replace(".", "")))
            case "number":
                return tuple(self._number(token, 0))
            case _:
                return tuple(self._parts(token, 0))

    def _number(self, token: str, start: int) -> Iterator[tuple[str, int, int]]:
        """Digits with thousands separators dropped and the decimal sign a point; dates and the like as their parts."""
        pieces = re.split(f"([.,{_NUMBER_SPACES}{_APOSTROPHES}])", token)
        groups, separators = pieces[0::2], set(pieces[1::2])
        grouped = (
            len(separators) == 1
            and len(groups[0]) <= len("000")
            and all(len(group) == len("000") for group in groups[1:])
        )
        if not separators:
            yield _digits(token), start, start + len(token)
        elif grouped and separators != {"."}:
            yield _digits("".join(groups)), start, start + len(token)
        elif len(groups) == len(("whole", "fraction")) and separators <= {".", ","}:
            yield f"{_digits(groups[0])}.{_digits(groups[1])}", start, start + len(token)
        else:
            for index in range(0, len(pieces), 2):
                yield _digits(pieces[index]), start, start + len(pieces[index])
                start += len("".join(pieces[index : index + 2]))

    def _parts(self, token: str, start: int) -> Iterator[tuple[str, int, int]]:
        """The words of one token; "don't" gives "do" and "not", with the spans of "do" and "n't"."""
        if self._negated.fullmatch(token) is None:
            yield from self._joined(token, start)
            return
        stem = token[: -len("n't")]
        end = start + len(stem)
        replaced = self.negated_stems.get(stem.casefold())
        if replaced is not None:
            yield replaced, start, end
        else:
            yield from self._joined(stem, start)
        yield self.contractions["t"], end, start + len(token)

    def _joined(self, token: str, start: int) -> Iterator[tuple[str, int, int]]:
        """The words between the apostrophes of a token; a contraction's span begins with its apostrophe."""
        before = ""
        for found in self._segment.finditer(token):
            part, part_start, part_end = found.group(), start + found.start(), start + found.end()
            contracted = self._contracted(before, part) if before else None
            if contracted is not None:
                yield contracted, part_start - 1, part_end
            else:
                yield from self._spread(part, part_start)
            before = part

    def _contracted(self, before: str, part: str) -> str | None:
        """What the letters after an apostrophe stand for; None where they are a word of their own."""
        folded = part.casefold()
        if folded == "s":
            return "is" if before.casefold() in self.is_after else "s"
        return self.contractions.get(folded)

    def _spread(self, part: str, start: int) -> Iterator[tuple[str, int, int]]:
        """One word, or one for each character where the script writes no spaces."""
        if part.isascii() or not self._unspaced.search(part):
            yield from ((word, start, start + len(part)) for word in self._plain(part))
            return
        at = 0
        for found in self._unspaced.finditer(part):
            if found.start() > at:
                yield from ((word, start + at, start + found.start()) for word in self._plain(part[at : found.start()]))
            yield from ((word, start + found.start(), start + found.end()) for word in self._plain(found.group()))
            at = found.end()
        if at < len(part):
            yield from ((word, start + at, start + len(part)) for word in self._plain(part[at:]))

    def _plain(self, part: str) -> tuple[str, ...]:
        """The folded words of one piece without apostrophes, in American spelling."""
        folded = part.casefold() if part.isascii() else self._fold(part)
        if not folded.isascii() or not folded.isalnum():
            return tuple(word for piece in self._piece.findall(folded) for word in self._plain_word(piece))
        return self._plain_word(folded)

    def _plain_word(self, word: str) -> tuple[str, ...]:
        replaced = self.replacements.get(word)
        if replaced is not None:
            return replaced
        if word.endswith(self._ends):
            for ending, (other, before) in self.endings.items():
                if word.endswith(ending) and len(word) >= len(ending) + before:
                    return (word[: -len(ending)] + other,)
        return (word,)

    def _fold(self, part: str) -> str:
        """NFKC and casefold until nothing changes, nothing invisible, digits of any script as ASCII, then `letters`."""
        folded = _digits(self._invisible.sub("", part))
        for _ in range(_FOLDING_ROUNDS):
            again = self._invisible.sub("", _normalise(_normalise(folded).casefold()))
            if again == folded:
                break
            folded = again
        for letter, other in self.letters.items():
            folded = folded.replace(letter, other)
        return folded


def _normalise(part: str) -> str:
    """NFKC, in pieces short enough that reordering the marks of one base cannot become quadratic."""
    if len(part) <= _MARKS_PER_CHUNK:
        return unicodedata.normalize("NFKC", part)
    pieces: list[str] = []
    start = run = 0
    for index, character in enumerate(part):
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MARKS_PER_CHUNK:
            pieces.append(part[start:index])
            start, run = index, 0
    pieces.append(part[start:])
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def _digits(token: str) -> str:
    """`token` with the decimal digits of every script as ASCII digits."""
    if token.isascii():
        return token
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in token)
