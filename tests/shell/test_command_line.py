"""The installed command, run as a person would; nothing here needs the language models."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quotetrail import __version__
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Article, Cue, Detection, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.settings import Settings
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer

Command = Callable[..., subprocess.CompletedProcess[str]]

WORDS = "“These protests are about corruption and nothing else at all,”"
SAID = re.compile("(“[^”]+”) (said) ([A-Z][a-z]+ [A-Z][a-z]+)")


class Reader:
    """Finds “words” said First Last, which is all that these articles hold."""

    languages = ("en",)
    detector_version = "reader-1"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        return [Detection("en", tuple(map(self._quote, SAID.finditer(article.text)))) for article in articles]

    def _quote(self, found: re.Match[str]) -> Quote:
        return Quote(
            type=QuoteType.DIRECT,
            spans=(Span(*found.span(1)),),
            cue=Cue("said", *found.span(2), "say"),
            speaker=Speaker(found[3], *found.span(3), found[3], SpeakerKind.PERSON),
            venue=None,
            via=(),
            confidence=0.9,
        )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one statement in three outlets, one of which has a name that tries to steer the terminal."""
    settings = Settings(data=tmp_path_factory.mktemp("kept"))
    store = Store.open(settings.database)
    pipeline = Pipeline(store=store, detector=Reader(), matcher=Matcher.load(), tracer=Tracer.load())
    articles = [
        Article(
            text=f"{outlet} was on the square. {WORDS} said Zauresh Shekenova on the square.",
            outlet=outlet,
            published=datetime(2022, 1, day, tzinfo=UTC),
        )
        for day, outlet in enumerate(("Steppe Courier", "Northern Ledger", "\x1b[31mRed\x1b]0;owned\x07 Post"), start=5)
    ]
    assert not [posted.problem for posted in pipeline.post(articles) if posted.problem]
    store.close()
    return settings.data


@pytest.fixture(scope="module")
def statement(data: Path) -> str:
    store = Store.open(Settings(data=data).database)
    with store.read() as kept:
        (only,) = kept.statements.list(after=None, limit=10).rows
    store.close()
    return only.id


def test_the_version_is_that_of_the_package(quotetrail: Command) -> None:
    assert quotetrail("--version").stdout == f"quotetrail {__version__}\n"


def test_help_names_every_command(quotetrail: Command) -> None:
    told = quotetrail("--help")
    assert told.returncode == 0
    for command in ("extract", "ingest", "statements", "chain", "lookup", "serve", "models", "demo", "openapi"):
        assert re.search(rf"^│ {command} ", told.stdout, re.MULTILINE)


