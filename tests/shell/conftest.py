"""The root of the clone, and the installed command as a person would call it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture
def quotetrail(tmp_path: Path) -> Command:
    """Runs `quotetrail ARGUMENTS…` in an empty folder, with no settings but those given."""

    def run(*arguments: str | Path, given: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("QUOTETRAIL_")}
        return subprocess.run(
            [Path(sys.executable).with_name("quotetrail"), *arguments],
            cwd=tmp_path,
            env={**clean, **settings, "COLUMNS": "200"},
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run
