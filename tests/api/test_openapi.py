from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
import schemathesis
from fastapi.testclient import TestClient

from quotetrail.api import examples
from quotetrail.api.openapi import canonical
from quotetrail.app import create_app
from quotetrail.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures" / "story"
DOCUMENT = create_app(Settings()).openapi()
OPERATIONS = [
    pytest.param(method, path, operation, id=operation["operationId"])
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
# What is stored must be there before what reads it by its id; the document says so too.
WRITING_FIRST = sorted(OPERATIONS, key=lambda operation: operation.values[0] != "post")


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_the_snapshot_is_the_document_byte_for_byte(snapshot: Path) -> None:
    assert snapshot.read_bytes() == canonical(DOCUMENT), "run `quotetrail openapi` and review what changed"


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(DOCUMENT).validate()


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(_references(DOCUMENT)) <= known


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_says_what_it_does_and_how_it_fails(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    failures = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
    assert all(answer["description"] for answer in operation["responses"].values())
    assert all(set(answer["content"]) == {"application/problem+json"} for answer in failures.values())
    if method == "post":
        assert {"413", "415", "422"} <= set(failures)
    if "{" in path:
        assert "404" in failures


@pytest.mark.parametrize(("method", "path", "operation"), WRITING_FIRST)
def test_the_examples_of_every_operation_run_as_they_stand(
    client: TestClient, method: str, path: str, operation: dict[str, Any]
) -> None:
    values = {
        parameter["name"]: next(iter(parameter["examples"].values()))["value"]
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "path"
    }
    address = path.format(**values)
    bodies = [
        (media_type, example["value"])
        for media_type, content in operation.get("requestBody", {"content": {}})["content"].items()
        for example in content.get("examples", {}).values()
    ]
    if method == "get":
        assert client.get(address).status_code == 200
        return
    assert bodies
    for media_type, body in bodies:
        headers = {"Content-Type": media_type} | _example_headers(operation)
        content = body.encode() if isinstance(body, str) else canonical(body)
        answer = client.post(address, content=content, headers=headers)
        assert answer.is_success, answer.text


def _example_headers(operation: dict[str, Any]) -> dict[str, str]:
    return {
        parameter["name"]: next(iter(parameter["examples"].values()))["value"]
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header" and "examples" in parameter
    }


@pytest.mark.parametrize(
    "name", [name for name, schema in DOCUMENT["components"]["schemas"].items() if "examples" in schema]
)
def test_the_example_of_a_schema_fits_it(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    for example in DOCUMENT["components"]["schemas"][name]["examples"]:
        jsonschema_rs.Draft202012Validator(schema).validate(example)


@pytest.mark.parametrize("number", [0, 1])
def test_the_example_articles_are_the_fixtures_own(number: int) -> None:
    """The demo stores the fixtures, so the examples answer there as well."""
    fixture = sorted(FIXTURES.glob("*.json"))[number]
    assert canonical(examples.article(number)) == canonical(_json(fixture))


def _json(path: Path) -> dict[str, Any]:
    return dict(orjson.loads(path.read_bytes()))
