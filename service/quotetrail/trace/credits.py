"""Credits: where an article, or one quote in it, says that its words come from.

A credit is a line about the text ("With files from Reuters", "© Provided by The Guardian", "By … for AFP"), a
dateline ("ALMATY (Reuters) -"), an original address, or, of one quote, the outlet spoken to or quoted through. A
picture's credit ("Photograph: …/AP") is none. How credits are written and the bounds are data: `credits.toml`,
`outlets.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import islice
from typing import Any

from quotetrail.model import Appearance, Article, Span
from quotetrail.trace.outlets import Outlet, OutletKind, Outlets, comparable, host

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_SPACE = r"[\s\u200b\ufeff]"  # Python's \s knows the no-break and thin spaces, not the zero-width ones
_ADDRESS = re.compile(r"\s*(https?://\S+)", re.IGNORECASE)
_EDGES = " \t\n\r\u00a0\u2007\u202f\u200b\ufeff.,;:|*-–—()[]©\"'“”‘’«»"


class CreditKind(StrEnum):
    """In which way an outlet is credited."""

    FILES = "files"
    PROVIDED = "provided"
    REPUBLISHED = "republished"
    SOURCE = "source"
    BYLINE = "byline"
    DATELINE = "dateline"
    ADDRESS = "address"
    NAMED = "named"
    VENUE = "venue"
    VIA = "via"


class CreditField(StrEnum):
    """Which piece of an article a credit was read from."""

    TEXT = "text"
    CREDIT = "credit"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Credit:
    """One outlet credited; `text` is the line or phrase at [start, end) of the article's `field`."""

    kind: CreditKind
    outlet: Outlet
    text: str
    start: int
    end: int
    field: CreditField = CreditField.TEXT


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of writing a credit."""

    kind: CreditKind
    patterns: tuple[re.Pattern[str], ...]
    known_only: bool
    prose: bool


@dataclass(frozen=True, slots=True)
class _Limits:
    """How far is looked, see `credits.toml`."""

    lines: int
    line: int
    name_words: int
    name_letters: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text without the white space around it; `cut` when a long one was shortened."""

    text: str
    start: int
    cut: bool


