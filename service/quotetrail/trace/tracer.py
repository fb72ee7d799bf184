"""The only door of this room: a statement's appearances in, its provenance chain out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from quotetrail.model import Appearance, Article, Chain, Match, Statement
from quotetrail.trace.chain import ChainBuilder
from quotetrail.trace.dossier import DossierReader
from quotetrail.trace.evidence import Weigher
from quotetrail.trace.weights import Weights


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Tracer:
    """Traces statements; holds nothing but data read at loading and a clock, so it may be shared by threads."""

    builder: ChainBuilder
    clock: Callable[[], datetime]
    tracer_version: str = "trace-1"

    @classmethod
    def load(cls, *, clock: Callable[[], datetime] = _utc_now) -> Self:
        """Read the room's TOML files; `clock` says which dates lie in the future."""
        reader = DossierReader.load()
        weights = Weights.load()
        weigher = Weigher(
            weights=weights, credits=reader.credits, dates=reader.dates, introductions=reader.introductions
        )
        return cls(builder=ChainBuilder(reader=reader, weigher=weigher, weights=weights), clock=clock)

    def trace(
        self,
        *,
        statement: Statement,
        appearances: Sequence[Appearance],
        articles: Mapping[str, Article],
        matches: Sequence[Match],
    ) -> Chain:
        """The chain of a statement.

        `appearances` are those of the statement (others are left out), `articles` theirs by id (one that is missing
        gives less evidence, nothing more), `matches` any among them. The result does not depend on any order.
        """
        members = frozenset(statement.members)
        return self.builder.build(
            statement=statement,
            appearances=[appearance for appearance in appearances if appearance.quote_id in members],
            articles=articles,
            matches=matches,
            now=self.clock(),
        )

    def names(self, articles: Mapping[str, Article]) -> dict[str, str]:
        """What a chain's evidence and notes call each article, by id: its outlet, else its headline."""
        return self.builder.reader.labels(articles)
