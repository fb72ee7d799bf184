"""What a cue's verb reports: the constructions of reported speech, tried in order, each by its own rule.

Names of constructions: `fragment` (“called them “terrorists””), `clause` (X said (that) …), `fronted` (…, X said),
`parenthetical` (…, X said, …), `as` (as X said), `infinitive` (vowed to …).
"""

from __future__ import annotations

from dataclasses import dataclass

from quotetrail.detect.cues import Pack
from quotetrail.detect.phrases import MARKS
from quotetrail.detect.surface import after_cue, before_cue
from quotetrail.detect.trees import Tree
from quotetrail.model import COMMUNICATION, Mode

# "that" this near after the verb is the complementiser of its clause.
THAT_REACH = 3
QUOTING = '“”"«»„'


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb that may be a cue, with what is known about it: its source's head, its mode, the text it stands in."""

    tree: Tree
    verb: int
    subject: int | None
    lemma: str
    mode: Mode | None
    text: str
    pack: Pack

    @property
    def opens_that(self) -> bool:
        """Whether a that-clause follows at once."""
        following = self.tree.sentence.words[self.verb + 1 : self.verb + 1 + THAT_REACH]
        return any(word.text.lower() == "that" for word in following)


def content_of(cue: CueVerb) -> tuple[str, list[int]] | None:
    """The construction's name and the words of the content; None when this verb attributes nothing here."""
    for construction in (_strong_fragment, _by_order, _by_complement, _by_host, _infinitive, _weak_fragment):
        found = construction(cue)
        if found is not None and found[1]:
            return found
    return None


def is_marked(tree: Tree, verb: int) -> bool:
    """Whether "that" or a quotation mark stands right after a verb of several meanings, and so it is one of saying."""
    near = tree.sentence.words[verb + 1 : verb + 1 + THAT_REACH]
    return any(word.text.lower() == "that" or word.text in QUOTING for word in near)


def _strong_fragment(cue: CueVerb) -> tuple[str, list[int]] | None:
    """Verbs that name or judge rather than say take their object's quoted words before any clause."""
    judges = cue.mode is None or cue.lemma in cue.pack.marked_verbs
    if cue.lemma not in cue.pack.fragment_verbs or not judges or cue.subject is None or cue.opens_that:
        return None
    return "fragment", _fragment(cue)


def _by_order(cue: CueVerb) -> tuple[str, list[int]] | None:
    """By word order, which holds where the tree is wrong about the clause."""
    if cue.mode not in COMMUNICATION or (cue.subject is None and not _is_impersonal(cue)):
        return None
    following = after_cue(cue.tree, cue.verb, pack=cue.pack)
    if following:
        return "clause", following
    return "fronted", before_cue(cue.tree, cue.verb, subject=cue.subject)


def _by_complement(cue: CueVerb) -> tuple[str, list[int]] | None:
    tree, verb = cue.tree, cue.verb
    if cue.mode is None:
        return None
    clauses = [child for child in tree.dependents(verb, "ccomp") if tree.is_clause(child) or child > verb]
    if not clauses:
        return None
    name = "fronted" if clauses[0] < verb else "clause"
    return name, [index for child in clauses for index in tree.subtree(child)]


def _by_host(cue: CueVerb) -> tuple[str, list[int]] | None:
    """The clause that the cue's own clause is put into or beside: “…, X said, …”, “as X said”, “X said: …”."""
    tree, verb = cue.tree, cue.verb
    if cue.mode is None or cue.subject is None:
        return None
    head, relation = tree.word(verb).head, tree.relation(verb)
    if relation == "parataxis" and head >= 0 and cue.subject != head:
        return "parenthetical", tree.subtree(head, without=[verb])
    if relation == "advcl" and head >= 0 and tree.dependents(verb, "nsubj") and not tree.dependents(verb, "obj"):
        marks = {tree.word(child).lemma.lower() for child in tree.dependents(verb, "mark", "advmod")}
        if "as" in marks:
            return "as", tree.subtree(head, without=[verb])
    beside = [
        child
        for child in tree.dependents(verb, "parataxis")
        if (child < verb or _colon_between(tree, verb, child)) and tree.is_clause(child)
    ]
    return ("fronted" if beside[0] < verb else "clause", tree.subtree(beside[0])) if beside else None


def _infinitive(cue: CueVerb) -> tuple[str, list[int]] | None:
    tree, verb = cue.tree, cue.verb
    if cue.lemma not in cue.pack.infinitive_verbs:
        return None
    infinitives = [
        child
        for child in tree.dependents(verb, "xcomp")
        if child > verb and any(tree.word(mark).lemma.lower() == "to" for mark in tree.dependents(child, "mark"))
    ]
    return ("infinitive", tree.subtree(infinitives[0])) if infinitives else None


def _weak_fragment(cue: CueVerb) -> tuple[str, list[int]] | None:
    if cue.mode is None or cue.lemma not in cue.pack.fragment_verbs or cue.subject is None:
        return None
    return "fragment", _fragment(cue)


def _fragment(cue: CueVerb) -> list[int]:
    """What follows the verb, when the speaker's own words stand in it between quotation marks; the next cue ends it."""
    tree, verb = cue.tree, cue.verb
    after = [
        index
        for child in tree.dependents(verb, "obj", "iobj", "xcomp", "obl", "advcl", "ccomp", "nmod")
        if child > verb and child != cue.subject
        for index in tree.subtree(child)
        if index > verb
    ]
    words = tree.sentence.words
    lemmas = cue.pack.communication | cue.pack.fragment_verbs
    ends = [
        index
        for index in range(verb + 2, len(words))
        if words[index].upos == "VERB"
        and words[index].lemma.lower() in lemmas
        and words[index - 1].upos in {"CCONJ", "PUNCT"}
        and words[index - 1].text not in MARKS
    ]
    if ends:
        after = [index for index in after if index < ends[0] - 1]
    if not after:
        return []
    span = tree.span(after)
    return after if any(mark in span.of(cue.text) for mark in QUOTING) else []


def _is_impersonal(cue: CueVerb) -> bool:
    """“It was announced that …”: somebody said it, the text does not say who."""
    tree, verb = cue.tree, cue.verb
    words = tree.sentence.words
    passive = bool(tree.dependents(verb, "aux:pass"))
    that = any(word.text.lower() == "that" for word in words[verb + 1 : verb + 3])
    return passive and that and any(word.text.lower() == "it" for word in words[max(0, verb - 5) : verb])


def _colon_between(tree: Tree, left: int, right: int) -> bool:
    return any(word.text == ":" for word in tree.sentence.words[left + 1 : right])
