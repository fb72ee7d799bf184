"""Numbers of a text as values: digits with any separators, number words of ten languages, Chinese numerals.

"1.5 million", "1,5 млн" and "1,500,000" are one value. What can be read in two ways ("1.500") keeps both readings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from quotetrail.match.digits import Number, roman, values
from quotetrail.match.phrases import UNSPACED, Found, Phrases, Token
from quotetrail.match.sums import Sum, times

_DATA = Path(__file__).with_name("numerals.toml")
_HUNDRED, _THOUSAND = 100, 1000
_TENS = 20
# Alone these are as vague as "dozens": a hundred things, thousands of people.
_VAGUE = frozenset({1e2, 1e3, 1e6, 1e9, 1e12})
_GROUP = 3
_LETTER = re.compile(rf"[^\W\d_{UNSPACED}]")
_CURRENCY = frozenset("$€£¥₽₸₴₺₹")
# "5 pm" is also 17 o'clock, "1990s" also the nineties.
_NOON = 12
_EVENING = re.compile(r"(?::\d\d)?\s?p\.?m\b", re.IGNORECASE)
_CENTURY = range(1000, 2100)
_ROMAN_SIGNS = frozenset("IVXL")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Number words of one language: phrase -> value, kept by `Phrases` as text; `begin` are their first words."""

    cardinals: Phrases
    loose: Phrases
    evening: Phrases
    begin: frozenset[str]
    joining: str
    point: bool
    spaced: bool
    units_first: bool
    ten_and_units: bool


