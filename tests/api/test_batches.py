from __future__ import annotations

import io
import tarfile
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples
from quotetrail.settings import Settings

NDJSON = {"Content-Type": "application/x-ndjson"}
LIMIT = 256 * 1024
SAID = "“We are packing,” said Nikol Pashinyan.".encode()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("data"), max_batch=LIMIT, max_members=20)


def _ended(client: TestClient, location: str) -> dict[str, Any]:
    """The job's report once nothing will change any more."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        report: dict[str, Any] = client.get(location).json()
        if report["job"]["state"] in {"completed", "failed"}:
            return report
        time.sleep(0.05)
    raise AssertionError(f"{location} did not end")


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _tar_gz(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def test_ndjson_becomes_a_job_that_stores_its_articles(client: TestClient) -> None:
    answer = client.post("/v1/batches", params={"name": "examples"}, content=examples.ndjson(), headers=NDJSON)
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/jobs/{answer.json()['id']}"
    report = _ended(client, answer.headers["location"])
    assert report["job"]["name"] == "examples"
    assert (report["job"]["state"], report["job"]["done"], report["job"]["failed"]) == ("completed", 2, 0)
    assert report["results"][0]["article_id"] == examples.identifiers().article
    assert client.get(f"/v1/statements/{examples.identifiers().statement}").json()["appearances"] == 2


def test_a_folder_comes_as_files_of_a_form(client: TestClient) -> None:
    files = [
        ("files", ("folder/1.txt", SAID, "text/plain")),
        (
            "files",
            ("folder/2.html", b"<html><body><article><p>" + SAID * 20 + b"</p></article></body></html>", "text/html"),
        ),
        ("files", ("folder/3.json", orjson.dumps(examples.article()), "application/json")),
        ("files", ("folder/4.txt", b"", "text/plain")),
        ("files", ("folder/5.txt", b"\x00\x01\x02\xff" * 50, "text/plain")),
    ]
    report = _ended(client, client.post("/v1/batches", files=files).headers["location"])
    problems = {result["source"]: result["problem"] for result in report["results"]}
    assert (report["job"]["total"], report["job"]["done"], report["job"]["failed"]) == (5, 5, 2)
    assert [source for source, problem in problems.items() if problem] == ["folder/4.txt", "folder/5.txt"]
    assert all(problem["status"] in {415, 422} for problem in problems.values() if problem)


@pytest.mark.parametrize(
    ("media_type", "pack"), [("application/zip", _zip), ("application/gzip", _tar_gz), ("application/x-gzip", _tar_gz)]
)
def test_an_archive_is_a_body(client: TestClient, media_type: str, pack: Any) -> None:  # noqa: ANN401  # either packer
    body = pack({"a/1.txt": SAID, "a/2.txt": SAID + b" Again."})
    answer = client.post("/v1/batches", content=body, headers={"Content-Type": media_type})
    report = _ended(client, answer.headers["location"])
    assert (report["job"]["done"], report["job"]["failed"]) == (2, 0)
    assert [result["source"] for result in report["results"]] == ["a/1.txt", "a/2.txt"]


def test_a_batch_sent_again_with_its_key_is_not_read_again(client: TestClient) -> None:
    headers = NDJSON | {"Idempotency-Key": "Monday's"}
    first = client.post("/v1/batches", content=examples.ndjson(), headers=headers)
    again = client.post("/v1/batches", content=b"", headers=headers)
    other = client.post("/v1/batches", content=examples.ndjson(), headers=NDJSON)
    assert again.json()["id"] == first.json()["id"] != other.json()["id"]
    assert _ended(client, first.headers["location"])["job"]["done"] == 2
    _ended(client, other.headers["location"])


def test_results_come_page_by_page(client: TestClient) -> None:
    body = _zip({f"{number}.txt": SAID + str(number).encode() for number in range(5)})
    location = client.post("/v1/batches", files={"files": ("a.zip", body)}).headers["location"]
    _ended(client, location)
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = client.get(location, params=query).json()
        seen += [result["source"] for result in page["results"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert seen == [f"{number}.txt" for number in range(5)]


def test_a_job_s_cursor_is_good_for_no_other_job(client: TestClient) -> None:
    locations = [
        client.post("/v1/batches", content=examples.ndjson(), headers=NDJSON).headers["location"] for _ in range(2)
    ]
    for location in locations:
        _ended(client, location)
    cursor = client.get(locations[0], params={"limit": 1}).json()["next"]
    answer = client.get(locations[1], params={"cursor": cursor})
    assert answer.json()["type"] == "urn:quotetrail:problem:invalid-cursor"


def test_events_end_when_the_job_does(client: TestClient) -> None:
    location = client.post("/v1/batches", content=examples.ndjson(), headers=NDJSON).headers["location"]
    answer = client.get(f"{location}/events")
    events = [
        orjson.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line.startswith("data: ")
    ]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert events[-1]["state"] == "completed"
    assert events[-1]["done"] == 2
    assert answer.text.rstrip().splitlines()[-2] == "event: completed"


def _endless(start: bytes) -> Iterator[bytes]:
    yield start
    for _ in range(2 * LIMIT // 4096):
        yield b"a" * 4096


def test_a_batch_over_the_limit_is_refused(client: TestClient) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    answers = [
        client.post("/v1/batches", content=b"a" * (LIMIT + 1), headers=NDJSON),
        client.post("/v1/batches", content=_endless(b""), headers=NDJSON),
        client.post("/v1/batches", content=_endless(form), headers={"Content-Type": "multipart/form-data; boundary=x"}),
        client.post("/v1/batches", files=[("files", (f"{number}.txt", SAID)) for number in range(21)]),
    ]
    assert [answer.status_code for answer in answers] == [413] * 4
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        ("application/zip", b"not a zip", 422),
        ("application/gzip", b"\x1f\x8b\x08nonsense", 422),
        ("application/json", b"{}", 415),
        ("text/plain", b"hello", 415),
        ("multipart/form-data", b"no boundary", 422),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken", 422),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
            422,
        ),
    ],
)
def test_a_batch_that_cannot_be_read_at_all_is_a_problem(
    client: TestClient, media_type: str, body: bytes, status: int
) -> None:
    answer = client.post("/v1/batches", content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_empty_file_fails_in_its_place(client: TestClient) -> None:
    report = _ended(client, client.post("/v1/batches", content=b"", headers=NDJSON).headers["location"])
    assert (report["job"]["done"], report["job"]["failed"]) == (1, 1)
    assert report["results"][0]["problem"]["status"] == 422


def test_names_that_lead_out_of_the_archive_are_refused_and_nothing_else_is_lost(client: TestClient) -> None:
    body = _zip({"../evil.txt": SAID, "/etc/evil.txt": SAID, "good.txt": SAID})
    report = _ended(client, client.post("/v1/batches", files={"files": ("a.zip", body)}).headers["location"])
    kept = [result["source"] for result in report["results"] if result["problem"] is None]
    assert kept == ["good.txt"]
    assert report["job"]["failed"] == 2
