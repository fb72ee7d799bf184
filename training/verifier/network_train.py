"""Trains the network of the second look on the pairs of `network_pairs`.

    python -m training.verifier.network_train [--work DIR] [--threads N] [--steps N]

Writes WORK/network.pt; WORK/network-last.pt is written on the way, from which a run that was cut off goes on. Needs
torch. 14,000 steps are .3 s each on a free core with AMX (bfloat16): 70 minutes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from quotetrail.match.second_look import CLASSES
from quotetrail.model import APART, Relation
from training.verifier.network import OWN, ROWS, WEIGHTS, Network
from training.verifier.network_pairs import UNKNOWN, WORDS
from training.verifier.settings import Course, Stage

LAST = "network-last.pt"
_ALIKE_IN_LENGTH = 50  # batches whose pairs are sorted by length together
_SHOWN_EVERY, _KEPT_EVERY = 200, 1500
_FALLS_BY = 0.98
_OWN_SPREAD = 0.3
_SAME = len(CLASSES) - len(APART)  # the first classes say the same
_CONTRADICTS = CLASSES.index(Relation.CONTRADICTS.value)
_CAPITAL = 1  # the first bit of a word's flags
# What is changed must stand in the other text, what is put there must not.
_STANDS, _STANDS_NOT = 0.5, 0.6
_BETWEEN = 3  # places, at least, from one word to another that it changes places with
_OF_NEAR = 0.5  # of the words that give way to another, the share that is given a near one
_NO_CLASS = -100  # left out of the loss

Arrays = Mapping[str, npt.NDArray[np.generic]]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """The texts of one side: their words, flags and which stand apart, in a row; `ends` says where each ends."""

    words: Ints
    flags: Ints
    apart: Ints
    ends: Ints

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> Side:
        """The side of that name."""
        return cls(*(arrays[f"{name}_{part}"].astype(np.int64) for part in ("words", "flags", "apart", "ends")))

    def size(self) -> Ints:
        """How many words each text has."""
        return np.diff(self.ends, prepend=0)

    def text(self, place: int) -> tuple[Ints, Ints, Ints]:
        """Words, flags and standing apart of one text."""
        start, end = int(self.ends[place - 1]) if place else 0, int(self.ends[place])
        return self.words[start:end], self.flags[start:end], self.apart[start:end]


@dataclass(frozen=True, slots=True)
class Table:
    """The words' vectors as known and as if new, the row of their own numbers, and what may stand in for them.

    `others` are near words that mean another thing; `ordered` are words of languages where order says who does what.
    """

    directions: Tensor
    lengths: Tensor
    rows: Tensor
    stand_ins: Ints
    others: Ints
    ordered: npt.NDArray[np.bool_]

    @classmethod
    def read(cls, path: Path) -> Table:
        """What network_pairs wrote."""
        with np.load(path) as found:
            return cls(
                torch.from_numpy(found["directions"]),
                torch.from_numpy(found["lengths"]),
                torch.from_numpy(found["rows"].astype(np.int64)),
                found["stand_ins"].astype(np.int64),
                found["others"].astype(np.int64),
                found["ordered"],
            )

    def nearest(self, words: Ints, there: Ints) -> npt.NDArray[np.float32]:
        """How near each word is to the nearest of those."""
        one, other = (self.directions[0, torch.from_numpy(some)].float() for some in (words, there))
        return (one @ other.T).amax(1).numpy()


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes through the network, and what should come out; `rows` of the words' own numbers, -1 for hidden ones."""

    directions: Tensor
    lengths: Tensor
    rows: Tensor
    flags: Tensor
    sides: Tensor
    places: Tensor
    classes: Tensor
    apart: Tensor


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of one seed."""

    left: Side
    right: Side
    classes: Ints

    @classmethod
    def read(cls, path: Path) -> Pairs:
        """What network_pairs wrote."""
        with np.load(path) as found:
            return cls.of(found)

    @classmethod
    def of(cls, arrays: Arrays) -> Pairs:
        """From the arrays of network_pairs."""
        return cls(Side.of(arrays, "left"), Side.of(arrays, "right"), arrays["classes"].astype(np.int64))

    def batches(self, course: Course, random: np.random.Generator) -> list[Ints]:
        """Places of pairs by batches of like length, in an order by chance."""
        kept = (self.classes > 0) | (random.random(len(self.classes)) < course.pieces)
        order = random.permutation(np.flatnonzero(kept))
        sizes = self.left.size() + self.right.size()
        found: list[Ints] = []
        for start in range(0, len(order), course.pairs * _ALIKE_IN_LENGTH):
            some = order[start : start + course.pairs * _ALIKE_IN_LENGTH]
            some = some[np.argsort(sizes[some], kind="stable")]
            found += np.array_split(some, max(1, round(len(some) / course.pairs)))
        return [found[place] for place in random.permutation(len(found))]

    def batch(self, places: Ints, table: Table, course: Course, random: np.random.Generator) -> Batch:
        """These pairs, either text first."""
        sizes = self.left.size()[places] + self.right.size()[places]
        shape = len(places), 1 + int(sizes.max())
        words, flags, sides, counted = (np.zeros(shape, np.int64) for _ in range(4))
        apart = np.full(shape, UNKNOWN, np.int64)
        for row, place in enumerate(places):
            order = (self.left, self.right) if random.random() < 1 / 2 else (self.right, self.left)
            at = 1
            for number, side in enumerate(order, 1):
                found = side.text(int(place))
                here = slice(at, at + len(found[0]))
                words[row, here], flags[row, here], apart[row, here] = found
                sides[row, here], counted[row, here] = number, np.arange(1, len(found[0]) + 1)
                at = here.stop
        classes = self.classes[places]
        classes = np.where(_exchanged(words, apart, sides, classes, table, course, random), _NO_CLASS, classes)
        for same in np.flatnonzero((classes >= 0) & (classes < _SAME)):
            chance = random.random()
            text = Text(words[same], flags[same], sides[same], apart[same])
            changed = chance < course.one_word and text.put_another(table, random)
            if changed or (1 - chance < course.two_words and text.turn(table, random)):
                classes[same] = _CONTRADICTS
        drawn = torch.from_numpy((random.random(shape) < course.new_word).astype(np.int64))
        hidden = torch.from_numpy(random.random(shape) < course.no_own) | torch.from_numpy(sides == 0)
        which, there = torch.from_numpy(words), torch.from_numpy(sides > 0)
        bits = torch.from_numpy(np.stack([flags >> bit & 1 for bit in range(3)], axis=-1))
        return Batch(
            directions=table.directions[drawn, which].float() * there[:, :, None],
            lengths=table.lengths[0][which] * there,
            rows=torch.where(hidden, -1, table.rows[which]),
            flags=bits.float(),
            sides=torch.from_numpy(sides),
            places=torch.from_numpy(counted),
            classes=torch.from_numpy(classes),
            apart=torch.from_numpy(apart),
        )


def _exchanged(
    words: Ints, apart: Ints, sides: Ints, classes: Ints, table: Table, course: Course, random: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Put stand-ins for many words of one text of some pairs that say the same; which pairs these are.

    `words` and `apart` are changed in place. Of the words of the other text nothing is known then.
    """
    which = (classes < _SAME) & (random.random(len(classes)) < course.exchanged)
    chosen = which[:, None] & (sides == random.integers(1, 3, size=len(classes))[:, None])
    instead = np.take_along_axis(
        table.stand_ins[words], random.integers(table.stand_ins.shape[1], size=words.shape)[:, :, None], axis=2
    )[:, :, 0]
    put = chosen & (instead >= 0) & (random.random(words.shape) < course.stand_ins)
    words[put] = instead[put]
    apart[which[:, None] & ~chosen] = UNKNOWN
    apart[put] = 1
    return np.asarray(which & put.any(axis=1))


