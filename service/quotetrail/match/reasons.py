"""Why two quotes are taken for one statement, in plain words for a journalist."""

from __future__ import annotations

from collections.abc import Iterator

from quotetrail.match.compare import Comparison
from quotetrail.match.differences import Difference, DifferenceKind
from quotetrail.model import Relation, Speaker


def text_reasons(comparison: Comparison, *, quoted_only: bool, same_marks: bool) -> Iterator[str]:
    """What the words say."""
    agreeing = f"{comparison.agreeing} of {comparison.compared} words are the same"
    match comparison.relation:
        case Relation.VERBATIM:
            yield "the same words"
        case Relation.TRUNCATED:
            yield f"one is a part of the other: {agreeing}"
        case Relation.EDITED:
            yield f"a few words changed: {agreeing}"
        case Relation.REWORDED:
            yield f"said in other words: {agreeing}"
    if quoted_only:
        yield "compared by the words in quotation marks"
    if same_marks:
        yield "the same words in quotation marks"
    for difference in comparison.differences:
        yield _difference_reason(difference)


def _difference_reason(difference: Difference) -> str:
    match difference.kind:
        case DifferenceKind.NUMBER:
            return f"another number: {difference.left} / {difference.right}"
        case DifferenceKind.NAME:
            return f"another name: {difference.left} / {difference.right}"
        case DifferenceKind.NEGATION:
            sides = " / ".join(side or "not negated" for side in (difference.left, difference.right))
            return f"negated on one side only: {sides}"


def fragment_reason(*, days: int | None) -> str:
    """Why a few words were enough."""
    if days is None:
        return "only a few words, taken for the same because the same speaker said them; a date is unknown"
    return f"only a few words, taken for the same because the same speaker said them, {_days(days)} apart"


def speaker_reason(left: Speaker | None, right: Speaker | None, compatibility: float, *, same: float) -> str:
    """What the speakers say; `same` is the compatibility from which they count as one."""
    names = [speaker.name for speaker in (left, right) if speaker is not None and speaker.name is not None]
    if len(names) < len(("left", "right")):
        return f"speaker named on one side only: {names[0]}" if names else "speaker named on neither side"
    if len({name.casefold() for name in names}) == 1:
        return f"same speaker: {names[0]}"
    both = " / ".join(names)
    if compatibility >= same:
        return f"same speaker, named differently: {both}"
    return f"speakers may belong together: {both}" if compatibility else f"attributed to another speaker: {both}"


def date_reason(days: int) -> str:
    """How far apart they were published."""
    return f"published {_days(days)} apart"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
