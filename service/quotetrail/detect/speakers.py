"""Mention → speaker: whom "he", "the spokesperson", "Satpayev" or "police spokeswoman Saltanat Azirbek" means.

Names are settled by the article's own names (`people.py`), pronouns by salience (`pronouns.py`), roles by who was
introduced with that role, bodies by their names (`bodies.py`). Where two people fit equally well the answer is no name
and both candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quotetrail.detect.bodies import ARTICLES, acronyms, body_name, named_before
from quotetrail.detect.clauses import Proposal
from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Entity, Word
from quotetrail.detect.people import Gender, People, Person
from quotetrail.detect.pronouns import Antecedents
from quotetrail.detect.trees import Tree
from quotetrail.model import Candidate, Span, Speaker, SpeakerKind

BODIES = frozenset({"ORG", "GPE", "NORP", "LOC"})
# What stands between a role and a name that is not the role's holder ("aide to X", "spokesman for X").
COMPLEMENT = re.compile(r"\b(?:for|of|to|with|by|against|from|about|and|who|under)\b")
APART = re.compile(r",| who | which | that | and | of | for | at | in | from | with | on | to ")
OF_SOMEBODY = re.compile(r"\b(?:for|of|at|from)\b")
# Confidence in a resolution by its kind; shares of right names on the project's own gold, rounded.
SURE, LIKELY, FAIR, OPEN, WEAK = 0.95, 0.8, 0.6, 0.5, 0.3
SHOWN = 3


class Speakers:
    """Resolves the sources of one article, in text order: the one quoted last is remembered."""

    def __init__(
        self, *, text: str, trees: Sequence[Tree], people: People, antecedents: Antecedents, pack: Pack
    ) -> None:
        self._text = text
        self._trees = trees
        self._people = people
        self._antecedents = antecedents
        self._pack = pack
        self._last: Person | None = None
        self._last_body: Speaker | None = None
        self._acronyms = acronyms(text)

    def resolve(self, proposal: Proposal) -> Speaker | None:
        """The speaker of a proposal, None when the text names no source at all."""
        if proposal.source is None or proposal.head is None:
            return None
        tree, head = self._trees[proposal.sentence], proposal.head
        if self._pack.relative_pronouns & {head.lemma.lower(), head.text.lower()}:
            speaker = self._relative(proposal, tree, proposal.source)
        else:
            speaker = self._mention(tree, proposal.source, head)
        if speaker.name is not None and speaker.kind is SpeakerKind.PERSON:
            self._last = self._people.named(speaker.name, position=proposal.source.start)[0] or self._last
        elif speaker.kind is SpeakerKind.ORGANIZATION:
            self._last_body = speaker
        return speaker

    def _mention(self, tree: Tree, source: Span, head: Word) -> Speaker:
        if head.upos == "PRON":
            return self._pronoun(source, head.text.lower())
        if _is_joint(tree, source, head):
            return self._speaker(source, None, SpeakerKind.GROUP)
        name = self._own_name(tree, source, head)
        if name is not None:
            return self._person(source, name)
        return self._common(tree, source, head)

    def _common(self, tree: Tree, source: Span, head: Word) -> Speaker:
        """A source without a personal name: a group, a role, a body, or something capitalised that nothing explains."""
        entity, lemma, pack = _entity_at(tree, head), head.lemma.lower(), self._pack
        label = None if entity is None else entity.label
        if _is_plural(head) and label in {None, "NORP"}:
            return self._speaker(source, None, SpeakerKind.GROUP)
        if lemma in pack.person_roles and label not in {"GPE", "LOC"}:
            return self._role(source, head)
        if entity is None and lemma in pack.documents:
            return self._document(tree, source)
        if label in BODIES or lemma in pack.body_roles:
            kind = SpeakerKind.GROUP if label == "NORP" else SpeakerKind.ORGANIZATION
            return self._body(tree, source, head, kind)
        if head.upos == "PROPN" and lemma not in pack.group_roles and not _is_plural(head):
            return self._proper(source, head)
        grouped = lemma in pack.group_roles or _is_plural(head)
        return self._speaker(source, None, SpeakerKind.GROUP if grouped else SpeakerKind.UNNAMED)

    def _relative(self, proposal: Proposal, tree: Tree, source: Span) -> Speaker:
        """“…, who said that …”: whom the relative clause is about."""
        climbing = -1 if proposal.anchor is None else proposal.anchor.index
        for index in [climbing, *tree.ancestors(climbing)] if climbing >= 0 else []:
            if tree.relation(index) == "acl" and tree.word(index).head >= 0:
                antecedent = tree.word(tree.word(index).head)
                extent = tree.span(tree.subtree(antecedent.index, without=[index]))
                found = self._mention(tree, extent, antecedent)
                return replace(found, text=source.of(self._text), start=source.start, end=source.end)
        return self._speaker(source, None, SpeakerKind.UNNAMED, confidence=OPEN)

    def _pronoun(self, source: Span, word: str) -> Speaker:
        pack = self._pack
        if word in pack.plural_pronouns:
            return self._speaker(source, None, SpeakerKind.GROUP, confidence=OPEN)
        near = self._last_body is not None and "\n" not in self._text[self._last_body.end : source.start]
        if word == "it" and self._last_body is not None and near:
            return self._speaker(source, self._last_body.name, SpeakerKind.ORGANIZATION, confidence=FAIR)
        if word not in pack.male_pronouns | pack.female_pronouns:
            return self._speaker(source, None, SpeakerKind.UNNAMED, confidence=OPEN)
        gender = Gender.MALE if word in pack.male_pronouns else Gender.FEMALE
        ranked = self._antecedents.ranked(source.start, gender, last=self._last)
        if not ranked:
            return self._speaker(source, None, SpeakerKind.UNNAMED, confidence=WEAK)
        best, share = ranked[0]
        others = tuple(Candidate(person.name, round(chance, 3)) for person, chance in ranked[:SHOWN])
        if share < self._antecedents.weights.certain and len(ranked) > 1:
            return self._speaker(source, None, SpeakerKind.PERSON, confidence=share, candidates=others)
        if best.gender is Gender.UNKNOWN:
            best.gender = gender
        return self._speaker(
            source, best.name, SpeakerKind.PERSON, confidence=share, description=best.description, candidates=others[1:]
        )

    def _role(self, source: Span, head: Word) -> Speaker:
        """“The spokesperson”: the last one introduced with that role; a new "a spokesman" has no name."""
        text = source.of(self._text)
        named_before = text.lower().startswith("the ") or text[:1].isupper()
        known = self._people.with_role(head.lemma.lower(), before=source.start)
        if not named_before or text.lower().startswith(("a ", "an ")) or OF_SOMEBODY.search(text) or not known:
            return self._speaker(source, None, SpeakerKind.UNNAMED, description=ARTICLES.sub("", text))
        best, others = known[0], known[1:SHOWN]
        share = 1 / (1 + len(others))
        return self._speaker(
            source,
            best.name,
            SpeakerKind.PERSON,
            confidence=min(LIKELY, share + WEAK / 2),
            description=best.description,
            candidates=tuple(Candidate(person.name, round(share / 2, 3)) for person in others),
        )

    def _person(self, source: Span, name: Span) -> Speaker:
        text = name.of(self._text)
        parts = self._people.parts_of(text)
        title = self._text[source.start : name.start].split()[-1:]
        person, others = self._people.named(" ".join([*title, text]), position=name.start)
        description = self._description(source, name)
        if person is None:
            shown = " ".join(parts) or text
            return self._speaker(source, shown, SpeakerKind.PERSON, description=description)
        sure = not others or len(parts) > 1
        return self._speaker(
            source,
            person.name,
            SpeakerKind.PERSON,
            confidence=SURE if sure else FAIR,
            description=description or person.description,
            candidates=() if sure else tuple(Candidate(other.name, WEAK) for other in others[:2]),
        )

    def _description(self, source: Span, name: Span) -> str | None:
        """Age, title and role that stand in the source around the name."""
        before = ARTICLES.sub("", self._text[source.start : name.start].strip(" ,\u00a0"))
        after = self._text[name.end : source.end].strip(" ,\u00a0")
        pieces = [piece for piece in (before, after) if piece and piece not in {"’s", "'s"}]
        return ", ".join(pieces) or None

    def _own_name(self, tree: Tree, source: Span, head: Word) -> Span | None:
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
        if self._text[entity.start - 2 : entity.start] == ", " and not self._text[entity.end : source.end].strip(" ,"):
            return True  # "a lawyer for the news outlets, David Schulz,"
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

    def _document(self, tree: Tree, source: Span) -> Speaker:
        """A poll, a study, a statement: the body that it names as its maker, else nobody."""
        inside = (e for e in tree.sentence.entities if source.start <= e.start and e.end <= source.end)
        maker = next((entity for entity in inside if entity.label == "ORG"), None)
        name = None if maker is None else ARTICLES.sub("", maker.text)
        return self._speaker(source, name, SpeakerKind.ORGANIZATION, confidence=FAIR)

    def _body(self, tree: Tree, source: Span, head: Word, kind: SpeakerKind) -> Speaker:
        name = body_name(tree, source, head, text=self._text, pack=self._pack)
        if name is None or name.islower():
            taken_up = None
            if source.of(self._text).lower().startswith("the ") and not _is_plural(head):
                taken_up = named_before(head.lemma.lower(), self._trees, source.start)
            if taken_up is not None:
                return self._speaker(source, taken_up, SpeakerKind.ORGANIZATION, confidence=FAIR)
        if name is None or (kind is SpeakerKind.GROUP and name.islower()):
            return self._speaker(source, None, kind, confidence=FAIR)
        return self._speaker(source, self._acronyms.get(name, name), kind)

    def _proper(self, source: Span, head: Word) -> Speaker:
        """A capitalised source that no entity covers: a person when it is one or two plain names, else a body."""
        whole = source.of(self._text)
        text = ARTICLES.sub("", whole.split(",")[0]).strip()
        if whole.lower().startswith("the ") or self._pack.body_roles & {word.lower() for word in text.split()}:
            return self._speaker(source, text, SpeakerKind.ORGANIZATION, confidence=FAIR)
        parts = self._people.parts_of(text) or (head.text,)
        return self._speaker(source, " ".join(parts), SpeakerKind.PERSON, confidence=FAIR)

    def _speaker(
        self,
        source: Span,
        name: str | None,
        kind: SpeakerKind,
        *,
        confidence: float = LIKELY,
        description: str | None = None,
        candidates: tuple[Candidate, ...] = (),
    ) -> Speaker:
        return Speaker(
            text=source.of(self._text),
            start=source.start,
            end=source.end,
            name=name,
            kind=kind,
            description=description,
            confidence=round(confidence, 3),
            candidates=candidates,
        )


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


def _one_name(tree: Tree, head: Word, joined: Sequence[Word]) -> bool:
    """Whether "and" is part of a name ("Department of Health and Human Services") or joins two roles of one person."""
    entity = _entity_at(tree, head)
    if entity is not None and entity.label == "PERSON":  # "David Kamin, an adviser to the campaign and a professor"
        return all(other.upos == "NOUN" for other in joined)
    if entity is not None:
        return any(entity.start <= other.start < entity.end for other in joined)
    return head.upos == "NOUN" and not _is_plural(head) and all(other.upos == "NOUN" for other in joined)


def _entity_at(tree: Tree, head: Word) -> Entity | None:
    return next((entity for entity in tree.sentence.entities if entity.start <= head.start < entity.end), None)


def _is_plural(word: Word) -> bool:
    return "Number=Plur" in word.feats or word.xpos in {"NNS", "NNPS"}
