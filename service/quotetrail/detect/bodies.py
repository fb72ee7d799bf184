"""The names of organisations and outlets: "Russia's Sputnik news service" is Sputnik, "CSTO" what it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Word
from quotetrail.detect.trees import Tree
from quotetrail.model import Span

ARTICLES = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# Code points between the name of an outlet and the common noun after it ("Sputnik news service").
NEAR = 8
# Words of a full name before its short form in brackets, bounded so that a page of capitals stays linear.
ACRONYM = re.compile(
    r"((?:[A-Z][\w’'-]{0,40}\s(?:(?:of|for|the|and|on)\s){0,2}){1,7}[A-Z][\w’'-]{0,40})\s?\(([A-Z]{2,8})\)"
)
WHEN = re.compile(
    r"\s(?:(?:on|in|at|late|early|earlier|later)\s)?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today)\b.*",
    re.IGNORECASE | re.DOTALL,
)
OWNER = re.compile(r"^[^'’]*['’]s\s+")
CORE_END = re.compile(r",\s|\s[–—-]\s|\s\(|\swh(?:ich|o)\s|\sthat\s")
# What a federation of states is called, by others and in its name.
FEDERATIONS = frozenset({"alliance", "bloc", "organization", "organisation", "union", "treaty"})
REACH = 1500  # code points back to the name that a common noun takes up, about four paragraphs
# A body of one common noun has no name ("the government"), but this one is named so.
NAMED_BY_ONE_WORD = frozenset({"police"})


def acronyms(text: str) -> dict[str, str]:
    """Short forms that the article itself explains: "Collective Security Treaty Organization (CSTO)"."""
    found: dict[str, str] = {}
    for match in ACRONYM.finditer(text):
        full, letters = match.group(1), match.group(2)
        words = [word for word in full.split() if word[0].isupper()]
        if "".join(word[0] for word in words).endswith(letters):
            found[letters] = " ".join(full[full.rindex(words[-len(letters)]) :].split())
    return found


def named_before(noun: str, trees: Sequence[Tree], position: int) -> str | None:
    """The body that "the department" or "the alliance" goes back to: the last one before `position` that fits.

    A body fits by a word of its name ("State Department"), or where the noun stands for any alliance of states and its
    name says that it is one. None where nothing fits within reach.
    """
    wanted = FEDERATIONS if noun in FEDERATIONS else frozenset({noun})
    for tree in reversed(trees):
        if tree.sentence.start >= position:
            continue
        if tree.sentence.start < position - REACH:
            break
        for entity in reversed(tree.sentence.entities):
            words = entity.text.lower().split()
            if entity.label == "ORG" and entity.end <= position and len(words) > 1 and wanted & set(words):
                return ARTICLES.sub("", entity.text)
    return None


def body_name(tree: Tree, source: Span, head: Word, *, text: str, pack: Pack) -> str | None:
    """The name in a source that is a body, without article, description and time; None for "the government"."""
    beside = _name_beside(tree, source, head, text=text, pack=pack)
    if beside is not None:
        return beside
    whole = source.of(text)
    core = CORE_END.split(whole, maxsplit=1)[0]
    if head.end - source.start > len(core):
        core = whole
    name = ARTICLES.sub("", WHEN.sub("", core)).strip(" ,\u00a0")
    if name.islower() and len(name.split()) == 1 and name not in NAMED_BY_ONE_WORD:
        return None
    return name or None


def _name_beside(tree: Tree, source: Span, head: Word, *, text: str, pack: Pack) -> str | None:
    """The proper name beside a common noun for a body ("Sputnik news service", "the news agency Belta")."""
    words = tree.sentence.words
    if head.upos == "PROPN":
        if head.index == 0:
            return None
        before = words[head.index - 1]
        is_name = before.upos == "NOUN" and before.lemma.lower() in pack.body_roles and before.start >= source.start
        return head.text if is_name else None
    if head.lemma.lower() not in pack.body_roles:
        return None
    for entity in tree.sentence.entities:
        inside = source.start <= entity.start and entity.end <= source.end
        near = 0 <= head.start - entity.end <= NEAR or 0 <= entity.start - head.end <= 1
        opener = entity.start == tree.sentence.start and " " not in entity.text and entity.end < head.start
        if inside and near and not opener and entity.label == "ORG":
            return ARTICLES.sub("", OWNER.sub("", text[entity.start : entity.end]))
    following = words[head.index + 1 : head.index + 2]
    return following[0].text if following and following[0].upos == "PROPN" and following[0].end <= source.end else None
