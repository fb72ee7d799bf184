"""The Dockerfile, which no machine of ours can build: linted by hadolint, and held to what the image promises."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def instructions(root: Path) -> list[tuple[str, str]]:
    """Each instruction with its arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (root / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def test_hadolint_finds_nothing(root: Path) -> None:
    linter = shutil.which("hadolint", path=Path(sys.executable).parent)
    if linter is None:
        pytest.skip("hadolint's package has no binary for this platform")
    found = subprocess.run(
        [linter, "--no-color", "Dockerfile"], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert found.stdout == ""
    assert found.returncode == 0


def test_both_stages_start_from_one_pinned_base(instructions: list[tuple[str, str]]) -> None:
    bases = [rest.split()[0] for name, rest in instructions if name == "FROM"]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.11[\w.-]*", bases[0])


def test_the_image_runs_as_a_numbered_user_without_rights(instructions: list[tuple[str, str]]) -> None:
    users = [rest for name, rest in instructions if name == "USER"]
    assert users
    assert int(users[-1]) > 0
    assert "sudo" not in " ".join(rest for _, rest in instructions)


def test_nothing_is_started_through_a_shell(instructions: list[tuple[str, str]]) -> None:
    started = {name: rest for name, rest in instructions if name in {"ENTRYPOINT", "CMD"}}
    assert {name: json.loads(rest) for name, rest in started.items()} == {
        "ENTRYPOINT": ["quotetrail"],
        "CMD": ["serve"],
    }
    assert "ADD" not in {name for name, _ in instructions}


def test_the_health_check_asks_the_service_with_what_the_image_has(instructions: list[tuple[str, str]]) -> None:
    (check,) = [rest for name, rest in instructions if name == "HEALTHCHECK"]
    program, flag, source = json.loads(check.partition("CMD ")[2])
    assert (program, flag) == ("python", "-c")
    compile(source, "HEALTHCHECK", "exec")
    assert "/healthz" in source


def test_the_build_checks_hashes_and_weights(instructions: list[tuple[str, str]]) -> None:
    steps = " ".join(rest for name, rest in instructions if name == "RUN")
    assert "--require-hashes" in steps
    assert "quotetrail models list" in steps


def test_everything_that_is_copied_reaches_the_builder(root: Path, instructions: list[tuple[str, str]]) -> None:
    allowed = {line.removeprefix("!") for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines()}
    for name, rest in instructions:
        if name == "COPY" and not rest.startswith("--from="):
            *sources, _ = rest.split()
            assert set(sources) <= allowed
            assert all((root / source).exists() for source in sources)
