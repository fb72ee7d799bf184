"""What the heads are taught by: a linear chain for roles, cross entropy for tags, scores between words for the rest."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from quotetrail.detect.tagset import MAY_FOLLOW, ROLES
from training.quote_tagger.batches import Batch
from training.quote_tagger.model import Tagger, distance_bucket
from training.quote_tagger.texts import NONE
from training.quote_tagger.windows import Window

# How much each head counts; roles count 1.
WEIGHTS = {"names": 0.3, "starts": 0.3, "upos": 0.2, "xpos": 0.2, "arcs": 0.3, "relations": 0.2, "links": 0.5}
_NEVER = -1e4  # the score of what cannot be; finite, so that sums of it stay numbers
_LINK_SCALE = 0.3  # of the products of two link vectors; quotetrail.detect.linking has the same
_CONTENT_SHARE = 1 / 8  # a content has many words, an attribution one source


def losses(model: Tagger, batch: Batch) -> dict[str, Tensor]:
    """The loss of each head on what the batch's windows have labels for."""
    with torch.autocast("cpu", torch.bfloat16):
        out = model(batch.pieces, batch.shapes, batch.places, batch.mask, batch.firsts)
    roles, names, starts, upos, xpos, link, arcs, dependent, head = (row.float() for row in out)
    found = _roles(model, batch, roles)
    for name, scores in (("names", names), ("upos", upos), ("xpos", xpos)):
        labels = batch.labels(name)
        if (labels != NONE).any():
            found[name] = functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=NONE)
    labels = batch.labels("starts")
    chosen = labels != NONE
    if chosen.any():
        found["starts"] = functional.binary_cross_entropy_with_logits(
            starts.squeeze(-1)[chosen], labels[chosen].float()
        )
    return found | _links(model, batch, link) | _trees(model, batch, arcs, dependent, head)


def _roles(model: Tagger, batch: Batch, roles: Tensor) -> dict[str, Tensor]:
    labelled = batch.labels("cue")[:, 0] != NONE
    if not labelled.any():
        return {}
    scores = roles[labelled].view(int(labelled.sum()), roles.shape[1], len(ROLES), -1)
    labels = torch.stack([batch.labels(role)[labelled] for role in ROLES], dim=-1).clamp(min=0)
    return dict(zip(ROLES, chain_loss(scores, labels, batch.words[labelled], model.transitions), strict=True))


def chain_loss(scores: Tensor, labels: Tensor, words: Tensor, transitions: Tensor) -> Tensor:
    """Negative log-likelihood per word under linear chains that allow only MAY_FOLLOW, one for each role: [roles].

    `scores` [n, words, roles, labels], `labels` [n, words, roles], `words` [n, words]; `transitions`
    [roles, labels + 1, labels + 1]: the last row is the start, the last column the end (Lafferty et al. 2001).
    """
    count = scores.shape[-1]
    moves = transitions + _allowed(count)
    inner, first, last = moves[:, :count, :count], moves[:, count, :count], moves[:, :count, count]
    rows = scores.unbind(1)
    total = first + rows[0]
    for place in range(1, len(rows)):
        step = torch.logsumexp(total[..., None] + inner, dim=-2) + rows[place]
        total = torch.where(words[:, place, None, None], step, total)
    role = torch.arange(scores.shape[2])
    emitted = scores.gather(3, labels[..., None]).squeeze(3)
    taken = emitted[:, 1:] + moves[role, labels[:, :-1], labels[:, 1:]]
    path = emitted[:, 0] + first[role, labels[:, 0]] + (taken * words[:, 1:, None]).sum(1)
    final = labels.gather(1, (words.sum(1) - 1)[:, None, None].expand(-1, 1, len(role))).squeeze(1)
    path = path + last[role, final]
    return (torch.logsumexp(total + last, dim=-1) - path).sum(0) / words.sum()


def _allowed(count: int) -> Tensor:
    """0 for each move that MAY_FOLLOW allows, _NEVER for the others: [from label or start, to label or end]."""
    allowed = torch.full((count + 1, count + 1), _NEVER)
    for before, after in MAY_FOLLOW.items():
        allowed[before, list(after)] = 0
    allowed[count, list(MAY_FOLLOW[0])] = 0
    for label in range(count):
        if 0 in MAY_FOLLOW[label]:
            allowed[label, count] = 0
    return allowed


