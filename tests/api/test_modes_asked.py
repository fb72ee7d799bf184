"""What was said or written is answered; what was thought or perceived only to those who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from fastapi.testclient import TestClient

TEXT = "“It works,” said Ann Lee. “It is late,” wrote Ann Lee. “It may rain,” hoped Ann Lee. “A fox,” saw Ann Lee."
Asked = Callable[[Mapping[str, str]], list[str]]


@pytest.fixture(scope="module")
def article_id(client: TestClient) -> str:
    posted = client.post("/v1/articles", json={"text": TEXT}).json()
    assert posted["quotes"] == 2
    return str(posted["article_id"])


@pytest.fixture(params=["extract", "article", "listing", "search"])
def asked(request: pytest.FixtureRequest, client: TestClient, article_id: str) -> Asked:
    """The modes of the quotes that each way to ask for them answers with."""

    def ask(query: Mapping[str, str]) -> list[str]:
        match request.param:
            case "extract":
                quotes = client.post("/v1/extract", params=query, json={"text": TEXT}).json()["quotes"]
            case "article":
                quotes = client.get(f"/v1/articles/{article_id}/quotes", params=query).json()["items"]
            case "listing":
                quotes = client.get("/v1/quotes", params=query).json()["items"]
            case _:
                quotes = client.get("/v1/quotes", params={**query, "speaker": "Ann Lee"}).json()["items"]
        return [quote["mode"] for quote in quotes]

    return ask


@pytest.mark.parametrize(
    ("query", "modes"),
    [
        ({}, ["speech", "writing"]),
        ({"modes": "all"}, ["speech", "writing", "thought", "perception"]),
        ({"modes": "thought"}, ["thought"]),
        ({"modes": "perception,speech,speech"}, ["speech", "perception"]),
    ],
)
def test_only_the_modes_asked_for_are_answered(asked: Asked, query: dict[str, str], modes: list[str]) -> None:
    assert asked(query) == modes


@pytest.mark.parametrize("modes", ["", "shouting", "speech,", "all,speech", "speech;writing", "\x00", "a" * 5000])
@pytest.mark.parametrize("path", ["/v1/quotes", "/v1/articles/{article_id}/quotes", "/v1/extract"])
def test_a_mode_that_there_is_none_of_is_a_problem_that_names_those_there_are(
    client: TestClient, article_id: str, path: str, modes: str
) -> None:
    method = "POST" if path == "/v1/extract" else "GET"
    body = {"text": TEXT} if method == "POST" else None
    answer = client.request(method, path.format(article_id=article_id), params={"modes": modes}, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [error] = answer.json()["errors"]
    assert (error["location"], error["pointer"]) == ("query", "modes")
    assert "speech, writing, thought, perception" in error["detail"]


def test_a_thought_is_in_no_statement_and_no_lookup_finds_it(client: TestClient, article_id: str) -> None:
    quotes = client.get(f"/v1/articles/{article_id}/quotes", params={"modes": "all"}).json()["items"]
    assert [quote["statement_id"] is None for quote in quotes] == [False, False, True, True]
    found = client.post("/v1/lookup", json={"text": "It may rain"}).json()["found"]
    assert all("rain" not in hit["quote"]["text"] for hit in found)
    assert client.get(f"/v1/quotes/{quotes[2]['id']}").json()["mode"] == "thought"


def test_a_page_of_one_choice_of_modes_is_not_gone_on_with_under_another(client: TestClient, article_id: str) -> None:
    assert article_id
    cursor = client.get("/v1/quotes", params={"limit": 1}).json()["next"]
    again = client.get("/v1/quotes", params={"limit": 1, "cursor": cursor, "modes": "speech,writing"})
    assert [quote["mode"] for quote in again.json()["items"]] == ["writing"]
    other = client.get("/v1/quotes", params={"cursor": cursor, "modes": "all"})
    assert other.json()["type"] == "urn:quotetrail:problem:invalid-cursor"
