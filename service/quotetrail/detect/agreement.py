"""The names of one article made to agree: what is a person's name in one place is one in the others too.

A name finder looks at each place alone. It cuts "O'Neill" and "Marcia “Cia” Price" at the marks, misses a surname here
and there, and takes a body's short form ("Patriot" of "Patriot Coal") for a person now and then. The article as a whole
says more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quotetrail.detect.cues import Pack
from quotetrail.detect.fullnames import SUFFIXES
from quotetrail.detect.parse import Entity, Sentence
from quotetrail.detect.trees import Tree

# What may stand inside one name where the name finder cut it: an apostrophe after a particle, a nickname in quotation
# marks.
CUT = re.compile(r"['’]|[ \u00a0](?:[A-Z]\.[ \u00a0])?[\"“(][A-Z][\w.’'-]{1,15}[\"”)][ \u00a0]")
# A nickname in quotation marks behind a given name; with the surname after it, it makes one name.
NICKNAME = re.compile(r"[ \u00a0][\"“(][A-Z][\w.’'-]{1,15}[\"”)]")
# "E.U.", "U.N": states and bodies, never one person alone.
INITIALISM = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
PARTICLE = re.compile(r"[OD]|(?:.*[ \u00a0])[OD]")
FULL_NAME = 2
# A word of these classes is no name, however it is written.
CLOSED = frozenset({"ADP", "AUX", "CCONJ", "DET", "PRON", "SCONJ"})


def agreed(trees: Sequence[Tree], text: str, pack: Pack) -> list[Tree]:
    """The same trees with entities that agree with each other; words and relations stay as they are."""
    joined = _cut([_joined(tree.sentence, text, pack) for tree in trees])
    labels: dict[str, Counter[str]] = {}
    surnames: set[str] = set()
    for entities in joined:
        for entity in entities:
            labels.setdefault(entity.text, Counter())[entity.label] += 1
            parts = [part for part in entity.text.split() if part.lower() not in SUFFIXES]
            if entity.label == "PERSON" and len(parts) >= FULL_NAME:
                surnames.add(parts[-1])
    bodies = _short_bodies(labels)
    lower = {word.text for tree in trees for word in tree.sentence.words}
    found = []
    for tree, entities in zip(trees, joined, strict=True):
        kept = [replace(one, label="ORG") if one.text in bodies else one for one in entities]
        kept = _with_missed(tree, kept, surnames - bodies, lower, pack)
        same = tuple(kept) == tree.sentence.entities
        found.append(tree if same else replace(tree, sentence=replace(tree.sentence, entities=tuple(kept))))
    return found


def _cut(rows: list[list[Entity]]) -> list[list[Entity]]:
    """Full names without a headline's word after them ("Jane Lee Hammers"), where the name stands alone elsewhere."""
    people = Counter(entity.text for row in rows for entity in row if entity.label == "PERSON")
    ends = Counter(name.split()[-1] for name in people)
    shorter = {}
    for name in people:
        words = name.split()
        begun = [" ".join(words[:length]) for length in range(FULL_NAME, len(words))]
        known = [one for one in begun if people[one] >= people[name] and words[-1].lower() not in SUFFIXES]
        if known and ends[words[-1]] == 1:
            shorter[name] = known[-1]
    return [
        [
            replace(one, text=shorter[one.text], end=one.start + len(shorter[one.text]))
            if one.label == "PERSON" and one.text in shorter
            else one
            for one in row
        ]
        for row in rows
    ]


def _joined(sentence: Sentence, text: str, pack: Pack) -> list[Entity]:
    """The names of a sentence, those put together that are one name cut at a mark; bare titles are no names."""
    found: list[Entity] = []
    for one in sentence.entities:
        if one.label == "PERSON" and one.text.lower() in pack.titles:
            continue
        initials = one.label == "PERSON" and INITIALISM.fullmatch(one.text) is not None
        entity = replace(one, label="GPE") if initials else one
        before = found[-1] if found else None
        if before is not None and before.label == entity.label == "PERSON":
            gap = text[before.end : entity.start]
            if NICKNAME.fullmatch(text[before.end : entity.end + 1]):
                continue
            if CUT.fullmatch(gap) and (len(gap) > 1 or PARTICLE.fullmatch(before.text)):
                found[-1] = Entity(text[before.start : entity.end], before.start, entity.end, "PERSON")
                continue
        found.append(entity)
    return found


def _short_bodies(labels: Mapping[str, Counter[str]]) -> set[str]:
    """Single words that are a body's short form here: a body's name begins with them, and so do they stand alone."""
    opening = {name.split()[0] for name, seen in labels.items() if seen["ORG"] and " " in name}
    return {name for name in opening if name in labels and labels[name]["ORG"] > 0 and labels[name]["PERSON"] > 0}


def _with_missed(tree: Tree, entities: list[Entity], surnames: set[str], lower: set[str], pack: Pack) -> list[Entity]:
    """The names and, as persons, the surnames of the article that stand alone and have no label."""
    words = tree.sentence.words
    missed = []
    for word in words:
        if word.text not in surnames or word.upos in CLOSED or (word.upos != "PROPN" and word.text.lower() in lower):
            continue
        if any(entity.start < word.end and word.start < entity.end for entity in entities):
            continue
        before = words[word.index - 1] if word.index else None
        after = words[word.index + 1] if word.index + 1 < len(words) else None
        titled = before is not None and before.text.lower() in pack.titles
        named_on = after is not None and after.upos == "PROPN" and after.text[:1].isupper()
        if named_on or (before is not None and before.upos == "PROPN" and before.text[:1].isupper() and not titled):
            continue
        missed.append(Entity(word.text, word.start, word.end, "PERSON"))
    return sorted([*entities, *missed], key=lambda one: one.start) if missed else entities
