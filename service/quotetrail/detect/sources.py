"""Who says what a cue announces: its subject in the tree, mended by word order where parsers go wrong.

Parsers take the last appositive of a list for the subject, a weekday before the verb, or the subject of the first of
two coordinated verbs; what stands directly at the cue decides then.
"""

from __future__ import annotations

from quotetrail.detect.cues import Pack
from quotetrail.detect.trees import PASSIVE_SUBJECTS, SUBJECTS, TIMES, Tree

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# A leading name may have a title of this many words before it.
LEADING_WORDS = 6
# How far before "as saying" the one who quotes may stand, in words.
QUOTING_REACH = 25


def source_of(tree: Tree, verb: int, *, pack: Pack) -> tuple[int | None, int | None]:
    """The head of the source and, in "TASS quoted X as saying", the head of who quotes."""
    quoted = _quoted_as(tree, verb)
    if quoted is not None:
        return quoted
    agents = tree.dependents(verb, "obl:agent")
    passive = bool(tree.dependents(verb, "aux:pass"))
    if not agents and passive:
        agents = [child for child in tree.dependents(verb, "obl") if _has_case(tree, child, "by")]
    if agents:
        return agents[0], None
    if passive or tree.dependents(verb, "expl"):
        return None, None
    subject = _beside(tree, verb, pack=pack)
    if subject is None:
        subject = _of_sentence(tree, verb, pack=pack)
    if subject is None:
        subject = tree.subject(verb)
    if subject is not None and subject < verb:
        subject = leading_name(tree, verb, subject)
    if subject is None and tree.word(verb - 1).text == "," and verb > 1:
        subject = _before_comma(tree, verb)
    if subject is not None and not can_speak(tree, subject, pack=pack):
        return _named_before(tree, verb), None
    return subject, None


def can_speak(tree: Tree, index: int, *, pack: Pack) -> bool:
    """Whether a word can be a source: a pronoun, a name, a role, a body, a group, a document, or a plural."""
    word = tree.word(index)
    if word.upos == "PRON":
        return word.lemma.lower() not in {"it", "this", "that", "there", "what"} or word.deprel in SUBJECTS
    if word.upos == "PROPN" or any(entity.start <= word.start < entity.end for entity in tree.sentence.entities):
        return True
    if word.lemma.lower() in TIMES:
        return False
    return word.lemma.lower() in pack.speakers or "Number=Plur" in word.feats or word.xpos == "NNS"


def leading_name(tree: Tree, verb: int, subject: int) -> int:
    """The name that opens the sentence when only appositives stand between it and the cue ("X, of Y, Z, said")."""
    words = tree.sentence.words
    if subject > verb or words[verb - 1].text != "," or words[subject].upos == "PRON":
        return subject
    for first in range(min(subject, LEADING_WORDS + 1)):
        if words[first].upos != "PROPN" or words[first].text.lower() in TIMES:
            continue
        last = first
        while last + 1 < subject and words[last + 1].upos == "PROPN":
            last += 1
        between = words[last + 1 : verb]
        if not between or between[0].text != ",":
            return subject
        relative = len(between) > 1 and between[1].text.lower() in {"who", "whom", "whose", "which"}
        finite = not relative and any(
            "VerbForm=Fin" in word.feats and tree.relation(word.index) not in {"acl", "aux", "cop"} for word in between
        )
        if not finite and not any(word.text in {";", ":"} for word in between):
            return first if words[first].head < first or words[first].head > last else last
        return subject
    return subject


def _of_sentence(tree: Tree, verb: int, *, pack: Pack) -> int | None:
    """The subject of the sentence for a participle after a comma ("Thousands took to the streets, saying …")."""
    words = tree.sentence.words
    if verb < 1 or words[verb - 1].text != "," or not words[verb].text.lower().endswith("ing"):
        return None
    for word in words[:verb]:
        if word.head < 0:
            subjects = [child for child in tree.dependents(word.index, *SUBJECTS) if child < verb]
            return subjects[0] if subjects and can_speak(tree, subjects[0], pack=pack) else None
    return None


