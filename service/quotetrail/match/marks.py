"""Words that came into quotation marks on the way, or out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotetrail.match.pairing import Pairing, Side
from quotetrail.model import Appearance, Flag, FlagKind, QuoteType

# Pieces of a very long text that are looked at.
_MOST = 50
_COUNTERPARTS = frozenset({"equal", "translate", "replace"})


def gained_marks(left: Appearance, right: Appearance, pairing: Pairing, *, fewest: int) -> Iterator[Flag]:
    """Pieces in marks on the right whose words stood outside marks on the left: a paraphrase shown as a verbatim quote.

    At least `fewest` content words must have gained marks, and most of the piece. Nothing is said where the marks of a
    side are not known (a pasted text).
    """
    if _unknown(left) or _unknown(right) or left.type is QuoteType.DIRECT:
        return
    yield from _outside(right, pairing.turned(), _pieces(left, pairing.left), FlagKind.MARKS_GAINED, fewest)


def lost_marks(left: Appearance, right: Appearance, pairing: Pairing, *, fewest: int) -> Iterator[Flag]:
    """Pieces in marks on the left whose words stand outside marks on the right."""
    if _unknown(left) or _unknown(right) or right.type is QuoteType.DIRECT:
        return
    yield from _outside(left, pairing, _pieces(right, pairing.right), FlagKind.MARKS_LOST, fewest)


def _outside(
    appearance: Appearance, pairing: Pairing, others: Sequence[range], kind: FlagKind, fewest: int
) -> Iterator[Flag]:
    """Pieces in marks on the pairing's left with the counterparts of their words outside marks on its right."""
    light = pairing.left.light
    for piece in _pieces(appearance, pairing.left):
        telling = [place for place in piece if place not in light] or list(piece)
        there = [place for place in telling if _stands_outside(pairing, place, others)]
        if 2 * len(there) <= len(telling) or len(there) < min(fewest, len(telling)):
            continue
        words = pairing.counterparts(piece if len(there) == len(telling) else there, _COUNTERPARTS)
        canonical = pairing.right.wording.canonical
        other = " … ".join(canonical.original(start, end) for start, end in _joined(words))
        own = pairing.left.wording.canonical.original(piece.start, piece.stop)
        yield Flag(kind, own, other) if kind is FlagKind.MARKS_LOST else Flag(kind, other, own)


def _stands_outside(pairing: Pairing, place: int, others: Sequence[range]) -> bool:
    """Whether a word of the left has counterparts, none of them in these pieces."""
    counterparts = [words for words in pairing.counterparts((place,), _COUNTERPARTS) if words]
    return bool(counterparts) and not any(
        words.start < piece.stop and piece.start < words.stop for words in counterparts for piece in others
    )


def _joined(ranges: Sequence[range]) -> list[tuple[int, int]]:
    """Ranges in order, neighbours as one."""
    joined: list[tuple[int, int]] = []
    for words in sorted(ranges, key=lambda one: one.start):
        if joined and words.start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], words.stop))
        elif words:
            joined.append((words.start, words.stop))
    return joined


def _pieces(appearance: Appearance, side: Side) -> list[range]:
    """The words in quotation marks, piece by piece, where the text has them."""
    if appearance.type is QuoteType.INDIRECT:
        return []
    if appearance.type is QuoteType.DIRECT:
        return [range(len(side.wording.words))] if side.wording.words else []
    found: list[range] = []
    at = 0
    for piece in appearance.quoted:
        start = appearance.text.find(piece, at)
        if start >= 0 and piece:
            at = start + len(piece)
            places = side.places(start, at)
            found += [places] if places else []
    return found[:_MOST]


def _unknown(appearance: Appearance) -> bool:
    """Whether a text was pasted, and so taken for direct speech without knowing."""
    return not appearance.quote_id and appearance.type is QuoteType.DIRECT
