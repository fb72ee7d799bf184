"""The network that takes a second look at two texts: a small transformer over the words of both.

Each word comes in as its vector from the bundled encoder, which is fixed, with a small vector of its own by hash. What
a word attends to is biased by how near the two vectors are, so that alignment need not be learned; the rest is the
usual layer, normalised before each half (Xiong et al. 2020, arXiv:2002.04745). Two heads: what the pair is, and for
each word whether it has nothing on the other side.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from quotetrail.match.second_look import CLASSES, MOST_WORDS

WEIGHTS = "network.pt"

WIDTH, HEADS, LAYERS, INNER = 192, 6, 3, 512
ENCODER, ROWS, OWN = 256, 32_768, 48
FLAGS = 3
_NEARNESS = 7  # what is told of the best words on the other side
_SIDES = 3
_PAIRED = 6  # what is told of each two words
# Words of either side, the two in the midst of theirs, by which it is told whether their surroundings agree.
_AROUND = 5
_SHARP = 12.0  # times the cosine: what is taken for the counterpart of a word is mostly the nearest one
_EXACT = 0.995  # cosine from which two words are the same one
_LOUD = 4.0  # unit vectors have small numbers
_SHUT = -1e4
_SOFT = 0.01  # squared shares of a text: nearer counterparts than a tenth of it hardly have an order


@dataclass(frozen=True, slots=True)
class Inputs:
    """A batch of pairs, both texts of each in one row behind a mark: [pairs, words, …].

    `directions` are unit vectors or zero, `lengths` ln(1 + length), `own` the words' own numbers, `flags` as floats;
    `sides` is 0 for the mark and for filling, 1 and 2 for the texts; `places` counts from 1 in each text.
    """

    directions: Tensor
    lengths: Tensor
    own: Tensor
    flags: Tensor
    sides: Tensor
    places: Tensor


class Layer(nn.Module):
    """One transformer layer whose attention is biased by what is known of each two words."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.asked, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        # Half of the heads begin as an alignment: they look where the nearest word stands.
        bias = torch.zeros(_PAIRED, HEADS)
        bias[0, : HEADS // 2], bias[1, : HEADS // 2] = 2.0, 4.0
        self.bias = nn.Parameter(bias)

    def forward(self, states: Tensor, paired: Tensor, shut: Tensor, drop: float) -> Tensor:
        """`states` [pairs, words, WIDTH], `paired` [pairs, _PAIRED, words, words], `shut` added to the scores."""
        pairs, words, _ = states.shape
        asked = self.asked(self.before(states)).view(pairs, words, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = asked[0], asked[1], asked[2]
        bias = (self.bias.to(paired.dtype).T @ paired.flatten(2)).view(pairs, HEADS, words, words) + shut
        scores = bias + (query @ key.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5
        mixed = scores.softmax(-1).to(value.dtype) @ value
        mixed = mixed.transpose(1, 2).reshape(pairs, words, WIDTH)
        states = states + functional.dropout(self.out(mixed), drop, self.training)
        inner = functional.gelu(self.up(self.between(states)))
        return states + functional.dropout(self.down(inner), drop, self.training)


class Network(nn.Module):
    """Scores of the classes [pairs, classes], and of each word how sure it stands apart [pairs, words] (log-odds)."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.vector, self.own = nn.Linear(ENCODER, WIDTH), nn.Linear(OWN, WIDTH, bias=False)
        self.place, self.side = nn.Embedding(MOST_WORDS + 1, WIDTH), nn.Embedding(_SIDES, WIDTH)
        self.told = nn.Linear(FLAGS + _NEARNESS, WIDTH, bias=False)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm, self.apart = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1)
        self.judge = nn.Sequential(nn.Linear(3 * WIDTH + 1, WIDTH), nn.GELU(), nn.Linear(WIDTH, len(CLASSES)))
        self.drop = drop
        nn.init.normal_(self.place.weight, std=0.1)

    def forward(
        self, directions: Tensor, lengths: Tensor, own: Tensor, flags: Tensor, sides: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Read a batch; see Inputs. The mark stands first in each row, filling last."""
        similar = directions @ directions.transpose(1, 2)
        word = sides > 0
        crossed = (sides[:, :, None] != sides[:, None, :]) & word[:, :, None] & word[:, None, :]
        crossing = crossed.to(similar.dtype)
        across = similar * crossing
        nearest = across.amax(-1)
        around = functional.avg_pool2d(across[:, None], _AROUND, stride=1, padding=_AROUND // 2)[:, 0] * crossing
        counterpart = (across * _SHARP + (1 - crossing) * _SHUT).softmax(-1)
        surroundings = (counterpart * around).sum(-1)
        # Two names that changed places are found elsewhere than their neighbours are.
        reached = _reached(counterpart, places, sides)
        moved = nearest * (reached - _share(places, sides))
        order = _order(reached, places, sides, nearest)
        turned = -order.amin(-1)
        told = torch.stack(
            [nearest, (nearest > _EXACT).to(nearest.dtype), lengths, nearest**3, moved, surroundings, turned], -1
        )
        states = self.vector(directions) * _LOUD + self.own(own) + self.place(places) + self.side(sides)
        states = states + self.told(torch.cat([flags, told], -1))
        paired = torch.stack([across, across**3, similar - across, crossing, around, order], 1)
        first = torch.arange(sides.shape[1], device=sides.device) == 0
        shut = (~(word | first)).to(similar.dtype)[:, None, None, :] * _SHUT
        if torch.is_autocast_enabled("cpu"):
            paired, shut = paired.bfloat16(), shut.bfloat16()
        for layer in self.layers:
            states = layer(states, paired, shut, self.drop)
        states = self.norm(states)
        apart = self.apart(states).squeeze(-1)
        counted = word[:, :, None].to(states.dtype)
        mean = (states * counted).sum(1) / counted.sum(1).clamp(min=1)
        most = states.masked_fill(~word[:, :, None], _SHUT).amax(1)
        farthest = apart.masked_fill(~word, -10.0).amax(1, keepdim=True)
        return self.judge(torch.cat([states[:, 0], mean, most, farthest], -1)), apart


def _share(places: Tensor, sides: Tensor) -> Tensor:
    """How far into its text each word stands, from nothing to 1; [pairs, words]."""
    counted = places.float()
    first, second = ((counted * (sides == side)).amax(1, keepdim=True).clamp(min=1) for side in (1, 2))
    return counted / torch.where(sides == 1, first, second)


def _reached(counterpart: Tensor, places: Tensor, sides: Tensor) -> Tensor:
    """How far into the other text the counterpart of each word stands."""
    return (counterpart @ _share(places, sides)[:, :, None])[:, :, 0]


def _order(reached: Tensor, places: Tensor, sides: Tensor, nearest: Tensor) -> Tensor:
    """Of each two words of one text, whether their counterparts stand in the same order: from -1 to 1.

    Near nothing for words that hardly have one, and for counterparts that stand together; [pairs, words, words].
    """
    share = _share(places, sides)
    own, there = share[:, :, None] - share[:, None, :], reached[:, :, None] - reached[:, None, :]
    both = own * there
    sure = nearest.clamp(min=0)[:, :, None] * nearest.clamp(min=0)[:, None, :]
    together = (sides[:, :, None] == sides[:, None, :]) & (sides > 0)[:, :, None]
    return both / (both.abs() + _SOFT) * sure * together.to(both.dtype)
