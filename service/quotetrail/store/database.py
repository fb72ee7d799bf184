"""The only door of the room: one SQLite file, one writer, many readers.

WAL lets readers go on while one connection writes; synchronous FULL makes an acknowledged commit survive a power cut.
Writers of this process queue at a lock, writers of other processes at SQLite's busy timeout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from quotetrail.errors import InvalidInput, QueryTooSlow, QuotetrailError, StoreBusy, StoreUnusable
from quotetrail.store.articles import Articles
from quotetrail.store.constraints import Constraints
from quotetrail.store.decisions import Decisions
from quotetrail.store.keys import KEY_ROWS, Keys
from quotetrail.store.matches import Matches
from quotetrail.store.quotes import Quotes
from quotetrail.store.shelf import Shelf
from quotetrail.store.speakers import Speakers
from quotetrail.store.statements import Statements
from quotetrail.store.vectors import VECTOR_ROWS, Vectors
from quotetrail.store.versions import Versions

MIGRATIONS = Path(__file__).parent / "migrations"
# Bytes of the database that readers map instead of copying pages: names of candidates are found in half the time. The
# writer does not, so that a failing disk is an error there and no signal.
MAPPED = 2**31 - 65_536
STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's virtual machine between two looks at the clock: about a millisecond


@dataclass(frozen=True, slots=True)
class Shelves:
    """What transactions of one process share: the sorted runs of the candidate index, in files beside the database."""

    keys: Shelf
    vectors: Shelf

    @classmethod
    def beside(cls, database: Path) -> Shelves:
        """The shelves of this database file."""
        folder = database.with_name(f"{database.name}-index")
        return cls(Shelf(KEY_ROWS, folder), Shelf(VECTOR_ROWS, folder))


class Repositories:
    """All of them on one connection, so inside one transaction."""

    __slots__ = (
        "articles",
        "connection",
        "constraints",
        "decisions",
        "keys",
        "matches",
        "quotes",
        "speakers",
        "statements",
        "vectors",
        "versions",
    )

    def __init__(self, connection: Connection, shelves: Shelves) -> None:
        self.connection = connection
        self.articles = Articles(connection)
        self.quotes = Quotes(connection)
        self.speakers = Speakers(connection)
        self.keys = Keys(connection, shelves.keys)
        self.vectors = Vectors(connection, shelves.vectors)
        self.matches = Matches(connection)
        self.statements = Statements(connection)
        self.decisions = Decisions(connection)
        self.constraints = Constraints(connection)
        self.versions = Versions(connection)


class Store:
    """Everything kept; made by `open`."""

    def __init__(self, *, readers: Engine, writer: Engine, shelves: Shelves, busy_seconds: float) -> None:
        self._readers = readers
        self._shelves = shelves
        self._writer = writer
        self._busy_seconds = busy_seconds
        self._turn = Lock()

    @classmethod
    def open(cls, url: str, *, query_seconds: float = 5.0, busy_seconds: float = 30.0) -> Store:
        """The store in the file that `url` (`sqlite:///PATH`) names, brought to the newest schema; its folder is made.

        `query_seconds` bounds each query of a reader, `busy_seconds` the wait for a writer's turn. Raises StoreUnusable
        when the URL names no file, when it cannot be made, is no database, or is of a newer release; StoreBusy.
        """
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
            raise StoreUnusable(f"The store needs a file, such as sqlite:///var/quotetrail.db, not {url}.")
        folder = Path(str(parsed.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnusable(f"The folder of the store cannot be made: {error}.") from error
        store = cls(
            readers=_engine(url, begin="BEGIN", busy_seconds=busy_seconds, query_seconds=query_seconds),
            writer=_engine(url, begin="BEGIN IMMEDIATE", busy_seconds=busy_seconds, query_seconds=None),
            shelves=Shelves.beside(Path(str(parsed.database))),
            busy_seconds=busy_seconds,
        )
        try:
            store._migrate()
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def read(self) -> Iterator[Repositories]:
        """One snapshot of the store, taken at the first query, which later commits do not change.

        Raises QueryTooSlow when a single query runs longer than the store's limit.
        """
        with _told(), self._readers.begin() as connection:
            yield Repositories(connection, self._shelves)

    @contextmanager
    def write(self) -> Iterator[Repositories]:
        """The only writer: committed at the end of the block, rolled back if it raises. Do not nest.

        Raises StoreBusy when another writer does not finish in time.
        """
        with self._writing() as connection:
            yield Repositories(connection, self._shelves)

    def settle(self) -> None:
        """Wait for what goes on beside: the index is being merged now and then."""
        self._shelves.keys.settle()
        self._shelves.vectors.settle()

    def close(self) -> None:
        """Close every connection that is not in use, when the index is merged."""
        self.settle()
        self._readers.dispose()
        self._writer.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A connection inside a transaction that holds the write lock of this process and of the file."""
        if not self._turn.acquire(timeout=self._busy_seconds):
            raise StoreBusy(_BUSY)
        try:
            with _told(), self._writer.begin() as connection:
                yield connection
        finally:
            self._turn.release()

    def _migrate(self) -> None:
        """Run the revisions that this file lacks, all or none."""
        configuration = Config()
        configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._writing() as connection:
            configuration.attributes["connection"] = connection
            try:
                command.upgrade(configuration, "head")
            except CommandError as error:
                raise StoreUnusable(f"A newer release made this database; upgrade Quotetrail ({error}).") from error


@dataclass(slots=True)
class _Deadline:
    """When the query that runs on a connection must be over."""

    seconds: float
    at: float = float("inf")

    def restart(self) -> None:
        """A new query begins."""
        self.at = monotonic() + self.seconds

    def passed(self) -> bool:
        """Whether SQLite should interrupt the query."""
        return monotonic() > self.at


_BUSY = "Another writer holds the database; try again later."


def _engine(url: str, *, begin: str, busy_seconds: float, query_seconds: float | None) -> Engine:
    """An engine whose transactions start with `begin`; with `query_seconds` it can only read, and not for long.

    Python's sqlite3 is told to leave transactions alone (isolation_level None), as SQLAlchemy's pysqlite notes
    advise, because its own BEGIN is deferred: two readers that turn writers would then deadlock.
    """
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, max_overflow=64)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        if query_seconds is None:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if query_seconds is not None:
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA mmap_size = {MAPPED}")
            deadline = _Deadline(query_seconds)
            entry.info["deadline"] = deadline
            connection.set_progress_handler(deadline.passed, STEPS_BETWEEN_LOOKS)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    if query_seconds is not None:

        @event.listens_for(engine, "before_cursor_execute")
        def restart_deadline(connection: Connection, *_: object) -> None:
            connection.info["deadline"].restart()

    return engine


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own errors what SQLite says in codes."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise InvalidInput("Half of a surrogate pair is no text and cannot be stored or looked for.") from error
    except DatabaseError as error:
        told = _meaning(error.orig)
        if told is None:
            raise
        raise told from error


def _meaning(error: BaseException | None) -> QuotetrailError | None:
    """Our error for SQLite's, None where it can only be a mistake of ours."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the upper bits hold a subcode
        case sqlite3.SQLITE_INTERRUPT:
            return QueryTooSlow("This query took too long; narrow its filters.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(_BUSY)
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return StoreUnusable("The database file is damaged or is no database; restore it from a backup.")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StoreUnusable(f"The database file cannot be read or written: {error}.")
        case _:
            return None
