"""Damage: traces that machine translation or careless copying leaves, so that a text with them is the later one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

_FIRST_PIECE = re.compile(r"^(?:.*[\n\r])?\S*\s", re.DOTALL)
_LAST_PIECE = re.compile(r"(?:\s\S*|[\n\r].*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Damage:
    """One trace: what it is, and the words around it as they stand at `start`."""

    name: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class DamageReader:
    """Finds the traces of `damage.toml`."""

    traces: tuple[tuple[str, re.Pattern[str]], ...]
    most: int
    context: int
    window: int

    @classmethod
    def load(cls) -> DamageReader:
        """Read `damage.toml`."""
        data = tomllib.loads(files(__package__).joinpath("damage.toml").read_text("utf-8"))
        return cls(
            traces=tuple((entry["name"], re.compile(entry["pattern"])) for entry in data["trace"]),
            most=data["most"],
            context=data["context"],
            window=data["window"],
        )

    def read(self, text: str) -> tuple[Damage, ...]:
        """The first example of each kind of trace, in text order."""
        found = [
            Damage(name, self._around(text, match), match.start())
            for name, pattern in self.traces
            if (match := pattern.search(text, 0, self.window)) is not None
        ]
        return tuple(sorted(found, key=lambda damage: damage.start)[: self.most])

    def _around(self, text: str, trace: re.Match[str]) -> str:
        """The trace with the whole words around it, on one line."""
        before = text[max(0, trace.start() - self.context) : trace.start()]
        after = text[trace.end() : trace.end() + self.context]
        return " ".join(f"{_FIRST_PIECE.sub('', before)}{trace[0]}{_LAST_PIECE.sub('', after)}".split())
