from __future__ import annotations

import random
from typing import Any

import pytest
from fastapi.testclient import TestClient

NOUNS = [
    "bridge",
    "harvest",
    "lorry",
    "winter",
    "valley",
    "market",
    "teacher",
    "railway",
    "kitchen",
    "doctor",
    "window",
    "garden",
    "river",
    "pension",
]
VERBS = [
    "closes",
    "breaks",
    "feeds",
    "paints",
    "loses",
    "finds",
    "sells",
    "builds",
    "forgets",
    "carries",
    "drops",
    "mends",
    "burns",
    "counts",
]
BY = {"by": "Kim"}


@pytest.fixture
def shared(client: TestClient, request: pytest.FixtureRequest) -> list[str]:
    """The ids of three quotes with the same words; every test has words and a speaker of its own."""
    drawn = random.Random(request.node.name)
    words = " and ".join(f"the {drawn.choice(NOUNS)} {drawn.choice(VERBS)} the {drawn.choice(NOUNS)}" for _ in range(6))
    speaker = f"Aliya {''.join(drawn.choices('aeioulmnrst', k=9)).capitalize()}"
    posted = [client.post("/v1/articles", json={"text": f"{n}. “{words},” said {speaker}."}).json() for n in range(3)]
    return [quote for each in posted for quote in each["quote_ids"]]


def _statement(client: TestClient, quote: str) -> str:
    return str(client.get(f"/v1/quotes/{quote}").json()["statement_id"])


def _match(client: TestClient, *ends: str) -> str:
    left, right = sorted(ends)
    found = f"mat_{left[4:]}{right[4:]}"
    assert client.get(f"/v1/matches/{found}").status_code == 200
    return found


def test_a_match_has_both_quotes_and_says_why(client: TestClient, shared: list[str]) -> None:
    match = client.get(f"/v1/matches/{_match(client, *shared[:2])}").json()
    assert {match["left"]["id"], match["right"]["id"]} == set(shared[:2])
    assert match["left"]["id"] < match["right"]["id"]
    assert (match["tier"], match["decided"], match["relation"]) == ("confirmed", None, "verbatim")
    assert match["reasons"]
    assert (match["flags"], match["decisions"]) == ([], [])


def test_a_rejected_match_parts_its_quotes_until_it_is_confirmed(client: TestClient, shared: list[str]) -> None:
    one, other, _ = shared
    match = _match(client, one, other)
    rejected = client.post(f"/v1/matches/{match}/decision", json={"decision": "reject", **BY})
    assert rejected.status_code == 200
    assert len(rejected.json()["statements"]) == 2
    assert _statement(client, one) != _statement(client, other)
    assert client.get(f"/v1/matches/{match}").json()["decided"] == "apart"
    confirmed = client.post(f"/v1/matches/{match}/decision", json={"decision": "confirm", "by": "Lee", "note": "Sure."})
    assert len(confirmed.json()["statements"]) == 1
    assert _statement(client, one) == _statement(client, other)
    decisions = client.get(f"/v1/matches/{match}").json()["decisions"]
    assert [(each["kind"], each["by"], each["reasons"]) for each in decisions] == [
        ("rejected", "Kim", []),
        ("confirmed", "Lee", ["Sure."]),
    ]


def test_a_confirmation_that_contradicts_is_a_conflict_that_names_the_quotes(
    client: TestClient, shared: list[str]
) -> None:
    one, other, third = shared
    for ends, decision in (((one, other), "confirm"), ((other, third), "reject")):
        client.post(f"/v1/matches/{_match(client, *ends)}/decision", json={"decision": decision, **BY})
    answer = client.post(f"/v1/matches/{_match(client, one, third)}/decision", json={"decision": "confirm", **BY})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:quotetrail:problem:contradiction"
    assert all(quote in answer.json()["detail"] for quote in shared)


def test_split_quotes_are_a_statement_of_their_own_until_they_are_merged_back(
    client: TestClient, shared: list[str]
) -> None:
    one, other, third = shared
    whole = _statement(client, one)
    split = client.post(f"/v1/statements/{whole}/split", json={"quotes": [third], **BY}).json()
    assert [each["appearances"] for each in split["statements"]] == [1, 2]
    assert split["statements"][0]["id"] == _statement(client, third)
    assert _statement(client, one) == _statement(client, other) == split["statements"][1]["id"]
    parts = [each["id"] for each in split["statements"]]
    merged = client.post(f"/v1/statements/{parts[0]}/merge", json={"with": parts[1], **BY}).json()
    assert [each["appearances"] for each in merged["statements"]] == [3]
    assert {client.get(f"/v1/statements/{name}").json()["id"] for name in (whole, *parts)} == {
        merged["statements"][0]["id"]
    }
    for form in ("json", "text", "prov", "jsonld"):
        assert client.get(f"/v1/statements/{whole}/chain", params={"format": form}).status_code == 200


