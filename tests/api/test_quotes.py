from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples

pytestmark = pytest.mark.usefixtures("stored")


def _speakers(client: TestClient, **filters: str) -> set[str]:
    items = client.get("/v1/quotes", params=filters).json()["items"]
    return {item["speaker"]["name"] for item in items}


def test_one_quote_says_where_it_stands_and_what_it_belongs_to(client: TestClient) -> None:
    ids = examples.identifiers()
    quote = client.get(f"/v1/quotes/{ids.quote}").json()
    text = client.get(f"/v1/articles/{ids.article}").json()["text"]
    [[start, end]] = quote["spans"]
    assert text[start:end] == quote["text"] == examples.quoted()
    assert (quote["article_id"], quote["speaker_id"]) == (ids.article, ids.speaker)
    assert quote["statement_id"] == ids.statement
    assert quote["outlet"] == "Steppe Courier"


def test_every_page_goes_on_where_the_last_one_ended(client: TestClient) -> None:
    whole = [item["id"] for item in client.get("/v1/quotes").json()["items"]]
    pages: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 1} if cursor is None else {"limit": 1, "cursor": cursor}
        page = client.get("/v1/quotes", params=query).json()
        pages += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == whole
    assert len(whole) > 2


@pytest.mark.parametrize(
    "filters",
    [
        {"speaker": "shekenova"},
        {"text": "about corruption"},
        {"outlet": "Harbour Gazette", "speaker": "Zauresh Shekenova"},
        {"speaker": examples.identifiers().speaker, "type": "direct", "language": "en"},
        {"speaker": "shekenova", "published_from": "2022-01-06", "published_to": "2022-01-07"},
        {"speaker": "shekenova", "published_from": "2022-01-06T00:00:00Z", "published_to": "2022-01-06T00:20:00Z"},
    ],
)
def test_filters_narrow_the_list(client: TestClient, filters: dict[str, str]) -> None:
    assert _speakers(client, **filters) == {"Zauresh Shekenova"}


@pytest.mark.parametrize(
    "filters",
    [
        {"type": "indirect"},
        {"language": "kk"},
        {"outlet": "Nobody's Gazette"},
        {"published_from": "2030-01-01T00:00:00Z"},
        {"text": '"AND NEAR( *'},
        {"speaker": "100% nobody"},
    ],
)
def test_filters_that_nothing_fits_give_an_empty_page(client: TestClient, filters: dict[str, str]) -> None:
    assert client.get("/v1/quotes", params=filters).json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "shouted"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "many"),
        ("language", "english"),
        ("published_from", "2022-02-30"),
        ("published_from", "2022-01-05T10:00:00"),
        ("published_from", "1641400000"),
        ("published_to", "0001-01-01T00:00:00+14:00"),
        ("text", "a\x00b"),
        ("text", "a" * 4001),
    ],
)
def test_a_filter_that_cannot_be_meant_is_named(client: TestClient, name: str, value: str) -> None:
    answer = client.get("/v1/quotes", params={name: value})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == name


@pytest.mark.parametrize("cursor", ["", "x", "bm90IGpzb24", "W10", "\N{PILE OF POO}", "a" * 5000])
def test_what_is_no_cursor_is_a_problem(client: TestClient, cursor: str) -> None:
    answer = client.get("/v1/quotes", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:quotetrail:problem:invalid-cursor"


def test_a_cursor_of_another_listing_or_other_filters_is_a_problem(client: TestClient) -> None:
    cursor = client.get("/v1/quotes", params={"limit": 1}).json()["next"]
    for path, filters in (("/v1/statements", {}), ("/v1/speakers", {}), ("/v1/quotes", {"language": "en"})):
        answer = client.get(path, params={"cursor": cursor, **filters})
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:quotetrail:problem:invalid-cursor"
