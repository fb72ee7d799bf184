"""`quotetrail compare`: for people to read, and as a stream that one bad line does not stop."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

TOLD = "The old bridge over the Tobol will be closed to 40 lorries from Monday until the winter"


def test_two_wordings_are_compared_for_reading(quotetrail: Command) -> None:
    ran = quotetrail("compare", TOLD, TOLD.replace("40", "400"), "--speaker-a", "Aliya Serik")
    assert ran.returncode == 0
    assert "number changed: “40” → “400”" in ran.stdout
    assert "[-40-]{+400+} lorries" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_every_line_of_a_stream_is_answered_in_its_place(quotetrail: Command) -> None:
    lines: list[str] = [
        json.dumps({"id": 7, "a": TOLD, "b": TOLD}),
        "nonsense",
        "",
        json.dumps({"id": "x", "a": TOLD}),
        json.dumps({"id": [1], "a": TOLD, "b": TOLD}),
        '{"id": 8, "id": 9, "a": "a", "b": "b"}',
        json.dumps({"id": None, "a": TOLD, "b": "\x1b[31mred", "language_a": "en", "speaker_b": None, "more": 1}),
    ]
    ran = quotetrail("compare", "--format", "jsonl", "-", given="\n".join(lines))
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 1
    assert [(answer["id"], "problem" in answer) for answer in answers] == [
        (7, False),
        (None, True),
        ("x", True),
        (None, True),
        (None, True),
        (None, False),
    ]
    assert set(answers[0]) == {"id", "relation", "probability", "tier", "flags", "reasons", "words"}
    assert (answers[0]["relation"], answers[0]["tier"]) == ("verbatim", "confirmed")
    assert {answer["problem"]["type"] for answer in answers if "problem" in answer} == {
        "urn:quotetrail:problem:invalid-input"
    }
    assert [line.split(":")[1].strip() for line in ran.stderr.splitlines()] == ["line 2", "line 4", "line 5", "line 6"]


def test_a_line_that_is_too_long_is_passed_over(quotetrail: Command) -> None:
    lines = [json.dumps({"id": 1, "a": "a" * 3_000, "b": "b"}), json.dumps({"id": 2, "a": TOLD, "b": TOLD})]
    ran = quotetrail("compare", "--format", "jsonl", "-", given="\n".join(lines), QUOTETRAIL_MAX_BODY="1000")
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["problem"]["type"] == "urn:quotetrail:problem:too-large"
    assert second["relation"] == "verbatim"


@pytest.mark.parametrize("texts", [["-"], ["only one"], ["one", "two", "three"]])
def test_one_wording_or_three_are_a_mistake_of_the_command_line(quotetrail: Command, texts: list[str]) -> None:
    ran = quotetrail("compare", *texts)
    assert ran.returncode == 2
    assert ran.stdout == ""


def test_an_empty_wording_is_told_in_one_line(quotetrail: Command) -> None:
    ran = quotetrail("compare", TOLD, " ")
    assert (ran.returncode, ran.stderr) == (1, "quotetrail: A text to compare is empty.\n")
