"""The wheel has everything that the package reads at run time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path


def test_a_wheel_holds_every_file_of_the_package(root: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "wheel"
    shutil.copytree(
        root / "service/quotetrail", source / "service/quotetrail", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, source)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"),
            *("--wheel-dir", target, source),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        packed = set(opened.namelist())
    package = root / "service"
    files = [file for file in (package / "quotetrail").rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert {file.relative_to(package).as_posix() for file in files} - packed == set()
    assert {name.split("/")[0].split("-")[0] for name in packed} == {"quotetrail"}
