from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples

pytestmark = pytest.mark.usefixtures("stored")


def test_a_speaker_is_found_by_a_word_of_the_name(client: TestClient) -> None:
    [speaker] = client.get("/v1/speakers", params={"name": "SHEKENOVA"}).json()["items"]
    assert speaker == client.get(f"/v1/speakers/{examples.identifiers().speaker}").json()
    assert speaker["name"] == "Zauresh Shekenova"
    assert speaker["kinds"] == ["person"]
    assert (speaker["quotes"], speaker["statements"]) == (2, 1)


def test_speakers_come_alphabetically_page_by_page(client: TestClient) -> None:
    first = client.get("/v1/speakers", params={"limit": 1}).json()
    second = client.get("/v1/speakers", params={"limit": 1, "cursor": first["next"]}).json()
    assert first["items"][0]["name"] < second["items"][0]["name"]
