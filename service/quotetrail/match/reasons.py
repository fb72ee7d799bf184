"""Why two quotes were judged to carry one statement or not, in plain words for a journalist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotetrail.match.compare import Comparison
from quotetrail.match.differences import Difference, DifferenceKind
from quotetrail.match.forms import Form
from quotetrail.model import Relation, Speaker

_TOLD = {
    Relation.VERBATIM: "the same words",
    Relation.TRUNCATED: "one is a part of the other: {agreeing}",
    Relation.SPLICED: "pieces of the longer one, joined: {agreeing}",
    Relation.EDITED: "a few words changed: {agreeing}",
    Relation.INDIRECT: "told as reported speech, with persons or tenses shifted: {agreeing}",
    Relation.TRANSLATED: "translated: {meaning}",
    Relation.REWORDED: "said in other words: {agreeing}, {meaning}",
    Relation.CONTRADICTS: "near in words, and yet another statement: {agreeing}, {meaning}",
    Relation.DIFFERENT: "another statement: {agreeing}, {meaning}",
}
# Where words may be changed, so that one without a counterpart tells something.
_CHANGED = frozenset({Relation.EDITED, Relation.REWORDED, Relation.TRANSLATED, Relation.CONTRADICTS})
WHOLE = frozenset({Form.WHOLE})
FEW_WORDS = "only a few words, so it may be another statement"


def text_reasons(
    comparison: Comparison,
    relation: Relation,
    differing: Sequence[Difference],
    *,
    forms: frozenset[Form],
    same_marks: bool,
) -> Iterator[str]:
    """What the words say; `relation` is the one that is told, which other evidence may have decided."""
    structure = comparison.measured.structure
    agreeing = f"{structure.agreeing} of {structure.compared} words are the same"
    told = _TOLD[relation]
    yield told.format(agreeing=agreeing, meaning=_meaning(comparison) if "{meaning}" in told else "")
    if comparison.exchange is not None:
        yield f"other roles: {comparison.exchange.left} / {comparison.exchange.right}"
    if comparison.apart and relation in _CHANGED:
        yield f"nothing on the other side for: {', '.join(comparison.apart)}"
    if Form.MARKED in forms:
        yield "compared by the words in quotation marks"
    if Form.BARE in forms:
        yield "compared without what is put in between dashes or brackets"
    if Form.SENTENCE in forms:
        yield "compared by the nearest sentence of the longer one"
    if Form.CLAUSE in forms:
        yield "compared by the nearest clause of the stored quote"
    if same_marks:
        yield "the same words in quotation marks"
    for difference in differing:
        yield _difference_reason(difference)


def _meaning(comparison: Comparison) -> str:
    agreement = comparison.measured.agreement
    return f"the words agree at cosine {max(agreement.whole, agreement.stretch):.2f}"


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
