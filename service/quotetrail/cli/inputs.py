"""PATH arguments → articles: files, folders, archives and stdin, one after another in the order of their names."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from quotetrail.errors import InvalidInput, QuotetrailError
from quotetrail.ingest import archives, reading
from quotetrail.model import Article
from quotetrail.settings import Settings

STDIN = Path("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One article that a path led to, or why there is none.

    `file` counts the files before the one it came from. `plain` says that the file holds the article's text and nothing
    else, so that its offsets need no other text to go with them.
    """

    source: str
    file: int
    plain: bool = False
    article: Article | None = None
    problem: QuotetrailError | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """One file, open or refused."""

    name: str
    content: BinaryIO | None
    problem: QuotetrailError | None = None


def given(paths: Sequence[Path], *, settings: Settings) -> Iterator[Given]:
    """Every article below `paths`, read when it is asked for; what cannot be read comes as a problem, in its place."""
    for number, file in enumerate(_files(sorted(set(paths)), settings)):
        if file.content is None:
            yield Given(source=file.name, file=number, problem=file.problem)
            continue
        with file.content as content:
            try:
                for piece in reading.pieces(file.name, content, settings=settings):
                    read = piece.read()
                    yield Given(
                        source=read.source,
                        file=number,
                        plain=reading.is_plain(file.name),
                        article=read.article,
                        problem=read.problem,
                    )
            except OSError as error:
                yield Given(source=file.name, file=number, problem=_unreadable(error))


def count_files(paths: Sequence[Path], *, settings: Settings) -> int:
    """How many files `given` will open, for a progress bar: what cannot be counted counts as one."""
    return sum(_count(path, settings) for path in set(paths))


def _count(path: Path, settings: Settings) -> int:
    try:
        if path.is_dir():
            return sum(1 for below in path.rglob("*") if below.is_file())
        if archives.is_archive(path.name):
            with path.open("rb") as content:
                return archives.count(path.name, content, settings=settings)
    except (OSError, QuotetrailError):
        return 1
    return 1


def _files(paths: Sequence[Path], settings: Settings) -> Iterator[_File]:
    for path in paths:
        try:
            if path == STDIN:
                yield _File("-", BytesIO(sys.stdin.buffer.read(settings.max_batch + 1)))
            elif path.is_dir():
                yield from _members(path, archives.folder(path, settings=settings))
            elif archives.is_archive(path.name):
                with path.open("rb") as content:
                    yield from _members(path, archives.members(path.name, content, settings=settings))
            else:
                yield _File(str(path), path.open("rb"))
        except OSError as error:
            yield _File(str(path), None, _unreadable(error))
        except QuotetrailError as problem:
            yield _File(str(path), None, problem)


def _members(path: Path, members: Iterator[archives.Member]) -> Iterator[_File]:
    for member in members:
        content = None if member.content is None else BytesIO(member.content)
        yield _File(f"{path}/{member.name}", content, member.problem)


def _unreadable(error: OSError) -> InvalidInput:
    return InvalidInput(f"It cannot be read: {error.strerror}.")
