"""Files to articles: plain text, web pages, JSON articles and lists of them, NDJSON.

A file that cannot be used becomes a problem beside the articles of the others; nothing here raises for content.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import BinaryIO

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UnsupportedMedia
from quotetrail.ingest import strict_json
from quotetrail.ingest.article_json import article_from
from quotetrail.ingest.decoding import Decoder
from quotetrail.ingest.page import declared_charset, reduce_page
from quotetrail.model import Article
from quotetrail.settings import Settings


class _Kind(Enum):
    TEXT = auto()
    PAGE = auto()
    JSON = auto()
    LINES = auto()


_KINDS = MappingProxyType(
    {
        ".txt": _Kind.TEXT,
        ".text": _Kind.TEXT,
        ".md": _Kind.TEXT,
        ".html": _Kind.PAGE,
        ".htm": _Kind.PAGE,
        ".xhtml": _Kind.PAGE,
        ".json": _Kind.JSON,
        ".ndjson": _Kind.LINES,
        ".jsonl": _Kind.LINES,
    }
)

# Formats that newsrooms send by mistake, told apart by their first bytes; some of them would pass for text.
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)

_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{0,7}")
_LOOKS_LIKE_PAGE = re.compile(rb"\s*(<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_LOOKS_LIKE_JSON = re.compile(rb"\s*(\{\s*\"|\[\s*\{)")

_DECODER = Decoder.load()
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# UTF-8 and UTF-16 need at most four bytes for a code point.
_WIDEST_CODE_POINT = 4


@dataclass(frozen=True, slots=True)
class Read:
    """What one piece of a file came to: an article, or the problem that keeps it from being one.

    `source` is the file's name, with `#3` for the third line of NDJSON or the third article of a JSON list.
    """

    source: str
    article: Article | None = None
    problem: QuotetrailError | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One article not read yet; naming the pieces of a file costs little, reading them does the work."""

    source: str
    article: Callable[[], Article]

    def read(self) -> Read:
        """The article or its problem."""
        try:
            return Read(self.source, article=self.article())
        except QuotetrailError as problem:
            return Read(self.source, problem=problem)


def read_file(name: str, content: bytes, *, settings: Settings) -> list[Read]:
    """Every article of one file, in its order; what is wrong stands in `Read.problem`. Never raises for content."""
    return [piece.read() for piece in pieces(name, io.BytesIO(content), settings=settings)]


def pieces(name: str, content: BinaryIO, *, settings: Settings) -> Iterator[Piece]:
    """The articles of one file, unread. NDJSON is taken line by line, so it may be longer than memory.

    After `settings.max_members` articles one last piece says that the rest was left out.
    """
    if _KINDS.get(_suffix(name)) is _Kind.LINES:
        found = _lines(name, content, settings=settings)
    else:
        found = _of_whole(name, content.read(settings.max_body + 1), settings=settings)
    for number, piece in enumerate(found):
        if number == settings.max_members:
            yield failing(
                name, TooLarge(f"The file holds more than {settings.max_members:,} articles; send it in parts.")
            )
            return
        yield piece


def is_plain(name: str) -> bool:
    """Whether a file of this name is itself the text that offsets point into, not a page or JSON that holds it."""
    return _KINDS.get(_suffix(name)) is _Kind.TEXT


def _lines(name: str, content: BinaryIO, *, settings: Settings) -> Iterator[Piece]:
    empty = True
    number = 0
    while line := content.readline(settings.max_body + 1):
        number += 1
        source = f"{name}#{number}"
        if len(line) > settings.max_body:
            yield failing(source, TooLarge(f"The line is longer than {settings.max_body:,} bytes."))
            while line and not line.endswith(b"\n"):
                line = content.readline(settings.max_body)
        elif line.strip():
            yield Piece(source, partial(_article_in_json, line, settings))
        else:
            continue
        empty = False
    if empty:
        yield failing(name, InvalidInput("The file is empty."))


def _of_whole(name: str, content: bytes, *, settings: Settings) -> Iterator[Piece]:
    if len(content) > settings.max_body:
        yield failing(name, TooLarge(f"The file is larger than {settings.max_body:,} bytes."))
        return
    try:
        kind = _kind(name, content)
        listed = _listed(content, settings=settings) if kind is _Kind.JSON else None
    except QuotetrailError as problem:
        yield failing(name, problem)
        return
    if listed is not None:
        for number, value in enumerate(listed, start=1):
            source = f"{name}#{number}" if len(listed) > 1 else name
            yield Piece(source, partial(article_from, value, max_text=settings.max_text))
    elif kind is _Kind.PAGE:
        yield Piece(name, partial(_article_in_page, content, settings))
    else:
        yield Piece(name, partial(_article_in_text, content, settings))


def _kind(name: str, content: bytes) -> _Kind:
    for signature, meaning in _SIGNATURES:
        if content.startswith(signature):
            raise UnsupportedMedia(f"The file is {meaning}; send its text, HTML or JSON.")
    suffix = _suffix(name)
    known = _KINDS.get(suffix)
    if known is not None:
        return known
    if suffix:
        raise UnsupportedMedia(f"Files of the kind {suffix!r} are not read; send .txt, .html, .json or .ndjson.")
    if _LOOKS_LIKE_PAGE.match(content):
        return _Kind.PAGE
    return _Kind.JSON if _LOOKS_LIKE_JSON.match(content) else _Kind.TEXT


def _suffix(name: str) -> str:
    """The file's extension with its dot, in small letters; empty where the dot belongs to prose or a number."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return suffix if _EXTENSION.fullmatch(suffix) else ""


def _listed(content: bytes, *, settings: Settings) -> list[object]:
    """The article objects of a JSON file, not checked yet."""
    if content.startswith(_UTF16_MARKS):
        content = _DECODER.decode(content).encode()
    value = strict_json.parse(content, max_depth=settings.max_depth)
    if value == []:
        raise InvalidInput("The list holds no articles.")
    return value if isinstance(value, list) else [value]


def _article_in_json(line: bytes, settings: Settings) -> Article:
    return article_from(strict_json.parse(line, max_depth=settings.max_depth), max_text=settings.max_text)


def _article_in_page(content: bytes, settings: Settings) -> Article:
    return reduce_page(_DECODER.decode(content, declared=declared_charset(content)), max_text=settings.max_text)


def _article_in_text(content: bytes, settings: Settings) -> Article:
    if len(content) > _WIDEST_CODE_POINT * settings.max_text:
        raise TooLarge(f"The file has {len(content):,} bytes; at most {settings.max_text:,} characters are accepted.")
    text = _DECODER.decode(content)
    if not text.strip():
        raise InvalidInput("The file is empty.")
    if len(text) > settings.max_text:
        raise TooLarge(f"The article has {len(text):,} characters; at most {settings.max_text:,} are accepted.")
    return Article(text=text)


def failing(source: str, problem: QuotetrailError) -> Piece:
    """Make the piece whose reading fails with `problem`."""

    def fail() -> Article:
        raise problem

    return Piece(source, fail)
