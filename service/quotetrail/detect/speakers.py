"""Mention → speaker: whom "he", "the spokesperson", "Satpayev" or "police spokeswoman Saltanat Azirbek" means.

Names are settled by the article's own names (`people.py`), pronouns by salience (`pronouns.py`), roles by who was
introduced with that role, bodies by their names (`bodies.py`). Where two people fit equally well the answer is no name
and both candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quotetrail.detect.bodies import ARTICLES, Bodies, body_name, is_plain
from quotetrail.detect.clauses import Proposal
from quotetrail.detect.cues import Pack
from quotetrail.detect.discourse import Discourse
from quotetrail.detect.epithets import Epithets
from quotetrail.detect.introductions import Gender
from quotetrail.detect.mentions import Mentions, entity_at, is_plural
from quotetrail.detect.parse import Word
from quotetrail.detect.people import People, Person
from quotetrail.detect.pronouns import Antecedents
from quotetrail.detect.trees import Tree
from quotetrail.model import Candidate, Span, Speaker, SpeakerKind

BODIES = frozenset({"ORG", "GPE", "NORP", "LOC"})
SETTLEMENT = re.compile(r"(?:[Tt]he )?\w+ of [A-Z][\w’' -]*$")
# Confidence in a resolution by its kind; shares of right names on the project's own gold, rounded.
SURE, LIKELY, FAIR, OPEN, WEAK = 0.95, 0.8, 0.6, 0.5, 0.3
SHOWN = 3
REACH = 1200  # code points between a document's maker and "the study", about three paragraphs
# "A group of doctors": several people, not a body.
GROUP_OF = re.compile(r"(?:an?|the)? ?(?:group|number|handful|majority|pair|panel|host|crowd) of [a-z]", re.IGNORECASE)
SHORT = 3  # words of "the survey"


class Speakers:
    """Resolves the sources of one article, in text order: the one quoted last is remembered."""

    def __init__(
        self,
        *,
        text: str,
        trees: Sequence[Tree],
        quoted: Sequence[Span],
        people: People,
        antecedents: Antecedents,
        pack: Pack,
    ) -> None:
        self._text = text
        self._trees = trees
        self._people = people
        self._antecedents = antecedents
        self._epithets = Epithets(
            people=people, text=text, pack=pack, lexicon=people.lexicon, weights=antecedents.weights
        )
        self._pack = pack
        self._mentions = Mentions(text=text, people=people, pack=pack)
        self._last: Person | None = None
        self._last_body: Speaker | None = None
        self._last_made: Speaker | None = None
        self._discourse = Discourse(
            trees=trees, quoted=quoted, antecedents=antecedents, epithets=self._epithets, pack=pack
        )
        self._bodies = Bodies(text=text, trees=trees, pack=pack, lexicon=people.lexicon)

    def resolve(self, proposal: Proposal) -> Speaker | None:
        """The speaker of a proposal, None when the text names no source at all."""
        if proposal.source is None or proposal.head is None:
            return None
        tree, head = self._trees[proposal.sentence], proposal.head
        self._discourse.advance(proposal.source.start, last=self._last)
        if self._pack.relative_pronouns & {head.lemma.lower(), head.text.lower()}:
            speaker = self._relative(proposal, tree, proposal.source)
        else:
            speaker = self._mention(tree, proposal.source, head)
        if speaker.name is not None and speaker.kind is SpeakerKind.PERSON:
            self._last = self._people.named(speaker.name, position=proposal.source.start)[0] or self._last
            if self._last is not None:
                self._discourse.note(head.start, self._last)
        elif speaker.kind is SpeakerKind.ORGANIZATION:
            self._last_body = speaker
        return speaker

    def _mention(self, tree: Tree, source: Span, head: Word) -> Speaker:
        if head.upos == "PRON":
            return self._pronoun(source, head.text.lower())
        head = self._mentions.holder(tree, source, head)
        if self._mentions.is_several(tree, source, head):
            return self._speaker(source, None, SpeakerKind.GROUP)
        name = self._mentions.own_name(tree, source, head)
        if name is not None:
            return self._person(source, name)
        return self._common(tree, source, head)

    def _common(self, tree: Tree, source: Span, head: Word) -> Speaker:
        """A source without a personal name: a group, a role, a body, or something capitalised that nothing explains."""
        entity, lemma, pack = entity_at(tree, head), head.lemma.lower(), self._pack
        label = None if entity is None else entity.label
        if is_plural(head) and label in {None, "NORP"}:
            return self._speaker(source, None, SpeakerKind.GROUP)
        if (lemma in pack.person_roles or lemma in self._people.lexicon.further_roles) and label not in {"GPE", "LOC"}:
            return self._role(source, head)
        if entity is None and lemma in pack.documents | self._people.lexicon.documents:
            return self._document(tree, source, head)
        if label in BODIES or lemma in pack.body_roles:
            kind = SpeakerKind.GROUP if label == "NORP" else SpeakerKind.ORGANIZATION
            return self._body(tree, source, head, kind)
        return self._unexplained(source, head)

    def _unexplained(self, source: Span, head: Word) -> Speaker:
        """A source whose head is neither a person's role nor a body: a city, something capitalised, or nobody."""
        lemma, lexicon = head.lemma.lower(), self._people.lexicon
        if lemma in lexicon.settlements and SETTLEMENT.match(source.of(self._text)):
            return self._speaker(source, ARTICLES.sub("", source.of(self._text)), SpeakerKind.ORGANIZATION)
        if lemma in lexicon.rulings:
            court = self._bodies.taken_up(source, replace(head, lemma="court"))
            return self._speaker(source, court, SpeakerKind.ORGANIZATION, confidence=FAIR)
        grouped = lemma in self._pack.group_roles or is_plural(head)
        if head.upos == "PROPN" and not grouped:
            return self._proper(source, head)
        return self._speaker(source, None, SpeakerKind.GROUP if grouped else SpeakerKind.UNNAMED)

    def _relative(self, proposal: Proposal, tree: Tree, source: Span) -> Speaker:
        """“…, who said that …”: the person named right before, else whom the tree hangs the clause on."""
        named = len(self._text[: source.start].rstrip(" ,\u00a0"))
        for entity in tree.sentence.entities:
            if entity.end == named and entity.label == "PERSON" and self._text[named] == ",":
                found = self._person(Span(entity.start, entity.end), Span(entity.start, entity.end))
                return replace(found, text=source.of(self._text), start=source.start, end=source.end)
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
            best.signs[gender] += 1
        return self._speaker(
            source, best.name, SpeakerKind.PERSON, confidence=share, description=best.description, candidates=others[1:]
        )

    def _role(self, source: Span, head: Word) -> Speaker:
        """“The spokesperson”, “the Ohio senator”: whom the article introduced so; a new "a spokesman" has no name."""
        described = ARTICLES.sub("", source.of(self._text))
        fits = self._epithets.fitting(source, head.lemma)
        ranked = self._antecedents.among(fits, source.start, last=self._last)
        others = tuple(Candidate(person.name, round(share, 3)) for person, share in ranked[:SHOWN])
        unsure = len(ranked) > 1 and ranked[0][1] < self._antecedents.weights.certain
        if not ranked or unsure or fits[ranked[0][0]] <= 0:
            return self._speaker(source, None, SpeakerKind.UNNAMED, description=described, candidates=others)
        best, share = ranked[0]
        return self._speaker(
            source,
            best.name,
            SpeakerKind.PERSON,
            confidence=min(LIKELY, share),
            description=best.description or described,
            candidates=others[1:],
        )

    def _person(self, source: Span, name: Span) -> Speaker:
        text = name.of(self._text)
        parts = self._people.parts_of(text)
        title = [
            word for word in self._text[source.start : name.start].split()[-1:] if word.lower() in self._pack.titles
        ]
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

    def _document(self, tree: Tree, source: Span, head: Word) -> Speaker:
        """A poll, a study, an advertisement: the body or person it names as its maker, else the maker named before."""
        whose = self._possessor(source)
        if whose is not None:
            return self._speaker(source, whose.name, SpeakerKind.PERSON, confidence=FAIR, description=whose.description)
        made = self._maker(tree, source, head)
        if made is not None:
            self._last_made = made
            return made
        definite = source.of(self._text).lower().startswith(("the ", "that ", "this "))
        known = self._last_made
        near = known is not None and 0 <= source.start - known.end <= REACH
        if definite and known is not None and near and len(source.of(self._text).split()) <= SHORT:
            return self._speaker(source, known.name, known.kind, confidence=FAIR)
        return self._speaker(source, None, SpeakerKind.ORGANIZATION, confidence=FAIR)

    def _maker(self, tree: Tree, source: Span, head: Word) -> Speaker | None:
        whole = source.of(self._text)
        by = re.search(r"\b(?:by|from)\b", whole)
        for entity in tree.sentence.entities:
            if by is None or entity.label != "PERSON" or not source.start + by.end() <= entity.start < source.end:
                continue
            owned = body_name(
                tree,
                Span(source.start + by.end() + 1, source.end),
                head,
                text=self._text,
                pack=self._pack,
                lexicon=self._people.lexicon,
            )
            if owned is not None and owned.split()[-1] in self._people.lexicon.owned:
                return self._speaker(source, owned, SpeakerKind.ORGANIZATION, confidence=FAIR)
            if self._text[entity.end : entity.end + 1] not in {"'", "’"}:
                return self._person(source, Span(entity.start, entity.end))
        name = self._bodies.maker(source, head)
        return None if name is None else self._speaker(source, name, SpeakerKind.ORGANIZATION, confidence=FAIR)

    def _body(self, tree: Tree, source: Span, head: Word, kind: SpeakerKind) -> Speaker:
        name = body_name(tree, source, head, text=self._text, pack=self._pack, lexicon=self._people.lexicon)
        whose = self._possessor(source)
        if whose is not None and head.lemma.lower() in self._people.lexicon.owned:
            return self._speaker(source, f"{whose.parts[-1]} {head.lemma.lower()}", kind, confidence=FAIR)
        if name is None or name.islower():
            taken_up = None if is_plural(head) else self._bodies.taken_up(source, head)
            if taken_up is not None:
                return self._speaker(source, taken_up, SpeakerKind.ORGANIZATION, confidence=FAIR)
        plural = kind is SpeakerKind.GROUP and name is not None and name.islower()
        if name is None or plural or is_plain(tree, source, name, text=self._text):
            grouped = GROUP_OF.match(source.of(self._text)) is not None
            return self._speaker(source, None, SpeakerKind.GROUP if grouped else kind, confidence=FAIR)
        return self._speaker(source, self._bodies.full(name), kind)

    def _possessor(self, source: Span) -> Person | None:
        """Whose it is: "her campaign"."""
        first = source.of(self._text).split(maxsplit=1)[0].lower()
        if first not in {"his", "her"}:
            return None
        gender = Gender.MALE if first == "his" else Gender.FEMALE
        ranked = self._antecedents.ranked(source.start, gender, last=self._last)
        return ranked[0][0] if ranked and ranked[0][1] >= self._antecedents.weights.certain else None

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
