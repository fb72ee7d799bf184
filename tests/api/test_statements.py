from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples

pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture
def statement() -> str:
    return examples.identifiers().statement


def test_a_statement_holds_every_wording_of_it(client: TestClient, statement: str) -> None:
    found = client.get(f"/v1/statements/{statement}").json()
    assert found["id"] == statement
    assert found["appearances"] == len(found["wordings"]) == 2
    assert {wording["outlet"] for wording in found["wordings"]} == {"Steppe Courier", "Harbour Gazette"}
    assert found["speaker"] == "Zauresh Shekenova"


def test_statements_with_most_appearances_come_first(client: TestClient) -> None:
    client.post("/v1/articles", json={"text": "“Nobody else prints this,” said Ned Price."})
    counts = [item["appearances"] for item in client.get("/v1/statements").json()["items"]]
    shared = client.get("/v1/statements", params={"least": 2}).json()["items"]
    assert counts == sorted(counts, reverse=True)
    assert len(shared) < len(counts)
    assert all(item["appearances"] >= 2 for item in shared)


def test_a_chain_names_every_appearance_and_where_it_came_from(client: TestClient, statement: str) -> None:
    chain = client.get(f"/v1/statements/{statement}/chain").json()
    seen = {appearance["quote_id"]: appearance["outlet"] for appearance in chain["appearances"]}
    links = {link["appearance"]: link for link in chain["links"]}
    assert chain["statement_id"] == statement
    assert chain["origin"]["speaker"] == "Zauresh Shekenova"
    assert set(links) == set(seen)
    assert chain["first_seen"] in seen
    assert all(link["source"] is None or link["source"] in seen for link in links.values())


@pytest.mark.parametrize(
    ("form", "accept", "media_type"),
    [
        ("json", "text/plain", "application/json"),
        ("prov", "*/*", "application/prov+json"),
        ("jsonld", "*/*", "application/ld+json"),
        ("text", "*/*", "text/plain; charset=utf-8"),
        (None, "application/ld+json", "application/ld+json"),
        (None, "text/plain;q=0.9", "text/plain; charset=utf-8"),
        (None, "application/json, text/plain", "application/json"),
        (None, "application/prov+json", "application/prov+json"),
        (None, "image/png", "application/json"),
    ],
)
def test_a_chain_comes_in_the_form_asked_for(
    client: TestClient, statement: str, form: str | None, accept: str, media_type: str
) -> None:
    query = {} if form is None else {"format": form}
    answer = client.get(f"/v1/statements/{statement}/chain", params=query, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type


def test_each_form_tells_who_spoke(client: TestClient, statement: str) -> None:
    for form in ("json", "prov", "jsonld", "text"):
        assert "Shekenova" in client.get(f"/v1/statements/{statement}/chain", params={"format": form}).text


def test_a_form_that_there_is_not_is_a_problem(client: TestClient, statement: str) -> None:
    answer = client.get(f"/v1/statements/{statement}/chain", params={"format": "docx"})
    assert answer.status_code == 422


def test_an_id_that_was_merged_away_answers_with_the_statement_it_became(client: TestClient) -> None:
    """Two wordings with nothing in common become one once a third holds both."""
    left = "We will respond with force because we have no other tools at all in this whole wide country"
    right = "there will be imitations of dialogue for as long as the cameras of the world are turned on us here"
    ids: list[str] = []
    for number, words in enumerate((left, right, f"{left}, and {right}")):
        article: dict[str, Any] = {
            "uri": f"merge:{number}",
            "text": f"“{words},” said Dosym Satpayev.",
            "published": f"2022-01-0{number + 1}T00:00:00Z",
        }
        [quote] = client.post("/v1/articles", json=article).json()["quote_ids"]
        ids.append(client.get(f"/v1/quotes/{quote}").json()["statement_id"])
    now = {client.get(f"/v1/statements/{old}").json()["id"] for old in ids}
    assert len(now) == 1
    assert {client.get(f"/v1/statements/{old}/chain").json()["statement_id"] for old in ids} == now