def test_the_log_of_a_statement_is_read_under_every_id_it_had(client: TestClient, shared: list[str]) -> None:
    whole = _statement(client, shared[0])
    split = client.post(f"/v1/statements/{whole}/split", json={"quotes": shared[:1], **BY}).json()
    first, second = (each["id"] for each in split["statements"])
    client.post(f"/v1/statements/{first}/merge", json={"with": second, **BY})
    logs = [client.get("/v1/decisions", params={"about": name}).json()["items"] for name in (first, second)]
    assert logs[0] == logs[1]
    told = [(each["kind"], each["by"], each["matcher_version"] is None) for each in logs[0]]
    assert told == [("split", "Kim", True), ("split", None, False), ("merged", "Kim", True), ("merged", None, False)]
    assert client.get("/v1/decisions", params={"about": "nothing"}).json() == {"items": [], "next": None}


def test_the_log_comes_in_pages(client: TestClient, shared: list[str]) -> None:
    match = _match(client, *shared[:2])
    for decision in ("confirm", "reject"):
        client.post(f"/v1/matches/{match}/decision", json={"decision": decision, **BY})
    numbers: list[int] = []
    query: dict[str, Any] = {"limit": 1}
    while True:
        page = client.get("/v1/decisions", params=query).json()
        numbers += [each["number"] for each in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert numbers == sorted(set(numbers))
    assert numbers == list(range(1, numbers[-1] + 1))


def test_matches_are_listed_by_tier_and_by_whether_somebody_decided(client: TestClient, shared: list[str]) -> None:
    match = _match(client, *shared[:2])
    client.post(f"/v1/matches/{match}/decision", json={"decision": "confirm", **BY})
    decided = client.get("/v1/matches", params={"decided": True, "limit": 200}).json()["items"]
    waiting = client.get("/v1/matches", params={"decided": False, "tier": "confirmed", "limit": 200}).json()["items"]
    assert match in {each["id"] for each in decided}
    assert _match(client, *shared[1:]) in {each["id"] for each in waiting}
    assert not {each["id"] for each in decided} & {each["id"] for each in waiting}
    first = client.get("/v1/matches", params={"limit": 1}).json()
    second = client.get("/v1/matches", params={"limit": 1, "cursor": first["next"]}).json()
    assert first["items"] != second["items"]
    assert client.get("/v1/matches", params={"tier": "confirmed", "cursor": first["next"]}).status_code == 422


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/statements/sta_0/merge", {"with": "sta_" + "0" * 20, **BY}, 404),
        ("/v1/statements/sta_0/split", {"quotes": ["quo_" + "0" * 20], **BY}, 404),
        ("/v1/matches/mat_0/decision", {"decision": "confirm", **BY}, 404),
        (f"/v1/matches/mat_{'0' * 39}1/decision", {"decision": "reject", **BY}, 404),
        ("/v1/statements/{whole}/merge", {"with": "sta_" + "0" * 20, **BY}, 404),
        ("/v1/statements/{whole}/merge", {"with": "{whole}", **BY}, 422),
        ("/v1/statements/{whole}/merge", {"with": "elsewhere", **BY}, 422),
        ("/v1/statements/{whole}/merge", BY, 422),
        ("/v1/statements/{whole}/split", {"quotes": [], **BY}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["quo_" + "0" * 20], **BY}, 404),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"] * 101, **BY}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"], "by": ""}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"], "by": " "}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"], "by": "\u200b"}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"], "by": "K" * 201}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"], **BY, "note": "n" * 2001}, 422),
        ("/v1/statements/{whole}/split", {"quotes": ["{quote}"], **BY, "more": 1}, 422),
        ("/v1/statements/{whole}/split", [], 422),
    ],
)
def test_what_cannot_be_decided_is_a_problem(
    client: TestClient, shared: list[str], path: str, body: object, status: int
) -> None:
    whole = _statement(client, shared[0])

    def filled(value: Any) -> Any:  # noqa: ANN401  # any JSON value
        if isinstance(value, dict):
            return {name: filled(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner) for inner in value]
        return value.replace("{whole}", whole).replace("{quote}", shared[0]) if isinstance(value, str) else value

    answer = client.post(filled(path), json=filled(body))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert len({_statement(client, quote) for quote in shared}) == 1


def test_all_quotes_of_a_statement_cannot_leave_it(client: TestClient, shared: list[str]) -> None:
    answer = client.post(f"/v1/statements/{_statement(client, shared[0])}/split", json={"quotes": shared, **BY})
    assert answer.status_code == 422
    assert "one must stay" in answer.json()["detail"]


def test_a_quote_of_another_statement_cannot_be_split_off(client: TestClient, shared: list[str]) -> None:
    [elsewhere] = client.post("/v1/articles", json={"text": "“Nothing of it is true,” said Ned Price."}).json()[
        "quote_ids"
    ]
    whole = _statement(client, shared[0])
    answer = client.post(f"/v1/statements/{whole}/split", json={"quotes": [elsewhere], **BY})
    assert answer.status_code == 422
    assert elsewhere in answer.json()["detail"]
