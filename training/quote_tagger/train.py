"""Train the tagger: `python -m training.quote_tagger.train --data ../shared/data --work WORK --minilm MODEL_FOLDER`.

WORK holds the silver labels (`silver.py`). After every epoch it receives `last-SEED.pt`, from which a run that was cut
off goes on, and `final-SEED.pt`, the averaged weights so far; the last epoch's are the result. Without options the
schedule is the one that the bundled weights were trained with.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from quotetrail.detect.pieces import Pieces
from training.quote_tagger.batches import Batch
from training.quote_tagger.losses import WEIGHTS, losses
from training.quote_tagger.model import Sizes, Tagger
from training.quote_tagger.polnear import polnear
from training.quote_tagger.renaming import names_in, renamed
from training.quote_tagger.texts import Text
from training.quote_tagger.treebank import tags_of, treebank
from training.quote_tagger.windows import Window, groups, windows

LONGEST = 256  # word pieces of a window, with the two that MiniLM sets around it
_WARM_SHARE = 20  # the rate rises over one step of so many, then falls
_LEAST_RATE = 0.01
_LARGEST_GRADIENT = 1.0
_KEPT = 0.998  # of the averaged weights at each step
_SHOWN_EVERY = 25  # steps
_RENAMED = 0.25  # of the articles in an epoch are read with other people's names
_FIRST_HEADS = 1  # the seed of every run's untrained heads: weights that begin alike can be averaged


@dataclass(frozen=True, slots=True)
class Course:
    """What a run reads: texts cut into windows anew in every epoch, in an order that hangs on seed and epoch alone."""

    articles: Sequence[Text]
    trees: Sequence[Text]
    names: Sequence[str]  # for the articles whose people are renamed
    pieces: Pieces
    batch: int
    seed: int

    def epoch(self, number: int) -> list[list[Window]]:
        """The groups of epoch `number` in order; a group's windows come all from articles or all from trees."""
        chooser = random.Random(self.seed * 1000 + number)  # noqa: S311 - chooses an order, guards nothing
        found = []
        articles = [
            renamed(text, self.names, chooser) if chooser.random() < _RENAMED else text for text in self.articles
        ]
        for texts in (articles, self.trees):
            own = [window for text in texts for window in self._windows(text, chooser)]
            found += groups(own, self.batch, chooser)
        chooser.shuffle(found)
        return found

    def _windows(self, text: Text, chooser: random.Random) -> list[Window]:
        lengths = [len(self.pieces.of(word)) for word in text.words]
        return list(windows(text, lengths, most=LONGEST - 2, shift=chooser))


@dataclass(slots=True)
class Means:
    """Mean losses since the last look at them."""

    values: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, found: dict[str, Tensor]) -> None:
        """Take in the losses of a step."""
        for name, value in found.items():
            self.values[name].append(value.item())

    def read(self) -> str:
        """The means as text; counting starts again."""
        shown = " ".join(f"{name} {sum(row) / len(row):.3f}" for name, row in self.values.items())
        self.values.clear()
        return shown


