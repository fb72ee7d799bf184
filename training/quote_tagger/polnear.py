"""PolNeAR's articles as labelled words: roles and links, and what the teacher (`silver.py`) says beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quotetrail.detect.tagset import NAMES, ROLES, bioes
from training.quote_tagger.texts import NONE, Text, cut, rows_of

# The teacher's names begin with articles and end with possessives; these words are left out of them.
_NO_NAME = frozenset({"the", "'s", "’s"})
# The teacher's coarse tags that are taken; the treebank alone teaches the others.
_SHARED_UPOS = frozenset({"PROPN", "NOUN", "VERB", "PRON", "ADJ", "NUM", "PUNCT"})
_ENDS = frozenset({".", "!", "?", "...", "…", ":", ";"})
_END_REACH = 3  # words between the mark that ends a sentence and the next one: closing quotation marks, brackets


def polnear(path: Path, silver: Path | None, xpos: Sequence[str], upos: Sequence[str]) -> Iterator[Text]:
    """The articles of a PolNeAR split with roles and links; names, tags and sentence ends where `silver` has them."""
    labels = {row["id"]: row for row in rows_of(silver)} if silver else {}
    for item in rows_of(path):
        text = cut(item["text"])
        label_roles(text, item["attributions"])
        if item["id"] in labels:
            label_silver(text, labels[item["id"]], xpos, upos)
        text.blank()
        yield text


def label_roles(text: Text, attributions: Sequence[dict[str, Any]]) -> None:
    """Write the attributions' roles and links into `text`; one without a cue says nothing, a later one overwrites."""
    size = len(text.words)
    text.roles = {role: [0] * size for role in ROLES}
    text.content_of = [-1] * size
    for item in attributions:
        cue = text.inside(item["cue"])
        if not cue:
            continue
        number = len(text.cues)
        text.cues.append([cue[0][0], cue[0][-1]])
        sources, contents = text.inside(item["source"]), text.inside(item["content"])
        text.source_of.append([word for words in sources for word in words])
        for role, spans in (("source", sources), ("cue", cue), ("content", contents)):
            for words in spans:
                for word, label in zip(words, bioes(len(words)), strict=True):
                    text.roles[role][word] = label
        for word in (word for words in contents for word in words):
            text.content_of[word] = number


def label_silver(text: Text, row: dict[str, Any], xpos: Sequence[str], upos: Sequence[str]) -> None:
    """Write the teacher's names, sentence starts and tags into `text`; what it cuts otherwise stays NONE."""
    _label_names(text, row["ents"])
    _label_starts(text, row["sents"])
    _label_tags(text, row["toks"], xpos, upos)


def _label_names(text: Text, entities: Sequence[tuple[int, int, str]]) -> None:
    """Names as BIO: 0 is none, 1 + 2n begins a name of kind n, 2 + 2n goes on with it."""
    text.names = [0] * len(text.words)
    for start, end, label in entities:
        if label not in NAMES:
            continue
        for words in text.inside([(start, end)]):
            kept = [word for word in words if text.words[word].lower() not in _NO_NAME]
            for place, word in enumerate(kept):
                text.names[word] = 1 + 2 * NAMES.index(label) + (place > 0)


def _label_starts(text: Text, sentences: Sequence[int]) -> None:
    """Every paragraph starts a sentence; inside one, the teacher is believed only after a mark that ends sentences."""
    places = {start: number for number, (start, _) in enumerate(text.spans)}
    told = {places[start] for start in sentences if start in places}
    text.starts = [
        int(
            number == 0
            or text.paragraphs[number] != text.paragraphs[number - 1]
            or (number in told and _follows_an_end(text.words, number))
        )
        for number in range(len(text.words))
    ]


def _follows_an_end(words: Sequence[str], number: int) -> bool:
    near = words[max(0, number - _END_REACH) : number]
    return not _ENDS.isdisjoint(near) or words[number - 1].endswith(".")


def _label_tags(
    text: Text, tokens: Sequence[tuple[int, int, str, str]], xpos: Sequence[str], upos: Sequence[str]
) -> None:
    size = len(text.words)
    spans = {span: number for number, span in enumerate(text.spans)}
    fine, coarse = ({tag: number for number, tag in enumerate(tags)} for tags in (xpos, upos))
    text.xpos, text.upos = [NONE] * size, [NONE] * size
    for start, end, tag, pos in tokens:
        number = spans.get((start, end))
        if number is not None:
            text.xpos[number] = fine.get(tag, NONE)
            if pos in _SHARED_UPOS:
                text.upos[number] = coarse.get(pos, NONE)
