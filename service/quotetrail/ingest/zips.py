"""Zip files as entries."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, BinaryIO, cast

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UnsupportedMedia
from quotetrail.ingest.entries import Bounded, Entry
from quotetrail.settings import Settings

# What zipfile lets out on hostile bytes; RuntimeError covers methods it has not, ValueError bad names.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)

# A directory record is 46 bytes and a name; many times that leaves room for long names and for extra fields.
_RECORD_BYTES = 512

# The only two methods that news desks' tools write; zipfile unpacks the others without a bound on memory.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


@contextmanager
def zip_entries(content: BinaryIO, *, settings: Settings) -> Iterator[list[Entry]]:
    """List the files in a zip, readable within the `with`.

    Raises InvalidInput for a broken zip; TooLarge for more than `settings.max_members` members, or more than
    `settings.max_unpacked` bytes in all. What the members declare binds them: zipfile hands out no byte beyond it.
    """
    bounded = cast("IO[bytes]", Bounded(content, most=settings.max_members * _RECORD_BYTES))
    try:
        archive = zipfile.ZipFile(bounded)
    except BROKEN as error:
        raise InvalidInput(f"The zip is broken: {error}.") from error
    with archive:
        infos = archive.infolist()
        if len(infos) > settings.max_members:
            raise TooLarge(f"The zip has {len(infos):,} members; at most {settings.max_members:,} are accepted.")
        unpacked = sum(info.file_size for info in infos)
        if unpacked > settings.max_unpacked:
            raise TooLarge(f"The zip unpacks to {unpacked:,} bytes; at most {settings.max_unpacked:,} are accepted.")
        yield [
            Entry(info.filename, partial(_opened, archive, info), refusal=_refusal(info))
            for info in infos
            if not info.is_dir()
        ]


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast("BinaryIO", archive.open(info))


def _refusal(info: zipfile.ZipInfo) -> QuotetrailError | None:
    # The high half holds the Unix mode where the zip was made on Unix, else zero.
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return InvalidInput("The member is a symbolic link; send the file itself.")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return InvalidInput("The member is a device or pipe, not a file.")
    if info.flag_bits & _ENCRYPTED:
        return UnsupportedMedia("The member is encrypted; send it without a password.")
    if info.compress_type not in _METHODS:
        return UnsupportedMedia("The member is compressed in an unusual way; make the zip with deflate.")
    return None
