"""Train the tagger on from its best weights at a falling learning rate: Stanza's own trainer keeps the rate as it is.

    python training/stanza_en/anneal.py --work DIR [--steps 600] [--rate 0.001]

Reads and replaces `saved_models/pos/en_ewt_nocharlm_tagger.pt` below DIR, whenever the dev score has become better.
"""

from __future__ import annotations

import argparse
import io
import itertools
from pathlib import Path

from stanza.models import tagger
from stanza.models.common import utils
from stanza.models.common.pretrain import Pretrain
from stanza.models.pos import scorer
from stanza.models.pos.data import Dataset
from stanza.models.pos.trainer import Trainer
from stanza.utils.conll import CoNLL

EVERY = 100
# The rate at the end, as a share of the one at the start.
LAST = 0.05


def dev_score(trainer: Trainer, data: Dataset, gold: Path, *, batch_size: int) -> float:
    """The share of dev words with every tag right, in [0, 1]."""
    predicted, places = [], []
    for batch in data.to_loader(batch_size=batch_size):
        predicted += trainer.predict(batch)
        places.extend(batch.idx)
    tagger.set_predictions(data.doc, trainer, utils.unsort(predicted, places))
    return float(scorer.score(io.StringIO(f"{data.doc:C}\n\n"), str(gold), eval_type="AllTags")[-1])


def main() -> None:
    """Anneal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=0.001)
    given = parser.parse_args()
    model = given.work / "saved_models/pos/en_ewt_nocharlm_tagger.pt"
    folder = given.work / "data/pos"
    vectors = Pretrain(str(given.work / "glove.pt"))
    trainer = Trainer(pretrain=vectors, model_file=str(model), device="cpu")
    settings = {**trainer.args, "train_file": str(folder / "en_ewt.train.in.conllu"), "batch_size": 40}
    _, _, batches = tagger.load_training_data(settings, vectors)
    gold = folder / "en_ewt.dev.in.conllu"
    dev = CoNLL.conll2doc(input_file=str(gold))
    data = Dataset(dev, settings, vectors, vocab=trainer.vocab, evaluation=True, sort_during_eval=True)
    best = dev_score(trainer, data, gold, batch_size=40)
    print(f"before: {best:.4f}", flush=True)
    trainer.optimizer = utils.get_optimizer("adam", trainer.model, lr=given.rate, betas=(0.9, 0.95), eps=1e-6)
    for step, batch in enumerate(itertools.chain.from_iterable(itertools.repeat(batches)), start=1):
        for group in trainer.optimizer.param_groups:
            group["lr"] = given.rate * max(LAST, 1 - step / given.steps)
        trainer.update(batch, eval=False)
        if step % EVERY == 0:
            score = dev_score(trainer, data, gold, batch_size=40)
            print(f"step {step}: {score:.4f}", flush=True)
            if score > best:
                best = score
                trainer.save(str(model))
        if step == given.steps:
            break


if __name__ == "__main__":
    main()
