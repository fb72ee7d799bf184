"""The people of one article: every name that stands in it, gathered to persons with their fullest name."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotetrail.detect.cues import Pack
from quotetrail.detect.fullnames import (
    Parts,
    is_longer,
    may_mean,
    parts_of,
    plain,
    same_full_name,
    surname_of,
    without_suffix,
)
from quotetrail.detect.furthernames import FULL_NAME, FurtherNames
from quotetrail.detect.introductions import Gender, Introductions, Lexicon
from quotetrail.detect.parse import Word
from quotetrail.detect.trees import SUBJECTS, Tree
from quotetrail.model import Span

# A pronoun or a bare role reaches back over so many code points, about ten paragraphs of news.
PRONOUN_REACH = 4000
ASIDE = 400  # code points, about two sentences, by which a mention that is no subject counts as farther away
LONGEST_TITLE = 12  # code points before a name in which its title is looked for


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is meant; `subject` tells whether it is its clause's subject."""

    span: Span
    sentence: int
    subject: bool
    possessive: bool
    quoted: bool


@dataclass(slots=True, eq=False)
class Person:
    """Somebody the article names, with every mention in text order.

    `roles` are in the form that stands for all forms of a role, `traits` all other words that introduce the person;
    `signs` counts what shows the gender: titles, roles, pronouns; `given` is what the given name says of it.
    `named_from` is where the name stands first.
    """

    parts: Parts
    given: Gender = Gender.UNKNOWN
    signs: Counter[Gender] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    description: str | None = None
    named_from: int = 0

    @property
    def name(self) -> str:
        """The fullest name the article gives."""
        return " ".join(self.parts)

    @property
    def gender(self) -> Gender:
        """What most signs show; where there are none the given name's."""
        male, female = self.signs[Gender.MALE], self.signs[Gender.FEMALE]
        if male == female:
            return self.given
        return Gender.MALE if male > female else Gender.FEMALE

    @property
    def surname(self) -> str:
        """The last part that is no "Jr." or "III", lower case."""
        return surname_of(self.parts)


