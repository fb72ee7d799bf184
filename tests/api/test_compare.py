from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quotetrail.api import examples

TOLD = "The old bridge over the Tobol will be closed to 40 lorries from Monday until the winter"


def _compared(client: TestClient, **asked: str) -> dict[str, Any]:
    answer = client.post("/v1/compare", json=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_same_words_are_one_statement(client: TestClient) -> None:
    judged = _compared(client, a=f"“{TOLD},”", b=f"«{TOLD}»", speaker_a="Aliya Serik", speaker_b="Aliya Serik")
    assert (judged["relation"], judged["tier"], judged["flags"]) == ("verbatim", "confirmed", [])
    assert judged["probability"] > 0.9
    assert {step["kind"] for step in judged["words"]} == {"equal"}


def test_what_an_editor_must_see_is_flagged_with_the_words_of_both(client: TestClient) -> None:
    judged = _compared(client, a=TOLD, b=TOLD.replace("40", "400"))
    flags = {flag["kind"]: (flag["before"], flag["after"]) for flag in judged["flags"]}
    assert flags["number_changed"] == ("40", "400")
    assert judged["tier"] != "confirmed"
    assert {"kind": "replace", "before": "40", "after": "400"} in judged["words"]
    assert judged["reasons"]


def test_marks_are_gained_where_only_the_second_has_some_and_nothing_is_said_of_them_where_none_has(
    client: TestClient,
) -> None:
    gained, lost, neither = (
        {flag["kind"] for flag in _compared(client, a=a, b=b)["flags"]}
        for a, b in ((TOLD, f"“{TOLD}”"), (f"“{TOLD}”", TOLD), (TOLD, TOLD))
    )
    assert "marks_gained" in gained
    assert "marks_lost" in lost
    assert not neither


def test_wordings_in_two_languages_are_compared(client: TestClient) -> None:
    judged = _compared(
        client,
        a="The old bridge will be closed to lorries from Monday until the winter",
        b="Старый мост будет закрыт для грузовиков с понедельника до зимы",
    )
    assert judged["relation"] in {"translated", "different"}
    given = _compared(client, a="Ja", b="Yes", language_a="de", language_b="en")
    assert 0 <= given["probability"] <= 1


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"a": TOLD},
        {"a": TOLD, "b": ""},
        {"a": " \n", "b": TOLD},
        {"a": TOLD, "b": "b" * 20_001},
        {"a": TOLD, "b": TOLD, "language_a": "English"},
        {"a": TOLD, "b": TOLD, "speaker_b": "K" * 4_001},
        {"a": TOLD, "b": TOLD, "c": TOLD},
        {"a": TOLD, "b": ["b"]},
    ],
)
def test_what_cannot_be_compared_is_a_problem(client: TestClient, asked: dict[str, object]) -> None:
    answer = client.post("/v1/compare", json=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("odd", ["?", "🤷", "\u202e" + TOLD, "а́" * 9_000, "word " * 4_000, "“", "“”", "««»", "1"])
def test_odd_texts_get_an_honest_answer(client: TestClient, odd: str) -> None:
    judged = _compared(client, a=examples.quoted(), b=odd)
    assert judged["tier"] != "confirmed"
