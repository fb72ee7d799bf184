from __future__ import annotations

from fastapi.testclient import TestClient


def test_a_running_service_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {
        "status": "ready",
        "detector": "curly-1",
        "languages": ["en"],
        "articles": 0,
        "quotes": 0,
        "statements": 0,
    }