@dataclass(frozen=True, slots=True)
class Text:
    """The two texts of a pair in one row, of which one is made to contradict the other, in place."""

    words: Ints
    flags: Ints
    sides: Ints
    apart: Ints

    def put_another(self, table: Table, random: np.random.Generator) -> bool:
        """Put a word that means another thing for one that the other text has; whether there was one."""
        here, there = self._drawn(random)
        near = random.random() < _OF_NEAR
        for at in here:
            choices = (table.others if near else table.stand_ins)[self.words[at]]
            choices = choices[choices >= 0]
            if not len(choices) or table.nearest(self.words[at : at + 1], there)[0] < _STANDS:
                continue
            other = random.choice(choices)
            if table.nearest(np.array([other]), there)[0] < _STANDS_NOT:
                self.words[at], self.apart[at] = other, 1
                return True
        return False

    def turn(self, table: Table, random: np.random.Generator) -> bool:
        """Let two words change places that the other text has too; whether there were two."""
        here, there = self._drawn(random)
        if not table.ordered[self.words[here]].mean() > 1 / 2:
            return False
        fit = here[(table.stand_ins[self.words[here]] >= 0).any(axis=1)]
        fit = fit[table.nearest(self.words[fit], there) >= _STANDS] if len(fit) else fit
        for one in fit:
            for other in fit:
                alike = (self.flags[one] ^ self.flags[other]) & _CAPITAL == 0
                between = (fit > one) & (fit < other) & (self.flags[fit] & _CAPITAL == 0)
                if other - one < _BETWEEN or not alike or not between.any():
                    continue
                if table.nearest(self.words[one : one + 1], self.words[other : other + 1])[0] < _STANDS:
                    self.words[[one, other]] = self.words[[other, one]]
                    self.apart[[one, other]] = UNKNOWN
                    return True
        return False

    def _drawn(self, random: np.random.Generator) -> tuple[Ints, Ints]:
        """The places of one text in an order by chance, and the words of the other one."""
        side = random.integers(1, 3)
        return random.permutation(np.flatnonzero(self.sides == side)), self.words[self.sides == 3 - side]


