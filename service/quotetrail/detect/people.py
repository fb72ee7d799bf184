"""The people of one article: every name that stands in it, gathered to persons with their fullest name."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Word
from quotetrail.detect.trees import SUBJECTS, TIMES, Tree
from quotetrail.model import Span

POSSESSIVE = re.compile(r"['’]s?$")
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "junior", "senior"})
NAME_WORD = re.compile(r"[^\W\d_][\w.'’‘-]*")
# A pronoun or a bare role reaches back over so many code points, about ten paragraphs of news.
PRONOUN_REACH = 4000
# Shorter name parts are initials or their like ("J.", "Jr").
INITIAL = 3
FULL_NAME = 2
# A title and two or three capitalised words after it.
TITLED_NAME = re.compile(r"\b([A-Z][a-z]{3,14})[ \u00a0]((?:[A-Z][\w’-]+[ \u00a0]){1,2}[A-Z][\w’-]*[^\W\d_])")
# Words that open sentences and are no given names, whatever the tagger takes them for.
OPENERS = frozenset(
    {
        *("overnight", "meanwhile", "still", "then", "now", "once", "when", "while", "after", "before", "but", "and"),
        *("as", "in", "on", "at", "since", "although", "though", "despite", "however", "later", "earlier", "for"),
    }
)
# Above this share of capitalised words a headline capitalises every word that matters.
CAPITALS = 0.6
# A headline names people as "First Last": two or three capitalised words in a row.
HEADLINE_NAME = re.compile(r"\b([A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){1,2})\b")


class Gender(StrEnum):
    """What the text shows of a person's gender, only to choose between candidates for a pronoun."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named; `subject` tells whether that name is its clause's subject."""

    span: Span
    sentence: int
    subject: bool
    possessive: bool
    quoted: bool


@dataclass(slots=True, eq=False)
class Person:
    """Somebody the article names, with every mention in text order."""

    parts: tuple[str, ...]
    gender: Gender = Gender.UNKNOWN
    mentions: list[Mention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    description: str | None = None

    @property
    def name(self) -> str:
        """The fullest name the article gives."""
        return " ".join(self.parts)

    @property
    def surname(self) -> str:
        """The last part that is no "Jr." or "III", lower case."""
        kept = [part for part in self.parts if part.lower() not in SUFFIXES]
        return plain((kept or list(self.parts))[-1])


class People:
    """Every person of an article, found once; look-ups by name and by place."""

    def __init__(
        self, *, text: str, trees: Sequence[Tree], quoted: Sequence[Span], title: str | None, pack: Pack
    ) -> None:
        self._pack = pack
        self._text = text
        self._trees = trees
        self._quoted = quoted
        self.persons: list[Person] = []
        self._of_part: dict[str, list[Person]] = {}
        self._proper = {word.start for tree in trees for word in tree.sentence.words if word.upos == "PROPN"}
        self._places: dict[str, set[str]] = {}
        for tree in trees:
            for entity in tree.sentence.entities:
                words = entity.text.split()
                if entity.label != "PERSON":
                    for word in words:
                        self._places.setdefault(word, set()).add(words[-1])
        self._gather(title)

    def near(self, position: int) -> list[Person]:
        """The people named within the reach of a pronoun before `position`."""
        low = bisect.bisect_left(self._mention_starts, position - PRONOUN_REACH)
        high = bisect.bisect_left(self._mention_starts, position)
        return list(dict.fromkeys(self._mentioned[low:high]))

    def with_role(self, role: str, *, before: int) -> list[Person]:
        """The people introduced with a role before `before`, the one named last first."""
        low = bisect.bisect_left(self._mention_starts, before - PRONOUN_REACH)
        high = bisect.bisect_left(self._mention_starts, before)
        return [person for person in dict.fromkeys(reversed(self._mentioned[low:high])) if role in person.roles]

    def named(self, text: str, *, position: int) -> tuple[Person | None, tuple[Person, ...]]:
        """The person a bare name means at `position`, and everybody else it could mean."""
        parts = self.parts_of(text)
        if not parts:
            return None, ()
        known = self._of_part.get(plain(parts[-1]), ())
        matching = [person for person in known if _may_be(parts, person)]
        fuller = [person for person in matching if len(person.parts) > 1]
        choices = fuller or matching
        if not choices:
            return None, ()
        gender = self._gender_of_title(text)
        fitting = [person for person in choices if Gender.UNKNOWN in {gender, person.gender} or gender == person.gender]
        ranked = sorted(fitting or choices, key=lambda person: _distance(person, position))
        return ranked[0], tuple(ranked[1:])

    def parts_of(self, text: str) -> tuple[str, ...]:
        """The parts of a name without titles, roles, possessive endings and marks."""
        words = [POSSESSIVE.sub("", word.strip('“”"‘,;:()[]')) for word in text.split()]
        words = [word for word in words if NAME_WORD.fullmatch(word)]
        skipped = self._pack.titles | OPENERS
        while len(words) > 1 and (words[0].lower() in skipped or words[0].islower()):
            words = words[1:]
        while words and words[-1].islower():
            words = words[:-1]
        return tuple(word.rstrip(".") if len(word) > INITIAL else word for word in words)

    def _gather(self, title: str | None) -> None:
        found: list[tuple[tuple[str, ...], Mention, str]] = []
        for number, tree in enumerate(self._trees):
            for entity in tree.sentence.entities:
                if entity.label != "PERSON":
                    continue
                parts = self.parts_of(entity.text)
                if not parts or not any(part[0].isupper() for part in parts):
                    continue
                span = Span(entity.start, entity.end)
                found.append((parts, self._mention(tree, number, span), entity.text))
        found += self._titled([mention.span for _, mention, _ in found])
        headline = self._headline(title or "")
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
            person.mentions.append(mention)
            self._learn(person, mention, surface)
        for person in self.persons:
            person.mentions.sort(key=lambda mention: mention.span)
            if len(person.parts) == 1:
                person.parts = self._fuller(person.parts[0])
                self._index(person)
        places = sorted(
            ((mention.span.start, person) for person in self.persons for mention in person.mentions),
            key=lambda place: place[0],
        )
        self._mention_starts = [start for start, _ in places]
        self._mentioned = [person for _, person in places]

    def _announce(
        self, headline: Sequence[tuple[str, ...]], found: Sequence[tuple[tuple[str, ...], Mention, str]]
    ) -> None:
        """Add whom only the headline names in full and the text then calls by a surname, before a namesake comes up."""
        for name in headline:
            if len(name) < FULL_NAME:
                continue
            own = [(parts, mention.span) for parts, mention, _ in found if plain(parts[-1]) == plain(name[-1])]
            bare = [span for parts, span in own if len(parts) == 1]
            full = [(parts, span) for parts, span in own if len(parts) > 1]
            namesake = full and not any(_same_full_name(name, parts) for parts, _ in full)
            if namesake and bare and min(bare) < min(span for _, span in full):
                person = Person(parts=name)
                self.persons.append(person)
                self._index(person)

    def _headline(self, title: str) -> list[tuple[str, ...]]:
        """Full names in a headline; where every word of it is capitalised only those with a known given name."""
        words = [word for word in title.split() if word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        known = self._pack.male_words | self._pack.female_words
        names = [self.parts_of(name) for name in HEADLINE_NAME.findall(title)]
        if capitals <= CAPITALS * len(words):
            return names
        return [name[:FULL_NAME] for name in names if len(name) >= FULL_NAME and name[0].lower() in known]

    def _index(self, person: Person) -> None:
        for part in person.parts:
            listed = self._of_part.setdefault(plain(part), [])
            if person not in listed:
                listed.append(person)

    def _titled(self, known: Sequence[Span]) -> list[tuple[tuple[str, ...], Mention, str]]:
        """Full names behind a title that the name finder missed ("President Kassym-Jomart Tokayev")."""
        taken = sorted(known)
        starts = [span.start for span in taken]
        sentences = [tree.sentence.start for tree in self._trees]
        found = []
        for match in TITLED_NAME.finditer(self._text):
            span = Span(match.start(2), match.end(2))
            parts = self.parts_of(match.group(2))
            place = bisect.bisect_right(starts, span.end) - 1
            named = place >= 0 and taken[place].end > span.start
            if named or len(parts) < FULL_NAME or match.group(1).lower() not in self._pack.titles:
                continue
            number = max(0, bisect.bisect_right(sentences, span.start) - 1)
            found.append((parts, self._mention(self._trees[number], number, span), match.group(0)))
        return found

    def _fuller(self, surname: str) -> tuple[str, ...]:
        """A name of one part with the given names that stand before it anywhere in the text, if one is always the same.

        The name may be glued to the next word ("Tokayevappealed"), as in pages whose markup was lost.
        """
        pattern = rf"(?<![\w’'-])((?:[A-Z][\w’'-]+[ \u00a0]+){{1,3}}){re.escape(surname)}(?![A-Z’'-])"
        given = [self._proper_end(match) for match in re.finditer(pattern, self._text)]
        names = {self.parts_of(f"{before}{surname}") for before in given}
        fuller = {name for name in names if len(name) > 1 and not self._is_common(name[0], surname)}
        return (
            min(fuller, key=lambda name: (len(name), name)) if len({name[:1] for name in fuller}) == 1 else (surname,)
        )

    def _proper_end(self, match: re.Match[str]) -> str:
        """The given names of a match from the last word back as long as the tagger calls them proper nouns."""
        kept: list[str] = []
        for word in reversed(list(re.finditer(r"\S+", match.group(1)))):
            if match.start(1) + word.start() not in self._proper or word.group().lower() in OPENERS:
                break
            kept.insert(0, word.group())
        return " ".join([*kept, ""])

    def _is_common(self, word: str, surname: str) -> bool:
        """Whether a capitalised word before a surname is no given name: a title, a role, or part of a place or body."""
        elsewhere = self._places.get(word, set()) - {surname}
        return word.lower() in self._pack.titles | self._pack.speakers | TIMES or bool(elsewhere)

    def _known(self, parts: tuple[str, ...], position: int, surface: str) -> Person | None:
        if len(parts) > 1:
            known = self._of_part.get(_bare(parts)[-1], ())
            return next(
                (one for one in known if _same_full_name(parts, one.parts) or _is_longer(parts, one.parts)), None
            )
        return self.named(surface, position=position)[0]

    def _mention(self, tree: Tree, number: int, span: Span) -> Mention:
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
            quoted=any(quote.contains(span) for quote in self._quoted),
        )

    def _learn(self, person: Person, mention: Mention, surface: str) -> None:
        """Gender, roles and description from the words around one mention."""
        low = max(self._text.rfind("\n", 0, mention.span.start) + 1, mention.span.start - 60)
        before = self._text[low : mention.span.start].split()[-6:]
        words = [word.strip(',.:;()“”"').lower() for word in before]
        near = {word for word in words[-4:] if word in self._pack.person_roles}
        if before and before[-1][-1:] in ",;:" and not near:
            words = []
        person.roles |= near
        described = self._described(mention)
        if described is not None:
            lowered = {word.strip(",.'’").lower() for word in described.split()}
            person.roles |= lowered & self._pack.person_roles
            words += sorted(lowered)
            if person.description is None:
                person.description = described
        signs = {*words[-2:], *person.roles, person.parts[0].lower(), *(word.lower() for word in surface.split()[:1])}
        if person.gender is Gender.UNKNOWN:
            male, female = bool(signs & self._pack.male_words), bool(signs & self._pack.female_words)
            if male != female:
                person.gender = Gender.MALE if male else Gender.FEMALE

    def _described(self, mention: Mention) -> str | None:
        """The role before the name ("police spokeswoman X") or the appositive after it ("X, a political analyst")."""
        tree = self._trees[mention.sentence]
        inside = [word for word in tree.sentence.words if mention.span.start <= word.start < mention.span.end]
        if not inside:
            return None
        after = self._text[mention.span.end : mention.span.end + 120]
        appositive = re.match(
            r",\s+(\d{1,3}|(?:an?|the|who|[\w’']+[’']s)\s[^,.;:()“”\"\n]{3,90}|[a-z][^,.;:()“”\"\n]{3,60})(?=[,.;:])",
            after,
        )
        if appositive is not None and _is_description(appositive.group(1), self._pack):
            return appositive.group(1).strip()
        before: list[Word] = []
        for word in reversed(tree.sentence.words[: inside[0].index]):
            if word.upos not in {"NOUN", "PROPN", "ADJ", "NUM", "PUNCT"} or word.text in {
                ",",
                ".",
                ";",
                ":",
                "”",
                "“",
                '"',
                "(",
                ")",
            }:
                break
            before.append(word)
        if not before:
            return None
        text = self._text[before[-1].start : before[0].end].strip(" -–—")
        return text if _is_description(text, self._pack) else None

    def _gender_of_title(self, text: str) -> Gender:
        first = text.split(maxsplit=1)[0].lower() if text.split() else ""
        if first in self._pack.male_words:
            return Gender.MALE
        return Gender.FEMALE if first in self._pack.female_words else Gender.UNKNOWN


def _is_description(text: str, pack: Pack) -> bool:
    words = [word.strip(",.'’").lower() for word in text.split()]
    if text.isdigit():
        return True
    last = words[-1].removesuffix("s") if words else ""
    known = pack.person_roles | pack.titles
    return bool(words) and (last in known or any(word in known or word.endswith("-year-old") for word in words))


def _head_start(tree: Tree, word: Word) -> int:
    return tree.word(word.head).start if word.head >= 0 else -1


def _same_full_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two full names are one: same surname, given names equal, initials, or one begins the other."""
    first, second = _bare(left), _bare(right)
    if len(second) == 1:
        return first[-1] == second[-1]
    if first[-1] != second[-1]:
        return False
    one, other = first[0].rstrip("."), second[0].rstrip(".")
    return one == other or (min(len(one), len(other)) <= INITIAL and (one.startswith(other) or other.startswith(one)))


