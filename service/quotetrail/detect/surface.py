"""Where a reported clause begins and ends by word order, for the sentences whose tree is wrong about it.

A cue of saying is followed by its content up to the sentence's end ("X said (that) …"), or preceded by it and a comma
("…, X said"). Only the cut before the next cue or the next subject's own clause is left to the tree.
"""

from __future__ import annotations

from quotetrail.detect.cues import Pack
from quotetrail.detect.trees import SUBJECTS, TIMES, Tree

NOMINAL = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN"})
FINITE = frozenset({"VERB", "AUX"})
# "that" opens the content when it stands this near after the cue ("told reporters on Thursday that …").
REACH = 9
# A clause before its cue has at least so many words.
SHORTEST = 2


def after_cue(tree: Tree, verb: int, *, pack: Pack) -> list[int]:
    """The words of a content that follows its cue, empty when no clause does."""
    words = tree.sentence.words
    start = _that(tree, verb)
    if start is None:
        start = _clause_start(tree, verb, pack=pack)
    if start is None:
        return []
    end = _end(tree, verb, start, pack=pack)
    chosen = list(range(start, end))
    return chosen if any(words[index].upos in FINITE for index in chosen) else []


def before_cue(tree: Tree, verb: int, *, subject: int | None) -> list[int]:
    """The words of a content that stands before its cue and a comma, empty when none does."""
    words = tree.sentence.words
    if subject is None or not _closes(tree, verb):
        return []
    low = min(verb, *_near(tree, subject, verb))
    comma = low - 1
    while comma > 0 and words[comma].text in {"”", '"', "’", "'"}:
        comma -= 1
    if comma < SHORTEST or words[comma].text not in {",", "—", "–"}:
        return []
    chosen = list(range(comma))
    return chosen if any(words[index].upos in FINITE for index in chosen) else []


def _that(tree: Tree, verb: int) -> int | None:
    """The "that", "whether", "if" or "how" that opens a clause right after the cue, its object and its adverbials."""
    words = tree.sentence.words
    for index in range(verb + 1, min(len(words), verb + 1 + REACH)):
        word = words[index]
        if word.lemma.lower() in {"that", "whether"} and index + 1 < len(words):
            relative = words[index + 1].upos in FINITE and word.lemma.lower() == "that"
            return None if relative else index
        finite = word.upos == "AUX" or (word.upos == "VERB" and "VerbForm=Fin" in word.feats)
        if finite or word.text in {",", ";", ":", "“", '"', "—", "–"}:
            return None
    return None


def _clause_start(tree: Tree, verb: int, *, pack: Pack) -> int | None:
    """The first word of a clause with a finite verb of its own, after the one who was told and the time."""
    words = tree.sentence.words
    index = verb + 1
    if words[verb].lemma.lower() in {"tell", "remind", "warn", "inform", "assure"}:
        index = _after_listener(tree, verb)
    while index < len(words) and (
        words[index].text in {"“", '"', "«", "„"}
        or words[index].upos == "ADV"
        or words[index].text.lower() in TIMES
        or _is_time(tree, index, pack)
    ):
        index += 1
    if index >= len(words) or words[index].upos not in {"PRON", "DET", "NOUN", "PROPN", "NUM", "ADJ", "SCONJ"}:
        return None
    for later in range(index, min(len(words), index + 40)):
        word = words[later]
        if word.upos in FINITE and (word.upos == "AUX" or "VerbForm=Fin" in word.feats):
            return index if later > index else None
        if word.text in {";", ":"} or (
            word.text == "," and later + 1 < len(words) and words[later + 1].upos == "CCONJ"
        ):
            return None
    return None


def _after_listener(tree: Tree, verb: int) -> int:
    """The index after the noun phrase of the one who was told."""
    words = tree.sentence.words
    listeners = [child for child in tree.dependents(verb, "obj", "iobj") if child > verb]
    if listeners:
        return listeners[0] + 1
    index = verb + 1
    if index < len(words) and words[index].upos == "PRON":
        return index + 1
    while index < len(words) and words[index].upos in {"DET", "ADJ", "PROPN", "NOUN"}:
        index += 1
    return index


def _is_time(tree: Tree, index: int, pack: Pack) -> bool:
    """Whether a word begins or goes on a phrase of when or where it was said ("on Thursday", "in a statement")."""
    words = tree.sentence.words
    if words[index].upos == "ADP" and index + 1 < len(words):
        return any(
            words[later].text.lower() in TIMES or words[later].lemma.lower() in pack.occasions
            for later in range(index + 1, min(len(words), index + 4))
        )
    if words[index].upos in {"DET", "ADJ", "NOUN"} and index > 0:
        low = max(0, index - 3)
        occasion = words[index].lemma.lower() in pack.occasions or any(
            words[later].lemma.lower() in pack.occasions for later in range(index, min(len(words), index + 3))
        )
        return occasion and any(words[earlier].upos == "ADP" for earlier in range(low, index))
    return False


def _end(tree: Tree, verb: int, start: int, *, pack: Pack) -> int:
    """Where the content ends: the sentence's end, or where another cue or another subject's clause begins."""
    words = tree.sentence.words
    subject = tree.subject(verb)
    for child in sorted(tree.children[verb]):
        if child <= start:
            continue
        relation = tree.relation(child)
        own = tree.dependents(child, *SUBJECTS)
        is_cue = words[child].lemma.lower() in pack.communication
        left = min(tree.subtree(child))
        if relation == "conj" and left > start and (is_cue or (own and own[0] != subject)):
            that = any(words[mark].lemma.lower() == "that" for mark in tree.dependents(child, "mark"))
            if not that and (is_cue or words[left - 1].text == ","):
                return _before_coordination(tree, left if own else child, start)
        if relation == "advcl" and left > start and is_cue and words[child].text.lower().endswith("ing"):
            return _before_coordination(tree, left, start)
    for index in range(start + 2, len(words)):
        said = words[index].upos == "VERB" and words[index].lemma.lower() in pack.communication - pack.marked_verbs
        if said and words[index - 1].upos == "CCONJ" and "VerbForm=Fin" in words[index].feats:
            return _before_coordination(tree, index, start)
        if (
            words[index].lemma.lower() in pack.communication
            and words[index - 1].text == ","
            and words[index].text.lower().endswith("ing")
        ):
            return index - 1
    return len(words)


def _before_coordination(tree: Tree, index: int, start: int) -> int:
    words = tree.sentence.words
    while index > start + 1 and (words[index - 1].upos in {"CCONJ", "PUNCT"}):
        index -= 1
    return index


def _closes(tree: Tree, verb: int) -> bool:
    """Whether nothing but adverbials follows the cue: the clause it reports stands before it."""
    words = tree.sentence.words
    rest = words[verb + 1 :]
    depth_comma = False
    for word in rest:
        if word.text in {",", "—", "–"}:
            depth_comma = True
        if word.upos == "VERB" and "VerbForm=Fin" in word.feats and not depth_comma:
            return False
    return not rest or rest[0].upos in {"PUNCT", "ADP", "ADV", "NOUN", "PROPN"} or rest[0].text.lower() in TIMES


def _near(tree: Tree, subject: int, verb: int) -> list[int]:
    """The words of the subject that stand in one run with it, before the cue."""
    chosen = set(tree.subtree(subject, without=[verb]))
    low = subject
    words = tree.sentence.words
    while low > 0 and (low - 1 in chosen or words[low - 1].upos in NOMINAL) and words[low - 1].upos != "PUNCT":
        low -= 1
    return [low, subject]
