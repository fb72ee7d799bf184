"""The sorted runs of one table, shared by all transactions of a process and brought up to date by each.

What is shared holds committed rows only: it is read before a transaction writes, and what a transaction adds stays its
own until others read it from the table. Rows are added in the order of their quotes and never change; when all of them
are dropped, an epoch in the store is counted up, and runs of an earlier epoch are forgotten. Large runs are merged by a
thread beside those who read, whom the old ones go on answering: at a million quotes it takes seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from quotetrail.store.runs import IN_FILES, Run, due, merged, settled
from quotetrail.store.tables import versions
from quotetrail.store.versions import Versions

ROWS_AT_ONCE = 50_000  # read from a table for one run
MERGED_AT_ONCE = 50_000  # quotes, at most, of a run that is merged while a reader waits: a tenth of a second

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """How the runs of a `table` are made: `load` makes one of at most so many rows behind a quote, None of no rows.

    `content` is what the row of a quote holds, by which a file is known to be of this store; `most` is how many quotes
    of one key are kept.
    """

    name: str
    table: Table
    load: Callable[[Connection, int, int], Run | None]
    content: Callable[[Connection, int], bytes | None]
    most: int | None
    state: Select[Any] = field(init=False)

    def __post_init__(self) -> None:
        """One query for the epoch and the last quote, as every transaction asks for both."""
        epoch = select(versions.c.version).where(versions.c.part == self.name)
        newest = select(func.max(self.table.c.quote))
        object.__setattr__(self, "state", select(epoch.scalar_subquery(), newest.scalar_subquery()))


@dataclass(slots=True)
class Shelf:
    """The runs of one table in one process; safe to share between threads. Files lie in `folder`."""

    source: Source
    folder: Path
    _runs: tuple[Run, ...] = ()
    _epoch: int = -1
    _lock: Lock = field(default_factory=Lock)
    _merging: tuple[Run, ...] = ()
    _beside: Thread | None = None

    def runs(self, connection: Connection) -> tuple[Run, ...]:
        """Runs of every row committed so far; ask before the transaction writes to the table.

        A snapshot older than what is known gets the newer runs; quotes that it does not have yet are for it to leave
        out.
        """
        known, newest = connection.execute(self.source.state).one()
        epoch = int(known or 0)
        with self._lock:
            if epoch > self._epoch:
                self._runs, self._epoch = self._from_files(connection, epoch), epoch
            if epoch == self._epoch and (newest or 0) > (self._runs[-1].last if self._runs else 0):
                self._catch_up(connection)
            return self._runs

    def settle(self) -> None:
        """Wait until what is being merged is merged."""
        beside = self._beside
        if beside is not None:
            beside.join()

    def epoch(self, connection: Connection) -> int:
        """How often the table was emptied."""
        return int(Versions(connection).of(self.source.name) or 0)

    def next_epoch(self, connection: Connection) -> None:
        """Count the epoch up; the caller empties the table in the same transaction."""
        Versions(connection).put(self.source.name, str(self.epoch(connection) + 1))

    def _catch_up(self, connection: Connection) -> None:
        """Add runs of the rows that are new."""
        # What is being merged is left alone; of an earlier epoch there is nothing to be held back.
        held = self._runs.index(self._merging[-1]) + 1 if set(self._merging) & set(self._runs) else 0
        while True:
            last = self._runs[-1].last if self._runs else 0
            run = self.source.load(connection, last, ROWS_AT_ONCE)
            if run is None:
                break
            free = settled((*self._runs[held:], run), most=self.source.most, largest=MERGED_AT_ONCE)
            self._runs = self._kept(connection, (*self._runs[:held], *free))
        together = due(self._runs)
        if together > 1 and not self._merging:
            self._merging = self._runs[-together:]
            path, last = self._path(self._merging[0].after, self._merging[-1].last), self._merging[-1].last
            work = self._merging, path, self._stamp(connection, last), self._epoch
            self._beside = Thread(target=self._merge, args=work, name=f"merging {self.source.name}", daemon=True)
            self._beside.start()

    def _merge(self, runs: tuple[Run, ...], path: Path, stamp: str, epoch: int) -> None:
        """Put one run in the place of these, which stay as they are if it cannot be written."""
        partial = path.with_suffix(".merging")
        try:
            whole = merged(runs, most=self.source.most)
            whole.write(partial, stamp=stamp)
            with self._lock:
                if epoch == self._epoch:
                    partial.replace(path)
                    at = self._runs.index(runs[0])
                    run = Run.read(path, stamp=stamp) or whole
                    self._runs = (*self._runs[:at], run, *self._runs[at + len(runs) :])
                    self._drop_files(self._runs)
                else:
                    partial.unlink()
        except OSError:
            logger.exception("Runs of %s cannot be merged; they are read one by one.", self.source.name)
        finally:
            with self._lock:
                self._merging = ()

    def _kept(self, connection: Connection, runs: Sequence[Run]) -> tuple[Run, ...]:
        """The runs, large new ones written to files and read from there; files of merged ones are removed."""
        known = {(run.after, run.last) for run in self._runs}
        fresh = [run for run in runs if run.rows >= IN_FILES and (run.after, run.last) not in known]
        if not fresh:
            return tuple(runs)
        mapped = {run.after: self._written(run, stamp=self._stamp(connection, run.last)) for run in fresh}
        self._drop_files(runs)
        return tuple(mapped.get(run.after, run) for run in runs)

    def _written(self, run: Run, *, stamp: str) -> Run:
        """The run as read from its file; as it is where none can be written."""
        path = self._path(run.after, run.last)
        try:
            run.write(path, stamp=stamp)
        except OSError:
            logger.exception("%s cannot be written; these quotes are kept in memory.", path)
        return Run.read(path, stamp=stamp) or run

    def _drop_files(self, runs: Sequence[Run]) -> None:
        """Remove the files of other runs than these."""
        wanted = {self._path(run.after, run.last) for run in runs}
        for path in set(self.folder.glob(f"{self.source.name}-*.run")) - wanted:
            with suppress(FileNotFoundError):  # another process was faster; who has it open can go on reading it
                path.unlink()

    def _from_files(self, connection: Connection, epoch: int) -> tuple[Run, ...]:
        """The runs in files that are of this store and follow each other from its first quote."""
        self._epoch = epoch
        found: dict[int, int] = {}
        for path in self.folder.glob(f"{self.source.name}-{epoch}-*.run"):
            _, after, last = path.stem.removeprefix(self.source.name).rsplit("-", 2)
            found[int(after)] = max(int(last), found.get(int(after), 0))
        runs: list[Run] = []
        at = 0
        while at in found:
            run = Run.read(self._path(at, found[at]), stamp=self._stamp(connection, found[at]))
            if run is None:
                break
            runs.append(run)
            at = run.last
        return tuple(runs)

    def _path(self, after: int, last: int) -> Path:
        return self.folder / f"{self.source.name}-{self._epoch}-{after}-{last}.run"

    def _stamp(self, connection: Connection, last: int) -> str:
        """What only a run of these rows can have: a digest of its last row."""
        return blake2b(self.source.content(connection, last) or b"", digest_size=16).hexdigest()


@dataclass(slots=True)
class Sight:
    """What one transaction sees of a shelf: the shared runs, and the runs of what it added itself."""

    shelf: Shelf
    connection: Connection
    _shared: tuple[Run, ...] | None = None
    _own: tuple[Run, ...] = ()

    def runs(self) -> tuple[Run, ...]:
        """All runs, older quotes first."""
        if self._shared is None:
            self._shared = self.shelf.runs(self.connection)
        return (*self._shared, *self._own)

    def added(self, run: Run) -> None:
        """Note rows that this transaction is about to write; call before writing."""
        self.runs()
        self._own = settled((*self._own, run), most=self.shelf.source.most)

    def cleared(self) -> None:
        """Note that this transaction empties the table."""
        self.shelf.next_epoch(self.connection)
        self._shared, self._own = (), ()
