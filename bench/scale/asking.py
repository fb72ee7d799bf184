"""Lookups of stored quotes by other wordings of them: through the library, and over HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from quotetrail.app import create_app
from quotetrail.model import Article, Detection
from quotetrail.settings import Settings

WARM = 20  # lookups before the clock runs
LISTED = 5  # statements asked for
SECONDS_TO_START = 60

Asked = tuple[str, int]  # text, number of its statement


@dataclass(frozen=True, slots=True)
class NoDetector:
    """The benchmark stores quotes itself."""

    languages: tuple[str, ...] = ()
    detector_version: str = "none"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """Never called."""
        raise NotImplementedError


def measured(
    find: Callable[[str], Sequence[str]],
    asked: Sequence[Asked],
    truth: dict[str, set[int]],
    *,
    warm: int = WARM,
    seconds: float = float("inf"),
) -> dict[str, float]:
    """Milliseconds of wall clock, and how often one of the texts found is of the right statement.

    `truth` has the statements of each text, as some texts are said in several. After `seconds` no more is asked.
    """
    for words, _ in asked[:warm]:
        find(words)
    wall: list[float] = []
    right = 0
    for words, number in asked:
        before = time.perf_counter()
        found = find(words)
        wall.append((time.perf_counter() - before) * 1000)
        right += any(number in truth.get(one, ()) for one in found)
        if sum(wall) > seconds * 1000:
            break
    wall.sort()
    return {
        "p50": round(wall[len(wall) // 2], 2),
        "p95": round(wall[int(len(wall) * 0.95)], 2),
        "recall": round(right / len(wall), 3),
        "queries": len(wall),
    }


def over_http(port: int) -> Callable[[str], Sequence[str]]:
    """Looks up at a server of this machine, with one connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def find(words: str) -> list[str]:
        body = json.dumps({"text": words, "limit": LISTED})
        connection.request("POST", "/v1/lookup", body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        return [found["quote"]["text"] for found in answer["found"]]

    return find


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """A server of the store in `folder`, in a process of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-m", "bench.scale.asking", str(folder), str(port)])
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    app = create_app(Settings(data=Path(sys.argv[1])), detector=NoDetector())
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
