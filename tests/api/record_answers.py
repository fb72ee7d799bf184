"""Writes `service/quotetrail/api/answers.json`: what the examples answer, shown by Swagger UI as what to expect.

Run by hand, then `quotetrail openapi`, when answers have changed for the better. Needs the English weights.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import orjson
from fastapi import status
from fastapi.testclient import TestClient

import quotetrail.api
from quotetrail.api.openapi import canonical
from quotetrail.app import create_app
from quotetrail.ingest.pipeline import Detecting
from quotetrail.settings import Settings

ANSWERS = Path(quotetrail.api.__file__).with_name("answers.json")
SHORT = {"limit": 2}


def recorded(detector: Detecting | None = None) -> dict[str, Any]:
    """The answer to the first example of every operation, by the name of its schema."""
    answers: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data=Path(folder)), detector=detector)
        operations = [
            (method, path, operation)
            for path, operations in app.openapi()["paths"].items()
            for method, operation in operations.items()
        ]
        with TestClient(app) as client:
            # What is stored must be there before what reads it, and the story before its batch; what people decide
            # comes last, so that the answers before show what the service made by itself.
            for method, path, operation in sorted(operations, key=lambda each: (_turn(each[0], each[1]), each[1])):
                name = _schema_of(operation)
                if name is not None:
                    answers[name] = _asked(client, method, path, operation)
    return answers


def _turn(method: str, path: str) -> int:
    """0 for storing, 1 for reading, 2 for changing what is there, 3 for reading what was decided."""
    if method == "post":
        return 2 if "{" in path else 0
    return 3 if path == "/v1/decisions" else 1


def _schema_of(operation: dict[str, Any]) -> str | None:
    """The name of the schema that a success has, if it is JSON of one schema."""
    status = min(operation["responses"])
    schema = operation["responses"][status].get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema["$ref"]).rpartition("/")[2] if "$ref" in schema else None


def _asked(client: TestClient, method: str, path: str, operation: dict[str, Any]) -> object:
    given = {
        (parameter["in"], parameter["name"]): next(iter(parameter["examples"].values()))["value"]
        for parameter in operation.get("parameters", [])
        if "examples" in parameter
    }
    address = path.format(**{name: value for (place, name), value in given.items() if place == "path"})
    if method == "get":
        has_pages = any(parameter["name"] == "limit" for parameter in operation.get("parameters", []))
        return client.get(address, params=SHORT if has_pages else {}).json()
    [(media_type, content), *_] = operation["requestBody"]["content"].items()
    headers = {"Content-Type": media_type} | {
        name: value for (place, name), value in given.items() if place == "header"
    }
    answers = [
        client.post(
            address,
            content=example["value"].encode() if isinstance(example["value"], str) else orjson.dumps(example["value"]),
            headers=headers,
        ).raise_for_status()
        for example in content["examples"].values()
    ]
    if answers[0].status_code == status.HTTP_202_ACCEPTED:
        # Read to its end, so that the job that is shown later is a finished one.
        client.get(f"{answers[0].headers['location']}/events")
    return answers[0].json()


if __name__ == "__main__":
    ANSWERS.write_bytes(canonical(recorded()))
    sys.stdout.write(f"{ANSWERS} is written; now run: quotetrail openapi\n")
