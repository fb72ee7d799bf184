from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from quotetrail.app import create_app
from quotetrail.model import Article, Detection
from quotetrail.settings import Settings

PATIENCE = 20.0


class SlowDetector:
    """Takes as long as the test says, and knows how many were ever at work in it at once."""

    languages = ("en",)
    detector_version = "slow-1"

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.most_at_once = 0
        self._at_work = 0
        self._lock = threading.Lock()

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        with self._lock:
            self._at_work += 1
            self.most_at_once = max(self.most_at_once, self._at_work)
        self.begun.release()
        self.go_on.wait(PATIENCE)
        with self._lock:
            self._at_work -= 1
        return [Detection(language="en", quotes=()) for _ in articles]


@pytest.fixture
def slow() -> SlowDetector:
    return SlowDetector()


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory, slow: SlowDetector) -> Iterator[TestClient]:
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    with TestClient(create_app(settings, detector=slow)) as opened:
        yield opened


def test_one_detection_runs_at_a_time_and_readers_need_not_wait(client: TestClient, slow: SlowDetector) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(client.post, "/v1/extract", json={"text": f"Text {n}."}) for n in range(30)]
        waiting.append(pool.submit(client.post, "/v1/articles", json={"text": "Stored."}))
        assert slow.begun.acquire(timeout=PATIENCE)
        readers = [client.get(path).status_code for path in ("/healthz", "/readyz", "/v1/quotes", "/v1/statements")]
        slow.go_on.set()
        answers = [future.result(PATIENCE).status_code for future in waiting]
    assert readers == [200] * 4
    assert answers == [200] * 30 + [201]
    assert slow.most_at_once == 1


def test_a_job_and_a_request_take_turns(client: TestClient, slow: SlowDetector) -> None:
    headers = {"Content-Type": "application/x-ndjson"}
    location = client.post("/v1/batches", content=b'{"text": "One."}\n', headers=headers).headers["location"]
    assert slow.begun.acquire(timeout=PATIENCE)
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(client.post, "/v1/extract", json={"text": "Two."})
        assert client.get(location).json()["job"]["state"] == "running"
        slow.go_on.set()
        assert asked.result(PATIENCE).status_code == 200
    assert '"completed"' in client.get(f"{location}/events").text
    assert slow.most_at_once == 1