@pytest.mark.parametrize("arguments", [["unheard-of"], ["lookup", "a", "--limit", "0"]])
def test_a_command_line_that_makes_no_sense_is_exit_code_2(quotetrail: Command, arguments: list[str]) -> None:
    told = quotetrail(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr


def test_a_setting_that_cannot_be_read_is_named(quotetrail: Command) -> None:
    told = quotetrail("statements", QUOTETRAIL_PORT="eighty")
    assert told.returncode == 2
    assert told.stdout == ""
    assert "QUOTETRAIL_PORT must be a whole number" in told.stderr


def test_a_file_that_is_not_there_is_one_clear_line(quotetrail: Command) -> None:
    told = quotetrail("extract", "nowhere.txt")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "quotetrail: nowhere.txt: It cannot be read: No such file or directory.\n"


def test_a_mode_that_there_is_none_of_is_told_before_anything_is_read(quotetrail: Command) -> None:
    told = quotetrail("extract", "nowhere.txt", "--modes", "shouting")
    assert (told.returncode, told.stdout) == (2, "")
    assert "--modes" in told.stderr
    assert "speech, writing, thought, perception" in told.stderr
    assert "nowhere.txt" not in told.stderr


def test_each_unusable_input_is_told_by_its_name(quotetrail: Command, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7")
    (folder / "twice.json").write_text('{"text": "a", "text": "b"}', encoding="utf-8")
    (folder / "some.ndjson").write_text('{"text": NaN}\nnot json\n', encoding="utf-8")
    told = quotetrail("extract", "in")
    assert (told.returncode, told.stdout) == (1, "")
    sources = [line.split(": ")[1] for line in told.stderr.splitlines()]
    assert sources == ["in/empty.txt", "in/paper.pdf", "in/some.ndjson#1", "in/some.ndjson#2", "in/twice.json"]


def test_asking_where_nothing_was_ingested_makes_no_database(quotetrail: Command, tmp_path: Path) -> None:
    told = quotetrail("chain", "sta_00000000000000000000")
    assert (told.returncode, told.stdout) == (1, "")
    assert "ingest something first" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_statements_are_listed_as_one_object_a_line(quotetrail: Command, data: Path) -> None:
    told = quotetrail("statements", "--data", data, "--format", "jsonl")
    assert (told.returncode, told.stderr) == (0, "")
    (row,) = map(json.loads, told.stdout.splitlines())
    assert (row["text"], row["speaker"], row["appearances"]) == (WORDS, "Zauresh Shekenova", 3)


def test_the_data_folder_may_come_from_the_environment(quotetrail: Command, data: Path) -> None:
    told = quotetrail("statements", QUOTETRAIL_DATA=str(data))
    assert "Zauresh Shekenova" in told.stdout


def test_a_table_never_cuts_an_id(quotetrail: Command, data: Path, statement: str) -> None:
    assert statement in quotetrail("statements", "--data", data, COLUMNS="40").stdout


def test_a_chain_in_words_names_the_speaker_and_every_outlet(quotetrail: Command, data: Path, statement: str) -> None:
    told = quotetrail("chain", statement, "--data", data)
    assert (told.returncode, told.stderr) == (0, "")
    for name in ("Zauresh Shekenova", "Steppe Courier", "Northern Ledger", "Post"):
        assert name in told.stdout


@pytest.mark.parametrize("command", [["statements"], ["chain"], ["lookup", WORDS]])
def test_an_article_cannot_steer_the_terminal(
    quotetrail: Command, data: Path, statement: str, command: list[str]
) -> None:
    told = quotetrail(*command, *([statement] if command == ["chain"] else []), "--data", data)
    assert told.returncode == 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told.stdout)


@pytest.mark.parametrize(("form", "key"), [("json", "appearances"), ("prov", "entity"), ("jsonld", "@context")])
def test_a_chain_for_programs_is_one_json_object(
    quotetrail: Command, data: Path, statement: str, form: str, key: str
) -> None:
    told = quotetrail("chain", statement, "--data", data, "--format", form)
    assert (told.returncode, told.stderr) == (0, "")
    assert key in json.loads(told.stdout)


def test_an_unknown_statement_is_one_clear_line(quotetrail: Command, data: Path) -> None:
    told = quotetrail("chain", "sta_00000000000000000000", "--data", data)
    assert (told.returncode, told.stdout) == (1, "")
    assert re.fullmatch(r"quotetrail: [^\n]+sta_00000000000000000000[^\n]*\n", told.stderr)


def test_lookup_finds_the_statement_and_says_why(quotetrail: Command, data: Path, statement: str) -> None:
    told = quotetrail("lookup", WORDS, "--speaker", "Shekenova", "--data", data, "--format", "jsonl")
    best = json.loads(told.stdout.splitlines()[0])
    assert best["statement_id"] == statement
    assert best["reasons"]


def test_lookup_of_nothing_is_refused(quotetrail: Command, data: Path) -> None:
    told = quotetrail("lookup", "  ", "--data", data)
    assert (told.returncode, told.stdout) == (1, "")
    assert "empty" in told.stderr


def test_a_damaged_database_is_one_clear_line(quotetrail: Command, tmp_path: Path) -> None:
    (tmp_path / "quotetrail.db").write_bytes(b"this is no database" * 500)
    told = quotetrail("statements", "--data", tmp_path)
    assert (told.returncode, told.stdout) == (1, "")
    assert re.fullmatch(r"quotetrail: [^\n]+\n", told.stderr)


def test_a_reader_that_goes_away_ends_the_command_quietly(data: Path) -> None:
    command = shlex.join([str(Path(sys.executable).with_name("quotetrail")), "statements", "--data", str(data)])
    told = subprocess.run(
        ["bash", "-c", f"{command} --format jsonl | true"], capture_output=True, encoding="utf-8", check=True
    )
    assert told.stderr == ""


def test_the_openapi_snapshot_is_up_to_date(quotetrail: Command, root: Path) -> None:
    told = quotetrail("openapi", "--check", "--output", root / "openapi/openapi.json")
    assert (told.returncode, told.stderr) == (0, "")


def test_a_stale_openapi_file_is_found_and_left_alone(quotetrail: Command, tmp_path: Path) -> None:
    stale = tmp_path / "openapi.json"
    stale.write_text("{}", encoding="utf-8")
    told = quotetrail("openapi", "--check", "--output", stale)
    assert told.returncode == 1
    assert "quotetrail openapi" in told.stderr
    assert stale.read_text(encoding="utf-8") == "{}"


def test_openapi_writes_a_document_of_version_3_1(quotetrail: Command, tmp_path: Path) -> None:
    assert quotetrail("openapi").returncode == 0
    document = json.loads((tmp_path / "openapi/openapi.json").read_bytes())
    assert document["openapi"].startswith("3.1")


def test_a_place_that_cannot_be_written_is_one_clear_line(quotetrail: Command) -> None:
    told = quotetrail("openapi", "--output", "/dev/null/openapi.json")
    assert (told.returncode, told.stdout) == (1, "")
    assert re.fullmatch(r"quotetrail: /dev/null: [^\n]+\n", told.stderr)


def test_a_model_folder_is_needed_before_models_are_pulled(quotetrail: Command) -> None:
    told = quotetrail("models", "pull", "en")
    assert (told.returncode, told.stdout) == (1, "")
    assert "QUOTETRAIL_MODELS" in told.stderr


def test_models_that_are_not_the_ones_we_mean_are_reported(quotetrail: Command, tmp_path: Path) -> None:
    (tmp_path / "official").mkdir()
    (tmp_path / "official/resources.json").write_text("not json", encoding="utf-8")
    told = quotetrail("models", "list", QUOTETRAIL_MODELS=str(tmp_path / "official"))
    assert told.returncode == 1
    assert "resources.json" in told.stderr


def test_a_demonstration_without_articles_says_where_to_get_some(quotetrail: Command) -> None:
    told = quotetrail("demo", "--no-serve", "--articles", "nowhere")
    assert (told.returncode, told.stdout) == (1, "")
    assert "--articles" in told.stderr