class People:
    """Every person of an article, found once; look-ups by name and by place."""

    def __init__(
        self,
        *,
        text: str,
        trees: Sequence[Tree],
        quoted: Sequence[Span],
        title: str | None,
        pack: Pack,
        lexicon: Lexicon,
    ) -> None:
        self._pack = pack
        self._text = text
        self._trees = trees
        self._quoted = sorted(quoted)
        self._quote_starts = [span.start for span in self._quoted]
        self.lexicon = lexicon
        self._introductions = Introductions(text=text, trees=trees, pack=pack, lexicon=lexicon)
        self.persons: list[Person] = []
        self._of_part: dict[str, list[Person]] = {}
        self._bearers: dict[tuple[str, Gender], Person] = {}
        self._gather(FurtherNames(text=text, trees=trees, pack=pack), title or "")

    def near(self, position: int) -> list[Person]:
        """The people named within the reach of a pronoun before `position`."""
        low = bisect.bisect_left(self._mention_starts, position - PRONOUN_REACH)
        high = bisect.bisect_left(self._mention_starts, position)
        return list(dict.fromkeys(self._mentioned[low:high]))

    def named(self, text: str, *, position: int) -> tuple[Person | None, tuple[Person, ...]]:
        """The person a bare name means at `position`, and everybody else it could mean.

        Of several people with one surname it is the one whom the article began to call by the surname alone.
        """
        parts = self.parts_of(text)
        if not parts:
            return None, ()
        known = self._of_part.get(plain(parts[-1]), ())
        matching = [person for person in known if may_mean(parts, person.parts)]
        fuller = [person for person in matching if len(person.parts) > 1]
        choices = fuller or matching
        if not choices:
            return None, ()
        gender = self._introductions.gender_of_title(text)
        fitting = [person for person in choices if Gender.UNKNOWN in {gender, person.gender} or gender == person.gender]
        choices = fitting or choices
        if len(choices) == 1:
            return choices[0], ()
        bearer = self._bearers.get((plain(parts[0]), gender)) if len(parts) == 1 else None
        ranked = sorted(choices, key=lambda person: (person is not bearer, *_distance(person, position)))
        return ranked[0], tuple(ranked[1:])

    def parts_of(self, text: str) -> Parts:
        """The parts of a name without titles, roles, possessive endings and marks."""
        return parts_of(text, titles=self._pack.titles)

    def _gather(self, further: FurtherNames, title: str) -> None:
        found = self._found(further)
        headline = further.in_headline(title)
        self._announce(headline, found)
        for parts, mention, surface in sorted(found, key=lambda one: (-min(len(one[0]), 2), one[1].span)):
            person = self._known(parts, mention.span.start, surface)
            if person is None:
                fuller = next((name for name in headline if len(name) > len(parts) and name[-1] == parts[-1]), parts)
                person = Person(parts=fuller)
                self.persons.append(person)
                self._index(person)
            elif len(parts) > len(person.parts) and parts[-1].lower() == person.surname:
                person.parts = parts
                self._index(person)
            if len(parts) == 1 and plain(parts[0]) == person.surname and len(person.parts) > 1:
                self._bearers.setdefault((person.surname, self._introductions.gender_of_title(surface)), person)
            person.mentions.append(mention)
            self._learn(person, mention, surface)
        for person in self.persons:
            person.mentions.sort(key=lambda mention: mention.span)
            person.named_from = person.mentions[0].span.start if person.mentions else 0
            if len(person.parts) == 1:
                person.parts = further.fuller(person.parts[0])
                self._index(person)
        places = sorted(
            ((mention.span.start, person) for person in self.persons for mention in person.mentions),
            key=lambda place: place[0],
        )
        self._mention_starts = [start for start, _ in places]
        self._mentioned = [person for _, person in places]

    def _found(self, further: FurtherNames) -> list[tuple[Parts, Mention, str]]:
        """The names of the text: parts, place, and the words as written."""
        found: list[tuple[Parts, Mention, str]] = []
        for number, tree in enumerate(self._trees):
            for entity in tree.sentence.entities:
                if entity.label != "PERSON":
                    continue
                parts = self.parts_of(entity.text)
                if not parts or not any(part[0].isupper() for part in parts):
                    continue
                title = self._text[max(tree.sentence.start, entity.start - LONGEST_TITLE) : entity.start].split()[-1:]
                surface = " ".join([*(word for word in title if word.lower() in self._pack.titles), entity.text])
                found.append((parts, self._mention(number, Span(entity.start, entity.end)), surface))
        sentences = [tree.sentence.start for tree in self._trees]
        for span, surface in further.titled([mention.span for _, mention, _ in found]):
            number = max(0, bisect.bisect_right(sentences, span.start) - 1)
            found.append((self.parts_of(span.of(self._text)), self._mention(number, span), surface))
        return found

    def _announce(self, headline: Sequence[Parts], found: Sequence[tuple[Parts, Mention, str]]) -> None:
        """Add whom only the headline names in full and the text then calls by a surname, before a namesake comes up."""
        for name in headline:
            if len(name) < FULL_NAME:
                continue
            own = [(parts, mention.span) for parts, mention, _ in found if plain(parts[-1]) == plain(name[-1])]
            bare = [span for parts, span in own if len(parts) == 1]
            full = [(parts, span) for parts, span in own if len(parts) > 1]
            namesake = full and not any(same_full_name(name, parts) for parts, _ in full)
            if namesake and bare and min(bare) < min(span for _, span in full):
                person = Person(parts=name)
                self.persons.append(person)
                self._index(person)

    def _index(self, person: Person) -> None:
        for part in person.parts:
            listed = self._of_part.setdefault(plain(part), [])
            if person not in listed:
                listed.append(person)

    def _known(self, parts: Parts, position: int, surface: str) -> Person | None:
        if len(parts) > 1:
            known = self._of_part.get(without_suffix(parts)[-1], ())
            return next((one for one in known if same_full_name(parts, one.parts) or is_longer(parts, one.parts)), None)
        return self.named(surface, position=position)[0]

    def _mention(self, number: int, span: Span) -> Mention:
        tree = self._trees[number]
        inside = [word for word in tree.sentence.words if span.start <= word.start < span.end]
        head = next((word for word in inside if not span.start <= _head_start(tree, word) < span.end), None)
        top = head
        while top is not None and tree.relation(top.index) in {"flat", "appos", "compound"} and top.head >= 0:
            top = tree.word(top.head)
        after = self._text[span.end : span.end + 2]
        return Mention(
            span=span,
            sentence=number,
            subject=top is not None and top.deprel in SUBJECTS,
            possessive=after[:1] in {"'", "’"} or self._text[span.start : span.end].endswith(("'s", "’s")),
            quoted=self._is_quoted(span),
        )

    def _is_quoted(self, span: Span) -> bool:
        place = bisect.bisect_right(self._quote_starts, span.start) - 1
        return place >= 0 and self._quoted[place].contains(span)

    def _learn(self, person: Person, mention: Mention, surface: str) -> None:
        """Gender, roles and description from the words around one mention."""
        told = self._introductions.at(mention.span, mention.sentence)
        person.roles |= told.roles
        person.traits |= told.traits
        if person.description is None:
            person.description = told.description
        gender = self._introductions.gender_of_title(surface)
        gender = told.gender if gender is Gender.UNKNOWN else gender
        if gender is not Gender.UNKNOWN:
            person.signs[gender] += 1
        given = person.parts[0].lower()
        male, female = given in self._pack.male_given, given in self._pack.female_given
        if male != female:
            person.given = Gender.MALE if male else Gender.FEMALE


def _head_start(tree: Tree, word: Word) -> int:
    return tree.word(word.head).start if word.head >= 0 else -1


def _distance(person: Person, position: int) -> tuple[int, int]:
    """How far the nearest mention before `position` is; persons only named later come after those named before.

    A mention that is no subject counts as farther away: "Ann Lee spoke for her husband Bob Lee. Lee said …".
    """
    before = [
        position - mention.span.start + (not mention.subject) * ASIDE
        for mention in person.mentions
        if mention.span.start <= position
    ]
    if before:
        return 0, min(before)
    return 1, min((mention.span.start - position for mention in person.mentions), default=0)
