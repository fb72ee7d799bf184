"""Which modes of quotes somebody asks for."""

from __future__ import annotations

from quotetrail.errors import InvalidInput
from quotetrail.model import COMMUNICATION, Mode

ALL = "all"
USUAL = ",".join(mode for mode in Mode if mode in COMMUNICATION)

_LONGEST_SHOWN = 40


def modes_from(text: str) -> tuple[Mode, ...]:
    """The modes that `text` names, "all" or some with commas between, each once and in the order of `Mode`.

    Raises InvalidInput for a word that names none, and where there is no word.
    """
    named = {word.strip().lower() for word in text.split(",")}
    if named == {ALL}:
        return tuple(Mode)
    unknown = named.difference(Mode)
    if unknown:
        shown = repr(min(unknown)[:_LONGEST_SHOWN])
        raise InvalidInput(f'The modes are {", ".join(Mode)}, or "{ALL}" for every one of them, not {shown}.')
    return tuple(mode for mode in Mode if mode in named)
