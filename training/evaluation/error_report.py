"""The report on errors: which articles are the worst, and where in them each error stands.

Reports hold article ids, attribution ids, offsets and kinds (`errors.py` says what they are); never text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from quotetrail.model import Span
from training.evaluation.attributions import TYPES, Attribution, Reading
from training.evaluation.errors import Error, ErrorKind, errors
from training.evaluation.spans import ROLES, spans
from training.evaluation.speaker_gold import Names

WORST = 50
AROUND = 60
"""How much text `shown` gives on each side of an attribution, in code points."""


class ErrorReport:
    """The errors of a data set."""

    def __init__(self, readings: Sequence[Reading], names: Names) -> None:
        self._readings = {reading.name: reading for reading in readings}
        self._errors = {reading.name: errors(reading, names) for reading in readings}

    @property
    def errors(self) -> list[Error]:
        """All of them, article by article, in text order."""
        return [error for rows in self._errors.values() for error in rows]

    def counts(self) -> list[str]:
        """How many errors of each kind, by type, as a Markdown table."""
        return _counts(self.errors)

    def worst(self) -> list[str]:
        """The articles with the most errors, at most fifty, those without any left out; ids break ties."""
        order = sorted(self._errors, key=lambda name: (-len(self._errors[name]), name))
        return [name for name in order if self._errors[name]][:WORST]

    def markdown(self) -> str:
        """The report for people."""
        lines = ["# Errors on PolNeAR dev", "", *self.counts(), "", "## The worst articles", ""]
        lines += [
            "| article | annotated | found | " + " | ".join(ErrorKind) + " |",
            "| --- | --: | --: |" + " --: |" * len(ErrorKind),
        ]
        for name in self.worst():
            reading, kinds = self._readings[name], Counter(error.kind for error in self._errors[name])
            counts = " | ".join(str(kinds[kind]) for kind in ErrorKind)
            lines.append(f"| {name} | {len(reading.gold)} | {len(reading.found)} | {counts} |")
        for name in self.worst():
            lines += ["", f"### {name}", "", *(f"- {_pointer(error)}" for error in self._errors[name])]
        return "\n".join(lines) + "\n"

    def json(self) -> dict[str, object]:
        """The same for programs; spans are [start, end) in code points."""
        by_kind = {kind.value: _by_type(self.errors, kind) for kind in ErrorKind}
        articles = [
            {
                "article": name,
                "annotated": len(self._readings[name].gold),
                "found": len(self._readings[name].found),
                "errors": [_row(error) for error in self._errors[name]],
            }
            for name in self.worst()
        ]
        return {"counts": by_kind, "articles": articles}

    def write(self, path: Path) -> None:
        """Both reports, beside each other under this name."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".md").write_text(self.markdown(), encoding="utf-8")
        path.with_suffix(".json").write_text(json.dumps(self.json(), indent=1) + "\n", encoding="utf-8")

    def shown(self, number: int, *, kind: str | None = None, quote_type: str | None = None) -> Iterable[str]:
        """Errors with their text, spread evenly over all there are."""
        rows = [error for error in self.errors if kind in {None, error.kind} and quote_type in {None, error.type}]
        for place in range(min(number, len(rows))):
            error = rows[place * len(rows) // min(number, len(rows))]
            yield _shown(error, self._readings[error.article].article.text)


def _counts(rows: Sequence[Error]) -> list[str]:
    lines = ["| kind | all | " + " | ".join(TYPES) + " |", "| --- | --: |" + " --: |" * len(TYPES)]
    for kind in ErrorKind:
        counted = _by_type(rows, kind)
        lines.append(f"| {kind} | " + " | ".join(str(value) for value in counted.values()) + " |")
    return lines


def _by_type(rows: Iterable[Error], kind: ErrorKind) -> dict[str, int]:
    counted = Counter(error.type for error in rows if error.kind is kind)
    return {"all": counted.total()} | {name: counted[name] for name in TYPES}


def _pointer(error: Error) -> str:
    who = error.gold.id if error.gold else error.found.id if error.found else ""
    detail = f" ({error.detail})" if error.detail else ""
    return f"{who} {error.start}–{error.end} {error.type}: {error.kind}{detail}"


def _row(error: Error) -> dict[str, object]:
    return {
        "kind": error.kind.value,
        "detail": error.detail,
        "type": error.type,
        "gold": _side(error.gold),
        "found": _side(error.found),
    }


def _side(row: Attribution | None) -> dict[str, object] | None:
    if row is None:
        return None
    places = {role: [[span.start, span.end] for span in spans(row, role)] for role in ROLES}
    return {"id": row.id, **places}


def _shown(error: Error, text: str) -> str:
    lines = [f"\n{error.article} {_pointer(error)}"]
    around = Span(max(0, error.start - AROUND), min(len(text), error.end + AROUND))
    lines.append(f"  text   {_words(around, text)}")
    for side, row in (("gold", error.gold), ("found", error.found)):
        if row is not None:
            roles = (f"{role}[{' … '.join(_words(span, text) for span in spans(row, role))}]" for role in ROLES)
            name = f" = {row.speaker.name}" if row.speaker is not None else ""
            lines.append(f"  {side:<6} {' '.join(roles)}{name}")
    return "\n".join(lines)


def _words(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())