def _links(model: Tagger, batch: Batch, link: Tensor) -> dict[str, Tensor]:
    """Each content word chooses its cue, each cue a word of its source or that it has none."""
    total, count = link.new_zeros(()), 0.0
    for row, window in enumerate(batch.group):
        cues = [n for n, (start, end) in enumerate(window.text.cues) if window.first <= start and end < window.last]
        if not cues:
            continue
        by_cue, by_source = _link_scores(model, link[row], window, cues)
        lost, seen = _content_loss(by_cue, window, cues)
        total, count = total + lost, count + seen
        for lost in _source_losses(by_source, window, cues):
            total, count = total + lost, count + 1
    return {"links": total / count} if count else {}


def _link_scores(model: Tagger, link: Tensor, window: Window, cues: list[int]) -> tuple[Tensor, Tensor]:
    """Scores of each cue with each word as its content [cues, words] and as its source [cues, words + 1].

    `cues` are numbers of attributions; the last column of the second stands for no source.
    """
    span = window.last - window.first
    begins = torch.tensor([window.text.cues[number][0] - window.first for number in cues])
    content_query, content, source_query, source = torch.split(link, model.sizes.link, dim=-1)
    bucket = distance_bucket(torch.arange(span)[None, :] - begins[:, None])
    by_cue = content_query[begins] @ content[:span].T * _LINK_SCALE + model.far[0][bucket]
    by_source = source_query[begins] @ source[:span].T * _LINK_SCALE + model.far[1][bucket]
    return by_cue, torch.cat([by_source, model.no_source.expand(len(cues), 1)], dim=1)


def _content_loss(by_cue: Tensor, window: Window, cues: list[int]) -> tuple[Tensor, float]:
    """The loss of the content words whose cue stands in the window, and how much they count."""
    place = {number: index for index, number in enumerate(cues)}
    target = torch.tensor([place.get(n, NONE) for n in window.text.content_of[window.first : window.last]])
    seen = int((target != NONE).sum())
    if not seen:
        return by_cue.new_zeros(()), 0.0
    lost = functional.cross_entropy(by_cue.T, target, ignore_index=NONE, reduction="sum")
    return lost * _CONTENT_SHARE, seen * _CONTENT_SHARE


def _source_losses(by_source: Tensor, window: Window, cues: list[int]) -> list[Tensor]:
    """One loss for each cue whose source is missing or stands in the window; any word of the source is right."""
    normal = functional.log_softmax(by_source, dim=1)
    found = []
    for index, number in enumerate(cues):
        own = [word - window.first for word in window.text.source_of[number]]
        if not own:
            found.append(-normal[index, -1])
        elif own[0] >= 0 and own[-1] < window.last - window.first:
            found.append(-torch.logsumexp(normal[index, own], dim=0))
    return found


def _trees(model: Tagger, batch: Batch, arcs: Tensor, dependent: Tensor, head: Tensor) -> dict[str, Tensor]:
    """Each word chooses its head among the words of its sentence (Dozat and Manning 2017), and their relation."""
    heads = batch.labels("heads")
    rows, places = torch.nonzero(heads != NONE, as_tuple=True)
    if not len(rows):
        return {}
    firsts = torch.tensor([window.first for window in batch.group])
    target = heads[rows, places] - firsts[rows]
    kept = (target >= 0) & (target < arcs.shape[1])
    rows, places, target = rows[kept], places[kept], target[kept]
    sentence = batch.labels("starts").clamp(min=0).cumsum(1)
    same = sentence[rows] == sentence[rows, places][:, None]
    scores = arcs[rows, places].masked_fill(~(same & batch.words[rows]), _NEVER)
    kind = batch.labels("relations")[rows, places]
    joined = functional.gelu(dependent[rows, places] + head[rows, target])
    return {
        "arcs": functional.cross_entropy(scores, target),
        "relations": functional.cross_entropy(model.relation(joined), kind),
    }