class Run:
    """A model in training, with the state that must be saved to go on later."""

    def __init__(self, model: Tagger, *, steps: int, rate: float, decay: float) -> None:
        self.model = model
        average = get_ema_multi_avg_fn(_KEPT)  # type: ignore[no-untyped-call] # PyTorch leaves it without types
        self.average = AveragedModel(model, multi_avg_fn=average)
        self.optimiser = torch.optim.AdamW(rates(model, rate=rate, decay=decay), betas=(0.9, 0.98), fused=True)
        warm = max(1, steps // _WARM_SHARE)
        self.schedule = LambdaLR(
            self.optimiser, lambda step: min((step + 1) / warm, max(_LEAST_RATE, (steps - step) / (steps - warm)))
        )
        self.epoch = 0

    def step(self, batch: Batch) -> dict[str, Tensor]:
        """Learn from one batch; the losses of its heads."""
        found = losses(self.model, batch)
        loss = sum((value * WEIGHTS.get(name, 1.0) for name, value in found.items()), start=torch.zeros(()))
        loss.backward()  # type: ignore[no-untyped-call] # PyTorch leaves it without types
        nn.utils.clip_grad_norm_(self.model.parameters(), _LARGEST_GRADIENT)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.average.update_parameters(self.model)
        return found

    def resume(self, path: Path) -> None:
        """Go on from `path`, where `save` wrote it."""
        kept = torch.load(path, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.average.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.schedule.load_state_dict(kept["schedule"])
        self.epoch = kept["epoch"]

    def save(self, path: Path) -> None:
        """Write all that `resume` needs."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
        }
        _save(state, path)

    def save_average(self, path: Path, tags: Sequence[Sequence[str]]) -> None:
        """Write the averaged weights with what `export.py` needs to read them: sizes, and xpos, upos and relations."""
        averaged = self.average.module.state_dict()
        _save({"model": averaged, "sizes": self.model.sizes.as_dict(), "tags": json.dumps(tags)}, path)


def _save(state: dict[str, Any], path: Path) -> None:
    """Write beside `path` first: a run that is cut off here must find the epoch before."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def rates(model: Tagger, *, rate: float, decay: float) -> list[dict[str, object]]:
    """Parameter groups: each layer below the top learns `decay` times as fast as the one above it.

    The heads are new and learn 2 times as fast, the new embeddings 5 times, the scores of the decoder 20 times.
    """
    chosen: list[dict[str, object]] = []
    depth = {f"layers.{number}.": len(model.layers) - number for number in range(len(model.layers))}
    for name, weights in model.named_parameters():
        level = next((value for start, value in depth.items() if name.startswith(start)), 0)
        if name.startswith(("pieces", "positions", "norm")):
            level = len(model.layers) + 1
        own = rate * decay**level if level else rate * (5 if name.startswith(("shapes", "places")) else 2)
        if name in {"transitions", "far", "no_source"}:
            own = rate * 20
        chosen.append({"params": [weights], "lr": own, "weight_decay": 0.01 if weights.ndim > 1 else 0.0})
    return chosen


def learn(run: Run, course: Course, *, epochs: int, work: Path, tags: Sequence[Sequence[str]], steps: int) -> None:
    """Train from the run's epoch on; a checkpoint and the averaged weights after each."""
    began, done = time.monotonic(), 0
    for number in range(run.epoch, epochs):
        run.model.train()
        means = Means()
        for group in course.epoch(number):
            means.add(run.step(Batch(group, course.pieces)))
            done += 1
            if done % _SHOWN_EVERY == 0:
                pace = (time.monotonic() - began) / done
                print(f"epoch {number + 1} step {done}/{steps} {pace:.2f} s/step {means.read()}", flush=True)
        run.epoch = number + 1
        run.save_average(work / f"final-{course.seed}.pt", tags)
        run.save(work / f"last-{course.seed}.pt")


def main() -> None:
    """Read the data and train."""
    given = _arguments()
    torch.set_num_threads(given.threads)
    bank = given.data / "ud/en_ewt-ud-train.conllu.gz"
    tags = xpos, upos, relations = tags_of(bank)
    silver = given.work / "silver-train.jsonl.gz"
    articles = list(polnear(given.data / "quotes/polnear-train.jsonl.gz", silver, xpos, upos))
    trees = list(treebank(bank, xpos, upos, relations))
    if given.limit:
        articles, trees = articles[: given.limit], trees[: given.limit]
    pieces = Pieces.load(given.minilm / "vocab.txt")
    names = names_in(given.data / "names/en-ru.tsv.gz")
    course = Course(articles, trees, names, pieces, batch=given.batch, seed=given.seed)
    torch.manual_seed(_FIRST_HEADS)
    model = Tagger(Sizes(upos=len(upos), xpos=len(xpos), relations=len(relations)))
    model.read(given.minilm / "model.safetensors")
    torch.manual_seed(given.seed)
    steps = sum(len(course.epoch(number)) for number in range(given.epochs))
    run = Run(model, steps=steps, rate=given.rate, decay=given.decay)
    last = given.work / f"last-{given.seed}.pt"
    if last.exists():
        run.resume(last)
    learn(run, course, epochs=given.epochs, work=given.work, tags=tags, steps=steps)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help="the folder with vocab.txt and model.safetensors")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=12, help="windows in a step")
    parser.add_argument("--rate", type=float, default=2e-4, help="of the top layer, at its highest")
    parser.add_argument("--decay", type=float, default=0.85, help="of the rate, layer by layer downwards")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=0, help="read only so many articles and documents: a dry run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
