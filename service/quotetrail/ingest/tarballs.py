"""Compressed tar files as entries."""

from __future__ import annotations

import gzip
import struct
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, BinaryIO, cast

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UnsupportedMedia
from quotetrail.ingest.entries import Bounded, Entry
from quotetrail.settings import Settings

# What gzip and tarfile let out on hostile bytes; a chain of extension headers ends in RecursionError, a RuntimeError.
BROKEN = (tarfile.TarError, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)

# Extension headers hold long names and comments; a megabyte of those is no article's.
_LONGEST_HEADER = 1024 * 1024
_CHUNK = 1024 * 1024


@contextmanager
def tar_entries(content: BinaryIO, *, settings: Settings) -> Iterator[list[Entry]]:
    """List the files in a `.tar.gz`, readable within the `with`, in any order.

    The tar is unpacked into a temporary file first, since gzip can only be read forward. Raises InvalidInput for a
    broken archive; TooLarge for more than `settings.max_members` members or `settings.max_unpacked` bytes in all.
    """
    with tempfile.TemporaryFile() as unpacked:
        _unpack(content, unpacked, most=settings.max_unpacked)
        bounded = cast("IO[bytes]", Bounded(unpacked, most=_LONGEST_HEADER))
        try:
            archive = tarfile.TarFile(fileobj=bounded, mode="r")
        except BROKEN as error:
            raise InvalidInput(f"The tar file is broken: {error}.") from error
        with archive:
            try:
                infos = _listed(archive, settings=settings)
            except BROKEN as error:
                raise InvalidInput(f"The tar file is broken: {error}.") from error
            _refuse_cut_off(unpacked, at=archive.offset)
            yield [
                Entry(info.name, partial(_opened, archive, info), refusal=_refusal(info))
                for info in infos
                if not info.isdir()
            ]


def _unpack(content: BinaryIO, unpacked: IO[bytes], *, most: int) -> None:
    total = 0
    try:
        with gzip.GzipFile(fileobj=content, mode="rb") as packed:
            while chunk := packed.read(_CHUNK):
                total += len(chunk)
                if total > most:
                    raise TooLarge(f"The archive unpacks to more than the {most:,} bytes that are accepted.")
                unpacked.write(chunk)
    except BROKEN as error:
        raise InvalidInput(f"The gzip stream is broken: {error}.") from error
    unpacked.seek(0)


def _listed(archive: tarfile.TarFile, *, settings: Settings) -> list[tarfile.TarInfo]:
    infos: list[tarfile.TarInfo] = []
    for info in archive:
        if len(infos) == settings.max_members:
            raise TooLarge(f"The archive has more than the {settings.max_members:,} members that are accepted.")
        infos.append(info)
    return infos


def _refuse_cut_off(unpacked: IO[bytes], *, at: int) -> None:
    """Refuse a tar whose list stops at a damaged header, which tarfile takes for the end, losing the rest."""
    unpacked.seek(at)
    if unpacked.read(tarfile.BLOCKSIZE).strip(b"\0"):
        raise InvalidInput(f"The tar file is broken: there is no header at byte {at:,}.")


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    file = archive.extractfile(info)
    if file is None:
        raise InvalidInput("The member is not a file.")
    return cast("BinaryIO", file)


def _refusal(info: tarfile.TarInfo) -> QuotetrailError | None:
    if info.issym() or info.islnk():
        return InvalidInput("The member is a link; send the file itself.")
    if not info.isreg():
        return InvalidInput("The member is a device or pipe, not a file.")
    if info.issparse():
        return UnsupportedMedia("The member is a sparse file; make the archive without --sparse.")
    return None
