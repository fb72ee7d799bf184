"""Where it was said: "told Interfax", "wrote on Facebook", "in a televised address", "at a daily briefing"."""

from __future__ import annotations

from quotetrail.detect.cues import Pack
from quotetrail.detect.phrases import trimmed
from quotetrail.detect.trees import Tree
from quotetrail.model import Span, Venue

# A venue is named in a few words; a longer phrase is cut before its first comma or relative clause.
LONGEST = 12
PLACES = frozenset({"ORG", "GPE", "NORP", "LOC", "PERSON"})


def venue_of(tree: Tree, verb: int, *, text: str, pack: Pack) -> Venue | None:
    """The venue that hangs on the cue's verb: an outlet that was told, a platform, or an occasion."""
    for child in tree.children[verb]:
        relation = tree.relation(child)
        if relation in {"obj", "iobj"} and tree.word(verb).lemma.lower() in {"tell", "inform", "brief"}:
            found = _listener(tree, child, text=text, pack=pack)
        elif relation in {"obl", "advmod", "nmod"}:
            found = _place(tree, child, text=text, pack=pack)
        else:
            continue
        if found is not None:
            return found
    return _told_by_order(tree, verb)


def _told_by_order(tree: Tree, verb: int) -> Venue | None:
    """“told Interfax that”: a capitalised word right after "told", whatever the tagger took it for."""
    words = tree.sentence.words
    if words[verb].lemma.lower() != "tell" or verb + 2 >= len(words):
        return None
    name, after = words[verb + 1], words[verb + 2]
    person = any(e.label == "PERSON" and e.start <= name.start < e.end for e in tree.sentence.entities)
    if person or not name.text[:1].isupper() or after.text.lower() not in {"that", ",", ":", ".", "in", "on"}:
        return None
    return Venue(name.text, name.start, name.end, name.text)


def _listener(tree: Tree, child: int, *, text: str, pack: Pack) -> Venue | None:
    """“told Interfax”, “told state news channel Khabar-24”, “told reporters”: outlets, not a private person."""
    span = _phrase(tree, child, text=text)
    if span is None:
        return None
    inside = [word for word in tree.sentence.words if span.start <= word.start < span.end]
    name = _name_in(tree, span)
    outlet = (
        bool({word.text.lower() for word in inside} & pack.outlets) or tree.word(child).lemma.lower() in pack.outlets
    )
    if name is not None and (outlet or name[1] == "ORG"):
        return Venue(span.of(text), span.start, span.end, name[0])
    capitals = " ".join(word.text for word in inside if word.text[:1].isupper())
    if outlet or (name is None and tree.word(child).upos == "PROPN"):
        return Venue(span.of(text), span.start, span.end, capitals or None)
    return None


def _place(tree: Tree, child: int, *, text: str, pack: Pack) -> Venue | None:
    lemma = tree.word(child).lemma.lower()
    cases = {tree.word(case).lemma.lower() for case in tree.dependents(child, "case")}
    span = _phrase(tree, child, text=text)
    if span is None:
        return None
    words = [word.text.lower() for word in tree.sentence.words if span.start <= word.start < span.end]
    if cases & {"on", "via", "through", "in"} and pack.platforms & set(words):
        platform = next(word for word in words if word in pack.platforms)
        start = text.lower().find(platform, span.start)
        return Venue(span.of(text), span.start, span.end, text[start : start + len(platform)])
    if lemma in pack.occasions and cases & {"in", "at", "during", "on", "via", "by", "after"}:
        name = _name_in(tree, span)
        return Venue(span.of(text), span.start, span.end, name[0] if name is not None and name[1] == "ORG" else None)
    if "to" in cases:
        return _listener(tree, child, text=text, pack=pack)
    return None


def _phrase(tree: Tree, child: int, *, text: str) -> Span | None:
    """The phrase of `child` without relative clauses and appositives, cut to a few words."""
    closed = [
        index
        for index in tree.children[child]
        if tree.relation(index) in {"acl", "appos", "parataxis", "conj", "advcl"}
    ]
    indices = tree.subtree(child, without=closed)
    run = [indices[0]]
    for index in indices[1:]:
        if index - run[-1] > 1:
            break
        run.append(index)
    if child not in run or len(run) > LONGEST:
        run = [index for index in indices if abs(index - child) <= LONGEST // 2 and index <= child]
    span = tree.span(run)
    cut = span.of(text).find(",")
    return trimmed(Span(span.start, span.start + cut) if cut > 0 else span, text)


def _name_in(tree: Tree, span: Span) -> tuple[str, str] | None:
    for entity in tree.sentence.entities:
        if span.start <= entity.start and entity.end <= span.end and entity.label in PLACES:
            return entity.text.removeprefix("the ").removeprefix("The "), entity.label
    return None
