"""Pairs of wordings of one statement by relation, and sentences to hide them among, all from the pack.

Paraphrases and translations are of people; copies, cuts and edits are made here, by rule, from development sentences.
The encoder was trained on the multi-reference paraphrases, not on MRPC, ParaPhraser or the development pairs.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SHORTEST = 8  # words of a sentence that is cut or edited
_LINES = 40  # characters of any other sentence
_NEWS = "wmt24"
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_INDIRECT = (
    (re.compile(r"\bI am\b|\bI'm\b"), "he was"),
    (re.compile(r"\bwe are\b|\bWe are\b"), "they were"),
    (re.compile(r"\bI\b"), "he"),
    (re.compile(r"\b[Mm]y\b"), "his"),
    (re.compile(r"\b[Ww]e\b"), "they"),
    (re.compile(r"\b[Oo]ur\b"), "their"),
    (re.compile(r"\bus\b"), "them"),
    (re.compile(r"\bwill\b"), "would"),
    (re.compile(r"\bcan\b"), "could"),
    (re.compile(r"\bare\b"), "were"),
    (re.compile(r"\bis\b"), "was"),
    (re.compile(r"\b[Tt]his\b"), "that"),
    (re.compile(r"\bhas\b|\bhave\b"), "had"),
    (re.compile(r"\bhere\b"), "there"),
    (re.compile(r"\btoday\b"), "that day"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A stored wording, and the one that looks for it, each in its language."""

    stored: str
    stored_language: str
    asked: str
    asked_language: str


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gzipped TSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def pairs(data: Path, *, most: int, seed: int) -> dict[str, list[Pair]]:
    """At most `most` pairs of each kind, by kind: `relation` or `relation: what`."""
    drawing = random.Random(seed)  # noqa: S311 - draws examples, guards nothing
    found: dict[str, list[Pair]] = {}
    for kind, made in itertools.chain(_made(data, drawing), _reworded(data), _translated(data)):
        drawing.shuffle(made)
        found[kind] = made[:most]
    return found


def others(data: Path, *, most: int, seed: int) -> list[tuple[str, str]]:
    """Other sentences with their languages: half English, the other half spread over the other languages."""
    drawing = random.Random(seed)  # noqa: S311 - draws examples, guards nothing
    pools: dict[str, dict[str, None]] = {}
    for path in sorted((data / "parallel").glob("en-??.tsv.gz")):
        for row in read(path):
            if "devtest" in row["source_tag"]:
                continue
            for language, text in (("en", row["text_a"]), (path.name[3:5], row["text_b"])):
                if len(text) >= (_LINES if not _UNSPACED.search(text) else _LINES // 3):
                    pools.setdefault(language, {})[text] = None
    foreign = sorted(set(pools) - {"en"})
    chosen: list[tuple[str, str]] = []
    for language in ("en", *foreign):
        share = most // 2 if language == "en" else most // 2 // len(foreign)
        listed = list(pools[language])
        chosen += [(text, language) for text in drawing.sample(listed, min(share, len(listed)))]
    drawing.shuffle(chosen)
    return chosen


def _made(data: Path, drawing: random.Random) -> Iterator[tuple[str, list[Pair]]]:
    sentences: list[tuple[str, str]] = []
    for language in ("de", "ru", "uk", "es", "zh"):
        rows = [row for row in read(data / "parallel" / f"dev-en-{language}.tsv.gz") if _NEWS in row["source_tag"]]
        sentences += [(row["text_b"], language) for row in rows]
        if language == "de":
            sentences += [(row["text_a"], "en") for row in rows] * 3
    sentences = [one for one in dict.fromkeys(sentences) if len(_words(one[0])) >= _SHORTEST]
    by: dict[str, Callable[[list[str], random.Random], list[str]]] = {
        "verbatim": _copied,
        "truncated": _cut,
        "truncated: a fifth": _cut_short,
        "spliced": _spliced,
        "edited": _edited,
    }
    for kind, change in by.items():
        made = [(text, language, _joined(change(_words(text), drawing), text)) for text, language in sentences]
        yield kind, [Pair(text, language, changed, language) for text, language, changed in made]
    told = [(text, _indirect(text)) for text, language in sentences if language == "en"]
    yield "indirect", [Pair(text, "en", changed, "en") for text, changed in told if changed != text]


def _reworded(data: Path) -> Iterator[tuple[str, list[Pair]]]:
    for language in ("en", "de", "ru", "zh"):
        rows = read(data / "paraphrase" / f"{language}-multiref.tsv.gz")
        pairs = [Pair(row["text_1"], language, row["text_2"], language) for row in rows]
        yield f"reworded: {language} references", [pair for pair in pairs if pair.stored != pair.asked]
    for name, language in (("en-mrpc-train", "en"), ("ru-paraphraser-train", "ru")):
        rows = read(data / "paraphrase" / f"{name}.tsv.gz")
        same = [Pair(row["text_1"], language, row["text_2"], language) for row in rows if row["label"] == "1"]
        yield f"reworded: {name.split('-')[1]}", same


def _translated(data: Path) -> Iterator[tuple[str, list[Pair]]]:
    for language in ("ru", "uk", "kk", "es", "fr", "de", "tr", "ar", "zh"):
        by_source: dict[str, list[Pair]] = {}
        for row in read(data / "parallel" / f"dev-en-{language}.tsv.gz"):
            source = "news" if _NEWS in row["source_tag"] else "everyday"
            by_source.setdefault(source, []).append(Pair(row["text_a"], "en", row["text_b"], language))
        for source, found in by_source.items():
            yield f"translated: en-{language} {source}", found
    rows = [row for row in read(data / "parallel" / "flores200-10lang.tsv.gz") if row["split"] == "devtest"]
    for one, other in (("kk", "ru"), ("en", "kk"), ("en", "ar")):
        yield f"translated: {one}-{other} FLORES", [Pair(row[one], one, row[other], other) for row in rows]


def _words(text: str) -> list[str]:
    return list(text) if _UNSPACED.search(text) else text.split()


def _joined(words: list[str], text: str) -> str:
    return ("" if _UNSPACED.search(text) else " ").join(words)


def _copied(words: list[str], drawing: random.Random) -> list[str]:
    marks = str.maketrans("\"'«»“”", drawing.choice(('\'"“”""', '«»""""')))
    return [word.translate(marks) for word in words]


def _cut(words: list[str], drawing: random.Random) -> list[str]:
    length = max(_SHORTEST // 2, len(words) // 3)
    start = drawing.randrange(len(words) - length + 1)
    return words[start : start + length]


def _cut_short(words: list[str], drawing: random.Random) -> list[str]:
    length = max(_SHORTEST // 2, len(words) // 5)
    start = drawing.randrange(len(words) - length + 1)
    return words[start : start + length]


def _spliced(words: list[str], drawing: random.Random) -> list[str]:
    third = len(words) // 3
    return words[: third + drawing.randrange(2)] + words[2 * third :]


def _edited(words: list[str], drawing: random.Random) -> list[str]:
    """A word in eight dropped, doubled by another of the sentence, or misspelt."""
    changed: list[str] = []
    for word in words:
        chance = drawing.random()
        if chance < 0.05:
            continue
        if chance < 0.1:
            changed.append(drawing.choice(words))
        elif chance < 0.13 and len(word) > 4:
            at = drawing.randrange(1, len(word) - 2)
            changed.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
        else:
            changed.append(word)
    return changed


def _indirect(text: str) -> str:
    for direct, reported in _INDIRECT:
        text = direct.sub(reported, text)
    return text
