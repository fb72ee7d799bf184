"""Bytes to text: UTF-8, UTF-16 with its mark, what a page declares, else Windows-1251 or 1252 where that is plain.

A wrong guess would garble every name and be found much later, so bytes that fit no encoding well are refused.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from quotetrail.errors import UndecodableText, UnsupportedMedia

_DATA = Path(__file__).with_name("decoding.toml")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's mark, so it is tried first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PLAIN = bytes(range(128))
_CYRILLIC_UPPER = bytes(range(0xC0, 0xE0))
_CYRILLIC_LOWER = bytes(range(0xE0, 0x100))
_CONTROLS = "".join(chr(code) for code in range(1, 32) if chr(code) not in "\t\n\v\f\r")


@dataclass(frozen=True, slots=True)
class Decoder:
    """Decodes texts of unknown encoding; built once from decoding.toml."""

    most_foreign: float
    most_controls: float
    cyrillic_words: re.Pattern[bytes]
    prose: Mapping[str, bytes]
    declarable: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        """Read the data beside this module."""
        data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        limits = data["limits"]
        return cls(
            most_foreign=limits["most_foreign"],
            most_controls=limits["most_controls"],
            cyrillic_words=re.compile(rb"(?<![A-Za-z])[\xa8\xb8\xc0-\xff]{%d,}+(?![A-Za-z])" % limits["cyrillic_run"]),
            prose=MappingProxyType({codec: letters.encode(codec) for codec, letters in data["prose"].items()}),
            declarable=MappingProxyType(data["declared"]),
        )

    def decode(self, content: bytes, *, declared: str | None = None) -> str:
        """Return the text of `content` exactly as it is, but for one byte order mark at its start.

        `declared` is the charset that the document names itself; it counts for bytes that are not UTF-8 and unmarked.
        Raises UndecodableText where no accepted encoding fits, UnsupportedMedia for binary content.
        """
        text = self._text(content, declared=declared)
        if "\0" in text:
            raise UnsupportedMedia("The file is binary, not text: it holds NUL characters.")
        if sum(map(text.count, _CONTROLS)) > self.most_controls * len(text):
            raise UnsupportedMedia("The file is binary, not text: it is full of control characters.")
        return text

    def _text(self, content: bytes, *, declared: str | None) -> str:
        for mark, codec in _MARKS:
            if content.startswith(mark):
                return _decoded(content[len(mark) :], codec)
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            not_utf8 = error.start
        if b"\0" in content:
            raise UnsupportedMedia("The file is binary, not text: it holds NUL. (UTF-16 needs its byte order mark.)")
        codec = self.declarable.get((declared or "").strip().lower()) or self._guess(content)
        if not codec:
            raise UndecodableText(
                f"The text is not UTF-8 (see byte {not_utf8}), nor UTF-16 with a byte order mark, nor plainly "
                "Windows-1251 or Windows-1252; convert it to UTF-8."
            )
        return _decoded(content, codec)

    def _guess(self, content: bytes) -> str:
        """Name the codec in which the bytes look like prose; empty where none is plain."""
        high = content.translate(None, _PLAIN)
        lower, upper = (len(high) - len(high.translate(None, case)) for case in (_CYRILLIC_LOWER, _CYRILLIC_UPPER))
        in_words = sum(map(len, self.cyrillic_words.findall(content)))
        codec = "cp1251" if 2 * in_words > lower + upper else "cp1252"
        # In KOI8-R the small letters are where Windows-1251 has its capitals.
        if codec == "cp1251" and 0 < lower < upper:
            return ""
        foreign = len(high.translate(None, self.prose[codec]))
        return codec if foreign <= self.most_foreign * len(high) else ""


def _decoded(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise UndecodableText(
            f"The text seems to be {codec}, but byte {error.start} is not; convert it to UTF-8."
        ) from None
