"""Attributions that grammar shows: a cue with its complement clause, "according to", "as X said", nouns of saying.

Each proposal says which construction found it; how far a construction is to be trusted is measured
(`reliability.toml`). The constructions follow the annotation guide of PolNeAR (Newell et al., LREC 2018).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quotetrail.detect.constructions import CueVerb, content_of, is_marked
from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Word
from quotetrail.detect.phrases import VERBAL, cue_span, source_at, source_span, trimmed
from quotetrail.detect.sources import source_of
from quotetrail.detect.trees import Tree
from quotetrail.model import Mode, Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """One attribution as a rule sees it; offsets are code points into the article.

    `head` is the word of the source that carries it (for the speaker's resolution), `anchor` the cue's head word.
    """

    construction: str
    mode: Mode
    content: tuple[Span, ...]
    cue: Span | None
    lemma: str
    source: Span | None
    head: Word | None
    anchor: Word | None
    sentence: int
    via: Span | None = None


def propose(tree: Tree, *, number: int, text: str, pack: Pack) -> Iterator[Proposal]:
    """Every attribution that the tree of sentence `number` shows, in the order of their cues."""
    for word in tree.sentence.words:
        found = None
        if word.upos in VERBAL or (word.upos in {"NOUN", "ADJ"} and word.text.lower().endswith("ing")):
            found = _by_verb(tree, word.index, number=number, text=text, pack=pack)
        elif word.upos == "NOUN" and word.lemma.lower() in pack.nouns:
            found = _by_noun(tree, word.index, number=number, text=text)
        if found is not None:
            yield found
    yield from _by_preposition(tree, number=number, text=text, pack=pack)


def _by_verb(tree: Tree, verb: int, *, number: int, text: str, pack: Pack) -> Proposal | None:
    word = tree.word(verb)
    lemma = word.lemma.lower()
    mode = pack.mode(lemma)
    if lemma in pack.marked_verbs and not is_marked(tree, verb):
        mode = None
    if mode is None and lemma not in pack.infinitive_verbs and lemma not in pack.fragment_verbs:
        return None
    subject, via = source_of(tree, verb, pack=pack)
    cue_verb = CueVerb(tree=tree, verb=verb, subject=subject, lemma=lemma, mode=mode, text=text, pack=pack)
    found = content_of(cue_verb)
    if found is None:
        return None
    construction, content = found
    if mode is Mode.SPEECH and subject is not None and _is_document(tree, subject, pack):
        mode = Mode.WRITING
    cue = cue_span(tree, verb, text=text)
    source = None if subject is None else source_at(tree, verb, subject, text=text)
    pieces = _pieces(tree, content, removed=(cue, source), text=text)
    if not pieces:
        return None
    return Proposal(
        construction=construction,
        mode=mode or Mode.SPEECH,
        content=pieces,
        cue=cue,
        lemma=lemma,
        source=source,
        head=None if subject is None else tree.word(subject),
        anchor=word,
        sentence=number,
        via=None if via is None else source_span(tree, via, text=text),
    )


def _by_noun(tree: Tree, noun: int, *, number: int, text: str) -> Proposal | None:
    """“The claim that …”, “a statement saying …” with an owner ("Trump's claim that")."""
    clauses = [
        child
        for child in tree.children[noun]
        if tree.relation(child) in {"acl", "ccomp"}
        and not tree.word(child).deprel.endswith("relcl")
        and any(tree.word(mark).text.lower() == "that" for mark in tree.dependents(child, "mark"))
    ]
    owners = tree.dependents(noun, "nmod:poss", "compound") or [
        child
        for child in tree.dependents(noun, "nmod")
        if any(tree.word(case).lemma.lower() in {"by", "of", "from"} for case in tree.dependents(child, "case"))
    ]
    if not clauses or not owners:
        return None
    content = trimmed(tree.span(tree.subtree(clauses[0])), text)
    if content is None:
        return None
    word = tree.word(noun)
    return Proposal(
        construction="noun",
        mode=Mode.SPEECH,
        content=(content,),
        cue=tree.span([noun]),
        lemma=word.lemma.lower(),
        source=source_span(tree, owners[0], text=text),
        head=tree.word(owners[0]),
        anchor=word,
        sentence=number,
    )


def _by_preposition(tree: Tree, *, number: int, text: str, pack: Pack) -> Iterator[Proposal]:
    """“According to X, …”: the content is the clause that the phrase hangs on."""
    words = tree.sentence.words
    for phrase in pack.according:
        for first in range(len(words) - len(phrase)):
            if tuple(word.text.lower() for word in words[first : first + len(phrase)]) != phrase:
                continue
            last = first + len(phrase) - 1
            source = _object_after(tree, first, last)
            if source is None:
                continue
            clause = _clause_above(tree, first, source)
            if clause is None:
                continue
            cue = tree.span(range(first, last + 1))
            mention = source_span(tree, source, text=text, without=first if first > source else None)
            if mention is None or mention.end <= cue.end:
                continue
            mention = Span(max(mention.start, cue.end + 1), mention.end)
            content = _around_phrase(tree, first, mention, clause=clause)
            pieces = _pieces(tree, content, removed=(cue, mention), text=text)
            if pieces:
                yield Proposal(
                    construction="according",
                    mode=Mode.WRITING if _is_document(tree, source, pack) else Mode.SPEECH,
                    content=pieces,
                    cue=cue,
                    lemma=" ".join(phrase),
                    source=mention,
                    head=tree.word(source),
                    anchor=tree.word(first),
                    sentence=number,
                )


def _around_phrase(tree: Tree, first: int, mention: Span, *, clause: int) -> list[int]:
    """The content of "according to": the sentence before the phrase, or after it when the phrase opens the sentence."""
    words = tree.sentence.words
    before = [word.index for word in words[:first] if word.upos in VERBAL]
    after = [word.index for word in words if word.start >= mention.end]
    if before and words[first - 1].text == ",":
        return list(range(first))
    if not before and after:
        return after
    return [index for index in tree.subtree(clause) if index != first]


def _object_after(tree: Tree, first: int, last: int) -> int | None:
    """The noun that a multi-word preposition governs, in either of the two analyses that UD treebanks give it."""
    head = tree.word(first).head
    if head > last:
        return head
    below = [child for child in tree.dependents(first, "obl", "nmod", "obj") if child > last]
    return below[0] if below else None


def _clause_above(tree: Tree, preposition: int, source: int) -> int | None:
    above = preposition if tree.word(source).head == preposition else source
    head = tree.word(above).head
    while head >= 0 and not tree.is_clause(head):
        following = tree.word(head).head
        if following < 0:
            return head
        head = following
    return head if head >= 0 else None


def _is_document(tree: Tree, index: int, pack: Pack) -> bool:
    return tree.word(index).lemma.lower() in pack.documents


def _pieces(tree: Tree, indices: list[int], *, removed: tuple[Span | None, ...], text: str) -> tuple[Span, ...]:
    """The extent of the words without the cue and the source, which may cut it in two."""
    if not indices:
        return ()
    pieces = [tree.span(indices)]
    for hole in removed:
        if hole is None:
            continue
        pieces = [
            part
            for piece in pieces
            for part in (
                (Span(piece.start, min(piece.end, hole.start)), Span(max(piece.start, hole.end), piece.end))
                if piece.overlaps(hole)
                else (piece,)
            )
            if part.start < part.end
        ]
    kept = [trimmed(piece, text) for piece in pieces]
    return tuple(piece for piece in kept if piece is not None and any(map(str.isalnum, piece.of(text))))
