"""What a source is about, as its words stand: which noun speaks, one name or several, whose name it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Entity, Word
from quotetrail.detect.people import People
from quotetrail.detect.trees import Tree
from quotetrail.model import Span

# What stands between a role and a name that is not the role's holder ("aide to X", "spokesman for X").
COMPLEMENT = re.compile(r"\b(?:for|of|to|with|by|against|from|about|and|who|under|including|like|such)\b")
APART = re.compile(r",| who | which | that | and | of | for | at | in | from | with | on | to ")
# "46 percent": people who were asked, not the first one named after.
SHARE = re.compile(r"[\d.]+[ \u00a0]?(?:percent|per cent|%)")
# What stands between two names that are joined, a title before the second included.
JOINED = re.compile(r",? and (?:the )?(?:[A-Z][a-z]{1,9}\.? )?")
JOINED_BODIES = re.compile(r",? and (?:the|its) ")
OTHERS = re.compile(r"(?:, [^,;]+,)? and (?:(?:[a-z]+ )?others?|(?:its|his|her|their) [a-z]+s)\b")


class Mentions:
    """Reads the sources of one article."""

    def __init__(self, *, text: str, people: People, pack: Pack) -> None:
        self._text = text
        self._people = people
        self._pack = pack

    def is_several(self, tree: Tree, source: Span, head: Word) -> bool:
        """Whether a source is two or more, so that no one name is right."""
        if SHARE.match(self._text, source.start):
            return True
        return _is_joint(tree, source, head) or _joins_names(tree, source, text=self._text)

    def holder(self, tree: Tree, source: Span, head: Word) -> Word:
        """The noun after a name where the tree takes the name for the head ("a Justice Department official")."""
        entity = entity_at(tree, head)
        if head.upos != "PROPN" or (entity is not None and entity.label == "PERSON"):
            return head
        end = head.end if entity is None else entity.end
        for word in tree.sentence.words[head.index + 1 :]:
            if word.end > source.end or (word.start >= end and word.upos not in {"NOUN", "ADJ"}):
                break
            role = self._people.lexicon.role(word.lemma, self._pack) is not None
            if word.start >= end and word.upos == "NOUN" and (role or is_plural(word)):
                return word
        return head

    def own_name(self, tree: Tree, source: Span, head: Word) -> Span | None:
        """The personal name a source is about: no owner ("Putin's spokesman"), no complement ("aide to X")."""
        for entity in self._about_first(tree, source):
            inside = source.start <= entity.start and entity.end <= source.end
            owner = self._text[entity.end : entity.end + 1] in {"’", "'"} or entity.text.endswith(("'s", "’s"))
            if entity.label == "PERSON" and inside and not owner and self._is_about(source, head, entity):
                return Span(entity.start, entity.end)
        known = self._people.named(head.text, position=source.start)[0] if head.text[:1].isupper() else None
        if known is not None and known.surname == head.text.lower() and len(known.parts) > 1:
            return Span(head.start, head.end)
        return self._unlabelled(tree, source, head)

    def _about_first(self, tree: Tree, source: Span) -> list[Entity]:
        """The sentence's names, those before a noun left out: "Clinton spokesman Nick Merrill", "Clinton aides"."""
        words = {word.start: word for word in tree.sentence.words}
        kept = []
        for entity in tree.sentence.entities:
            gap = 1 if self._text[entity.end : entity.end + 1] == " " else 0
            following = words.get(entity.end + gap)
            modifies = (
                following is not None
                and following.start < source.end
                and following.upos in {"NOUN", "ADJ"}
                and following.text.islower()
            )
            if not modifies or entity.label != "PERSON":
                kept.append(entity)
        return kept

    def _is_about(self, source: Span, head: Word, entity: Entity) -> bool:
        if entity.start <= head.start < entity.end:
            return True
        before = self._text[source.start : entity.start].rstrip(" \u00a0")
        title = before.split()[-1:] if before.split() and before.split()[-1].lower() in self._pack.titles else []
        before = before.removesuffix(title[0]).rstrip() if title else before
        if before.endswith(",") and not self._text[entity.end : source.end].strip(" ,"):
            return True  # "a lawyer for the news outlets, David Schulz,", "the minister of the economy, Mr. X,"
        if head.end <= entity.start:
            return not COMPLEMENT.search(self._text[head.end : entity.start])
        opens = not self._text[source.start : entity.start].strip(" \u00a0")
        return opens and not APART.search(self._text[entity.end : head.start])

    def _unlabelled(self, tree: Tree, source: Span, head: Word) -> Span | None:
        """A name that the name finder missed: the capitalised words right after a role ("spokesperson Ned Price")."""
        if head.lemma.lower() not in self._pack.person_roles or head.upos == "PROPN":
            return None
        run: list[Word] = []
        for word in tree.sentence.words[head.index + 1 :]:
            if word.upos != "PROPN" or word.end > source.end:
                break
            run.append(word)
        return Span(run[0].start, run[-1].end) if run else None


def _is_joint(tree: Tree, source: Span, head: Word) -> bool:
    """Whether a source is two or more ("Obama and Clinton"): another name or noun is joined to its head by "and"."""
    joined = [tree.word(index) for index in tree.dependents(head.index, "conj")]
    return any(
        source.start <= other.start < source.end
        and other.start > head.start
        and other.upos in {"PROPN", "NOUN"}
        and any(tree.word(index).lemma.lower() == "and" for index in tree.dependents(other.index, "cc"))
        for other in joined
    ) and not _one_name(tree, head, joined)


def _joins_names(tree: Tree, source: Span, *, text: str) -> bool:
    """Whether a source names two of a kind side by side, whatever the tree says ("Ms. Lee and Mr. Ray", "both …").

    Also "X, … and other scientists" and "X and its defenders".
    """
    names = [one for one in tree.sentence.entities if source.start <= one.start and one.end <= source.end]
    if not names:
        return False
    first = names[0]
    if OTHERS.match(text, first.end, source.end):
        return True
    if len(names) == 1 or {first.label, names[1].label} not in ({"PERSON"}, {"ORG"}):
        return False
    gap = text[first.end : names[1].start]
    between = JOINED if first.label == "PERSON" else JOINED_BODIES
    return between.fullmatch(gap) is not None and "," not in text[source.start : first.start]


def _one_name(tree: Tree, head: Word, joined: Sequence[Word]) -> bool:
    """Whether "and" is part of a name ("Department of Health and Human Services") or joins two roles of one person."""
    entity = entity_at(tree, head)
    if entity is not None and entity.label == "PERSON":  # "David Kamin, an adviser to the campaign and a professor"
        return all(other.upos == "NOUN" for other in joined)
    if entity is not None:
        return any(entity.start <= other.start < entity.end for other in joined)
    return head.upos == "NOUN" and not is_plural(head) and all(other.upos == "NOUN" for other in joined)


def entity_at(tree: Tree, head: Word) -> Entity | None:
    """The name that a word belongs to."""
    return next((entity for entity in tree.sentence.entities if entity.start <= head.start < entity.end), None)


def is_plural(word: Word) -> bool:
    """Whether a noun stands for several."""
    return "Number=Plur" in word.feats or word.xpos in {"NNS", "NNPS"}