@dataclass(frozen=True, slots=True)
class CreditReader:
    """Reads credits by the forms of `credits.toml`."""

    outlets: Outlets
    forms: tuple[_Form, ...]
    pictures: tuple[re.Pattern[str], ...]
    separators: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    nobody: frozenset[str]
    limits: _Limits

    @classmethod
    def load(cls) -> CreditReader:
        """Read `credits.toml` and `outlets.toml`."""
        data = tomllib.loads(files(__package__).joinpath("credits.toml").read_text("utf-8"))
        names = data["names"]
        return cls(
            outlets=Outlets.load(),
            forms=tuple(_form(entry) for entry in data["line"]),
            pictures=tuple(_pattern(text) for text in data["pictures"]["patterns"]),
            separators=_pattern(_spaced(names["split"])),
            before=_pattern(f"^(?:{_spaced(names['drop_before'])})_"),
            after=_pattern(f"_(?:{_spaced(names['drop_after'])})$"),
            nobody=frozenset(comparable(name) for name in names["nobody"]),
            limits=_Limits(**data["limits"]),
        )

    def own(self, article: Article) -> str | None:
        """The outlet an article appeared in: as sent, else by the web address of its uri."""
        if article.outlet and article.outlet.strip():
            return self.outlets.called(article.outlet).name
        if article.uri and host(article.uri):
            return self.outlets.called(article.uri).name
        return None

    def read(self, article: Article) -> tuple[Credit, ...]:
        """All credits of an article in text order, metadata first; never to its own outlet, each outlet once a kind."""
        own = self.own(article)
        found: dict[tuple[CreditKind, str], Credit] = {}
        for credit in (*self._of_metadata(article), *self._of_text(article.text)):
            if not self.outlets.same(credit.outlet.name, own):
                found.setdefault((credit.kind, comparable(credit.outlet.name)), credit)
        return tuple(found.values())

    def of_appearance(self, appearance: Appearance) -> tuple[Credit, ...]:
        """The outlets one quote itself names: spoken to ("told Interfax"), or quoted through ("Belta reported")."""
        named = [(CreditKind.VENUE, appearance.venue)] if appearance.venue else []
        named += [(CreditKind.VIA, via) for via in appearance.via]
        return tuple(
            Credit(
                kind=kind,
                outlet=self.outlets.called(venue.name),
                text=venue.text,
                start=venue.start,
                end=venue.end,
            )
            for kind, venue in named
            if venue is not None and venue.name and not self.outlets.same(venue.name, appearance.outlet)
        )

    def _of_metadata(self, article: Article) -> Iterator[Credit]:
        for field, text in ((CreditField.CREDIT, article.credit), (CreditField.AUTHOR, article.author)):
            if not text:
                continue
            found = list(self._of_text(text, field=field))
            if not found:
                found = [
                    Credit(CreditKind.NAMED, outlet, text, 0, len(text), field)
                    for outlet in self._outlets_in(text, known_only=field is CreditField.AUTHOR)
                ]
            yield from found

    def _of_text(self, text: str, *, field: CreditField = CreditField.TEXT) -> Iterator[Credit]:
        lines = list(self._lines(text))
        for place, line in enumerate(lines):
            if any(picture.search(line.text) for picture in self.pictures):
                continue
            for form in self.forms:
                if line.cut and not form.prose:
                    continue
                following = lines[place + 1] if place + 1 < len(lines) else None
                found = tuple(self._of_line(form, line, following))
                for outlet, span in found:
                    yield Credit(form.kind, outlet, span.of(text), span.start, span.end, field)
                if found:
                    break

    def _of_line(self, form: _Form, line: _Line, following: _Line | None) -> Iterator[tuple[Outlet, Span]]:
        found = next((match for pattern in form.patterns if (match := pattern.search(line.text))), None)
        if found is None:
            return
        start, end = line.start + found.start(), line.start + found.end()
        if form.kind is not CreditKind.ADDRESS:
            start += len(found[0]) - len(found[0].lstrip())
            for outlet in self._outlets_in(found["outlets"], known_only=form.known_only):
                yield outlet, Span(start, end)
            return
        address = found["address"]
        if address is None and following is not None and found.end() == len(line.text):
            below = _ADDRESS.match(following.text)
            if below is not None:
                address, end = below[1], following.start + below.end()
        if address is not None and host(address):
            yield self.outlets.called(address), Span(start, end)

    def _outlets_in(self, phrase: str, *, known_only: bool) -> Iterator[Outlet]:
        """The outlets a phrase names: as a whole if it is one of ours ("RFE/RL"), else each of its parts."""
        whole = self._outlet(phrase)
        if whole is not None and whole.kind is not OutletKind.UNKNOWN:
            yield whole
            return
        for part in self.separators.split(phrase):
            outlet = self._outlet(part)
            if outlet is not None and not (known_only and outlet.kind is OutletKind.UNKNOWN):
                yield outlet

    def _outlet(self, phrase: str) -> Outlet | None:
        name = self.before.sub("", phrase.strip(_EDGES)).strip(_EDGES)
        known = self.outlets.known(name)
        if known is None:
            name = self.after.sub("", name).strip(_EDGES)
            known = self.outlets.known(name)
        if known is not None:
            return known
        words = name.split()
        believable = (
            0 < len(words) <= self.limits.name_words
            and len(name) <= self.limits.name_letters
            and comparable(name) not in self.nobody
            and (bool(host(name)) or (words[0][0].isalpha() and not words[-1][0].islower()))
        )
        return self.outlets.called(name) if believable else None

    def _lines(self, text: str) -> Iterator[_Line]:
        """The lines at the top and the end of a text; of a very long one its start, marked as cut, and its end."""
        limit = self.limits.line
        half = self.limits.lines // 2
        spans = [found.span() for found in islice(_LINE.finditer(text), self.limits.lines)]
        if len(spans) == self.limits.lines:
            tail = text[max(spans[half - 1][1], len(text) - half * limit) :]
            shift = len(text) - len(tail)
            spans = spans[:half] + [(a + shift, b + shift) for a, b in (m.span() for m in _LINE.finditer(tail))][-half:]
        for start, end in spans:
            pieces = [(start, end, False)]
            if end - start > limit:
                pieces = [(start, start + limit, True), (end - limit, end, False)]
            for first, last, cut in pieces:
                piece = text[first:last]
                bare = piece.lstrip()
                if bare:
                    yield _Line(text=bare.rstrip(), start=first + len(piece) - len(bare), cut=cut)


def _form(entry: Mapping[str, Any]) -> _Form:
    return _Form(
        kind=CreditKind(entry["kind"]),
        patterns=tuple(_pattern(text) for text in entry["patterns"]),
        known_only=entry.get("known_only", False),
        prose=entry.get("prose", False),
    )


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of `credits.toml`: an underscore stands for white space of any kind, `_?` for perhaps some."""
    spaced = text.replace("_?", _SPACE + "*").replace("_", _SPACE + "+")
    return re.compile(spaced, re.IGNORECASE)


def _spaced(names: Iterable[str]) -> str:
    """An alternative of literal names whose spaces may be of any kind."""
    return "|".join(re.escape(name).replace("\\ ", "_") for name in names)
