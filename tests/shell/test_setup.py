"""Set-up from a fresh clone: locks, Makefile, .ci/run, and what a machine without the means is told."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
# Assembled, because the names themselves must not stand in any file.
INDEX_HOSTS = tuple(".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("pytorch", "org", "whl")))


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    """Every file that is, or is about to be, committed."""
    if not (root / ".git").exists():
        pytest.skip("this is no git clone")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall(lock.read_text(encoding="utf-8")):
        found.setdefault(plain(name), set()).add(version)
    return found


def imported(files: Iterator[Path]) -> set[str]:
    """Top-level names of the modules that these files import from elsewhere."""
    names: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"quotetrail"}


@pytest.mark.parametrize("lock", ["run.lock", "develop.lock"])
def test_every_locked_package_has_a_version_and_a_hash(root: Path, lock: str) -> None:
    entries = (root / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    assert len(entries) > 50
    for entry in entries:
        assert PIN.match(entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_locks_hold_exactly_what_the_project_asks_for(root: Path, project: dict[str, Any]) -> None:
    run, develop = pins(root / "requirements/run.lock"), pins(root / "requirements/develop.lock")
    for asked, lock in (
        (project["project"]["dependencies"], run),
        (project["dependency-groups"]["develop"], develop),
    ):
        for requirement in asked:
            found = PIN.match(requirement)
            assert found, f"{requirement} is not pinned"
            if plain(found[1]) != "torch":
                assert found[2] in lock[plain(found[1])], f"{requirement}: run `make lock`"
    assert {name: develop[name] for name in run} == run


def test_torch_is_the_only_package_outside_the_locks(root: Path, project: dict[str, Any]) -> None:
    separate = pins(root / "requirements/torch.txt")
    assert list(separate) == ["torch"]
    assert f"torch=={min(separate['torch'])}" in project["project"]["dependencies"]
    assert not [
        name for name in pins(root / "requirements/develop.lock") if name.startswith(("torch", "nvidia", "cuda"))
    ]


def test_whatever_the_service_imports_is_a_dependency_of_the_project(root: Path, project: dict[str, Any]) -> None:
    direct = {plain(PIN.match(one)[1]) for one in project["project"]["dependencies"] if PIN.match(one)}  # type: ignore[index]  # matched in the filter
    come_with = {"starlette": "fastapi", "pydantic": "fastapi", "pydantic-core": "fastapi", "anyio": "fastapi"}
    providers = packages_distributions()
    for module in imported((root / "service/quotetrail").rglob("*.py")):
        names = {plain(name) for name in providers.get(module, [module])}
        assert names & direct or {come_with.get(name) for name in names} & direct, f"{module} is not declared"


def test_whatever_the_tests_import_is_locked(root: Path) -> None:
    locked = set(pins(root / "requirements/develop.lock")) | {"torch"}
    providers = packages_distributions()
    for module in imported((root / "tests").rglob("*.py")) - {"bench", "training"}:
        assert {plain(name) for name in providers.get(module, [module])} & locked, f"{module} is not locked"


def test_no_file_names_a_package_index(tracked: list[Path]) -> None:
    for file in tracked:
        content = file.read_bytes().decode("utf-8", "replace")
        assert not [host for host in INDEX_HOSTS if host in content], file


def test_only_weights_are_larger_than_five_megabytes(root: Path, tracked: list[Path]) -> None:
    weights = root / "service/quotetrail/models"
    large = [file for file in tracked if file.stat().st_size > 5_000_000 and not file.is_relative_to(weights)]
    assert large == []


def test_no_unfinished_marks_are_left_in_the_sources(root: Path) -> None:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK|breakpoint\(\))\b")
    for folder in ("service", "training", "bench", "tests"):
        for file in (root / folder).rglob("*.py"):
            assert not marks.search(file.read_text(encoding="utf-8")), file


def test_ci_can_be_run_and_runs_the_tests(root: Path) -> None:
    script = root / ".ci/run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("make test")


@pytest.mark.parametrize("target", ["demo", "test", "lint", "eval", "bench", "openapi", "serve"])
def test_each_target_sets_up_what_it_needs(root: Path, tmp_path: Path, target: str) -> None:
    outside = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    planned = subprocess.run(
        ["make", "--dry-run", f"VENV={tmp_path}/none", target],
        cwd=root,
        env=outside,  # the suite itself runs under make
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    first, *rest = [line for line in planned.stdout.splitlines() if line]
    assert "requirements/install" in first
    assert rest


def install(root: Path, folder: Path, *, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / "requirements/install", folder],
        env={"PATH": str(path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with nothing on it but what the script itself needs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("bash", "dirname", "env"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return folder


def test_a_machine_without_python_is_told_what_to_install(root: Path, tmp_path: Path, bare_path: Path) -> None:
    told = install(root, tmp_path / "venv", path=bare_path)
    assert told.returncode == 1
    assert "needs Python 3.11 or newer" in told.stderr
    assert not (tmp_path / "venv").exists()


def test_a_machine_without_the_venv_module_is_told_what_to_install(root: Path, tmp_path: Path, bare_path: Path) -> None:
    python = bare_path / "python3"
    python.write_text("#!/bin/bash\n[[ $2 != *ensurepip* ]]\n", encoding="utf-8")
    python.chmod(0o755)
    told = install(root, tmp_path / "venv", path=bare_path)
    assert told.returncode == 1
    assert "python3-venv" in told.stderr
