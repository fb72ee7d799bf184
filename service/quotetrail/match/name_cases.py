"""Names with a case ending, in Russian, Ukrainian and Kazakh: what they were in the nominative.

Токаеву, Токаевым, Ивана Петрова, Тоқаевтың. An ending is not always one: Петрова is a woman, or Петров in the genitive.
Without a given name that settles it, such a reading is marked ambiguous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quotetrail.match.name_forms import Part, PersonName
from quotetrail.match.scripts import Script, Scripts, Word

_SHORTEST_STEM = 3
_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщьъ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Endings of one case and what they have in the nominative. `men`: a consonant at the end would have changed."""

    endings: tuple[tuple[str, str], ...]
    men: bool
    surname_only: bool
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """All cases; `both`: given names of women that look like a man's with an ending (Александра)."""

    cases: tuple[Case, ...]
    both: frozenset[str]
    scripts: Scripts


@dataclass(frozen=True, slots=True)
class Inflection:
    """A name as it may be in the nominative; `ambiguous` where what is written may be another person's name."""

    name: PersonName
    ambiguous: bool


def read_cases(data: Mapping[str, Any], *, scripts: Scripts) -> Cases:
    """From the [cases] table of names.toml."""
    found = (
        Case(
            endings=tuple((ending, nominative) for ending, nominative in one["endings"]),
            men=one.get("men", False),
            surname_only=one.get("surname_only", False),
            doubtful=one.get("doubtful", False),
        )
        for one in data["each"]
    )
    return Cases(cases=tuple(found), both=frozenset(data["both"].split()), scripts=scripts)


def inflections(name: PersonName, *, cases: Cases) -> tuple[Inflection, ...]:
    """Every nominative that a name in Cyrillic may have, one for each case that fits all its parts."""
    if name.surname is None or name.surname.word.script is not Script.CYRILLIC:
        return ()
    parts = (name.surname, *name.given, *((name.patronymic,) if name.patronymic else ()))
    found: list[Inflection] = []
    for case in cases.cases:
        settled = any(not part.initial and part.word.letters not in cases.both for part in name.given)
        changed = [_nominative(part, case, cases.scripts) for part in (parts[:1] if case.surname_only else parts)]
        if changed[0] is None or None in changed:
            continue
        if case.surname_only:
            changed += parts[1:]
        fitting = [part for part in changed if part is not None]
        if fitting == list(parts):
            continue
        given = tuple(fitting[1 : 1 + len(name.given)])
        patronymic = fitting[-1] if name.patronymic else None
        inflected = replace(name, surname=fitting[0], given=given, patronymic=patronymic)
        found.append(Inflection(inflected, ambiguous=case.doubtful and not settled))
    return tuple(found)


def _nominative(part: Part, case: Case, scripts: Scripts) -> Part | None:
    """The part without its ending; itself if it takes none; None if the case would have changed it."""
    letters = part.word.letters
    if part.initial or part.word.script is not Script.CYRILLIC:
        return part
    words = _without_endings(letters, case.endings, scripts)
    if not words:
        return None if case.men and letters[-1] in _CONSONANTS else part
    return Part(words[0], others=tuple(words[1:]))


def _without_endings(letters: str, endings: Sequence[tuple[str, str]], scripts: Scripts) -> list[Word]:
    return [
        scripts.word(letters[: -len(ending)] + nominative)
        for ending, nominative in endings
        if letters.endswith(ending) and len(letters) - len(ending) >= _SHORTEST_STEM
    ]
