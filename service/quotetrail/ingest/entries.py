"""What an archive or folder lists, before anything of it is believed: entries, and the rules their names must keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UnsupportedMedia

_SEPARATORS = re.compile(r"[\\/]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_ARCHIVE_NAME = re.compile(r"\.(zip|tar|gz|tgz|bz2|tbz2?|xz|txz|zst|7z|rar)$", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that an archive or folder lists; `refusal` says why it may not be opened."""

    name: str
    opened: Callable[[], BinaryIO]
    refusal: QuotetrailError | None = None


class Bounded:
    """A file that never reads more than `most` bytes at once.

    zipfile and tarfile read a directory or header in one piece, as long as the archive says that it is; this is where
    an archive that lies about it meets a TooLarge instead of the machine's memory.
    """

    def __init__(self, file: BinaryIO, *, most: int) -> None:
        self._file = file
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        """Read up to `size` bytes, or all that is left."""
        content = self._file.read(self._most + 1 if size is None or size < 0 else min(size, self._most + 1))
        if len(content) > self._most:
            raise TooLarge("The archive's own directory is larger than any honest archive's.")
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move, as every file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the offset, as every file does."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Say that `seek` works."""
        return True


def shown(name: str) -> str:
    """Return `name` as it can be printed and stored: `/` between its parts, no `./`, nothing unprintable."""
    parts = _SEPARATORS.split(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name))
    return "/".join(part for part in parts if part != ".")


def is_clutter(name: str) -> bool:
    """Whether the entry is what systems leave behind (`.DS_Store`, `.git/…`, `__MACOSX/…`), not what somebody sends."""
    return any(
        part == "__MACOSX" or (part.startswith(".") and part not in {".", ".."}) for part in _SEPARATORS.split(name)
    )


def name_refusal(name: str) -> QuotetrailError | None:
    """Say why an entry of this name is refused; None where it is not."""
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return InvalidInput("The member's name is an absolute path; names must stay inside the archive.")
    if ".." in _SEPARATORS.split(name):
        return InvalidInput('The member\'s name climbs out of the archive with "..".')
    if _ARCHIVE_NAME.search(name):
        return UnsupportedMedia("The member is an archive itself; unpack it first and send its files.")
    return None
