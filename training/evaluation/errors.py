"""What went wrong, attribution by attribution, as pointers: ids and offsets, never text.

Each attribution that is not wholly right gives one error, of the first kind that fits:

- *wrong link*: the content is matched, but its source or its cue is another one;
- *wrong speaker*: the source is right and means somebody else than we say (only where a gold of names exists);
- *wrong bounds*: everything belongs together, but some span does not begin or end where it should; or the cues meet and
  the contents overlap by less than half;
- *missed*: annotated, not found; *invented*: found, not annotated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from training.evaluation.attributions import Attribution, Reading, touch
from training.evaluation.matching import overlap, pairs
from training.evaluation.mentions import speaker_rights
from training.evaluation.naming import Outcome, outcome
from training.evaluation.spans import ROLES, spans
from training.evaluation.speaker_gold import Names


class ErrorKind(StrEnum):
    """The classes of errors, the gravest first."""

    MISSED = "missed"
    INVENTED = "invented"
    WRONG_LINK = "wrong link"
    WRONG_SPEAKER = "wrong speaker"
    WRONG_BOUNDS = "wrong bounds"


@dataclass(frozen=True, slots=True)
class Error:
    """One error; `gold` is None for an invented attribution, `found` for a missed one; `detail` is a word or two."""

    article: str
    kind: ErrorKind
    detail: str
    gold: Attribution | None
    found: Attribution | None

    @property
    def type(self) -> str:
        """Direct, mixed or indirect: as annotated, else as found."""
        return self._either.type

    @property
    def start(self) -> int:
        """Where the content begins, as annotated, else as found."""
        return self._either.content[0].start

    @property
    def end(self) -> int:
        """Where that content ends."""
        return self._either.content[-1].end

    @property
    def _either(self) -> Attribution:
        either = self.gold or self.found
        assert either is not None
        return either


def errors(reading: Reading, names: Names) -> list[Error]:
    """All errors of an article in text order; attributions without a content are left aside."""
    return sorted(_errors(reading, names), key=lambda error: (error.start, error.end, error.kind))


def _errors(reading: Reading, names: Names) -> Iterator[Error]:
    matched = pairs(reading)
    rights = speaker_rights(reading, matched)
    for (place, number), right in zip(matched, rights, strict=True):
        gold, found = reading.gold[place], reading.found[number]
        fault = _fault(reading, gold, found, names, source_right=right)
        if fault is not None:
            yield Error(reading.name, fault[0], fault[1], gold, found)
    near = _near(reading, matched)
    for place, number in near:
        yield Error(
            reading.name,
            ErrorKind.WRONG_BOUNDS,
            "content by more than half",
            reading.gold[place],
            reading.found[number],
        )
    seen_gold = {place for place, _ in (*matched, *near)}
    seen_found = {number for _, number in (*matched, *near)}
    for place, gold in enumerate(reading.gold):
        if place not in seen_gold and gold.content:
            yield Error(reading.name, ErrorKind.MISSED, "", gold, None)
    for number, found in enumerate(reading.found):
        if number not in seen_found and found.content:
            yield Error(reading.name, ErrorKind.INVENTED, "", None, found)


def _fault(
    reading: Reading, gold: Attribution, found: Attribution, names: Names, *, source_right: bool
) -> tuple[ErrorKind, str] | None:
    if not source_right:
        return ErrorKind.WRONG_LINK, "source"
    if gold.cue and found.cue and not touch(gold.cue, found.cue):
        return ErrorKind.WRONG_LINK, "cue"
    name = names.get(reading.name, {}).get(gold.id)
    answer = Outcome.RIGHT if name is None else outcome(name, found)
    if answer is not Outcome.RIGHT:
        return ErrorKind.WRONG_SPEAKER, answer.value
    inexact = [role for role in ROLES if spans(gold, role) != spans(found, role)]
    return (ErrorKind.WRONG_BOUNDS, ", ".join(inexact)) if inexact else None


def _near(reading: Reading, matched: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Unmatched ones whose cues meet and whose contents overlap at all, one to one, the best first."""
    used_gold, used_found = {place for place, _ in matched}, {number for _, number in matched}
    scored = [
        (-overlap(gold, found), place, number)
        for place, gold in enumerate(reading.gold)
        for number, found in enumerate(reading.found)
        if place not in used_gold and number not in used_found and touch(gold.cue, found.cue) and overlap(gold, found)
    ]
    near = []
    for _, place, number in sorted(scored):
        if place not in used_gold and number not in used_found:
            used_gold.add(place)
            used_found.add(number)
            near.append((place, number))
    return near
