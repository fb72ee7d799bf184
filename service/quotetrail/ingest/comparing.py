"""Two wordings that somebody pasted, made into what matching compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from quotetrail.detect import language, quotemarks
from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge
from quotetrail.ingest import strict_json
from quotetrail.ingest.storable import check_storable
from quotetrail.match.matcher import Matcher
from quotetrail.match.pasted import pasted
from quotetrail.model import Appearance, Judgement, QuoteType
from quotetrail.settings import Settings

LONGEST_TEXT = 20_000  # code points; the longest quotes of the press stay far below
LONGEST_SPEAKER = 4_000

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FIELDS = ("a", "b", "language_a", "language_b", "speaker_a", "speaker_b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A pasted wording; `language` (ISO 639-1) and `speaker` where the asker knows them.

    Raises InvalidInput for a blank text, for lone surrogates and for what is no language code, TooLarge for a text or
    name beyond the limits.
    """

    text: str
    language: str | None = None
    speaker: str | None = None

    def __post_init__(self) -> None:
        for name, text, longest in (
            ("text", self.text, LONGEST_TEXT),
            ("speaker", self.speaker or "", LONGEST_SPEAKER),
        ):
            check_storable(name, text)
            if len(text) > longest:
                raise TooLarge(f"The {name} has {len(text):,} characters; at most {longest:,} are compared.")
        if not self.text.strip():
            raise InvalidInput("A text to compare is empty.")
        if self.language is not None and _LANGUAGE.fullmatch(self.language) is None:
            raise InvalidInput('A language is an ISO 639-1 code, such as "en".')


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPair:
    """One line of a stream: its number from 1, what its sender calls it, and its sides or why there are none."""

    line: int
    id: str | int | None = None
    sides: tuple[Asked, Asked] | None = None
    problem: QuotetrailError | None = None


def read_pairs(lines: BinaryIO, *, settings: Settings) -> Iterator[AskedPair]:
    """The pair on every line that is not blank, a JSON object with `id`, `a` and `b`, each read when it is asked for.

    It may name `language_a`, `language_b`, `speaker_a` and `speaker_b`; other keys are ignored. A line of more than
    `max_body` bytes is a problem like every other.
    """
    number = 0
    while line := lines.readline(settings.max_body + 1):
        number += 1
        if len(line) > settings.max_body:
            while line and not line.endswith(b"\n"):
                line = lines.readline(settings.max_body)
            yield AskedPair(line=number, problem=TooLarge(f"The line has more than {settings.max_body:,} bytes."))
        elif line.strip():
            yield _pair(line, number=number, max_depth=settings.max_depth)


def _pair(line: bytes, *, number: int, max_depth: int) -> AskedPair:
    """The pair on one line; its id is kept where its sides are no good."""
    name: str | int | None = None
    try:
        value = strict_json.parse(line, max_depth=max_depth)
        if not isinstance(value, dict):
            raise InvalidInput('A pair is a JSON object with "id", "a" and "b".')
        given = value.get("id")
        if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
            raise InvalidInput("The id of a pair is a string or a whole number.")
        name = given
        a, b, language_a, language_b, speaker_a, speaker_b = (_text(value, field) for field in _FIELDS)
        sides = (
            Asked(text=a or "", language=language_a, speaker=speaker_a),
            Asked(text=b or "", language=language_b, speaker=speaker_b),
        )
    except QuotetrailError as problem:
        return AskedPair(line=number, id=name, problem=problem)
    return AskedPair(line=number, id=name, sides=sides)


def _text(value: dict[str, object], field: str) -> str | None:
    text = value.get(field)
    if text is not None and not isinstance(text, str):
        raise InvalidInput(f'The field "{field}" of a pair is a string.')
    return text


def compare(matcher: Matcher, left: Asked, right: Asked) -> Judgement:
    """How the second wording stands to the first.

    Words in quotation marks are taken for a direct quote, words with some inside for a mixed one. Without marks nobody
    can say; beside a wording that has some they are taken for indirect speech.
    """
    marked = _quoted(left.text), _quoted(right.text)
    unmarked = QuoteType.INDIRECT if any(marked) else QuoteType.DIRECT
    one, other = (
        _appearance(asked, quoted, name=name, unmarked=unmarked)
        for asked, quoted, name in zip((left, right), marked, ("a", "b"), strict=True)
    )
    return matcher.compare(one, other)


def _quoted(text: str) -> tuple[str, ...]:
    """The pieces inside quotation marks, outermost marks only."""
    pieces: list[str] = []
    end = 0
    for quotation in quotemarks.pair(text):
        if quotation.start >= end:
            pieces.append(quotation.inner.of(text))
            end = quotation.end
    return tuple(piece for piece in pieces if piece.strip())


def _appearance(asked: Asked, quoted: tuple[str, ...], *, name: str, unmarked: QuoteType) -> Appearance:
    """A pasted text as a quote of no article."""
    kind = unmarked
    if quoted:
        within = sum(map(_letters, quoted))
        kind = QuoteType.DIRECT if within == _letters(asked.text) else QuoteType.MIXED
    elif unmarked is QuoteType.DIRECT:
        quoted = (asked.text,)
    return pasted(
        asked.text,
        language=asked.language or language.identify(asked.text),
        speaker=asked.speaker,
        type=kind,
        quoted=quoted,
        name=name,
    )


def _letters(text: str) -> int:
    """How many letters and digits it has."""
    return sum(map(str.isalnum, text))