@dataclass(frozen=True, slots=True)
class Numerals:
    """Reads numbers; built once from numerals.toml."""

    lexicons: Mapping[str, _Lexicon]
    other: _Lexicon
    small: float
    glued: Mapping[str, float]
    glued_to_currency: Mapping[str, float]
    characters: Mapping[str, float]
    places: Mapping[str, float]
    scales: Mapping[str, float]
    no_numerals: Phrases
    sharing: frozenset[str]

    @classmethod
    def load(cls) -> Numerals:
        """Read numerals.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        chinese = data["characters"]["zh"]
        digits = {sign: float(max(place - 1, 0)) for place, sign in enumerate(chinese["digits"])}
        languages = (*data["cardinal"], "zh")
        return cls(
            lexicons={language: _lexicon(data, language) for language in languages},
            other=_lexicon(data, ""),
            small=data["small"]["value"],
            glued=data["glued"]["always"],
            glued_to_currency=data["glued"]["currency"],
            characters={**digits, **{sign: float(value) for sign, value in chinese["also"].items()}},
            places=chinese["places"],
            scales=chinese["scales"],
            no_numerals=Phrases.of(("none", phrase) for phrase in chinese["none"]),
            sharing=frozenset(data["sharing"]["words"]),
        )

    def read(self, text: str, found: Sequence[Token], language: str) -> tuple[Number, ...]:
        """The numbers of `text`, whose tokens are `found`, in order; in an unknown language those in digits."""
        lexicon = self.lexicons.get(language, self.other)
        words = [token.word for token in found]
        numbers: list[Number] = []
        place = 0
        while place < len(found):
            if self._may_begin(found[place], text, lexicon):
                number, place = self._at(text, found, words, place, lexicon)
                numbers.extend(number)
            else:
                place += 1
        return tuple(numbers)

    def _may_begin(self, token: Token, text: str, lexicon: _Lexicon) -> bool:
        """Whether a number may begin at a token: most words are looked at no further."""
        word = token.word
        return (
            token.number
            or word in lexicon.begin
            or text[token.start] in _ROMAN_SIGNS
            or word in self.characters
            or word in self.places
        )

    def _at(
        self, text: str, found: Sequence[Token], words: Sequence[str], place: int, lexicon: _Lexicon
    ) -> tuple[tuple[Number, ...], int]:
        """The numbers that begin at a token, and the place of the token after them."""
        token = found[place]
        if token.number:
            return self._digits(text, found, words, place, lexicon)
        if token.word in self.characters or token.word in self.places:
            skipped = self.no_numerals.at(words, place)
            return ((), skipped.end) if skipped is not None else self._characters(found, place)
        if (loose := lexicon.loose.at(words, place)) is not None:
            return self._loose(found, words, loose, lexicon)
        if lexicon.cardinals.at(words, place) is not None:
            return self._spelled(found, words, place, lexicon)
        if (value := roman(text[token.start : token.end])) is not None:
            return (Number(float(value), token.start, token.end, firm=False),), place + 1
        return (), place + 1

    def _loose(
        self, found: Sequence[Token], words: Sequence[str], loose: Found, lexicon: _Lexicon
    ) -> tuple[tuple[Number, ...], int]:
        """What is no number for sure; a share ("half") also in hundredths, and of a scale it is a number."""
        value, start, after = float(loose.kind), found[loose.start].start, loose.end
        if value >= 1:
            return (Number(value, start, found[after - 1].end, firm=False),), after
        while after < len(words) and words[after] in self.sharing and after - loose.end < len(("of", "a")):
            after += 1
        scale = lexicon.cardinals.at(words, after) if after < len(words) else None
        if scale is not None and float(scale.kind) >= _THOUSAND:
            return (Number(times(value, float(scale.kind)), start, found[scale.end - 1].end),), scale.end
        number = Number(value, start, found[loose.end - 1].end, (value * _HUNDRED,), firm=False)
        return (number,), loose.end

    def _share(self, words: Sequence[str], place: int, value: float, lexicon: _Lexicon) -> Found | None:
        """The share that a small number counts: "three quarters"."""
        share = lexicon.loose.at(words, place) if place < len(words) else None
        return share if share is not None and value > 1 and value * float(share.kind) < 1 else None

    def _digits(
        self, text: str, found: Sequence[Token], words: Sequence[str], place: int, lexicon: _Lexicon
    ) -> tuple[tuple[Number, ...], int]:
        token = found[place]
        end, after = token.end, place + 1
        pieces = values(token, text, point=lexicon.point, spaced=lexicon.spaced)
        if len(pieces) != 1:
            return tuple(pieces), after
        number = pieces[0]
        readings = [number.value, *number.others]
        if after < len(found):
            following, between = found[after], text[end : found[after].start]
            scale = self._scale(text, token, following, between, words, after, lexicon)
            if scale is not None:
                factor, after = scale
                end = found[after - 1].end
                readings = [times(value, factor) for value in readings]
            elif _EVENING.match(text, end) is not None or _follows(lexicon.evening, words, after):
                readings += [number.value + _NOON] * (number.value < _NOON)
            elif (share := self._share(words, after, number.value, lexicon)) is not None:
                value, after = number.value * float(share.kind), share.end
                return (Number(value, token.start, found[after - 1].end, (value * _HUNDRED, number.value)),), after
            if not between and following.word in self.glued_to_currency and scale is None:
                readings.append(times(number.value, self.glued_to_currency[following.word]))
        if len(digits := text[token.start : token.end]) == len("0430") and digits.isdecimal() and digits[0] == "0":
            readings.append(float(digits[:2]))
        if after < len(found) and (clock := self._of_two(found, text, number, after)) is not None:
            return clock, after + 1
        if number.value in _CENTURY and not number.value % 10 and number.value % _HUNDRED:
            readings.append(number.value % _HUNDRED)
        glued = token.start > 0 and _LETTER.match(text, token.start - 1) is not None
        return (Number(readings[0], token.start, end, tuple(readings[1:]), firm=not glued),), after

    def _of_two(self, found: Sequence[Token], text: str, number: Number, after: int) -> tuple[Number, ...] | None:
        """The numbers that a full hour (5:00) and two years of a season (1968/69) are."""
        following, between = found[after], text[number.end : found[after].start]
        written = text[following.start : following.end]
        if not following.number or len(written) != len("69") or not written.isdecimal():
            return None
        if between == ":" and not int(written) and number.value <= 2 * _NOON:
            return (replace(number, end=following.end),)
        if between == "/" and number.value in _CENTURY and number.value % _HUNDRED + 1 == int(written):
            return number, Number(number.value + 1, following.start, following.end)
        return None

    def _scale(
        self,
        text: str,
        token: Token,
        following: Token,
        between: str,
        words: Sequence[str],
        after: int,
        lexicon: _Lexicon,
    ) -> tuple[float, int] | None:
        """What a number in digits is multiplied by, and the place after that word: "million", "bn", 万."""
        if not between:
            factor = self.glued.get(following.word)
            if factor is None and text[token.start - 1 : token.start] in _CURRENCY:
                factor = self.glued_to_currency.get(following.word)
            if factor is not None:
                return factor, after + 1
        if between.strip(' \u00a0\u202f-\u2010\u2011\u201d\u201c\u00bb"'):
            return None
        if (character := self._scale_characters(words, after)) is not None:
            return character
        factor, scale_end = 1.0, after
        while (found := lexicon.cardinals.at(words, scale_end) if scale_end < len(words) else None) is not None:
            value = float(found.kind)
            if value < _THOUSAND or not value.is_integer() or value % _THOUSAND or scale_end - after > 1:
                break
            factor, scale_end = factor * value, found.end
        if scale_end == after:
            factor = self.glued.get(words[after], 1.0)
            return (factor, after + 1) if factor > 1 else None
        return factor, scale_end

    def _scale_characters(self, words: Sequence[str], place: int) -> tuple[float, int] | None:
        factor, end = 1.0, place
        while end < len(words) and end - place < _GROUP:
            value = self.scales.get(words[end]) or (self.places.get(words[end]) if end == place else None)
            if value is None or (end == place and value == 10):  # noqa: PLR2004 (十 after digits is no scale)
                break
            factor, end = factor * value, end + 1
        return (factor, end) if end > place else None

    def _characters(self, found: Sequence[Token], place: int) -> tuple[tuple[Number, ...], int]:
        """A number in Chinese characters: 三百五十万, 二〇二二."""
        total = section = digit = 0.0
        end = place
        positional = True
        while end < len(found) and (end == place or found[end].start == found[end - 1].end):
            sign = found[end].word
            if sign in self.characters:
                digit = min(digit * 10, 1e15) + self.characters[sign] if positional else self.characters[sign]
            elif sign in self.places:
                section, digit, positional = section + (digit or 1.0) * self.places[sign], 0.0, False
            elif sign in self.scales:
                total, section, digit = (total + section + digit) * self.scales[sign], 0.0, 0.0
                positional = False
                if total > 1e15:  # noqa: PLR2004 (more is no number of a text)
                    end += 1
                    break
            else:
                break
            end += 1
        value = total + section + digit
        firm = end - place > 1
        return (Number(value, found[place].start, found[end - 1].end, firm=firm),), end

    def _spelled(
        self, found: Sequence[Token], words: Sequence[str], place: int, lexicon: _Lexicon
    ) -> tuple[tuple[Number, ...], int]:
        """A number in words: each scale smaller than the one before, hundreds before tens before units."""
        sum_ = Sum(units_first=lexicon.units_first, ten_and_units=lexicon.ten_and_units)
        end, ordinal = place, False
        while end < len(words):
            at = end
            if at > place and words[at] == lexicon.joining and at + 1 < len(words):
                at += 1
            part = lexicon.cardinals.at(words, at)
            if part is not None and sum_.takes(float(part.kind)):
                end = part.end
                continue
            last = lexicon.loose.at(words, at) if end > place else None
            if last is not None and float(last.kind) >= 1 and sum_.takes(float(last.kind)):
                end, ordinal = last.end, True
            break
        end = max(end, place + 1)
        value = sum_.value
        vague = sum_.words == 1 and value in _VAGUE
        firm = not ordinal and not vague and value > self.small
        others: tuple[float, ...] = (value + _NOON,) if value < _NOON and _follows(lexicon.evening, words, end) else ()
        if (share := self._share(words, end, value, lexicon)) is not None:
            counted = value * float(share.kind)
            value, others, end = counted, (counted * _HUNDRED, value), share.end
        return (Number(value, found[place].start, found[end - 1].end, others, firm=firm),), end


def _follows(phrases: Phrases, words: Sequence[str], place: int) -> bool:
    return place < len(words) and phrases.at(words, place) is not None


def _lexicon(data: Mapping[str, Any], language: str) -> _Lexicon:
    cardinals = [
        (value, phrase)
        for value, phrases in data["cardinal"].get(language, {}).items()
        for phrase in phrases.split(", ")
    ]
    if language == "de":
        cardinals += _german({phrase: float(value) for value, phrase in cardinals})
    loose = [
        (value, phrase) for value, phrases in data["loose"].get(language, {}).items() for phrase in phrases.split(", ")
    ]
    ordinal = data["ordinal"].get(language, {"stems": {}, "endings": ""})
    loose += [
        (value, stem + ending)
        for (value, stem), ending in product(ordinal["stems"].items(), ordinal["endings"].split(", "))
    ]
    months = data["months"].get(language, "").split(", ")
    loose += [(str(number), name) for number, names in enumerate(months, 1) for name in names.split()]
    known, vague = Phrases.of(cardinals), Phrases.of(loose)
    return _Lexicon(
        cardinals=known,
        loose=vague,
        evening=Phrases.listed([("evening", data["evening"].get(language, ""))]),
        begin=frozenset((*known.longest, *vague.longest)),
        joining=data["joining"].get(language, ""),
        point=language in data["separators"]["point"],
        spaced=language in data["separators"]["spaced"],
        units_first=language in data["order"]["units_first"],
        ten_and_units=language in data["order"]["ten_and_units"],
    )


def _german(words: Mapping[str, float]) -> list[tuple[str, str]]:
    """The numbers that German writes as one word: dreiundzwanzig, zweihundert, fünftausend."""
    units = {**{word: value for word, value in words.items() if 1 < value < 10}, "ein": 1.0}  # noqa: PLR2004 (units)
    tens = {word: value for word, value in words.items() if _TENS <= value < _HUNDRED}
    small = {f"{unit}und{ten}": one + many for (unit, one), (ten, many) in product(units.items(), tens.items())}
    below = {word: value for word, value in words.items() if 1 < value < _HUNDRED} | {"ein": 1.0} | small
    large = {
        f"{word}{scale}": value * factor
        for (word, value), (scale, factor) in product(below.items(), (("hundert", 100.0), ("tausend", 1000.0)))
        if scale == "tausend" or value < _TENS
    }
    mixed = {
        f"{word}hundert{rest}": value * _HUNDRED + more
        for (word, value), (rest, more) in product(units.items(), below.items())
    }
    return [(str(value), word) for word, value in (small | large | mixed).items()]
