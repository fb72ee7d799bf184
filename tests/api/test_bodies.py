from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from quotetrail.settings import Settings

PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}
TAKERS = ["/v1/extract", "/v1/articles", "/v1/lookup", "/v1/lookup/batch"]
LIMIT = 64 * 1024
HOSTILE = {
    "nothing": b"",
    "white space": b" \n ",
    "no JSON": b"text=hello",
    "half an object": b'{"text": "a"',
    "two objects": b'{"text": "a"}{"text": "b"}',
    "a lone surrogate": b'{"text": "\\ud800"}',
    "a lone surrogate in a key": b'{"\\udfff": 1}',
    "raw surrogate bytes": b'{"text": "\xed\xa0\x80"}',
    "NUL": b'{"text": "a\\u0000b"}',
    "a raw NUL": b'{"text": "a\x00b"}',
    "NaN": b'{"text": NaN}',
    "infinity": b'{"text": -Infinity}',
    "a number beyond floats": b'{"text": 1e999}',
    "depth 5,000": b"[" * 5000 + b"]" * 5000,
    "depth 5,000 that never closes": b'{"a":' * 5000,
    "duplicate keys": b'{"text": "a", "text": "b"}',
    "cp1251": '{"text": "слово"}'.encode("cp1251"),
    "UTF-16": '{"text": "word"}'.encode("utf-16"),
    "an array": b"[]",
    "a string": b'"text"',
    "null": b"null",
    "a wrong type": b'{"text": {"text": "a"}, "items": 3}',
    "an unknown key": b'{"text": "a", "items": ["a"], "colour": "red"}',
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("data"), max_body=LIMIT, max_text=1_000)


@pytest.mark.parametrize("path", TAKERS)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_a_problem(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", TAKERS)
def test_a_body_over_the_limit_is_refused(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b'{"text": "' + b"a" * LIMIT + b'"}', headers=JSON)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("path", TAKERS)
def test_a_body_over_the_limit_is_refused_when_it_does_not_say_its_length(client: TestClient, path: str) -> None:
    def parts() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(2 * LIMIT // 1024):
            yield b"a" * 1024

    answer = client.post(path, content=parts(), headers=JSON)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/json5", "nonsense"]
)
def test_a_body_that_is_not_called_json_is_refused(client: TestClient, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    answer = client.post("/v1/extract", content=b'{"text": "a"}', headers=headers)
    assert answer.status_code == 415
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("kind", ["application/json", "APPLICATION/JSON; charset=utf-8", "application/ld+json"])
def test_every_spelling_of_json_is_taken(client: TestClient, kind: str) -> None:
    answer = client.post("/v1/extract", content=b'{"text": "a"}', headers={"Content-Type": kind})
    assert answer.status_code == 200


def test_a_text_over_the_limit_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/articles", json={"text": "a" * 1_001})
    assert answer.status_code == 413
    assert "1,000" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "2999-01-01T00:00:00Z"),
        ("published", "0001-01-01T00:00:00+14:00"),
        ("published", "2022-01-05T18:40:00"),
        ("published", "yesterday"),
        ("published", 1641400000),
        ("language", "English, I think"),
        ("title", ""),
        ("uri", "a" * 4_001),
        ("version", True),
    ],
)
def test_a_field_that_cannot_be_meant_is_named(client: TestClient, field: str, value: object) -> None:
    answer = client.post("/v1/articles", json={"text": "a", field: value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{field}")


def test_an_article_without_any_text_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/articles", json={"title": "Nothing below"})
    assert answer.status_code == 422
    assert "text" in answer.json()["detail"]
