"""Print what packed English weights are worth, and write the figures for their card.

    python training/stanza_en/measure.py [--models DIR] [--data DIR] [--heldout FILE] [--report FILE]

Tags, lemmas and trees are scored on the test part of UD English-EWT by the evaluator of the CoNLL shared tasks, twice:
from raw text, where errors of the tokeniser count, and from gold words, where only tags are predicted. Names are scored
on the silver labels that recipe.py held out (`silver` labels whole articles; they are the teacher's, not people's).
Speed is that of `Parser.parse` over news articles with every sentence parsed. The report names the checksum of the
weights it was made with; `tests/detect/test_weights.py` compares it, and the figures with floors.json beside this file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.doc import Document
from stanza.pipeline.core import Pipeline
from stanza.pipeline.tokenize_processor import TOKEN_TOO_LONG_REPLACEMENT
from udtools.udeval import evaluate, load_conllu

from quotetrail.detect.parse import Parser
from quotetrail.detect.pipelines import open_pipeline
from quotetrail.detect.weights import CHECKSUMS, find

LANGUAGE = "en"
TREEBANK_METRICS = ("Tokens", "Sentences", "Words", "UPOS", "UFeats", "Lemmas", "UAS", "LAS", "CLAS")
ARTICLES = 30

Entity = tuple[int, int, str]


def raw_text(treebank: str) -> str:
    """The text of a CoNLL-U file, with its paragraphs."""
    parts: list[str] = []
    inside_until = 0
    for line in treebank.splitlines():
        if line.startswith(("# newdoc", "# newpar")):
            parts.append("\n\n")
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            number = columns[0]
            if "-" in number:
                inside_until = int(number.split("-")[1])
            elif "." in number or int(number) <= inside_until:
                continue
            parts.append(columns[1] + ("" if "SpaceAfter=No" in columns[9] else " "))
        elif not line:
            inside_until = 0
    return "".join(parts).strip()


def treebank_scores(gold: str, document: Document) -> dict[str, float]:
    """F1 in percent of each metric."""
    system = format(document, "C") + "\n\n"
    scores = evaluate(load_conllu(io.StringIO(gold), "gold", {}), load_conllu(io.StringIO(system), "system", {}))
    return {name: round(100 * scores[name].f1, 2) for name in TREEBANK_METRICS}


def from_raw(pipeline: Pipeline, treebank: str) -> dict[str, float]:
    """Everything predicted."""
    document = pipeline(raw_text(treebank))
    for token in document.iter_tokens():
        if token.text == TOKEN_TOO_LONG_REPLACEMENT:  # a web address; the evaluator compares every character
            token.text = token.words[0].text = document.text[token.start_char : token.end_char]
    return treebank_scores(treebank, document)


def from_gold_words(pipeline: Pipeline, treebank: str) -> dict[str, float]:
    """Sentences and words given; tags, lemmas and trees predicted."""
    return treebank_scores(treebank, pipeline.process_conllu(treebank))


def bio_sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Words and labels of each sentence of a two-column file."""
    words: list[str] = []
    labels: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line:
            word, label = line.split("\t")
            words.append(word)
            labels.append(label)
        elif words:
            yield words, labels
            words, labels = [], []
    if words:
        yield words, labels


def entities(labels: list[str]) -> set[Entity]:
    """The spans that BIO or BIOES labels mark."""
    found: set[Entity] = set()
    start: int | None = None
    for place, label in enumerate([*labels, "O"]):
        if start is not None and label[0] in "BSO":
            found.add((start, place, labels[start][2:]))
            start = None
        if label[0] in "BS" or (label[0] in "IE" and start is None):
            start = place
    return found


def name_scores(pipeline: Pipeline, heldout: Path) -> dict[str, Any]:
    """Exact-span precision, recall and F1 over all labels, and recall by label, in percent."""
    sentences = list(bio_sentences(heldout))
    tokens = [[{"id": (number,), "text": word} for number, word in enumerate(words, 1)] for words, _ in sentences]
    document = Document(tokens)
    pipeline.processors["ner"].process(document)
    right, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    for (_, labels), sentence in zip(sentences, document.sentences, strict=True):
        gold, found = entities(labels), entities([token.ner for token in sentence.tokens])
        right.update(label for _, _, label in gold & found)
        wanted.update(label for _, _, label in gold)
        given.update(label for _, _, label in found)
    precision, recall = right.total() / max(1, given.total()), right.total() / max(1, wanted.total())
    return {
        "precision": round(100 * precision, 2),
        "recall": round(100 * recall, 2),
        "f1": round(200 * precision * recall / max(1e-9, precision + recall), 2),
        "recall by label": {label: round(100 * right[label] / wanted[label], 2) for label in sorted(wanted)},
        "entities": wanted.total(),
    }


def speed(models: Path, articles: Path, *, threads: int) -> dict[str, float]:
    """Words a second of the product's own parser."""
    parser = Parser.load(bundled=models, official=None, threads=threads)
    with gzip.open(articles, "rt", encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for row in islice(rows, ARTICLES)]
    began, began_cpu = time.perf_counter(), time.process_time()
    parsed = parser.parse(texts, LANGUAGE)
    words = sum(len(sentence.words) for document in parsed for sentence in document.sentences)
    return {
        "words": words,
        "words a second": round(words / (time.perf_counter() - began)),
        "words a CPU second": round(words / (time.process_time() - began_cpu)),
        "threads": torch.get_num_threads(),
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path("service/quotetrail/models"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--heldout", type=Path, default=Path("training/.work/stanza_en/ner/heldout.bio"))
    parser.add_argument("--report", type=Path, default=None)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    models = find(bundled=given.models, official=None)[LANGUAGE]
    pipeline = open_pipeline(models, threads=given.threads)
    treebank = gzip.decompress((given.data / "ud" / "en_ewt-ud-test.conllu.gz").read_bytes()).decode("utf-8")
    files = sorted((given.models / LANGUAGE).rglob("*.pt"))
    checksums = (given.models / LANGUAGE / CHECKSUMS).read_bytes()
    figures: dict[str, Any] = {
        "sha256 of SHA256SUMS": hashlib.sha256(checksums).hexdigest(),
        "megabytes": {path.parent.name: round(path.stat().st_size / 1e6, 2) for path in files},
        "megabytes together": round(sum(path.stat().st_size for path in files) / 1e6, 2),
        "EWT test, raw text": from_raw(pipeline, treebank),
        "EWT test, gold words": from_gold_words(pipeline, treebank),
    }
    if "ner" in models.processors and given.heldout.exists():
        figures["names, held-out silver labels"] = name_scores(pipeline, given.heldout)
    figures["speed"] = speed(given.models, given.data / "quotes" / "polnear-dev.jsonl.gz", threads=given.threads)
    report = json.dumps(figures, indent=1)
    print(report)
    if given.report:
        given.report.write_text(report + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
