from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from quotetrail import errors
from quotetrail.api import problems
from quotetrail.errors import InvalidInput, QuotetrailError

# The job queue's threads, in this very process, draw from `random`, which Hypothesis takes for the test's doing.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")

PROBLEM = "application/problem+json"
ANY_TEXT = st.text(st.characters())


@pytest.fixture(scope="module")
def broken() -> TestClient:
    """An application whose handlers fail in every way there is."""
    app = FastAPI()
    problems.install(app)

    @app.get("/ours")
    def ours() -> None:
        raise InvalidInput("bad \ud800 \x00 input")

    @app.get("/unforeseen")
    def unforeseen() -> None:
        raise ZeroDivisionError("\ud800")

    @app.get("/number")
    def number(n: int) -> int:
        return n

    return TestClient(app, raise_server_exceptions=False)


def test_our_errors_become_problems_with_their_own_status(broken: TestClient) -> None:
    answer = broken.get("/ours")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["type"] == "urn:quotetrail:problem:invalid-input"
    assert answer.json()["instance"] == "/ours"
    assert "\x00" not in answer.json()["detail"]


def test_what_nobody_expected_is_a_problem_that_tells_nothing(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.get("/unforeseen")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["title"] == "Internal error"
    assert "ZeroDivision" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_validation_says_where_and_never_repeats_what_was_sent(broken: TestClient) -> None:
    answer = broken.get("/number", params={"n": "<script>secret"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["errors"][0]["location"] == "query"
    assert answer.json()["errors"][0]["pointer"] == "n"
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/v1", "/v1/articles/", "/v1/nothing", "/v2/quotes", "/v1/quotes/a/b"])
def test_an_unknown_address_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM


def test_a_method_that_is_not_answered_is_a_problem_with_the_methods_that_are(client: TestClient) -> None:
    for path, allowed in (("/v1/extract", "POST"), ("/v1/articles", "GET, POST"), ("/v1/quotes/quo_1", "GET")):
        answer = client.delete(path)
        assert answer.status_code == 405
        assert answer.headers["content-type"] == PROBLEM
        assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("noun", ["articles", "quotes", "statements", "speakers", "jobs"])
@pytest.mark.parametrize(
    "name", ["nothing", "art_00000000000000000000", "%00", "%ED%A0%80", "\N{PILE OF POO}", "a" * 4000]
)
def test_an_unknown_id_is_a_problem(client: TestClient, noun: str, name: str) -> None:
    answer = client.get(f"/v1/{noun}/{name}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:quotetrail:problem:not-found"
    assert len(answer.json()["instance"]) <= 300


@pytest.mark.parametrize("rest", ["statements/sta_00000000000000000000/chain", "articles/x/quotes", "jobs/x/events"])
def test_what_belongs_to_an_unknown_id_is_a_problem(client: TestClient, rest: str) -> None:
    answer = client.get(f"/v1/{rest}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM


@given(ANY_TEXT)
def test_shown_text_can_always_be_sent(text: str) -> None:
    shown = problems.harmless(text, longest=20)
    assert len(shown) <= 20
    assert all(character.isprintable() for character in shown)
    shown.encode()


@given(st.lists(st.fixed_dictionaries({"loc": st.lists(ANY_TEXT | st.integers()).map(tuple), "msg": ANY_TEXT})))
def test_any_validation_error_can_be_told(found: list[dict[str, Any]]) -> None:
    problem = problems.of_validation(found)
    assert problem.model_dump_json()
    assert len(problem.errors) == min(len(found), 50)


def _kinds(root: type[QuotetrailError]) -> set[type[QuotetrailError]]:
    return {root}.union(*(_kinds(kind) for kind in root.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(_kinds(QuotetrailError), key=str))
def test_every_error_of_the_package_makes_a_problem(kind: type[QuotetrailError]) -> None:
    problem = problems.of(kind("why"))
    assert (problem.status, problem.title, problem.detail) == (kind.status, kind.title, "why")
    assert problem.type == f"urn:quotetrail:problem:{kind.slug}"


def test_no_two_errors_share_a_type() -> None:
    named = [kind for kind in _kinds(QuotetrailError) if kind.__module__ == errors.__name__]
    assert len({kind.slug for kind in named}) == len(named)
