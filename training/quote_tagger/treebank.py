"""A UD treebank's documents as labelled words, and the lists that its annotation gives: tags, relations, lemmas."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.quote_tagger.texts import NONE, Text, cut

FIELDS = 10  # of a CoNLL-U line
_WITH_LEMMAS = frozenset({"VERB", "AUX", "NOUN", "PRON", "DET"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A syntactic word; `after` is the white space behind it, `head` the number of its head in the sentence or 0."""

    form: str
    upos: str
    xpos: str
    head: int
    relation: str
    after: str


_Document = list[list[list[_Word]]]  # paragraphs of sentences


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word of the treebank with its offsets in the raw text of its document; `head` counts words of the document."""

    start: int
    end: int
    word: _Word
    head: int
    begins: bool


def treebank(path: Path, xpos: Sequence[str], upos: Sequence[str], relations: Sequence[str]) -> Iterator[Text]:
    """The documents of a UD treebank: tags, heads, relations, sentence starts; words as `words_of` cuts them."""
    fine, coarse, kinds = ({tag: number for number, tag in enumerate(row)} for row in (xpos, upos, relations))
    for document in _documents(path):
        raw, placed = _spelt(document)
        text = cut(raw)
        numbers = {span: number for number, span in enumerate(text.spans)}
        begins = {start: number for number, (start, _) in enumerate(text.spans)}
        size = len(text.words)
        text.starts = [0] * size
        text.upos, text.xpos, text.heads, text.relations = ([NONE] * size for _ in range(4))
        for given in placed:
            if given.begins and given.start in begins:
                text.starts[begins[given.start]] = 1
            number = numbers.get((given.start, given.end))
            if number is None:
                continue
            text.upos[number], text.xpos[number] = coarse[given.word.upos], fine.get(given.word.xpos, NONE)
            head = placed[given.head]
            target = numbers.get((head.start, head.end))
            if target is not None:
                text.heads[number], text.relations[number] = target, kinds[given.word.relation]
        text.blank()
        yield text


def _spelt(document: _Document) -> tuple[str, list[_Placed]]:
    """The raw text of a document, paragraphs two line breaks apart, and its words with their offsets there."""
    raw = ""
    placed: list[_Placed] = []
    for paragraph in document:
        raw = raw + "\n\n" if raw else raw
        for sentence in paragraph:
            base = len(placed)
            for place, word in enumerate(sentence):
                head = base + word.head - 1 if word.head else base + place
                placed.append(_Placed(len(raw), len(raw) + len(word.form), word, head, place == 0))
                raw += word.form + word.after
            if not raw.endswith((" ", "\n")):
                raw += " "
        raw = raw.rstrip()
    return raw, placed


def _documents(path: Path) -> Iterator[_Document]:
    """Documents of paragraphs of sentences of syntactic words."""
    document: _Document = []
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in (line.rstrip("\n") for line in lines):
            if line.startswith("# newdoc"):
                if document:
                    yield document
                document = []
            elif line.startswith("# newpar"):
                document.append([])
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                if not document:
                    document.append([])
                document[-1].append(list(_words(rows)))
                rows = []
    if document:
        yield document


def _words(rows: Iterable[Sequence[str]]) -> Iterator[_Word]:
    """The syntactic words of one sentence's lines; those of a contraction spell it without space between."""
    contracted, behind = 0, ""  # the last word of the contraction at hand, the white space behind it
    for number, form, _, upos, xpos, _, head, relation, _, misc in rows:
        after = "" if "SpaceAfter=No" in misc else " "
        if "-" in number:
            contracted, behind = int(number.split("-")[1]), after
        elif "." not in number:  # an empty node of the enhanced graph stands for no word
            place = int(number)
            if place <= contracted:
                after = behind if place == contracted else ""
            yield _Word(form, upos, xpos, int(head), relation, after)


def tags_of(path: Path) -> tuple[list[str], list[str], list[str]]:
    """The treebank's xpos, upos and relations, sorted."""
    xpos, upos, relations = set(), set(), set()
    for document in _documents(path):
        for word in (word for paragraph in document for sentence in paragraph for word in sentence):
            xpos.add(word.xpos)
            upos.add(word.upos)
            relations.add(word.relation)
    return sorted(xpos), sorted(upos), sorted(relations)


def lemmas_of(path: Path) -> list[tuple[str, str, str]]:
    """Form (lower case), upos and most frequent lemma of the treebank's words that are not their own lemma; sorted."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == FIELDS and fields[0].isdigit() and fields[3] in _WITH_LEMMAS:
                counts.setdefault((fields[1].lower(), fields[3]), Counter())[fields[2].lower()] += 1
    found = ((form, upos, row.most_common(1)[0][0]) for (form, upos), row in counts.items())
    return sorted(entry for entry in found if entry[0] != entry[2] and entry[0].isalpha())