class Learner(nn.Module):
    """The network with the words' own numbers."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.network, self.own = Network(drop), nn.Embedding(ROWS, OWN)
        nn.init.normal_(self.own.weight, std=_OWN_SPREAD)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The network's scores."""
        own = self.own(batch.rows.clamp(min=0)) * (batch.rows >= 0)[:, :, None]
        scores, apart = self.network(batch.directions, batch.lengths, own, batch.flags, batch.sides, batch.places)
        return scores, apart


def loss(scores: Tensor, apart: Tensor, batch: Batch, course: Course) -> tuple[Tensor, Tensor]:
    """How wrong the classes are, and the words that stand apart."""
    known = batch.apart != UNKNOWN
    weight = torch.tensor(course.apart)
    words = functional.binary_cross_entropy_with_logits(
        apart.float()[known], batch.apart[known].float(), pos_weight=weight
    )
    return functional.cross_entropy(scores.float(), batch.classes, label_smoothing=course.smoothing), words


def train(work: Path, course: Course, steps: int) -> None:
    """All stages, or what was left of them; `steps` of each if it is not 0."""
    torch.manual_seed(course.stages[0].seeds[0])
    learner, table = Learner(course.drop), Table.read(work / WORDS)
    last = torch.load(work / LAST, weights_only=True) if (work / LAST).exists() else None
    for number, stage in enumerate(course.stages):
        # Of its own for each stage, so that a run that is taken up again has the same plan.
        random = np.random.default_rng(stage.seeds[0])
        pairs = [Pairs.read(work / f"network-{seed}.npz") for seed in stage.passes]
        plan = [(one, places) for one in pairs for places in one.batches(course, random)]
        random.shuffle(plan)
        if last is None or last["stage"] <= number:
            run = Run(learner, course, stage, plan[: steps or None], number)
            run.go(work / LAST, table, random, last if last is not None and last["stage"] == number else None)
            torch.save(learner.state_dict(), _ended(work, number))
    ended = [_ended(work, number) for number in range(len(course.stages))]
    learner.load_state_dict(averaged([torch.load(path, weights_only=True) for path in ended[-course.averaged :]]))
    torch.save({"network": learner.network.state_dict(), "own": learner.own.weight.detach()}, work / WEIGHTS)
    for path in (work / LAST, *ended):
        path.unlink(missing_ok=True)


def averaged(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of the weights of stages that follow each other: often better than any of them (arXiv:2203.05482)."""
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def _ended(work: Path, number: int) -> Path:
    return work / f"network-stage-{number}.pt"


@dataclass(frozen=True, slots=True)
class Run:
    """One stage of the training."""

    learner: Learner
    course: Course
    stage: Stage
    plan: Sequence[tuple[Pairs, Ints]]
    number: int

    def go(self, path: Path, table: Table, random: np.random.Generator, last: Mapping[str, Any] | None) -> None:
        """Take the steps that are left after `last`, keeping the state in `path` now and then."""
        course, optimizer = self.course, self._optimizer()
        rises = LambdaLR(optimizer, self._share)
        if last is not None:
            self.learner.load_state_dict(last["learner"])
            optimizer.load_state_dict(last["optimizer"])
            rises.load_state_dict(last["rises"])
        for step, (pairs, places) in self._shown(int(last["step"]) if last is not None else 0):
            batch = pairs.batch(places, table, course, random)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores, apart = self.learner(batch)
            classes, words = loss(scores, apart, batch, course)
            optimizer.zero_grad()
            (classes + words).backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
            nn.utils.clip_grad_norm_(self.learner.parameters(), course.largest_gradient)
            optimizer.step()
            rises.step()
            if (step + 1) % _SHOWN_EVERY == 0:
                print(f"  classes {classes.item():.3f} words {words.item():.3f}", flush=True)
            if (step + 1) % _KEPT_EVERY == 0:
                states = {"learner": self.learner.state_dict(), "optimizer": optimizer.state_dict()}
                torch.save({**states, "rises": rises.state_dict(), "stage": self.number, "step": step + 1}, path)

    def _optimizer(self) -> torch.optim.AdamW:
        course, rate = self.course, self.stage.rate
        network, own = self.learner.network.parameters(), self.learner.own.parameters()
        groups = [
            {"params": list(network), "lr": rate, "weight_decay": course.decay},
            {"params": list(own), "lr": rate * course.own_rate, "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, betas=(0.9, 0.98))

    def _share(self, step: int) -> float:
        """What share of the rate a step has."""
        return min(1.0, (step + 1) / self.course.warm) * (1 - step / len(self.plan) * _FALLS_BY)

    def _shown(self, done: int) -> Iterator[tuple[int, tuple[Pairs, Ints]]]:
        """The steps that are left, with a line now and then about how fast they go."""
        begun = time.monotonic()
        for step in range(done, len(self.plan)):
            yield step, self.plan[step]
            if (step + 1) % _SHOWN_EVERY == 0:
                pace = (time.monotonic() - begun) / (step + 1 - done)
                print(f"stage {self.number}, step {step + 1} of {len(self.plan)}, {pace:.2f} s each", flush=True)


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work/verifier"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=0, help="only so many: a dry run")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    train(given.work, Course.load(), given.steps)


if __name__ == "__main__":
    main()
