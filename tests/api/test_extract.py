from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.api import examples

# The job queue's threads, in this very process, draw from `random`, which Hypothesis takes for the test's doing.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")

WORDS = "These protests are about corruption"
TEXT = f"“{WORDS},” said Zauresh Shekenova.\n\nNobody answered."


def test_a_quote_comes_with_its_cue_and_its_speaker(client: TestClient) -> None:
    found = client.post("/v1/extract", json={"text": TEXT}).json()
    [quote] = found["quotes"]
    assert found["language"] == "en"
    assert quote["type"] == "direct"
    assert quote["text"] == f"“{WORDS},”"
    assert quote["cue"] == {"text": "said", "start": 39, "end": 43, "lemma": "say"}
    assert quote["speaker"]["name"] == "Zauresh Shekenova"
    assert quote["speaker"]["kind"] == "person"
    assert quote["venue"] is None
    assert quote["via"] == []


@given(
    before=st.text(st.characters(codec="utf-8", exclude_characters="\x00“”")),
    after=st.text(st.characters(codec="utf-8", exclude_characters="\x00“”")),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
def test_offsets_count_code_points_of_the_text_that_was_sent(client: TestClient, before: str, after: str) -> None:
    text = f"{before} {TEXT} {after}"
    [quote] = client.post("/v1/extract", json={"text": text}).json()["quotes"]
    [[start, end]] = quote["spans"]
    assert text[start:end] == quote["text"] == f"“{WORDS},”"


def test_the_source_is_the_uri_and_else_the_id(client: TestClient) -> None:
    named = client.post("/v1/extract", json={"text": TEXT, "uri": "cms:7"}).json()
    nameless = client.post("/v1/extract", json={"text": TEXT}).json()
    assert named["source"] == "cms:7"
    assert nameless["source"].startswith("art_")


def test_a_page_is_reduced_to_its_article_and_the_answer_carries_that_text(client: TestClient) -> None:
    article = f"<article><h1>A</h1><p>{examples.passage()}</p><p>{'More. ' * 60}</p></article>"
    page = f"<html><body><nav>Home</nav>{article}</body></html>"
    found = client.post("/v1/extract", json={"html": page}).json()
    [[start, end]] = found["quotes"][0]["spans"]
    assert found["text"][start:end] == examples.quoted()


def test_a_text_that_the_sender_has_is_not_sent_back(client: TestClient) -> None:
    assert client.post("/v1/extract", json={"text": TEXT}).json()["text"] is None


def test_a_language_without_a_model_says_what_was_left_out(client: TestClient) -> None:
    found = client.post("/v1/extract", json={"text": TEXT, "language": "kk"}).json()
    assert found["language"] == "kk"
    assert found["omitted"]


def test_nothing_is_kept(client: TestClient) -> None:
    client.post("/v1/extract", json={"text": TEXT})
    assert client.get("/readyz").json()["articles"] == 0
