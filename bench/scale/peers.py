"""Other ways to find an edited quote among many: a rapidfuzz scan, SQLite FTS5 with rapidfuzz, datasketch's LSH."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

RAREST = 4  # words of a query that FTS5 looks for
RANKED = 64  # texts that FTS5 gives to rapidfuzz: as many as ours gives to the verifier
LISTED = 5
LSH_MOST = 100_000  # quotes: datasketch takes a millisecond and 8 KB for each

_WORD = re.compile(r"\w+")

# Runs in an environment that has datasketch. Word pairs, 128 permutations: its usual settings, but a threshold low
# enough for cuttings.
LSH = r"""
import json, re, sys, time
from datasketch import MinHash, MinHashLSH
asked, texts = json.load(sys.stdin)
def sketch(text):
    words = re.findall(r"\w+", text.lower())
    made = MinHash(num_perm=128)
    made.update_batch([" ".join(pair).encode() for pair in zip(words, words[1:])])
    return made
start = time.perf_counter()
index = MinHashLSH(threshold=0.4, num_perm=128)
for number, text in enumerate(texts):
    index.insert(number, sketch(text), check_duplication=False)
filled = time.perf_counter() - start
wall, found = [], []
for text in asked:
    start = time.perf_counter()
    found.append(index.query(sketch(text))[:64])
    wall.append(1000 * (time.perf_counter() - start))
print(json.dumps({"seconds": filled, "wall": wall, "found": found}))
"""

Find = Callable[[str], Sequence[str]]


def scan(texts: Sequence[str]) -> Find:
    """Compares with every text."""
    return lambda words: [one[0] for one in process.extract(words, texts, scorer=fuzz.partial_ratio, limit=LISTED)]


def full_text(texts: Sequence[str]) -> tuple[Find, sqlite3.Connection]:
    """FTS5 gives texts with some of the rarest words of a query, rapidfuzz ranks them."""
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
    index.execute("CREATE VIRTUAL TABLE counts USING fts5vocab(words, 'row')")
    index.executemany("INSERT INTO words VALUES (?)", ((text,) for text in texts))
    index.execute("INSERT INTO words (words) VALUES ('optimize')")

    def find(asked: str) -> list[str]:
        wanted = dict.fromkeys(_WORD.findall(asked.casefold()))
        known = {word: index.execute("SELECT doc FROM counts WHERE term = ?", (word,)).fetchone() for word in wanted}
        rare = sorted((word for word in wanted if known[word]), key=lambda word: (known[word][0], word))[:RAREST]
        if not rare:
            return []
        query = " OR ".join(f'"{word}"' for word in rare)
        ranked = index.execute("SELECT text FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (query, RANKED))
        near = [text for (text,) in ranked]
        return [one[0] for one in process.extract(asked, near, scorer=fuzz.partial_ratio, limit=LISTED)]

    return find, index


@dataclass(frozen=True, slots=True)
class Sketched:
    """Seconds to fill an index; of each query the milliseconds, and the places of the texts found."""

    seconds: float
    wall: list[float]
    found: list[list[int]]


def lsh(python: Path, asked: Sequence[str], texts: Sequence[str]) -> Sketched:
    """What datasketch does in a process of another environment."""
    given = json.dumps([list(asked), list(texts)])
    ran = subprocess.run([python, "-c", LSH], input=given, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return Sketched(**json.loads(ran.stdout))