def _bare(parts: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(plain(part) for part in parts if part.lower() not in SUFFIXES)
    return kept or tuple(plain(part) for part in parts)


def plain(part: str) -> str:
    """A part of a name for comparison: lower case, with a straight apostrophe."""
    return part.lower().replace("’", "'")


def _ends_with(full: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether `parts` is a surname of several words with which a full name ends ("De Blasio", "Bill de Blasio")."""
    return len(full) > len(parts) and tuple(map(plain, full[-len(parts) :])) == tuple(map(plain, parts))


def _is_longer(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one of two full names is the other one's surname of several words."""
    return (_ends_with(left, right) and len(right) > 1) or _ends_with(right, left)


def _may_be(parts: tuple[str, ...], person: Person) -> bool:
    if len(parts) > 1:
        return _same_full_name(parts, person.parts) or _ends_with(person.parts, parts)
    word = plain(parts[0])
    return word == person.surname or word in {plain(part) for part in person.parts}


def _distance(person: Person, position: int) -> tuple[int, int]:
    """How far the nearest mention before `position` is; persons only named later come after those named before."""
    before = [position - mention.span.start for mention in person.mentions if mention.span.start <= position]
    if before:
        return 0, min(before)
    return 1, min((mention.span.start - position for mention in person.mentions), default=0)
