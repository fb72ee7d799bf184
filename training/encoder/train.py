"""Trains the encoder by what recipe.toml says.

    python -m training.encoder.train [--data DIR] [--work DIR] [--threads N] [--minutes M]

Writes DIR/corpus.npz (what it read), DIR/keys.npy (the features' hashes) and DIR/model.npz (the checkpoint, from which
it goes on when given again). With `--minutes` the learning rate falls by the clock instead of by steps.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np
import torch

from training.encoder import data, sampling
from training.encoder.contrast import contrast
from training.encoder.data import Corpus, Rows
from training.encoder.model import Model, batch_of
from training.encoder.settings import Recipe

_EVERY = 250


def prepare(source: Path, work: Path, recipe: Recipe) -> tuple[Corpus, Rows]:
    """The corpus, read once and kept; and of each word the features that have a row."""
    kept_corpus = work / "corpus.npz"
    if kept_corpus.exists():
        corpus = Corpus.read(kept_corpus)
    else:
        corpus = data.read(source, recipe)
        corpus.write(kept_corpus)
    kept_keys = work / "keys.npy"
    if not kept_keys.exists():
        frequent = sampling.frequent_features(corpus, sampling.shares(corpus.groups, recipe), recipe.features)
        np.save(kept_keys, corpus.keys[frequent])
    kept = np.searchsorted(corpus.keys, np.load(kept_keys)).astype(np.int32)
    return corpus, sampling.only(corpus.by_word, kept, len(corpus.keys))


def progress(model: Model, recipe: Recipe, minutes: float | None) -> Iterator[float]:
    """How much of the training is done before each step, from 0 to 1."""
    began, first = time.monotonic(), model.step
    while model.step < recipe.steps:
        if minutes is None:
            yield model.step / recipe.steps
        else:
            done = (time.monotonic() - began) / 60 / minutes
            if done >= 1:
                return
            yield first / recipe.steps + (1 - first / recipe.steps) * done


def train(corpus: Corpus, by_word: Rows, model: Model, recipe: Recipe, *, work: Path, minutes: float | None) -> None:
    """Step until done, with a checkpoint now and then."""
    early, later = (
        sampling.Sampler.of(corpus.groups, sampling.shares(corpus.groups, recipe, late=late), recipe)
        for late in (False, True)
    )
    random = np.random.default_rng(model.step)
    scratch = np.full(max(len(model.table), len(by_word)), -1, np.int32)
    began, first = time.monotonic(), model.step
    losses: list[float] = []
    for done in progress(model, recipe, minutes):
        rate = recipe.rate * min(1.0, (model.step + 1) / recipe.warm) * (1 - done)
        left, right = (later if done >= recipe.late else early).draw(random)
        batch = batch_of(
            corpus.texts,
            by_word,
            np.concatenate([left, right]),
            scratch,
            drop_words=recipe.last_drop_words if done >= recipe.last else recipe.drop_words,
            drop_features=recipe.last_drop_features if done >= recipe.last else recipe.drop_features,
            random=random,
        )
        loss, gradients = contrast(model.forward(batch), left, right, recipe.scale)
        model.backward(batch, gradients, scratch, rate=rate)
        losses.append(loss)
        if len(losses) == _EVERY:
            pace = (time.monotonic() - began) / (model.step - first)
            print(f"step {model.step} loss {np.mean(losses):.3f} done {done:.3f} {pace:.3f} s a step", flush=True)
            model.write(work / "model.npz")
            losses.clear()
    model.write(work / "model.npz")


def main() -> None:
    """Train, from the start or from the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/.work/encoder"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=None)
    given = parser.parse_args()
    numba.set_num_threads(given.threads)
    torch.set_num_threads(given.threads)
    torch.set_float32_matmul_precision("medium")  # bfloat16 inside the products, where the processor has it
    given.work.mkdir(parents=True, exist_ok=True)
    recipe = Recipe.load()
    corpus, by_word = prepare(given.data, given.work, recipe)
    checkpoint = given.work / "model.npz"
    model = Model.read(checkpoint) if checkpoint.exists() else Model.fresh(recipe.features, recipe.dimensions, seed=1)
    train(corpus, by_word, model, recipe, work=given.work, minutes=given.minutes)


if __name__ == "__main__":
    main()
