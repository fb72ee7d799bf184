"""Fills a store up to each size, asks it, and prints what was measured beside what is frozen.

Quotes are made of the pack's sentences: half of them new (two sentences of a language cut and joined), the others
earlier ones again (older ones more often), as they are, cut, edited or joined, and three in a hundred boilerplate.
Ingest is: keys and vectors made, the index written, candidates looked up, 1,000 quotes a transaction. Apart from it,
and printed apart: the rows of articles, quotes and statements; the verifier, which compares with the candidates.
Every kind of work counts over the second half of the way to a size, looking up candidates over its last 10,000 quotes.
Looking up a pasted text is the whole `Pipeline.lookup`, verifier and all, and `POST /v1/lookup` of a uvicorn process of
its own over loopback. Every quote is a statement of its own. A million quotes take about half an hour and 5 GB of disk;
how far it is, and what a quote costs on the way, is told on stderr. With --freeze figures are written as they are
found, so that a run that is cut short leaves those of the sizes it reached.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.scale import peers
from bench.scale.asking import LISTED, Asked, NoDetector, measured, over_http, served
from bench.scale.filling import Clock, Filling
from bench.scale.newsroom import Newsroom
from quotetrail.detect import language
from quotetrail.ingest.grouping import Bounds, Grouping
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.vectors import Search, Sketch
from quotetrail.trace.tracer import Tracer

ROOT = Path(__file__).parents[2]
PACK = ROOT.parent / "shared" / "data" / "parallel"
REFERENCE = ROOT / "bench" / "reference" / "matching.json"
SIZES = "10000,100000,1000000"
SEED = 20261123
QUERIES = 300
NEAR = 0.6  # cosine
SCANS = 20  # queries of the peer that reads everything,
SCAN_SECONDS = 60  # and how long it may take over them together
KEY_WORK = ("keys made", "keys written", "keys looked up")
VECTOR_WORK = ("vectors made", "vectors written", "vectors looked up")

Row = dict[str, float]


def run(sizes: Sequence[int], *, peer_python: Path | None) -> Iterator[dict[str, dict[str, Row]]]:
    """The figures by size, given again whenever there are more of them."""
    figures: dict[str, dict[str, Row]] = {}
    with tempfile.TemporaryDirectory() as folder:
        filling = Filling(Path(folder), Newsroom(PACK, SEED))
        for size in sizes:
            clock = filling.grow(size)
            figures[str(size)] = {"ingest": _ingest(clock), "bytes a quote": filling.bytes()}
            _show(str(size), figures[str(size)])
            asked = _queries(filling, QUERIES, seed=len(filling.texts))
            for more in (_asked(filling, asked), _peers(filling, asked, peer_python=peer_python)):
                for name, row in more:
                    figures[str(size)][name] = row
                    _show_row(name, row)
                    yield figures
        filling.store.close()


def _ingest(clock: Clock) -> Row:
    """Microseconds a quote by kind of work, and quotes a second."""
    each: Row = {kind: round(clock.microseconds(kind)) for kind in (*KEY_WORK, *VECTOR_WORK, "rows", "verified")}
    keys, both = clock.microseconds(*KEY_WORK), clock.microseconds(*KEY_WORK, *VECTOR_WORK)
    cpu = clock.microseconds(*KEY_WORK, cpu=True), clock.microseconds(*KEY_WORK, *VECTOR_WORK, cpu=True)
    return each | {
        "keys alone": round(keys),
        "with vectors": round(both),
        "CPU keys alone": round(cpu[0]),
        "CPU with vectors": round(cpu[1]),
        "a second, keys alone": round(1e6 / keys),
        "a second, with vectors": round(1e6 / both),
    }


def _queries(filling: Filling, number: int, *, seed: int) -> list[Asked]:
    """Stored quotes as yet another outlet prints them."""
    drawn = np.random.default_rng(seed).permutation(len(filling.texts))[:number].tolist()
    return [(filling.newsroom.varied(filling.texts[place]), filling.truth[place]) for place in drawn]


def _truth(filling: Filling) -> dict[str, set[int]]:
    """The statements of each text."""
    truth: dict[str, set[int]] = {}
    for text, number in zip(filling.texts, filling.truth, strict=True):
        truth.setdefault(text, set()).add(number)
    return truth


def _asked(filling: Filling, asked: Sequence[Asked]) -> Iterator[tuple[str, Row]]:
    """Lookups through the library, candidates alone, over HTTP; and the vectors found beside an exact search."""
    truth = _truth(filling)
    pipeline = Pipeline(store=filling.store, detector=NoDetector(), matcher=filling.matcher, tracer=Tracer.load())
    grouping = Grouping(matcher=filling.matcher, bounds=Bounds())

    def whole(words: str) -> list[str]:
        return [found.quote.text for found in pipeline.lookup(words, speaker=None, limit=LISTED)]

    def candidates(words: str) -> list[str]:
        sketch = filling.matcher.sketch_of_text(words, language=language.identify(words))
        with filling.store.read() as repositories:
            (near,) = grouping.candidates(repositories, [sketch], without=[None], most=Bounds().looked_up)
            return [one.seen.text for one in near]

    yield "lookup", measured(whole, asked, truth)
    yield "candidates", measured(candidates, asked, truth)
    with served(filling.folder) as port:
        yield "HTTP lookup", measured(over_http(port), asked, truth)
    yield "vectors", _vector_recall(filling, [text for text, _ in asked[:100]])


def _vector_recall(filling: Filling, asked: Sequence[str]) -> Row:
    """The share of the ten nearest vectors, by an exact search, that is among the 32 found; and of those that are near.

    Texts that are said often fill the first ten places alike, so copies beyond 32 count as not found.
    """
    vectoriser = filling.matcher.vectoriser
    codes = vectoriser.codes(asked)
    sketches = [Sketch((), code, cells) for code, cells in zip(codes, vectoriser.cells(codes), strict=True)]
    with filling.store.read() as repositories:
        rows = repositories.connection.exec_driver_sql("SELECT quote, code FROM vectors")
        stored = [(quote, code) for quote, code in rows]
        near = repositories.vectors.nearest(sketches, search=Search.load(), limit=Bounds().generated)
    numbers = np.array([quote for quote, _ in stored])
    matrix = np.frombuffer(b"".join(code for _, code in stored), dtype=np.int8).reshape(len(stored), -1)
    turned = codes.astype(np.float32).T / np.float32(vectoriser.search.scale**2)
    every = np.concatenate(
        [matrix[at : at + 50_000].astype(np.float32) @ turned for at in range(0, len(matrix), 50_000)]
    )
    hits = wanted = close_hits = close = 0
    for cosines, found in zip(every.T, near, strict=True):
        for place in np.argsort(-cosines, kind="stable")[:10]:
            there = int(numbers[place]) in found.quotes
            hits, wanted = hits + there, wanted + 1
            if cosines[place] >= NEAR:
                close_hits, close = close_hits + there, close + 1
    return {
        "recall of ten nearest": round(hits / wanted, 3),
        "of those nearer than .6": round(close_hits / max(1, close), 3),
    }


def _peers(filling: Filling, asked: Sequence[Asked], *, peer_python: Path | None) -> Iterator[tuple[str, Row]]:
    """The same queries, or some of them, by the peers."""
    truth = _truth(filling)
    scan = measured(peers.scan(filling.texts), asked[:SCANS], truth, warm=1, seconds=SCAN_SECONDS)
    yield "peer: rapidfuzz scan", scan
    before = time.perf_counter()
    find, index = peers.full_text(filling.texts)
    filled = time.perf_counter() - before
    rate: Row = {"fill a second": round(len(filling.texts) / filled)}
    yield "peer: FTS5 and rapidfuzz", measured(find, asked, truth) | rate
    index.close()
    if peer_python is not None and len(filling.texts) <= peers.LSH_MOST:
        yield "peer: datasketch LSH", _lsh(peer_python, filling, asked)


def _lsh(python: Path, filling: Filling, asked: Sequence[Asked]) -> Row:
    told = peers.lsh(python, [text for text, _ in asked], filling.texts)
    wall = sorted(told.wall)
    truth = [{filling.truth[place] for place in found} for found in told.found]
    right = [number in found for (_, number), found in zip(asked, truth, strict=True)]
    return {
        "p50": round(wall[len(wall) // 2], 2),
        "p95": round(wall[int(len(wall) * 0.95)], 2),
        "recall": round(sum(right) / len(right), 3),
        "queries": len(asked),
        "fill a second": round(len(filling.texts) / told.seconds),
    }


def _show(size: str, figures: Mapping[str, Row]) -> None:
    print(f"\n{int(size):,} quotes")
    for name, row in figures.items():
        _show_row(name, row)


def _show_row(name: str, row: Row) -> None:
    print(f"  {name:<26}" + "   ".join(f"{key} {value:,}" for key, value in row.items()), flush=True)


def main() -> None:
    """Run, and freeze or compare."""
    parser = argparse.ArgumentParser(prog="bench/matching.py", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help="numbers of quotes, ascending")
    parser.add_argument("--freeze", action="store_true", help="write the reference figures")
    parser.add_argument("--peer-python", type=Path, help="interpreter that has datasketch")
    given = parser.parse_args()
    if not PACK.is_dir():
        print(f"{PACK} is not there: the quotes of this benchmark are made of its sentences.", file=sys.stderr)
        return
    figures: dict[str, dict[str, Row]] = {}
    for figures in run([int(size) for size in given.sizes.split(",")], peer_python=given.peer_python):
        if given.freeze:
            REFERENCE.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sizes = list(figures)
    if len(sizes) > 1:
        for name in ("keys alone", "with vectors", "CPU keys alone", "CPU with vectors"):
            ratio = figures[sizes[-1]]["ingest"][name] / figures[sizes[0]]["ingest"][name]
            print(f"a quote at {sizes[-1]}, {name}: {ratio:.2f} times that at {sizes[0]}")
    if given.freeze:
        print(f"\nFrozen in {REFERENCE}")
    elif REFERENCE.exists():
        print("\nFrozen figures:")
        for size, rows in json.loads(REFERENCE.read_text(encoding="utf-8")).items():
            _show(size, rows)


if __name__ == "__main__":
    main()