def _before_comma(tree: Tree, verb: int) -> int | None:
    """The person named right before the comma of a cue without a subject, or the name that opens the sentence."""
    end = tree.word(verb - 2).end
    named = [entity for entity in tree.sentence.entities if entity.label == "PERSON" and entity.end == end]
    if named:
        return next(word.index for word in tree.sentence.words if word.start >= named[0].start)
    leading = leading_name(tree, verb, verb - 1)
    return leading if leading != verb - 1 else None


def _beside(tree: Tree, verb: int, *, pack: Pack) -> int | None:
    """The nominal right before a cue without a subject of its own ("with officials saying", "witnesses confirmed")."""
    words = tree.sentence.words
    own = any(words[child].text.lower() not in TIMES for child in tree.dependents(verb, *SUBJECTS))
    index = verb - 1
    while index >= 0 and (words[index].upos in {"ADV", "AUX", "PART"} or words[index].text.lower() in TIMES):
        index -= 1
    if own or index < 0:
        return None
    if words[index].upos == "CCONJ":
        return _coordinated(tree, index, pack=pack)
    lemma = words[index].lemma.lower()
    role = lemma in pack.person_roles | pack.group_roles | pack.body_roles
    nominal = role or (words[index].upos in NOMINAL and not _is_governed(tree, index))
    paper = lemma in pack.occasions | pack.documents and words[verb].text.lower().endswith("ing")
    return index if nominal and not paper and lemma not in pack.relative_pronouns else None


def _is_governed(tree: Tree, index: int) -> bool:
    """Whether a preposition other than "with" stands before the noun phrase that ends at `index`."""
    words = tree.sentence.words
    low = index
    while low > 0 and words[low - 1].upos in {"DET", "ADJ", "NUM", "NOUN", "PROPN"}:
        low -= 1
    before = words[low - 1] if low > 0 else None
    return before is not None and before.upos == "ADP" and before.text.lower() != "with"


def _coordinated(tree: Tree, conjunction: int, *, pack: Pack) -> int | None:
    """The subject of the cue before "and said", "and alleging": the nearest cue on the left shares it."""
    words = tree.sentence.words
    lemmas = (pack.communication - pack.marked_verbs) | pack.fragment_verbs
    for index in range(conjunction - 1, -1, -1):
        if words[index].upos == "VERB" and words[index].lemma.lower() in lemmas:
            shared = _of_sentence(tree, index, pack=pack)
            return tree.subject(index) if shared is None else shared
    return None


def _quoted_as(tree: Tree, verb: int) -> tuple[int | None, int | None] | None:
    """“Quoted X as saying”, “cited X as saying”: X speaks, the subject quotes."""
    words = tree.sentence.words
    if words[verb].lemma.lower() not in {"say", "tell"} or verb == 0 or words[verb - 1].text.lower() != "as":
        return None
    for index in range(verb - 2, max(-1, verb - QUOTING_REACH), -1):
        if words[index].lemma.lower() not in {"quote", "cite"} or words[index].upos != "VERB":
            continue
        between = [word.index for word in words[index + 1 : verb - 1] if word.upos in NOMINAL]
        if tree.dependents(index, "aux:pass") or not between:
            subject = tree.dependents(index, *PASSIVE_SUBJECTS, *SUBJECTS)
            return (subject[0] if subject else None), None
        quoted = next((child for child in between if tree.word(child).head not in between), between[0])
        return quoted, tree.subject(index)
    return None


def _named_before(tree: Tree, verb: int) -> int | None:
    """The last person named before the cue in its sentence, for a subject that cannot speak."""
    words = tree.sentence.words
    before = [
        entity for entity in tree.sentence.entities if entity.label == "PERSON" and entity.end <= words[verb].start
    ]
    if not before:
        return None
    inside = [word.index for word in words if before[-1].start <= word.start < before[-1].end]
    return inside[-1] if inside else None


def _has_case(tree: Tree, index: int, lemma: str) -> bool:
    return any(tree.word(case).lemma.lower() == lemma for case in tree.dependents(index, "case"))
