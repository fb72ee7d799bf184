"""A running application over an empty store; its detector is a small one that needs no weights."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quotetrail.api import examples
from quotetrail.app import create_app
from quotetrail.model import Article, Cue, Detection, Mode, Quote, QuoteType, Span, Speaker, SpeakerKind
from quotetrail.settings import Settings

SAID = re.compile(r"(?P<quote>“[^”]+”)[,.]? (?P<cue>said|wrote|hoped|saw) (?P<speaker>[A-Z][a-z]+(?: [A-Z][a-z]+)*)")
ALONE = re.compile(r"(?m)^“[^”]+”$")

CUES = {
    "said": ("say", Mode.SPEECH),
    "wrote": ("write", Mode.WRITING),
    "hoped": ("hope", Mode.THOUGHT),
    "saw": ("see", Mode.PERCEPTION),
}


class CurlyDetector:
    """Finds “words” CUE NAME, and “words” that are a paragraph; spans are as the real detector gives them."""

    languages = ("en",)
    detector_version = "curly-1"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        return [self._one(article) for article in articles]

    def _one(self, article: Article) -> Detection:
        if article.language not in (None, "en"):
            return Detection(language=article.language, quotes=(), omitted=("There is no model of this language.",))
        said = [_quote(found) for found in SAID.finditer(article.text)]
        alone = [_without_cue(found) for found in ALONE.finditer(article.text)]
        return Detection(language="en", quotes=tuple(sorted([*said, *alone], key=lambda quote: quote.spans)))


def _quote(found: re.Match[str]) -> Quote:
    lemma, mode = CUES[found["cue"]]
    return Quote(
        type=QuoteType.DIRECT,
        spans=(Span(*found.span("quote")),),
        cue=Cue(text=found["cue"], start=found.start("cue"), end=found.end("cue"), lemma=lemma),
        speaker=Speaker(
            text=found["speaker"],
            start=found.start("speaker"),
            end=found.end("speaker"),
            name=found["speaker"],
            kind=SpeakerKind.PERSON,
        ),
        venue=None,
        via=(),
        confidence=0.9,
        mode=mode,
    )


def _without_cue(found: re.Match[str]) -> Quote:
    return Quote(
        type=QuoteType.DIRECT,
        spans=(Span(*found.span()),),
        cue=None,
        speaker=None,
        venue=None,
        via=(),
        confidence=0.5,
    )


@pytest.fixture(scope="module")
def detector() -> CurlyDetector:
    return CurlyDetector()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def app(settings: Settings, detector: CurlyDetector) -> FastAPI:
    return create_app(settings, detector=detector)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def stored(client: TestClient) -> list[dict[str, Any]]:
    """What posting both example articles answers."""
    return [client.post("/v1/articles", json=examples.article(number)).json() for number in (0, 1)]


@pytest.fixture(scope="module")
def live(app: FastAPI) -> Iterator[str]:
    """The address of a server that really listens."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def snapshot() -> Path:
    return Path(__file__).parents[2] / "openapi" / "openapi.json"
