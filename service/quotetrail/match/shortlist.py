"""Which stored quotes are checked first against a pasted text, and when enough of them were.

Checking a quote takes about a millisecond; what it promises is seen in some microseconds: the share of the shorter
text's words that stand in both in one order, or the cosine of the two vectors, whichever is more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quotetrail.match.glance import Glance, cosines, shared
from quotetrail.match.tiers import Verdict
from quotetrail.match.vectors import Codes
from quotetrail.model import Appearance

_DATA = Path(__file__).with_name("shortlist.toml")


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The numbers of shortlist.toml, explained there."""

    first: int
    most: int
    floor: float
    beside: float
    clear: float
    second_looks: int
    glance: Glance

    @classmethod
    def load(cls) -> Shortlist:
        """Read shortlist.toml."""
        return cls(**tomllib.loads(_DATA.read_text(encoding="utf-8"))["shortlist"], glance=Glance.load())

    def ranked(
        self, text: str, code: Codes, *, candidates: Sequence[Appearance], codes: Mapping[str, Codes]
    ) -> list[tuple[float, Appearance]]:
        """The candidates, the most promising first, with what each promises in [-1, 1]; `codes` are their vectors."""
        asked = self.glance.words(text)
        few = min(len(asked), self.glance.few)  # fewer words were asked for, so they may stand there alone
        near = cosines(code, [codes.get(candidate.quote_id) for candidate in candidates])
        promises = [
            (max(shared(asked, self.glance.words(candidate.text), few=few), cosine), cosine, candidate)
            for candidate, cosine in zip(candidates, near, strict=True)
        ]
        promises.sort(key=lambda one: one[:2], reverse=True)
        return [(promise, candidate) for promise, _, candidate in promises]


@dataclass(slots=True)
class Answers:
    """What was checked so far for one pasted text; without a `limit` everything is checked."""

    numbers: Shortlist
    limit: int | None
    _checked: int = 0
    _last: bool = False
    _promised: float = 0.0
    _best: dict[str, tuple[Appearance, Verdict]] = field(default_factory=dict)

    def enough(self) -> bool:
        """Whether to stop."""
        if self.limit is None or self._checked < self.numbers.first:
            return False
        more = not self._best or (self._last and len(self._best) < self.limit)
        return not more or self._checked >= self.numbers.most

    def worth(self, promise: float, *, statement: str) -> bool:
        """Whether to check a quote of this statement."""
        known = self._best.get(statement)
        if known is not None and known[1].score >= self.numbers.clear:
            return False
        return self.limit is None or promise >= max(self.numbers.floor, self.numbers.beside * self._promised)

    def add(self, quote: Appearance, verdict: Verdict | None, *, promise: float, statement: str) -> None:
        """Note a quote that was checked; None says that it does not answer."""
        self._checked += 1
        self._last = verdict is not None
        if verdict is not None:
            self._promised = max(self._promised, promise)
        known = self._best.get(statement)
        if verdict is not None and (known is None or _place(quote, verdict) < _place(*known)):
            self._best[statement] = quote, verdict

    def best(self) -> list[tuple[Appearance, Verdict]]:
        """The nearest quote of each statement found, best first, at most `limit`."""
        return sorted(self._best.values(), key=lambda answer: _place(*answer))[: self.limit]


def _place(quote: Appearance, verdict: Verdict) -> tuple[float, str]:
    return -verdict.score, quote.quote_id
