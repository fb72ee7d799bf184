"""Examples that run as they stand: two articles of `fixtures/`, written by us around words that were really said.

Every identifier is an address of content, so the ids in the examples of reading operations are worked out from the
articles in the examples of posting ones: once those are stored, all others answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import orjson

from quotetrail.ingest.jobs import job_id_of
from quotetrail.model import Article, Quote, QuoteType, Span
from quotetrail.store.pairs import match_id
from quotetrail.store.speakers import speaker_id


def answers() -> dict[str, Any]:
    """By the name of a schema, an answer that the examples really got; written by `tests/api/record_answers.py`."""
    return _read("answers.json")


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What the first example article, its quote, its statement, its speaker and the job that stores it are called.

    `match` is between the quote and its copy in the second article, `other_statement` another that the first holds.
    """

    article: str
    quote: str
    statement: str
    match: str
    other_statement: str
    speaker: str
    job: str


def article(number: int = 0) -> dict[str, Any]:
    """The body that posts one of the example articles."""
    return dict(_content()["articles"][number])


def ndjson() -> str:
    """All example articles, one JSON object a line."""
    return "".join(f"{orjson.dumps(each).decode()}\n" for each in _content()["articles"])


def passage() -> str:
    """A short text with one quote in it."""
    return str(_content()["passage"])


def quoted() -> str:
    """The words that the example articles quote, with their quotation marks."""
    return str(_content()["quoted"])


def pasted() -> str:
    """A part of those words, as somebody would paste it."""
    return str(_content()["pasted"])


def key() -> str:
    """What the sender calls the batch that holds all example articles."""
    return str(_content()["key"])


def speaker() -> str:
    """Who said them."""
    return str(_content()["speaker"])


@cache
def identifiers() -> Identifiers:
    """The ids that storing the first example article leads to."""
    known = _known(article())
    quote = _quote_id(known, quoted())
    named = speaker_id(speaker())
    assert named is not None, "the example speaker's name has letters"
    return Identifiers(
        article=known.id,
        quote=quote,
        statement=f"sta_{quote.removeprefix('quo_')}",
        match=match_id(quote, _quote_id(_known(article(1)), quoted())),
        other_statement=f"sta_{_quote_id(known, str(_content()['other'])).removeprefix('quo_')}",
        speaker=named,
        job=job_id_of(key()),
    )


def _known(body: dict[str, Any]) -> Article:
    return Article(text=body["text"], uri=body["uri"], version=body["version"])


def _quote_id(inside: Article, words: str) -> str:
    """What the direct quote of these words is called."""
    start = inside.text.index(words)
    found = Quote(
        type=QuoteType.DIRECT,
        spans=(Span(start, start + len(words)),),
        cue=None,
        speaker=None,
        venue=None,
        via=(),
        confidence=1.0,
    )
    return found.id(inside.id)


@cache
def _content() -> dict[str, Any]:
    return _read("examples.json")


def _read(name: str) -> dict[str, Any]:
    return dict(orjson.loads(resources.files(__package__).joinpath(name).read_bytes()))
