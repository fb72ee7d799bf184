"""Archives and folders, member by member, without trusting a word of what they say about themselves.

Nothing is ever unpacked to a path that an archive names. A member that may not or cannot be read becomes a problem
beside the others; an archive that is broken, or a bomb, is refused as a whole before its first member.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UnsupportedMedia
from quotetrail.ingest import tarballs, zips
from quotetrail.ingest.entries import Entry, is_clutter, name_refusal, shown
from quotetrail.settings import Settings

_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive or folder: its content, or the problem that keeps us from it."""

    name: str
    content: bytes | None = None
    problem: QuotetrailError | None = None


def is_archive(name: str) -> bool:
    """Whether a file of this name is opened as an archive."""
    return name.lower().endswith((".zip", ".tar.gz", ".tgz"))


def members(name: str, content: BinaryIO, *, settings: Settings) -> Iterator[Member]:
    """Read the files of the archive called `name`, in order of their names, one at a time in memory.

    `content` must be seekable and stay open. Directories, dotfiles and `__MACOSX` are passed over. Raises, before the
    first member, InvalidInput for an archive that is broken or holds no file; TooLarge for more than
    `settings.max_members` members or `settings.max_unpacked` bytes; UnsupportedMedia for another kind of file.
    """
    with _entries(name, content, settings=settings) as listed:
        for entry in _in_order(listed):
            yield _member(entry, most=settings.max_body)


def count(name: str, content: BinaryIO, *, settings: Settings) -> int:
    """Return how many members `members` would give; raises what it would raise."""
    with _entries(name, content, settings=settings) as listed:
        return len(_in_order(listed))


def folder(path: Path, *, settings: Settings) -> Iterator[Member]:
    """Read the files below `path` under the same rules, called by their names from there with `/` between.

    Links are not followed. Raises InvalidInput where `path` is no folder or holds no file, TooLarge for more than
    `settings.max_members` files.
    """
    if not path.is_dir():
        raise InvalidInput(f"There is no folder {str(path)!r}.")
    listed: list[Entry] = []
    for found in path.rglob("*"):
        name = found.relative_to(path).as_posix()
        if is_clutter(name) or (found.is_dir() and not found.is_symlink()):
            continue
        listed.append(Entry(name, partial(_opened, found), refusal=_not_a_file(found)))
        if len(listed) > settings.max_members:
            raise TooLarge(f"The folder holds more than the {settings.max_members:,} files that are accepted.")
    for entry in _in_order(listed):
        yield _member(entry, most=settings.max_body)


def _entries(name: str, content: BinaryIO, *, settings: Settings) -> AbstractContextManager[list[Entry]]:
    if not is_archive(name):
        raise UnsupportedMedia("Only .zip, .tar.gz and .tgz archives are opened.")
    content.seek(0)
    if name.lower().endswith(".zip"):
        return zips.zip_entries(content, settings=settings)
    return tarballs.tar_entries(content, settings=settings)


def _in_order(listed: list[Entry]) -> list[Entry]:
    wanted = sorted((entry for entry in listed if not is_clutter(entry.name)), key=lambda entry: shown(entry.name))
    if not wanted:
        raise InvalidInput("There is no file in it to read.")
    return wanted


def _member(entry: Entry, *, most: int) -> Member:
    name = shown(entry.name)
    refusal = name_refusal(entry.name) or entry.refusal
    if refusal is not None:
        return Member(name, problem=refusal)
    try:
        return Member(name, content=_content(entry, most=most))
    except QuotetrailError as problem:
        return Member(name, problem=problem)
    except (*zips.BROKEN, *tarballs.BROKEN) as error:
        return Member(name, problem=InvalidInput(f"The file cannot be read: {error}."))


def _content(entry: Entry, *, most: int) -> bytes:
    """Read in pieces up to `most` bytes, whatever size was declared."""
    content = bytearray()
    with entry.opened() as file:
        while chunk := file.read(_CHUNK):
            content += chunk
            if len(content) > most:
                raise TooLarge(f"The file is larger than the {most:,} bytes that are accepted.")
    return bytes(content)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _not_a_file(path: Path) -> QuotetrailError | None:
    """Look without opening: opening a pipe would wait for its other end."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return InvalidInput(f"The file cannot be read: {error.strerror}.")
    if stat.S_ISLNK(mode):
        return InvalidInput("It is a symbolic link; name the file itself.")
    if not stat.S_ISREG(mode):
        return InvalidInput("It is a device or pipe, not a file.")
    return None
