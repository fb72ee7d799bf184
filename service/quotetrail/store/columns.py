"""How the nouns lie in columns: JSON by orjson, times as microseconds in UTC. Every `read_` undoes its `write_`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson

from quotetrail.model import (
    Candidate,
    Change,
    Cue,
    Flag,
    FlagKind,
    Mode,
    Quote,
    QuoteType,
    Span,
    Speaker,
    SpeakerKind,
    Venue,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def write_time(moment: datetime | None) -> int | None:
    """Microseconds since 1970 in UTC; the moment must be aware."""
    return None if moment is None else (moment - EPOCH) // MICROSECOND


def read_time(microseconds: int | None) -> datetime | None:
    """The moment in UTC."""
    return None if microseconds is None else EPOCH + microseconds * MICROSECOND


def write_words(words: Iterable[str]) -> bytes:
    """A JSON array of strings."""
    return orjson.dumps(list(words))


def read_words(column: bytes) -> tuple[str, ...]:
    """The strings of a JSON array."""
    return tuple(orjson.loads(column))


def write_quote(quote: Quote) -> bytes:
    """A JSON object with the fields of `model.Quote`."""
    return orjson.dumps(quote)


def read_quote(column: bytes) -> Quote:
    """The quote that `write_quote` wrote."""
    body: dict[str, Any] = orjson.loads(column)
    return Quote(
        type=QuoteType(body["type"]),
        spans=tuple(Span(**span) for span in body["spans"]),
        cue=None if body["cue"] is None else Cue(**body["cue"]),
        speaker=None if body["speaker"] is None else _speaker(body["speaker"]),
        venue=None if body["venue"] is None else Venue(**body["venue"]),
        via=tuple(Venue(**venue) for venue in body["via"]),
        confidence=body["confidence"],
        mode=Mode(body.get("mode", Mode.SPEECH)),  # quotes stored before revision 0002 have none
    )


class Said(NamedTuple):
    """What matching and tracing need of a quote besides its columns."""

    type: QuoteType
    speaker: Speaker | None
    venue: Venue | None
    via: tuple[Venue, ...]
    confidence: float


def read_said(column: bytes) -> Said:
    """Some of what `read_quote` reads, in a third of its time."""
    body: dict[str, Any] = orjson.loads(column)
    speaker, venue, via = body["speaker"], body["venue"], body["via"]
    return Said(
        QuoteType(body["type"]),
        None if speaker is None else _speaker(speaker),
        None if venue is None else Venue(**venue),
        tuple(Venue(**one) for one in via) if via else (),
        body["confidence"],
    )


def write_drift(drift: Iterable[Change]) -> bytes:
    """A JSON array of changes."""
    return orjson.dumps(list(drift))


def read_drift(column: bytes) -> tuple[Change, ...]:
    """The changes that `write_drift` wrote."""
    return tuple(Change(**change) for change in orjson.loads(column))


def write_flags(flags: Collection[Flag]) -> bytes | None:
    """A JSON array of flags; None for no flag."""
    return orjson.dumps(list(flags)) if flags else None


def read_flags(column: bytes | None) -> tuple[Flag, ...]:
    """The flags that `write_flags` wrote."""
    if column is None:
        return ()
    return tuple(Flag(FlagKind(flag["kind"]), flag["before"], flag["after"]) for flag in orjson.loads(column))


def _speaker(body: dict[str, Any]) -> Speaker:
    """A speaker of its JSON object."""
    body["candidates"] = tuple(Candidate(**candidate) for candidate in body["candidates"]) if body["candidates"] else ()
    body["kind"] = SpeakerKind(body["kind"])
    return Speaker(**body)
