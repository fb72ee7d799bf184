"""Speakers: every name that quotes were resolved to, under one key for its spellings.

Two names are one speaker only if they are the same words: capitals, accents, hyphens and spacing aside. Whether
"Tokayev" is Kassym-Jomart Tokayev is settled inside an article by detection and inside a statement by matching; a
surname alone stays a speaker of its own, because merging two people cannot be undone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, exists, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from quotetrail.errors import InvalidInput, NotFound
from quotetrail.model import COMMUNICATION, SpeakerKind
from quotetrail.store.pages import Key, Page, checked, page
from quotetrail.store.tables import members, quotes, speakers

MOST_WORDS = 20  # of a name to look for; each is a condition of its own
SEPARATORS = re.compile(r"[\W_]+")
GIVEN_OUT = quotes.c.mode.in_(sorted(COMMUNICATION))


@dataclass(frozen=True, slots=True)
class StoredSpeaker:
    """Who is quoted: `names` are all spellings, commonest first, `name` is the first of them.

    `quotes` is how many were said or written, `statements` in how many statements they are.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kinds: tuple[SpeakerKind, ...]
    quotes: int
    statements: int


def name_key(name: str) -> str:
    """What all spellings of a name share: its words without capitals, accents and punctuation, one space between."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return SEPARATORS.sub(" ", unicodedata.normalize("NFKC", letters)).strip()


def speaker_id(name: str) -> str | None:
    """`spk_` and 20 hexadecimal digits of the name's key; None for a name without a letter or digit."""
    key = name_key(name)
    return f"spk_{hashlib.sha256(key.encode()).hexdigest()[:20]}" if key else None


class Speakers:
    """Who is quoted; derived from the quotes."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, names: Collection[str]) -> None:
        """See to it that each of these names has its speaker."""
        rows = [{"id": speaker_id(name), "name_key": name_key(name)} for name in names if name_key(name)]
        if rows:
            self._connection.execute(insert(speakers).on_conflict_do_nothing(), rows)

    def get(self, speaker_id: str) -> StoredSpeaker:
        """The speaker with this id; raises NotFound."""
        row = self._connection.execute(select(speakers).where(speakers.c.id == speaker_id)).mappings().first()
        if row is None:
            raise NotFound(f"There is no speaker {speaker_id}.")
        return self._counted([row])[row["id"]]

    def list(self, *, name: str | None, after: Key | None, limit: int) -> Page[StoredSpeaker]:
        """A page of those who said or wrote something, in the alphabetical order of their keys.

        `name` holds words that must all occur.
        Raises InvalidCursor, InvalidInput.
        """
        said = exists().where(quotes.c.speaker_id == speakers.c.id, GIVEN_OUT)
        chosen = select(speakers).where(said).order_by(speakers.c.name_key).limit(limit + 1)
        if name is not None:
            chosen = _named(chosen, name)
        if (start := checked(after, shape=(str,), limit=limit)) is not None:
            chosen = chosen.where(speakers.c.name_key > start[0])
        rows = self._connection.execute(chosen).mappings().all()
        counted = self._counted(rows)
        return page(rows, limit=limit, record=lambda row: counted[row["id"]], key=lambda row: (row["name_key"],))

    def count(self) -> int:
        """How many speakers are known."""
        return self._connection.scalar(select(func.count()).select_from(speakers)) or 0

    def rebuild(self) -> None:
        """Derive all speakers again from the names in the quotes."""
        names = self._connection.scalars(
            select(quotes.c.speaker_name).where(quotes.c.speaker_name.is_not(None)).distinct()
        ).all()
        self.add(names)
        for name in names:
            of_name = update(quotes).where(quotes.c.speaker_name == name)
            self._connection.execute(of_name.values(speaker_id=speaker_id(name)))
        used = select(quotes.c.speaker_id).where(quotes.c.speaker_id.is_not(None))
        self._connection.execute(speakers.delete().where(speakers.c.id.not_in(used)))

    def _counted(self, rows: Sequence[RowMapping]) -> dict[str, StoredSpeaker]:
        """These speakers by id, with what the quotes say of them."""
        own = quotes.c.speaker_id.in_([row["id"] for row in rows])
        given_out = func.count().filter(GIVEN_OUT).label("given_out")
        spelled = select(quotes.c.speaker_id, quotes.c.speaker_name, given_out).where(own)
        spelled = spelled.group_by(quotes.c.speaker_id, quotes.c.speaker_name)
        spellings: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in self._connection.execute(spelled.order_by(func.count().desc(), quotes.c.speaker_name)):
            spellings[row.speaker_id][row.speaker_name] = row.given_out
        kinds: defaultdict[str, set[SpeakerKind]] = defaultdict(set)
        for row in self._connection.execute(select(quotes.c.speaker_id, quotes.c.speaker_kind).where(own).distinct()):
            kinds[row.speaker_id].add(SpeakerKind(row.speaker_kind))
        said = select(quotes.c.speaker_id, func.count(members.c.statement_id.distinct()))
        said = said.join_from(quotes, members, members.c.quote_id == quotes.c.id).where(own)
        statements: dict[str, int] = dict(self._connection.execute(said.group_by(quotes.c.speaker_id)).all())
        return {
            row["id"]: StoredSpeaker(
                id=row["id"],
                name=next(iter(spellings[row["id"]])),
                names=tuple(spellings[row["id"]]),
                kinds=tuple(sorted(kinds[row["id"]])),
                quotes=sum(spellings[row["id"]].values()),
                statements=statements.get(row["id"], 0),
            )
            for row in rows
        }


def _named(chosen: Select[Any], name: str) -> Select[Any]:
    """Only speakers in whose name every word of `name` occurs as a word."""
    padded = literal(" ") + speakers.c.name_key + literal(" ")
    words = name_key(name).split()
    if not 0 < len(words) <= MOST_WORDS:
        raise InvalidInput(f"The name to look for holds 1 to {MOST_WORDS} words, not {len(words)}.")
    for word in words:
        chosen = chosen.where(func.instr(padded, f" {word} ") > 0)
    return chosen


def named(name: str) -> Select[tuple[str]]:
    """The ids of speakers in whose name every word of `name` occurs, as a subquery for other repositories."""
    return _named(select(speakers.c.id), name)
