"""Train the parser on from its best weights with predicted tags: over gold tags alone it loses points on real text.

    python training/stanza_en/adapt.py --work DIR --tagger FILE [--steps 1500] [--rate 0.0007]

FILE is the tagger before its annealing: it is as often right on the training data (94 %) as the final one is on new
text. Reads and replaces `saved_models/depparse/en_ewt_nocharlm_parser.pt` below DIR, whenever the dev score over
predicted tags has become better.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from pathlib import Path

import torch
from stanza.models.common import utils
from stanza.models.common.doc import DEPREL, HEAD
from stanza.models.common.pretrain import Pretrain
from stanza.models.depparse import scorer
from stanza.models.depparse.data import DataLoader
from stanza.models.depparse.trainer import Trainer
from stanza.models.parser import predict_dataset
from stanza.utils.conll import CoNLL

EVERY = 150
# The rate at the end, as a share of the one at the start.
LAST = 0.05
BATCH = 1000


def retagged(work: Path, tagger: Path, split: str) -> Path:
    """The parser's data of one split with the tags that `tagger` predicts; gold heads stay."""
    target = work / f"{split}.retagged.conllu"
    source = work / "data/depparse" / f"en_ewt.{split}.in.conllu"
    command = [sys.executable, "-m", "stanza.models.tagger", "--mode", "predict", "--shorthand", "en_ewt"]
    files = ["--eval_file", str(source), "--output_file", str(target)]
    files += ["--wordvec_pretrain_file", str(work / "glove.pt")]
    where = ["--save_dir", str(tagger.parent), "--save_name", tagger.name]
    if not target.exists():
        subprocess.run([*command, *files, *where], check=True, env={**os.environ})
    return target


def dev_score(trainer: Trainer, data: DataLoader, gold: Path) -> float:
    """LAS on dev, in [0, 1]."""
    predicted = predict_dataset(trainer, data)
    data.doc.set([HEAD, DEPREL], [tree for sentence in predicted for tree in sentence])
    return float(scorer.score(io.StringIO(f"{data.doc:C}\n\n"), str(gold))[-1])


def main() -> None:
    """Adapt."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--tagger", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=0.0007)
    given = parser.parse_args()
    model = given.work / "saved_models/depparse/en_ewt_nocharlm_parser.pt"
    vectors = Pretrain(str(given.work / "glove.pt"))
    trainer = Trainer.load(str(model), vectors, device="cpu")
    settings = {**trainer.args, "batch_size": BATCH}
    train, dev = (CoNLL.conll2doc(str(retagged(given.work, given.tagger, split))) for split in ("train", "dev"))
    batches = DataLoader(train, BATCH, settings, vectors, vocab=trainer.vocab, evaluation=False)
    data = DataLoader(dev, BATCH, settings, vectors, vocab=trainer.vocab, evaluation=True, sort_during_eval=True)
    gold = given.work / "data/depparse/en_ewt.dev.in.conllu"
    best = dev_score(trainer, data, gold)
    print(f"before: {best:.4f}", flush=True)
    optimizer = utils.get_optimizer("adam", trainer.model, lr=given.rate, betas=(0.9, 0.95), eps=1e-6)
    trainer.optimizer = {"adam": optimizer} if isinstance(optimizer, torch.optim.Optimizer) else optimizer
    step = 0
    while step < given.steps:
        for batch in batches:
            step += 1
            for chosen in trainer.optimizer.values():
                for group in chosen.param_groups:
                    group["lr"] = given.rate * max(LAST, 1 - step / given.steps)
            trainer.update(batch, eval=False)
            if step % EVERY == 0:
                score = dev_score(trainer, data, gold)
                print(f"step {step}: {score:.4f}", flush=True)
                if score > best:
                    best = score
                    trainer.save(str(model))
            if step >= given.steps:
                break
        batches.reshuffle()


if __name__ == "__main__":
    main()
