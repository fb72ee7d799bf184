"""The gold set of speakers: whom each attribution of 40 PolNeAR dev articles means, read by people, names only.

The file maps article id and attribution id to the fullest name that the article gives; `null` where the text names
nobody. It holds no text of the articles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training.evaluation.names import same_name

GOLD = Path(__file__).parent / "gold" / "polnear-dev-speakers.json"
KINDS = frozenset({"person", "organization", "group", "unnamed", "none"})


@dataclass(frozen=True, slots=True)
class GoldName:
    """Whom an attribution means: `name` is None where the article names nobody, `also` are other answers as right.

    `kind` is `none` where the attribution has no source; `open` says that the text leaves open who it is.
    """

    name: str | None
    kind: str
    open: bool = False
    also: tuple[str, ...] = ()

    def accepts(self, name: str | None) -> bool:
        """Whether this answer is right; nobody is right only where nobody is named."""
        if name is None:
            return self.name is None
        answers = self.also if self.name is None else (self.name, *self.also)
        return any(same_name(answer, name, person=self.kind == "person") for answer in answers)


Names = Mapping[str, Mapping[str, GoldName]]
"""By article id and attribution id."""


def read(path: Path = GOLD) -> Names:
    """The gold set as it lies in the repository."""
    articles = json.loads(path.read_text(encoding="utf-8"))
    return {article: {identifier: _name(row) for identifier, row in rows.items()} for article, rows in articles.items()}


def _name(row: Mapping[str, object]) -> GoldName:
    name, kind, also = row["name"], row["kind"], row.get("also", [])
    assert name is None or isinstance(name, str)
    assert kind in KINDS
    assert isinstance(also, list)
    return GoldName(name, str(kind), open=row.get("open") is True, also=tuple(also))
