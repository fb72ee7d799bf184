"""One writer, many readers, nothing lost, and clear words when SQLite refuses."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from quotetrail.errors import InvalidInput, NotFound, QueryTooSlow, StoreBusy, StoreUnusable
from quotetrail.model import Mode
from quotetrail.store.database import MIGRATIONS, Repositories, Store
from quotetrail.store.quotes import QuoteFilter
from quotetrail.store.tables import metadata


def _file(url: str) -> str:
    return str(make_url(url).database)


def test_the_migrations_lead_to_the_tables_that_the_code_describes(store: Store, url: str) -> None:
    assert store
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or not name.startswith("quote_words")},
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_file_is_in_wal_mode_and_every_commit_is_synced(store: Store, url: str) -> None:
    with closing(sqlite3.connect(_file(url))) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with store.write() as repositories:
        assert _scalar(repositories, "PRAGMA synchronous") == 2
        assert _scalar(repositories, "PRAGMA foreign_keys") == 1


def test_what_a_block_wrote_before_it_raised_is_gone(store: Store) -> None:
    def fail(repositories: Repositories) -> None:
        repositories.versions.put("matcher", "1")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"), store.write() as repositories:
        fail(repositories)
    with store.read() as repositories:
        assert repositories.versions.of("matcher") is None


def test_a_reader_keeps_its_snapshot_while_a_writer_commits(store: Store) -> None:
    with store.read() as reader:
        assert reader.versions.of("matcher") is None
        with store.write() as writer:
            writer.versions.put("matcher", "1")
        assert reader.versions.of("matcher") is None
    with store.read() as reader:
        assert reader.versions.of("matcher") == "1"


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnusable), store.read() as repositories:
        repositories.versions.put("matcher", "1")


def test_writers_of_one_process_take_turns(store: Store) -> None:
    def count_up(_: int) -> None:
        with store.write() as repositories:
            seen = int(repositories.versions.of("counter") or 0)
            repositories.versions.put("counter", str(seen + 1))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count_up, range(40)))
    with store.read() as repositories:
        assert repositories.versions.of("counter") == "40"


def test_a_writer_that_gets_no_turn_says_that_the_store_is_busy(url: str) -> None:
    store = Store.open(url, busy_seconds=0.05)
    with closing(sqlite3.connect(_file(url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy), store.write():
            pytest.fail("two writers at once")
        other.execute("ROLLBACK")
    held, done = Event(), Event()

    def hold() -> None:
        with store.write():
            held.set()
            done.wait(5)

    holder = Thread(target=hold)
    holder.start()
    held.wait(5)
    with pytest.raises(StoreBusy), store.write():
        pytest.fail("two writers at once")
    done.set()
    holder.join()
    with store.write() as repositories:
        repositories.versions.put("matcher", "1")
    store.close()


def test_a_query_of_a_reader_is_stopped_at_its_time_limit_and_the_next_one_works(url: str) -> None:
    store = Store.open(url, query_seconds=0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTooSlow), store.read() as repositories:
        _scalar(repositories, endless)
    with store.read() as repositories:
        assert repositories.articles.count() == 0
    store.close()


def test_only_a_file_of_sqlite_can_be_a_store(tmp_path: Path) -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(StoreUnusable, match="needs a file"):
            Store.open(url)
    prose = tmp_path / "prose.db"
    prose.write_text("This is no database. " * 100)
    with pytest.raises(StoreUnusable, match="no database"):
        Store.open(f"sqlite:///{prose}")
    with pytest.raises(StoreUnusable, match="cannot be made"):
        Store.open(f"sqlite:///{prose}/inside/a.db")


def test_a_file_of_a_newer_release_is_refused_and_left_alone(url: str) -> None:
    Store.open(url).close()
    with closing(sqlite3.connect(_file(url))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable, match="newer release"):
        Store.open(url)
    with closing(sqlite3.connect(_file(url))) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_quotes_that_were_stored_before_there_were_modes_are_speech(url: str) -> None:
    file = Path(_file(url))
    file.parent.mkdir()
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
        connection.execute(
            text("""
            INSERT INTO articles (id, language, omitted, detector_version, received_at, text)
            VALUES ('art_a', 'en', '[]', 't', 0, '“Yes,” he said.')
        """)
        )
        connection.execute(
            text("""
            INSERT INTO quotes (id, article_id, position, type, language, text, quoted, body)
            VALUES ('quo_a', 'art_a', 0, 'direct', 'en', '“Yes,”', '["Yes,"]', '{"type": "direct", "spans":
                [{"start": 0, "end": 6}], "cue": null, "speaker": null, "venue": null, "via": [], "confidence": 0.5}')
        """).bindparams()
        )
        connection.execute(text("INSERT INTO quote_words (quote_words) VALUES ('rebuild')"))
    engine.dispose()
    store = Store.open(url)
    with store.read() as repositories:
        (quote,) = repositories.quotes.list(
            filters=QuoteFilter(text="yes", modes=(Mode.SPEECH,)), after=None, limit=9
        ).rows
        assert (quote.id, quote.quote.mode) == ("quo_a", Mode.SPEECH)
        (article,) = repositories.articles.list(after=None, limit=9).rows
        assert article.quotes == 1
    store.close()


def test_several_may_open_a_new_store_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for opened in threads.map(lambda _: Store.open(url), range(4)):
            opened.close()


def test_half_a_surrogate_pair_is_told_from_a_mistake_of_ours(store: Store) -> None:
    with pytest.raises(InvalidInput, match="surrogate"), store.read() as repositories:
        repositories.articles.get("\ud800")
    with pytest.raises(NotFound), store.read() as repositories:
        repositories.articles.get("art_\0")
    with pytest.raises(OperationalError, match="syntax"), store.read() as repositories:
        _scalar(repositories, "SELEC 1")


def _scalar(repositories: Repositories, query: str) -> object:
    """The first value of a query of the test's own, on the connection of the repositories."""
    return repositories.connection.scalar(text(query))
