from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from quotetrail.api import examples


def test_a_new_article_is_created_and_a_known_one_is_not(client: TestClient) -> None:
    article = {"uri": "cms:1", "text": "“We are packing,” said Nikol Pashinyan."}
    first = client.post("/v1/articles", json=article)
    second = client.post("/v1/articles", json=article)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["created"] is True
    assert second.json()["created"] is False
    assert second.json()["article_id"] == first.json()["article_id"]
    assert second.json()["quote_ids"] == first.json()["quote_ids"]
    assert first.json()["quotes"] == len(first.json()["quote_ids"]) == 1


def test_the_same_version_with_another_text_is_a_conflict(client: TestClient) -> None:
    client.post("/v1/articles", json={"uri": "cms:2", "version": "1", "text": "Before."})
    answer = client.post("/v1/articles", json={"uri": "cms:2", "version": "1", "text": "After."})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:quotetrail:problem:conflict"


def test_a_new_version_keeps_the_old_one(client: TestClient) -> None:
    for version in ("1", 2):
        client.post("/v1/articles", json={"uri": "cms:3", "version": version, "text": f"Text {version}."})
    kept = client.get("/v1/articles", params={"uri": "cms:3"}).json()["items"]
    assert [article["version"] for article in kept] == ["1", "2"]


def test_an_article_is_read_back_exactly_as_it_came(client: TestClient) -> None:
    article = {
        "uri": "cms:4",
        "version": "a",
        "title": "Кто сказал",
        "outlet": "Steppe Courier",
        "author": "A. Holt",
        "credit": "Reuters",
        "published": "2022-01-05T18:40:00+06:00",
        "language": "en",
        "text": "  Two\r\nlines\u2028and \U0001f5e3 a face.\n",
    }
    location = client.post("/v1/articles", json=article).headers["location"]
    kept = client.get(location).json()
    assert kept["text"] == article["text"]
    assert {name: kept[name] for name in ("uri", "version", "title", "outlet", "author", "credit", "language")} == {
        name: article[name] for name in ("uri", "version", "title", "outlet", "author", "credit", "language")
    }
    assert kept["published"] == "2022-01-05T12:40:00Z"


def test_the_quotes_of_an_article_come_in_text_order(client: TestClient, stored: list[dict[str, Any]]) -> None:
    quotes = client.get(f"/v1/articles/{stored[0]['article_id']}/quotes").json()["items"]
    starts = [quote["spans"][0][0] for quote in quotes]
    assert [quote["id"] for quote in quotes] == stored[0]["quote_ids"]
    assert starts == sorted(starts)


def test_the_ids_in_the_examples_are_those_that_posting_them_gives(stored: list[dict[str, Any]]) -> None:
    assert stored[0]["article_id"] == examples.identifiers().article
    assert examples.identifiers().quote in stored[0]["quote_ids"]
