"""The tagger's network: MiniLM-L6's encoder, and small heads on the first piece of each word.

The encoder is BERT's (Devlin et al. 2019) in the size of all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957), written
out here so that it exports without the library that it came with. The word pieces are lower case, so letter case, the
place inside quotation marks and paragraph breaks come in as embeddings of their own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
CASES, PLACES = 6, 4


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many labels each head tells apart, and how wide the heads for links and trees are."""

    upos: int
    xpos: int
    relations: int
    roles: int = 5
    names: int = 11
    link: int = 96
    arc: int = 128
    relation: int = 96

    def as_dict(self) -> dict[str, int]:
        """The sizes by name."""
        return asdict(self)


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention, self.norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor, drop: float) -> Tensor:
        """`states` [batch, pieces, WIDTH]; `mask` [batch, 1, 1, pieces] is added to the attention's scores."""
        batch, pieces, _ = states.shape

        def split(values: Tensor) -> Tensor:
            return values.view(batch, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = split(self.query(states)) @ split(self.key(states)).transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        weights = torch.softmax(scores + mask, dim=-1)
        mixed = (weights @ split(self.value(states))).transpose(1, 2).reshape(batch, pieces, WIDTH)
        states = self.norm_attention(states + functional.dropout(self.out(mixed), drop, self.training))
        inner = functional.gelu(self.up(states))
        normalised: Tensor = self.norm(states + functional.dropout(self.down(inner), drop, self.training))
        return normalised


class Tagger(nn.Module):
    """Pieces in, scores of every head for every word out."""

    def __init__(self, sizes: Sizes, *, vocabulary: int = 30_522, longest: int = 512, drop: float = 0.1) -> None:
        super().__init__()
        self.sizes, self.drop = sizes, drop
        self.pieces, self.positions = nn.Embedding(vocabulary, WIDTH), nn.Embedding(longest, WIDTH)
        self.shapes = nn.Embedding(2 * CASES + 1, WIDTH)
        self.places = nn.Embedding(PLACES + 1, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.places.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.roles = nn.Linear(WIDTH, 3 * sizes.roles)
        self.names = nn.Linear(WIDTH, sizes.names)
        self.starts = nn.Linear(WIDTH, 1)
        self.upos, self.xpos = nn.Linear(WIDTH, sizes.upos), nn.Linear(WIDTH, sizes.xpos)
        self.link = nn.Linear(WIDTH, 4 * sizes.link)
        self.arc_dependent, self.arc_head = nn.Linear(WIDTH, sizes.arc), nn.Linear(WIDTH, sizes.arc)
        self.arc = nn.Linear(sizes.arc, sizes.arc, bias=False)
        self.arc_bias = nn.Linear(sizes.arc, 1, bias=False)
        self.relation_dependent = nn.Linear(WIDTH, sizes.relation)
        self.relation_head = nn.Linear(WIDTH, sizes.relation)
        self.relation = nn.Linear(sizes.relation, sizes.relations)
        # learned transition scores of each role's labels, used by the training loss and by the decoder
        self.transitions = nn.Parameter(torch.zeros(3, sizes.roles + 1, sizes.roles + 1))
        # how far a cue stands from its content and its source, in buckets of words (see `distance_bucket`)
        self.far = nn.Parameter(torch.zeros(2, 2 * 16 + 1))
        self.no_source = nn.Parameter(torch.zeros(1))

    def encode(self, pieces: Tensor, shapes: Tensor, places: Tensor, mask: Tensor, firsts: Tensor) -> Tensor:
        """States of words [batch, words, WIDTH]; `firsts` [batch, words] holds the place of each word's first piece."""
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.pieces(pieces) + self.positions(positions) + self.shapes(shapes) + self.places(places)
        states = functional.dropout(self.norm(states), self.drop, self.training)
        hidden = (1.0 - mask[:, None, None, :].to(states.dtype)) * -10_000.0
        for layer in self.layers:
            states = layer(states, hidden, self.drop)
        return torch.gather(states, 1, firsts[:, :, None].expand(-1, -1, WIDTH))

    def forward(
        self, pieces: Tensor, shapes: Tensor, places: Tensor, mask: Tensor, firsts: Tensor
    ) -> tuple[Tensor, ...]:
        """Scores by word: roles, names, starts, upos, xpos, link, arcs [batch, words, words], relation halves."""
        words = self.encode(pieces, shapes, places, mask, firsts)
        words = functional.dropout(words, self.drop, self.training)
        dependent, head = functional.gelu(self.arc_dependent(words)), functional.gelu(self.arc_head(words))
        arcs = self.arc(dependent) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        return (
            self.roles(words),
            self.names(words),
            self.starts(words),
            self.upos(words),
            self.xpos(words),
            torch.tanh(self.link(words)),
            arcs,
            self.relation_dependent(words),
            self.relation_head(words),
        )

    def read(self, path: Path) -> None:
        """Take over the encoder's weights from all-MiniLM-L6-v2's `model.safetensors`."""
        given = load_file(str(path))
        names = {
            "pieces": "embeddings.word_embeddings",
            "positions": "embeddings.position_embeddings",
            "norm": "embeddings.LayerNorm",
        }
        inside = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm_attention": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm": "output.LayerNorm",
        }
        for number in range(LAYERS):
            names |= {f"layers.{number}.{own}": f"encoder.layer.{number}.{theirs}" for own, theirs in inside.items()}
        own = self.state_dict()
        for name, theirs in names.items():
            for part in ("weight", "bias"):
                if f"{name}.{part}" in own:
                    own[f"{name}.{part}"].copy_(given[f"{theirs}.{part}"])
        own["pieces.weight"].copy_(given["embeddings.word_embeddings.weight"])
        own["positions.weight"].add_(given["embeddings.token_type_embeddings.weight"][0])


def distance_bucket(distance: Tensor) -> Tensor:
    """The bucket of a signed distance in words: exact up to 4, then by powers of about 1.5, at most 16 either way."""
    size = distance.abs().clamp(max=400).float()
    far = (4 + torch.log(size.clamp(min=4.0) / 4) / 0.4055).round()
    return 16 + distance.sign() * torch.where(size <= 4, size, far).clamp(max=16).long()
