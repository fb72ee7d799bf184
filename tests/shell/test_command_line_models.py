"""The commands that find quotes, with the bundled English models and without any network."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.models

Command = Callable[..., subprocess.CompletedProcess[str]]

STORY = (
    "People spent another night in the open.\n\n"
    "“These protests are about corruption,” said Zauresh Shekenova, 55, who was there 🙂.\n"
)
PAGE = (
    "<!doctype html><html><head><title>Night in the open</title></head><body><nav>Home</nav><article><h1>Night</h1>"
    "<p>People spent another night in the open, in front of the town hall and all around the square.</p>"
    "<p>“These protests are about corruption,” said Zauresh Shekenova, 55, who was there on every evening.</p>"
    "<p>Nobody from the town hall came out to speak to them until the morning, and then only a clerk.</p>"
    "</article></body></html>"
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.html").write_text(PAGE, encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7")
    (folder / "d.ndjson").write_text(json.dumps({"text": STORY, "outlet": "One"}) + "\n{}\n", encoding="utf-8")
    (folder / "e.json").write_text(json.dumps({"text": STORY, "outlet": "Two"}), encoding="utf-8")
    return folder


def test_extract_prints_one_object_for_each_usable_input(quotetrail: Command, articles: Path) -> None:
    told = quotetrail("extract", articles.name)
    assert told.returncode == 1
    assert [line.split(": ")[1] for line in told.stderr.splitlines()] == ["articles/c.pdf", "articles/d.ndjson#2"]
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert [one["source"] for one in found] == [
        f"articles/{name}" for name in ("a.txt", "b.html", "d.ndjson#1", "e.json")
    ]
    for one in found:
        assert {"source", "language", "quotes"} <= one.keys()
        assert one["language"] == "en"
        text = one["text"] or STORY
        (quote,) = [quote for quote in one["quotes"] if quote["type"] == "direct"]
        ((start, end),) = quote["spans"]
        assert quote["text"] == text[start:end] == "“These protests are about corruption,”"
        speaker, cue = quote["speaker"], quote["cue"]
        assert speaker["name"] == "Zauresh Shekenova"
        assert speaker["kind"] == "person"
        assert text[speaker["start"] : speaker["end"]] == speaker["text"]
        assert text[cue["start"] : cue["end"]] == cue["text"] == "said"
        assert quote["id"].startswith("quo_")
        assert 0 < quote["confidence"] <= 1
    assert [one["text"] is None for one in found] == [True, False, False, False]


def test_extract_prints_thoughts_only_where_they_are_asked_for(quotetrail: Command) -> None:
    text = "Maria Lopez believes that the old bridge will open in May. Maria Lopez said that it is ready."
    usual, everything = (
        [quote["mode"] for quote in json.loads(quotetrail("extract", "-", *options, given=text).stdout)["quotes"]]
        for options in ((), ("--modes", "all"))
    )
    assert usual == ["speech"]
    assert everything == ["thought", "speech"]


def test_extract_reads_stdin_and_needs_no_network(tmp_path: Path) -> None:
    isolated = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*isolated, "true"], check=False).returncode != 0:
        pytest.skip("this machine allows no network namespaces")
    command = Path(sys.executable).with_name("quotetrail")
    told = subprocess.run(
        [*isolated, command, "extract", "-", "--format", "table"],
        input=STORY,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "Zauresh Shekenova" in told.stdout


def test_ingest_tells_what_became_of_each_article_and_keeps_the_good_ones(quotetrail: Command, articles: Path) -> None:
    with tarfile.open(articles.parent / "more.tar.gz", "w:gz") as archive:
        archive.add(articles / "e.json", "again.json")
    told = quotetrail("ingest", "articles", "more.tar.gz")
    assert told.returncode == 1
    assert "articles/c.pdf: " in told.stderr
    assert "articles/d.ndjson#2: " in told.stderr
    counts = dict(re.findall(r"^ *(new|known before|failed|quotes found) +(\d+)", told.stdout, re.MULTILINE))
    assert counts == {"new": "4", "known before": "1", "failed": "2", "quotes found": counts["quotes found"]}
    (row,) = quotetrail("statements", "--least", "3", "--format", "jsonl").stdout.splitlines()
    assert json.loads(row)["speaker"] == "Zauresh Shekenova"


def test_the_demonstration_shows_a_chain(quotetrail: Command, tmp_path: Path) -> None:
    told = quotetrail("demo", "--no-serve")
    assert told.returncode == 0, told.stderr
    assert re.search(r"sta_[0-9a-f]{20} · \d appearances", told.stdout)
    assert "Harbour Gazette" in told.stdout
    assert (tmp_path / "var/demo/quotetrail.db").is_file()


def test_the_bundled_models_have_their_checksums(quotetrail: Command) -> None:
    told = quotetrail("models", "list")
    assert (told.returncode, told.stderr) == (0, "")
    assert re.search(r"en +bundled .*checksums agree", told.stdout)


def test_serve_answers_until_it_is_interrupted(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = Path(sys.executable).with_name("quotetrail")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUOTETRAIL_")}
    with subprocess.Popen(
        [command, "serve", "--port", str(port), "--data", tmp_path / "kept"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as server:
        try:
            assert answered(f"http://127.0.0.1:{port}/healthz", within=60)
        finally:
            server.send_signal(signal.SIGINT)
            said, _ = server.communicate(timeout=30)
    assert "Traceback" not in said
    assert server.returncode == 0


def answered(address: str, *, within: float) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False
