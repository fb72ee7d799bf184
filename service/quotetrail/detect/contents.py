"""Attributions by the places that their contents cover, so that none is held against all others."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from quotetrail.detect.quotations import Attribution
from quotetrail.model import Span


class Contents:
    """Attributions by the places that their contents cover."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._attributions = attributions
        self._pieces = sorted((piece, n) for n, one in enumerate(attributions) for piece in one.proposal.content)
        self._starts = [piece.start for piece, _ in self._pieces]
        self._longest = max((piece.end - piece.start for piece, _ in self._pieces), default=0)

    def touching(self, span: Span) -> list[Attribution]:
        """Those with a piece that shares a code point with `span`, in the order given."""
        low = bisect.bisect_left(self._starts, span.start - self._longest)
        high = bisect.bisect_left(self._starts, span.end)
        return [
            self._attributions[n] for n in sorted({n for piece, n in self._pieces[low:high] if piece.overlaps(span)})
        ]

    def hold_any(self, spans: Sequence[Span]) -> bool:
        """Whether one of the spans is touched at all."""
        return any(self.touching(span) for span in spans)
