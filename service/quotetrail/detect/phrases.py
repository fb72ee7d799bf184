"""The extents of sources and cues in the text: whole noun phrases, verbs with their auxiliaries, clean edges."""

from __future__ import annotations

from quotetrail.detect.trees import TIMES, Tree
from quotetrail.model import Span

EDGE = " \t\n\r\u00a0,.;:–—-"
MARKS = "”’\"“‘»«'"
PHRASE = frozenset({"PROPN", "NOUN", "ADJ", "NUM", "DET"})
VERBAL = frozenset({"VERB", "AUX"})
# A source of more words than this is a parse gone wrong: the mention is then cut at its first comma.
LONGEST_SOURCE = 45
CONJUNCTIONS = frozenset({"when", "where", "why", "how", "while", "as", "so", "then"})


def trimmed(span: Span, text: str, *, edge: str = EDGE) -> Span | None:
    """The span without white space and loose punctuation at its edges; None when nothing is left."""
    start, end = span.start, span.end
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return Span(start, end) if start < end else None


def source_span(tree: Tree, head: int, *, text: str, without: int | None = None) -> Span | None:
    """The noun phrase of a source with its appositives and relative clauses, loose punctuation cut off."""
    skipped = [
        child
        for child in tree.children[head]
        if tree.relation(child) in {"parataxis", "conj", "cc"} and child > head and tree.is_clause(child)
    ]
    indices = tree.subtree(head, without=[*skipped, *([] if without is None else [without])])
    run = _contiguous(indices, head)
    if len(run) > LONGEST_SOURCE:
        run = _before_comma(tree, run, head)
    if tree.relation(head) == "conj":
        joints = [index for index in run if index < head and tree.word(index).upos == "CCONJ"]
        run = [index for index in run if not joints or index > joints[-1]]
    run = _whole_name(tree, run, head)
    while len(run) > 1 and run[0] < head and tree.word(run[0]).upos in {"ADP", "SCONJ", "CCONJ"}:
        run = run[1:]
    return _closed(trimmed(tree.span(run), text, edge=EDGE + MARKS), text)


def source_at(tree: Tree, verb: int, subject: int, *, text: str) -> Span | None:
    """The source of a cue: its subject's phrase, up to the comma before the cue when only appositives stand between."""
    span = source_span(tree, subject, text=text, without=verb)
    words = tree.sentence.words
    if span is None or subject >= verb or words[verb - 1].text != "," or verb - subject > LONGEST_SOURCE:
        return span
    between = words[subject + 1 : verb - 1]
    if words[verb].text.lower().endswith("ing") or any(
        word.upos in VERBAL and "VerbForm=Fin" in word.feats and tree.relation(word.index) != "acl" for word in between
    ):
        return span
    if any(word.text in {";", ":"} for word in between) or any(
        mark in text[span.start : words[verb].start] for mark in "“”\n"
    ):
        return span
    return _closed(Span(span.start, max(span.end, words[verb - 2].end)), text)


def cue_span(tree: Tree, verb: int, *, text: str) -> Span:
    """The verb with the auxiliaries, adverbs and particles that stand directly at it ("has also said")."""
    parts = {verb}
    for child in tree.dependents(verb, "aux", "advmod", "compound:prt"):
        if not tree.children[child] and tree.word(child).lemma.lower() not in CONJUNCTIONS:
            parts.add(child)
    low = high = verb
    while low - 1 in parts:
        low -= 1
    while high + 1 in parts:
        high += 1
    span = tree.span(range(low, high + 1))
    after = span.end
    while text[after : after + 1] == " ":
        after += 1
    return Span(span.start, after + 1) if text[after : after + 1] == ":" else span


def _closed(span: Span | None, text: str) -> Span | None:
    """A source with an appositive takes the comma that closes it along, as PolNeAR's annotators do (92 of 97 times)."""
    if span is None or "," not in span.of(text) or text[span.end : span.end + 1] != ",":
        return span
    return Span(span.start, span.end + 1)


def _contiguous(indices: list[int], around: int) -> list[int]:
    """The longest run of neighbouring indices that holds `around`; punctuation gaps of one word are bridged."""
    chosen = set(indices)
    low = high = around
    while low - 1 in chosen or (low - 2 in chosen and low - 2 >= 0):
        low -= 1
    while high + 1 in chosen or high + 2 in chosen:
        high += 1
    return [index for index in range(low, high + 1) if index in chosen]


def _whole_name(tree: Tree, run: list[int], head: int) -> list[int]:
    """The run widened to the whole name it cuts into, and to the title and attributes right before that."""
    words = tree.sentence.words
    low, high = run[0], run[-1]
    for entity in tree.sentence.entities:
        inside = [word.index for word in words if entity.start <= word.start < entity.end]
        if inside and inside[0] <= head <= inside[-1]:
            low, high = min(low, inside[0]), max(high, inside[-1])
    while low > 0 and words[low].upos in PHRASE and words[low - 1].upos in PHRASE and words[low].upos != "DET":
        apart = tree.relation(low - 1) in {"obl", "obj", "root"} or (
            tree.relation(low - 1) == "nsubj" and words[low - 1].head != words[head].head
        )
        if words[low - 1].text.lower() in TIMES or apart:
            break
        low -= 1
    while high + 1 < len(words) and words[high + 1].upos == "PROPN" and words[high].upos in {"NOUN", "PROPN"}:
        if words[high + 1].text.lower() in TIMES:
            break
        high += 1
    return list(range(low, high + 1))


def _before_comma(tree: Tree, run: list[int], head: int) -> list[int]:
    cut = next((index for index in run if index > head and tree.word(index).text == ","), None)
    return run if cut is None else [index for index in run if index < cut]
