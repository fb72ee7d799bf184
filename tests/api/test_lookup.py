from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples

pytestmark = pytest.mark.usefixtures("stored")


def test_a_pasted_part_finds_its_statement_and_says_why(client: TestClient) -> None:
    answer = client.post("/v1/lookup", json={"text": examples.quoted()})
    best = answer.json()["found"][0]
    assert best["statement_id"] == examples.identifiers().statement
    assert best["quote"]["speaker"]["name"] == "Zauresh Shekenova"
    assert best["reasons"]
    assert 0 < best["score"] <= 1


def test_words_that_nobody_said_find_nothing(client: TestClient) -> None:
    answer = client.post("/v1/lookup", json={"text": "The quick brown fox jumps over a perfectly unrelated dog"})
    assert answer.json() == {"found": []}


def test_a_blank_text_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/lookup", json={"text": " \n "})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_one_bad_item_stops_no_other(client: TestClient) -> None:
    items: list[object] = [
        {"text": examples.quoted()},
        {"text": ""},
        None,
        {"text": " "},
        [],
        {"words": 1},
        {"text": examples.quoted()},
    ]
    answer = client.post("/v1/lookup/batch", json={"items": items})
    answered = answer.json()["items"]
    assert answer.status_code == 200
    assert [item["problem"] is None for item in answered] == [True, False, False, False, False, False, True]
    assert answered[0] == answered[-1]
    assert answered[0]["found"][0]["statement_id"] == examples.identifiers().statement
    assert all(item["found"] is None and item["problem"]["status"] == 422 for item in answered[1:-1])


def test_an_item_says_what_is_wrong_with_it_without_repeating_it(client: TestClient) -> None:
    answer = client.post("/v1/lookup/batch", json={"items": [{"text": "a", "limit": "secret"}]})
    [item] = answer.json()["items"]
    assert item["problem"]["errors"][0]["pointer"] == "/limit"
    assert "secret" not in answer.text


@pytest.mark.parametrize("items", [[], [{"text": "a"}] * 101, "a", None])
def test_a_batch_holds_one_to_a_hundred_items(client: TestClient, items: object) -> None:
    assert client.post("/v1/lookup/batch", json={"items": items}).status_code == 422
