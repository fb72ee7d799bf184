"""One frozen object with everything that can be set; read from the environment once, in `create_app` and the CLI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

DETECTORS = ("tagger", "rules")
BUNDLED_MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting is the environment variable `QUOTETRAIL_` and its name in capitals.

    `data`: folder of the database and the job queue. `models`: folder of official Stanza models (`quotetrail models
    pull`), used before the bundled ones; empty means none. `threads`: of the models. `detector`: "tagger", or "rules"
    for one without weights trained on news articles (models/en/tagger/CARD.md). Limits are bytes, except
    `max_text` (code points of one article), `max_members` (files of one batch) and `max_depth` (nesting of JSON).
    """

    data: Path = Path("var")
    models: Path | None = None
    threads: int = 2
    detector: str = "tagger"
    host: str = "127.0.0.1"
    port: int = 8000
    max_body: int = 32 * 1024 * 1024
    max_batch: int = 256 * 1024 * 1024
    max_unpacked: int = 1024 * 1024 * 1024
    max_members: int = 20_000
    max_text: int = 2_000_000
    max_depth: int = 64

    def __post_init__(self) -> None:
        """Refuse a detector that does not exist; raises ValueError."""
        if self.detector not in DETECTORS:
            raise ValueError(f"QUOTETRAIL_DETECTOR must be one of {', '.join(DETECTORS)}, not {self.detector!r}")

    @property
    def database_file(self) -> Path:
        """Where the store lies."""
        return self.data / "quotetrail.db"

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the store."""
        return f"sqlite:///{self.database_file}"

    @property
    def jobs_database(self) -> str:
        """SQLAlchemy URL of the durable job queue."""
        return f"sqlite:///{self.data / 'jobs.db'}"

    @property
    def inbox(self) -> Path:
        """Where an accepted batch lies until its job has read it."""
        return self.data / "inbox"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings of this process; raises ValueError that names the variable when one cannot be read."""
        given = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for field in fields(cls):
            name = f"QUOTETRAIL_{field.name.upper()}"
            text = given.get(name, "")
            if not text:
                continue
            if isinstance(field.default, int):
                try:
                    values[field.name] = int(text)
                except ValueError as error:
                    raise ValueError(f"{name} must be a whole number, not {text!r}") from error
            elif field.name in {"data", "models"}:
                values[field.name] = Path(text)
            else:
                values[field.name] = text
        return cls(**values)  # type: ignore[arg-type]  # each value was read by its field's own type above
