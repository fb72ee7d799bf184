from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples
from quotetrail.app import create_app
from quotetrail.settings import Settings

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as opened:
        yield opened


def test_the_examples_lead_to_their_ids_with_the_models_that_are_installed(
    client: TestClient, stored: list[dict[str, Any]]
) -> None:
    ids = examples.identifiers()
    assert stored[0]["article_id"] == ids.article
    assert ids.quote in stored[0]["quote_ids"]
    assert client.get(f"/v1/quotes/{ids.quote}").json()["speaker"]["name"] == examples.speaker()
    statement = client.get(f"/v1/statements/{ids.statement}").json()
    assert (statement["id"], statement["appearances"]) == (ids.statement, 2)


def test_a_copied_article_is_named_as_one(client: TestClient, stored: list[dict[str, Any]]) -> None:
    chain = client.get(f"/v1/statements/{examples.identifiers().statement}/chain").json()
    copy = next(link for link in chain["links"] if link["source"] is not None)
    assert {link["appearance"] for link in chain["links"]} <= {id_ for posted in stored for id_ in posted["quote_ids"]}
    assert copy["source"] == examples.identifiers().quote
    assert copy["relation"] == "verbatim"


def test_a_language_without_a_model_still_has_its_direct_quotes(client: TestClient) -> None:
    text = "Президент «Мы будем работать дальше, несмотря ни на что», — сказал Токаев журналистам в среду вечером."
    found = client.post("/v1/extract", json={"text": text, "language": "ru"}).json()
    assert [quote["type"] for quote in found["quotes"]] == ["direct"]
    assert found["omitted"]
