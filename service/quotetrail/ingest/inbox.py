"""Where the bytes of an accepted batch lie until its job has read them; on disk before the batch is acknowledged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import orjson

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge
from quotetrail.ingest import archives
from quotetrail.ingest.entries import is_clutter, shown
from quotetrail.ingest.reading import Piece, failing, pieces
from quotetrail.settings import Settings

_CHUNK = 1024 * 1024
_CONTENTS = "contents.json"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent: the name it was given, and its bytes from where `content` stands."""

    name: str
    content: BinaryIO


class Inbox:
    """One folder a batch under `settings.inbox`. Files are numbered: no name from outside becomes a path."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._root = settings.inbox
        self._root.mkdir(parents=True, exist_ok=True)

    def keep(self, batch_id: str, uploads: Sequence[Upload]) -> int:
        """Write the batch to disk, sorted by name, and return how many files it holds, those in archives counted.

        Raises InvalidInput for a batch without files or with nothing but a broken archive, TooLarge for one beyond the
        limits; nothing of it is left then.
        """
        wanted = sorted((upload for upload in uploads if not is_clutter(upload.name)), key=lambda upload: upload.name)
        if not wanted:
            raise InvalidInput("The batch holds no file.")
        # Written beside its place and moved there at once, so a batch is in the inbox whole or not at all.
        unfinished = self._root / f"{batch_id}.part"
        unfinished.mkdir()
        try:
            self._write(unfinished, wanted)
            files = self._count(unfinished)
            unfinished.rename(self._root / batch_id)
        except BaseException:
            shutil.rmtree(unfinished)
            raise
        _sync_folder(self._root)
        return files

    def pieces(self, batch_id: str) -> Iterator[Piece]:
        """Name every article of the batch, unread, always in the same order.

        An archive that turns out to be broken is one piece, whose reading fails.
        """
        folder = self._root / batch_id
        names = _names(folder)
        for number, name in enumerate(names):
            with (folder / str(number)).open("rb") as file:
                if archives.is_archive(name):
                    yield from self._packed(name, file, prefix=f"{name}/" if len(names) > 1 else "")
                else:
                    yield from pieces(name, file, settings=self._settings)

    def discard(self, batch_id: str) -> None:
        """Throw away what was read."""
        shutil.rmtree(self._root / batch_id, ignore_errors=True)

    def sweep(self, *, keep: Sequence[str]) -> None:
        """Throw away everything that belongs to none of the batches `keep`: remains of a process that was killed."""
        for folder in self._root.iterdir():
            if folder.name not in keep:
                shutil.rmtree(folder)

    def _packed(self, name: str, file: BinaryIO, *, prefix: str) -> Iterator[Piece]:
        try:
            for member in archives.members(name, file, settings=self._settings):
                source = prefix + member.name
                if member.problem is not None:
                    yield failing(source, member.problem)
                elif member.content is not None:
                    yield from pieces(source, BytesIO(member.content), settings=self._settings)
        except QuotetrailError as problem:
            yield failing(name, problem)

    def _write(self, folder: Path, uploads: Sequence[Upload]) -> None:
        left = self._settings.max_batch
        for number, upload in enumerate(uploads):
            with (folder / str(number)).open("wb") as file:
                while chunk := upload.content.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise TooLarge(f"The batch is larger than {self._settings.max_batch:,} bytes.")
                    file.write(chunk)
                _sync(file)
        with (folder / _CONTENTS).open("wb") as file:
            file.write(orjson.dumps([shown(upload.name) for upload in uploads]))
            _sync(file)
        _sync_folder(folder)

    def _count(self, folder: Path) -> int:
        names = _names(folder)
        files = 0
        for number, name in enumerate(names):
            if not archives.is_archive(name):
                files += 1
                continue
            with (folder / str(number)).open("rb") as file:
                try:
                    files += archives.count(name, file, settings=self._settings)
                except QuotetrailError:
                    if len(names) == 1:
                        raise
                    files += 1
        if files > self._settings.max_members:
            raise TooLarge(f"The batch has {files:,} files; at most {self._settings.max_members:,} are accepted.")
        return files


def _names(folder: Path) -> list[str]:
    names: list[str] = orjson.loads((folder / _CONTENTS).read_bytes())
    return names


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Put a folder's list of files on disk, without which a synced file may still be lost."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
