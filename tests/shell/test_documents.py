"""What the documents promise to name, they name: settings, errors, commands, the version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import typer.core
import typer.main

from quotetrail import __version__
from quotetrail.cli.root import commands
from quotetrail.errors import QuotetrailError
from quotetrail.settings import Settings

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def kinds(error: type[QuotetrailError] = QuotetrailError) -> Iterator[type[QuotetrailError]]:
    yield error
    for below in error.__subclasses__():
        yield from kinds(below)


def leaves(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Each command as it is typed, with its options."""
    if isinstance(command, typer.core.TyperGroup):
        for name, below in command.commands.items():
            yield from leaves(below, (*path, name))
    elif isinstance(command, typer.core.TyperCommand):
        options = [one for parameter in command.params for one in (*parameter.opts, *parameter.secondary_opts)]
        yield " ".join(path), [option for option in options if option.startswith("--")]


def test_every_setting_is_documented_with_its_default(root: Path) -> None:
    text = (root / "docs/settings.md").read_text(encoding="utf-8")
    for field in fields(Settings):
        (row,) = re.findall(rf"^\| `QUOTETRAIL_{field.name.upper()}` \|.*$", text, re.MULTILINE)
        if field.default is not None:
            assert f"`{field.default}`" in row


def test_no_setting_is_documented_that_does_not_exist(root: Path) -> None:
    known = {f"QUOTETRAIL_{field.name.upper()}" for field in fields(Settings)}
    for page in (root / "README.md", *(root / "docs").rglob("*.md"), root / "Dockerfile"):
        assert set(re.findall(r"QUOTETRAIL_[A-Z_]+", page.read_text(encoding="utf-8"))) <= known, page


def test_every_error_is_documented_with_its_status(root: Path) -> None:
    text = (root / "docs/errors.md").read_text(encoding="utf-8")
    for kind in kinds():
        assert f"| `{kind.slug}` | {kind.status} |" in text


def test_no_two_errors_share_a_word() -> None:
    slugs = [kind.slug for kind in kinds()]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize(("command", "options"), list(leaves(typer.main.get_command(commands()))))
def test_every_command_and_option_is_documented(root: Path, command: str, options: list[str]) -> None:
    text = (root / "docs/command-line.md").read_text(encoding="utf-8")
    sections = {part.partition("`")[0].split(" PATH")[0].split(" ID")[0].strip(): part for part in text.split("### `")}
    (section,) = [part for name, part in sections.items() if re.fullmatch(rf"quotetrail {command}( [A-Z]+)?", name)]
    assert [option for option in options if option not in {*re.findall(r"--[a-z-]+", section), "--help"}] == []


def test_the_changelog_has_the_current_version(root: Path) -> None:
    assert f"\n## {__version__} " in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_link_inside_the_documents_leads_somewhere(root: Path) -> None:
    for page in (root / "README.md", root / "ARCHITECTURE.md", root / "CHANGELOG.md", *(root / "docs").rglob("*.md")):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_every_decision_says_why_and_what_else_was_possible(root: Path) -> None:
    records = sorted((root / "docs/decisions").glob("[0-9]*.md"))
    assert [record.name[:4] for record in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for record in records:
        headings = re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Alternatives"], record.name
