"""Batches in one process: everything is accounted for, nothing is kept of what is refused."""

from __future__ import annotations

import asyncio
import fcntl
import importlib.util
import io
import json
import logging
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotetrail.errors import Conflict, InvalidInput, NotFound, QuotetrailError, TooLarge, UnsupportedMedia
from quotetrail.ingest.inbox import Upload
from quotetrail.ingest.jobs import Jobs
from quotetrail.ingest.ledger import JobState, JobStatus
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.settings import Settings

TEXT = "“The road to the lake stays closed until spring,” said Vera Lind."


def open_pipeline(settings: Settings) -> Pipeline:
    """The pipeline of the process that the other test kills, with its small detector."""
    spec = importlib.util.spec_from_file_location("batch_process", Path(__file__).with_name("batch_process.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pipeline = module.open_pipeline(settings)
    assert isinstance(pipeline, Pipeline)
    return pipeline


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", max_members=50, max_batch=100_000, max_body=50_000, max_text=10_000)


@pytest.fixture
def pipeline(settings: Settings) -> Iterator[Pipeline]:
    pipeline = open_pipeline(settings)
    yield pipeline
    pipeline.store.close()


@pytest.fixture
def jobs(settings: Settings, pipeline: Pipeline) -> Iterator[Jobs]:
    jobs = Jobs(settings=settings, pipeline=pipeline)
    yield jobs
    jobs.close()


def upload(name: str, content: str | bytes) -> Upload:
    return Upload(name, io.BytesIO(content.encode() if isinstance(content, str) else content))


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def ended(jobs: Jobs, job: JobStatus) -> JobStatus:
    deadline = time.monotonic() + 30
    while not (status := jobs.status(job.id)).ended:
        assert time.monotonic() < deadline, f"still {status}"
        time.sleep(0.02)
    return status


def test_every_file_of_a_batch_is_accounted_for_and_bad_ones_do_not_harm_the_others(jobs: Jobs) -> None:
    lines = "\n".join([json.dumps({"uri": "a:1", "text": TEXT}), "{", json.dumps({"uri": "a:1", "text": "Other."})])
    status = ended(
        jobs,
        jobs.submit(
            [
                upload("story.txt", TEXT.replace("lake", "sea")),
                upload("empty.txt", ""),
                upload("picture.txt", b"\x89PNG\r\n\x1a\n\0\0"),
                upload("wire.ndjson", lines),
                upload("desk.zip", zipped({"in.txt": TEXT.replace("lake", "mill"), "../out.txt": TEXT})),
                upload("broken.zip", b"PK\x03\x04 and nothing more"),
                upload(".DS_Store", b"\0"),
            ]
        ),
    )
    results = jobs.results(status.id)
    assert [(result.source, type(result.problem)) for result in results] == [
        ("broken.zip", InvalidInput),
        ("desk.zip/../out.txt", InvalidInput),
        ("desk.zip/in.txt", type(None)),
        ("empty.txt", InvalidInput),
        ("picture.txt", UnsupportedMedia),
        ("story.txt", type(None)),
        ("wire.ndjson#1", type(None)),
        ("wire.ndjson#2", InvalidInput),
        ("wire.ndjson#3", Conflict),
    ]
    assert (status.state, status.total, status.done, status.failed, status.quotes) == (JobState.COMPLETED, 9, 9, 6, 3)
    assert all(result.quotes == 1 and result.created for result in results if result.problem is None)
    assert all(str(result.problem) for result in results if result.problem is not None)
    assert status.name == "7 files"
    assert status.started is not None
    assert status.finished is not None
    assert status.submitted <= status.started <= status.finished


def test_results_come_in_pages(jobs: Jobs) -> None:
    job = ended(jobs, jobs.submit([upload(f"{number}.txt", TEXT) for number in range(5)], name="five times one text"))
    first = jobs.results(job.id, limit=3)
    rest = jobs.results(job.id, after=first[-1].position, limit=3)
    assert [result.position for result in first + rest] == [0, 1, 2, 3, 4]
    assert [result.created for result in first + rest] == [True, False, False, False, False]
    assert len({result.article_id for result in first + rest}) == 1
    with pytest.raises(InvalidInput):
        jobs.results(job.id, limit=0)


def test_a_batch_sent_again_gives_the_same_articles_and_no_quote_twice(jobs: Jobs, pipeline: Pipeline) -> None:
    first, second = (ended(jobs, jobs.submit([upload("a.txt", TEXT)])) for _ in range(2))
    before, after = jobs.results(first.id)[0], jobs.results(second.id)[0]
    assert before.article_id == after.article_id
    assert (before.created, after.created) == (True, False)
    with pipeline.store.read() as repositories:
        assert repositories.quotes.count() == 1


def test_events_tell_the_progress_and_end_with_the_final_status(jobs: Jobs) -> None:
    job = jobs.submit([upload(f"{number}.txt", f"{TEXT} {number}") for number in range(20)])

    async def collected() -> list[JobStatus]:
        return [status async for status in jobs.events(job.id)]

    seen = asyncio.run(collected())
    assert seen[-1] == jobs.status(job.id)
    assert seen[-1].state is JobState.COMPLETED
    assert [status.done for status in seen] == sorted(status.done for status in seen)
    assert len(seen) == len(set(seen))


def test_an_unknown_job_is_not_found(jobs: Jobs) -> None:
    with pytest.raises(NotFound):
        jobs.status("job_0")
    with pytest.raises(NotFound):
        jobs.results("job_0")


@pytest.mark.parametrize(
    ("uploads", "problem"),
    [
        ([], InvalidInput),
        ([(".DS_Store", b"x")], InvalidInput),
        ([("a.zip", b"not a zip")], InvalidInput),
        ([("a.tar.gz", b"not a tar")], InvalidInput),
        ([("a.zip", zipped({}))], InvalidInput),
        ([("a.zip", zipped({str(number): "x" for number in range(51)}))], TooLarge),
        ([(f"{number}.txt", b"x") for number in range(51)], TooLarge),
        ([("a.txt", b"x" * 60_000), ("b.txt", b"x" * 60_000)], TooLarge),
    ],
)
def test_a_batch_that_is_refused_leaves_nothing_behind(
    jobs: Jobs, settings: Settings, uploads: list[tuple[str, bytes]], problem: type[QuotetrailError]
) -> None:
    with pytest.raises(problem):
        jobs.submit([upload(name, content) for name, content in uploads])
    assert not list(settings.inbox.iterdir())


def test_a_batch_whose_files_hold_too_many_articles_fails_as_a_whole_before_the_first(jobs: Jobs) -> None:
    lines = "\n".join(json.dumps({"text": f"{number}"}) for number in range(30))
    status = ended(jobs, jobs.submit([upload("a.ndjson", lines), upload("b.ndjson", lines)]))
    assert (status.state, status.done) == (JobState.FAILED, 0)
    assert isinstance(status.problem, TooLarge)


def test_names_from_outside_never_become_paths(jobs: Jobs, settings: Settings, tmp_path: Path) -> None:
    job = jobs.submit([upload("../../escaped.txt", TEXT), upload("/etc/escaped.txt", TEXT)])
    status = ended(jobs, job)
    assert status.failed == 0
    assert not list(tmp_path.rglob("escaped*"))
    assert not list(settings.inbox.iterdir())


def test_jobs_can_be_opened_again_and_again_in_one_process_and_go_on_with_what_waited(
    settings: Settings, pipeline: Pipeline
) -> None:
    first = Jobs(settings=settings, pipeline=pipeline)
    waiting = [
        first.submit([upload(f"{number}.txt", f"{TEXT} {number} {batch}") for number in range(20)])
        for batch in range(3)
    ]
    first.close()
    for _ in range(2):
        jobs = Jobs(settings=settings, pipeline=pipeline)
        assert [ended(jobs, job).done for job in waiting] == [20, 20, 20]
        jobs.close()


def test_a_batch_sent_again_with_its_key_is_the_same_job(jobs: Jobs) -> None:
    first = jobs.submit([upload("a.txt", TEXT)], key="monday")
    assert jobs.submit([upload("a.txt", TEXT)], key="monday").id == first.id
    assert jobs.submit([upload("a.txt", TEXT)], key="tuesday").id != first.id
    assert ended(jobs, first).done == 1


def test_a_second_jobs_in_the_process_is_refused(jobs: Jobs, settings: Settings, pipeline: Pipeline) -> None:
    with pytest.raises(QuotetrailError, match="already"):
        Jobs(settings=settings, pipeline=pipeline)
    assert ended(jobs, jobs.submit([upload("a.txt", TEXT)])).failed == 0


def test_a_data_folder_that_another_process_works_on_is_refused(settings: Settings, pipeline: Pipeline) -> None:
    with (settings.data / "jobs.lock").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(QuotetrailError, match="Another process"):
            Jobs(settings=settings, pipeline=pipeline)
    Jobs(settings=settings, pipeline=pipeline).close()


def test_what_a_killed_process_left_half_written_is_swept_away(settings: Settings, pipeline: Pipeline) -> None:
    (settings.inbox / "job_1.part").mkdir(parents=True)
    (settings.inbox / "job_1.part" / "0").write_bytes(b"half")
    Jobs(settings=settings, pipeline=pipeline).close()
    assert not list(settings.inbox.iterdir())


def test_a_batch_whose_bytes_were_lost_fails_with_a_reason_and_does_not_stop_the_next(
    settings: Settings, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = Jobs(settings=settings, pipeline=pipeline)
    job = jobs.submit([upload(f"{number}.txt", f"{TEXT} {number}") for number in range(40)])
    jobs.close()
    for kept in settings.inbox.rglob("*.json"):
        kept.unlink()
    jobs = Jobs(settings=settings, pipeline=pipeline)
    with caplog.at_level(logging.CRITICAL):
        lost = ended(jobs, job)
    assert lost.state is JobState.FAILED
    assert "Send it again" in str(lost.problem)
    assert ended(jobs, jobs.submit([upload("a.txt", TEXT)])).state is JobState.COMPLETED
    jobs.close()


def test_nothing_is_written_to_the_console(
    settings: Settings, pipeline: Pipeline, capfd: pytest.CaptureFixture[str]
) -> None:
    jobs = Jobs(settings=settings, pipeline=pipeline)
    ended(jobs, jobs.submit([upload("a.txt", TEXT)]))
    jobs.close()
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")
