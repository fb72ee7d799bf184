"""What transactions share of the candidate index is what was committed, in this process and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import insert

from quotetrail.store.database import Repositories, Store
from quotetrail.store.runs import IN_FILES
from quotetrail.store.tables import articles, quotes

ARTICLE = {"id": "art_0", "language": "en", "omitted": b"[]", "detector_version": "", "received_at": 0, "text": ""}
QUOTE = {
    "article_id": "art_0",
    "position": 0,
    "type": "direct",
    "language": "en",
    "text": "",
    "quoted": b"[]",
    "body": b"{}",
}
MANY = IN_FILES + 500


class Cancelled(Exception):
    """A transaction is rolled back."""


@pytest.fixture
def filled(store: Store) -> Store:
    """A store of many quotes without keys."""
    with store.write() as repositories:
        repositories.connection.execute(insert(articles), ARTICLE)
        rows = [{**QUOTE, "seq": number, "id": f"quo_{number}"} for number in range(1, MANY + 1)]
        repositories.connection.execute(insert(quotes), rows)
    return store


def _add(repositories: Repositories, numbers: Sequence[int]) -> None:
    """Keys of quotes: one of its own, one shared with its neighbour, one that all have."""
    repositories.keys.add_numbered({number: (number, -(number // 2), 0) for number in numbers})


def _sharing(repositories: Repositories, key: int) -> tuple[int, ...]:
    ((found,),) = repositories.keys.ranked([(key,)], bucket=256, limit=300)
    return found


def _files(url: str) -> Iterator[Path]:
    return Path(url.removeprefix("sqlite:///")).with_name("quotetrail.db-index").glob("*")


def test_a_transaction_finds_what_it_added_itself(filled: Store) -> None:
    with filled.write() as repositories:
        _add(repositories, [1, 2])
        assert _sharing(repositories, 1) == (1,)
        _add(repositories, [3])
        assert _sharing(repositories, -1) == (2, 3)


def test_what_was_rolled_back_is_never_found(filled: Store) -> None:
    with filled.write() as repositories:
        _add(repositories, [1])
    with suppress(Cancelled), filled.write() as repositories:
        _add(repositories, [2, 3])
        raise Cancelled
    with filled.read() as repositories:
        assert _sharing(repositories, -1) == ()
    with filled.write() as repositories:
        _add(repositories, [3])
    with filled.read() as repositories:
        assert _sharing(repositories, -1) == (3,)
        assert _sharing(repositories, 0) == (1, 3)


def test_another_store_on_the_same_file_sees_what_was_committed(filled: Store, url: str) -> None:
    other = Store.open(url)
    for number in (1, 2):
        with filled.write() as repositories:
            _add(repositories, [number])
        with other.read() as repositories:
            assert _sharing(repositories, number) == (number,)
    with filled.write() as repositories:
        repositories.keys.clear()
        assert _sharing(repositories, 0) == ()
        _add(repositories, [2])
    with other.read() as repositories:
        assert _sharing(repositories, 0) == (2,)
    other.close()


def test_clearing_that_is_rolled_back_changes_nothing(filled: Store) -> None:
    with filled.write() as repositories:
        _add(repositories, [1])
    with suppress(Cancelled), filled.write() as repositories:
        repositories.keys.clear()
        _add(repositories, [1, 2])
        raise Cancelled
    with filled.read() as repositories:
        assert _sharing(repositories, 0) == (1,)


def test_many_quotes_lie_in_files_that_the_next_process_reads(filled: Store, url: str) -> None:
    with filled.write() as repositories:
        _add(repositories, range(1, MANY + 1))
    with filled.read() as repositories:
        before = [_sharing(repositories, key) for key in (0, 1, -7, MANY)]
    assert before == [tuple(range(1, 257)), (1,), (14, 15), (MANY,)]
    (file,) = _files(url)
    for content in (None, file.read_bytes()[:-1], b""):
        if content is not None:
            file.write_bytes(content)
        again = Store.open(url)
        with again.read() as repositories:
            assert [_sharing(repositories, key) for key in (0, 1, -7, MANY)] == before
        again.close()
        assert [path.name for path in _files(url)] == [file.name]


def test_what_is_merged_beside_the_readers_answers_all_along(
    filled: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While runs are merged, and when they are: one file in the place of several, the same quotes."""
    monkeypatch.setattr("quotetrail.store.shelf.MERGED_AT_ONCE", 300)
    for begin in range(1, MANY + 1, 250):
        with filled.write() as repositories:
            _add(repositories, range(begin, min(begin + 250, MANY + 1)))
        with filled.read() as repositories:
            last = min(begin + 249, MANY)
            found = [_sharing(repositories, key) for key in (0, 1, -7, last)]
        assert found == [tuple(range(1, min(last, 256) + 1)), (1,), (14, 15), (last,)]
    for _ in range(3):
        with filled.write() as repositories:
            repositories.keys.clear()
        with filled.read() as repositories:
            assert _sharing(repositories, 0) == ()
        for begin in range(1, MANY, 4_000):
            with filled.write() as repositories:
                _add(repositories, range(begin, min(begin + 4_000, MANY + 1)))
        with filled.read() as repositories:
            assert [_sharing(repositories, key) for key in (0, MANY)] == [tuple(range(1, 257)), (MANY,)]
    filled.settle()
    (file,) = _files(url)
    assert file.match("keys-3-0-*.run")


def test_readers_are_answered_from_memory_when_no_file_can_be_written(
    filled: Store, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A full or broken disk costs memory and is told in the log, no answer."""
    Path(url.removeprefix("sqlite:///")).with_name("quotetrail.db-index").write_text("in the way")
    with filled.write() as repositories:
        _add(repositories, range(1, MANY + 1))
    with filled.read() as repositories:
        assert _sharing(repositories, MANY) == (MANY,)
    assert "cannot be written" in caplog.text


def test_merging_goes_on_when_files_can_be_written_again(
    filled: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A merge that came to nothing holds no later one back."""
    monkeypatch.setattr("quotetrail.store.shelf.MERGED_AT_ONCE", 300)
    folder = Path(url.removeprefix("sqlite:///")).with_name("quotetrail.db-index")
    folder.write_text("in the way")
    for begin in (1, 201, 401, 601):
        if begin == 401:
            filled.settle()
            folder.unlink()
        with filled.write() as repositories:
            _add(repositories, range(begin, begin + 200))
        with filled.read() as repositories:
            assert _sharing(repositories, begin + 100) == (begin + 100,)
    filled.settle()
    assert [path.suffix for path in _files(url)] == [".run"]


def test_files_of_other_rows_are_not_believed(filled: Store, url: str) -> None:
    with filled.write() as repositories:
        _add(repositories, range(1, MANY + 1))
    with filled.read() as repositories:
        _sharing(repositories, 0)
    (file,) = _files(url)
    old = file.read_bytes()
    with filled.write() as repositories:
        repositories.keys.clear()
        repositories.keys.add_numbered({number: (number + 1,) for number in range(1, MANY + 1)})
    with filled.read() as repositories:
        assert _sharing(repositories, 9) == (8,)
    (newer,) = _files(url)
    assert newer.name != file.name
    newer.write_bytes(old)
    again = Store.open(url)
    with again.read() as repositories:
        assert _sharing(repositories, 9) == (8,)
    again.close()
