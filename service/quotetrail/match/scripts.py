"""A word of a name in letters that can be compared: Latin or Russian ones, and a plain romanised form.

Cyrillic of other languages is written in Russian letters (Тоқаев: токаев), every other script in Latin ones by
anyascii.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from anyascii import anyascii

_DATA = Path(__file__).with_name("scripts.toml")
_REPEATED = re.compile(r"(.)\1+")
# No name has a longer word; what follows is not looked at. Bounds the time of every comparison.
_LONGEST = 20


class Script(StrEnum):
    """What a word was written in, as far as comparing goes."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    CONSONANTS = "consonants"
    """Arabic or Hebrew: the vowels are mostly not written."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name.

    `letters`: lower case, Latin (with its marks) or Russian. `plain`: lower-case ASCII, spellings of one sound made
    one. `signs`: as `plain`, before the sounds were joined: for lists of known words.
    """

    letters: str
    plain: str
    signs: str
    script: Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripts:
    """Makes words; built once from scripts.toml, which explains each table."""

    ukrainian: tuple[tuple[str, str], ...]
    russian: Mapping[int, str]
    romanised: Mapping[int, str]
    latin: Mapping[int, str]
    written_out: Mapping[int, str]
    marked: frozenset[str]
    sounds: tuple[tuple[str, str], ...]
    to_cyrillic: Mapping[int, str]
    to_latin: Mapping[int, str]

    @classmethod
    def load(cls) -> Scripts:
        """Read scripts.toml."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        lookalikes: dict[str, str] = data["lookalikes"]
        return cls(
            ukrainian=tuple(data["ukrainian"].items()),
            russian=str.maketrans(data["russian"]),
            romanised=str.maketrans(data["romanised"]),
            latin=str.maketrans(data["latin"]),
            written_out=str.maketrans(data["written_out"]),
            marked=frozenset(data["marked"]),
            sounds=tuple(data["sounds"].items()),
            to_cyrillic=str.maketrans(lookalikes),
            to_latin=str.maketrans({cyrillic: latin for latin, cyrillic in lookalikes.items()}),
        )

    def word(self, written: str) -> Word:
        """One word without spaces; signs that are no letters are dropped, so a word may come out empty."""
        folded = unicodedata.normalize("NFC", written[: 4 * _LONGEST].casefold())
        letters = "".join(sign for sign in folded if sign.isalpha())[:_LONGEST]
        letters, script = self._one_script(letters)
        if letters.isascii():
            signs = letters
        elif script is Script.CYRILLIC:
            for group, russian in self.ukrainian:
                letters = letters.replace(group, russian)
            letters = letters.translate(self.russian)[:_LONGEST]
            signs = letters.translate(self.romanised)
        else:
            letters = "".join(self._latin(sign) for sign in letters)[:_LONGEST]
            signs = _ascii(letters.translate(self.latin))
        return Word(letters, self._plain(signs), signs, script)

    def _one_script(self, letters: str) -> tuple[str, Script]:
        """Latin letters in a Cyrillic word that look like Cyrillic ones become these, and the other way round."""
        if letters.isascii():
            return letters, Script.LATIN
        cyrillic = sum("\u0400" <= sign <= "\u052f" for sign in letters)
        if cyrillic and 2 * cyrillic >= len(letters):
            return letters.translate(self.to_cyrillic), Script.CYRILLIC
        if cyrillic:
            return letters.translate(self.to_latin), Script.LATIN
        consonants = any("\u0590" <= sign <= "\u07bf" or "\ufb1d" <= sign <= "\ufefc" for sign in letters)
        return letters, Script.CONSONANTS if consonants else Script.LATIN

    def _latin(self, sign: str) -> str:
        """The letter itself if the spelling tables know it, else its base letter or romanised form."""
        if sign.isascii() or sign in self.marked:
            return sign
        return _ascii(sign.translate(self.latin))

    def _plain(self, signs: str) -> str:
        for written, sound in self.sounds:
            signs = signs.replace(written, sound)
        return _REPEATED.sub(r"\1", signs)


def _ascii(text: str) -> str:
    base = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return "".join(sign for sign in anyascii(base).casefold() if sign.isascii() and sign.isalpha())
