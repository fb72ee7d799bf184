"""What was acknowledged is read to its end, whatever happens to the process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from quotetrail.ingest.ledger import JobState, Ledger
from quotetrail.settings import Settings
from quotetrail.store.database import Store

PROCESS = Path(__file__).with_name("batch_process.py")

FILES = 200
# Every fiftieth file is one that cannot be read, so that failures are accounted for too.
BROKEN_EVERY = 50


def archive(path: Path, *, files: int) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(files):
            packed.writestr(f"day/{number:03}.txt", b"\0\1\2" if number % BROKEN_EVERY == 0 else article(number))
    return path


def article(number: int) -> str:
    """An article whose one quote shares no words with the others', so that it is a statement by itself."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    words = " ".join(digest[start : start + 8] for start in range(0, 48, 8))
    return f"“{words},” said Vera Lind."


class Running:
    """The process at work on a data folder, and its lines as they come."""

    def __init__(self, data: Path, given: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", str(PROCESS), str(data), given], stdout=subprocess.PIPE, text=True
        )

    def line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, "the process ended too early"
        return line

    def kill_after(self, done: int) -> int:
        """Kill it with SIGKILL once at least `done` articles are done; returns how many it had said were."""
        while (seen := int(self.line())) < done:
            pass
        self.kill()
        return seen

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def last_line(self) -> str:
        output, _ = self._process.communicate(timeout=60)
        return output.split()[-1]


def test_a_batch_killed_twice_in_the_middle_ends_complete_with_no_quote_twice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = Running(data, str(archive(tmp_path / "articles.zip", files=FILES)))
    job_id = first.line()
    assert 0 < first.kill_after(40) < FILES
    assert 0 < Running(data, job_id).kill_after(120) < FILES
    assert Running(data, job_id).last_line() == "completed"

    settings = Settings(data=data)
    broken = FILES // BROKEN_EVERY
    with closing(Ledger(settings)) as ledger:
        status = ledger.status(job_id)
        results = ledger.results(job_id, after=-1, limit=FILES + 1)
    assert status.state is JobState.COMPLETED
    assert (status.total, status.done, status.failed, status.quotes) == (FILES, FILES, broken, FILES - broken)
    assert [result.source for result in results] == [f"day/{number:03}.txt" for number in range(FILES)]
    assert [result.position for result in results] == list(range(FILES))
    assert [result.position for result in results if result.problem] == list(range(0, FILES, BROKEN_EVERY))
    with closing(Store.open(settings.database)) as store, store.read() as repositories:
        quotes = repositories.quotes.list(after=None, limit=1000).rows
    assert len(quotes) == FILES - broken
    assert Counter(quote.text for quote in quotes).most_common(1)[0][1] == 1
    assert not list(settings.inbox.iterdir()), "the bytes of a batch that was read are thrown away"


def test_a_batch_whose_process_dies_right_after_the_acknowledgement_is_read_by_the_next(tmp_path: Path) -> None:
    data, sent = tmp_path / "data", archive(tmp_path / "articles.zip", files=3)
    first = Running(data, str(sent))
    job_id = first.line()
    first.kill()
    sent.unlink()
    assert Running(data, job_id).last_line() == "completed"
    with closing(Ledger(Settings(data=data))) as ledger:
        assert ledger.status(job_id).done == 3
