"""The names of organisations and outlets, and what takes them up: "CSTO", "the commission", "Trump’s campaign".

A body is called by its full name once and by a short form, its initials or a common noun afterwards. Which noun goes
with which body is read from the names and from the article, never known beforehand.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quotetrail.detect.cues import Pack
from quotetrail.detect.introductions import Lexicon
from quotetrail.detect.parse import Word
from quotetrail.detect.sections import Sections
from quotetrail.detect.trees import Tree
from quotetrail.model import Span

ARTICLES = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# Code points between the name of an outlet and the common noun after it ("Sputnik news service").
NEAR = 8
# Words of a full name before its short form in brackets, bounded so that a page of capitals stays linear.
ACRONYM = re.compile(
    r"((?:[A-Z][\w’'-]{0,40}\s(?:(?:of|for|the|and|on)\s){0,2}){1,7}[A-Z][\w’'-]{0,40})\s?\(([A-Z]{2,8})\)"
)
WHEN = re.compile(
    r"\s(?:(?:on|in|at|late|early|earlier|later)\s)?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today)\b.*",
    re.IGNORECASE | re.DOTALL,
)
OWNER = re.compile(r"^[^'’]*['’]s\s+")
CORE_END = re.compile(r",\s|\s[–—-]\s|\s\(|\swh(?:ich|o)\s|\sthat\s")
# Capitalised words in a row, with the small words that stand inside names.
RUN = re.compile(r"[A-Z][\w.&’-]*(?:[ \u00a0](?:(?:of|for|on|and|the|&)[ \u00a0]){0,2}[A-Z][\w.&’-]*){1,9}")
OWNED = re.compile(r"[^'’]+['’]s?[ \u00a0][^A-Z]+")  # "Mr. Lee’s new company"
CAPITAL = re.compile(r"(?<![\w’'])[A-Z]")
BY = re.compile(r"(?:\b(?:by|from|of|in)(?: the| an?)?|,) $")
# What a federation of states is called, by others and in its name.
FEDERATIONS = frozenset({"alliance", "bloc", "organization", "organisation", "union", "treaty"})
REACH = 1500  # code points back to the name that a common noun takes up, about four paragraphs
# A body of one common noun has no name ("the government"), but this one is named so.
NAMED_BY_ONE_WORD = frozenset({"police"})
# Two words beside its head that are all in one body's name tie a description to it ("flight attendants’ union").
TELLING = 2
LONG = 4  # letters of a word that tells
# A body named at least so often, and twice as often as every other, is what the article is about.
OFTEN, TIMES_AS_OFTEN = 3, 2
SHORT = 2  # letters of an acronym


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    name: str
    words: frozenset[str]


class Bodies:
    """The organisations of one article, and whom a description of one means."""

    def __init__(self, *, text: str, trees: Sequence[Tree], pack: Pack, lexicon: Lexicon) -> None:
        self._text = text
        self._pack = pack
        self._lexicon = lexicon
        self._sections = Sections(text)
        self._named = sorted(self._labelled(trees) + self._in_runs(trees), key=lambda one: one.start)
        self._starts = [one.start for one in self._named]
        self._of_word: dict[str, list[str]] = {}
        for name, words in dict.fromkeys((one.name, one.words) for one in self._named):
            for word in words:
                self._of_word.setdefault(word, []).append(name)
        self._full = self._fuller() | acronyms(text)
        self._about = self._main_body()
        self._called: dict[str, str] = {}

    def full(self, name: str) -> str:
        """The fullest name the article gives a body: for "CSTO" what it stands for, "Peabody Energy" for "Peabody"."""
        return self._full.get(name, name)

    def taken_up(self, source: Span, head: Word) -> str | None:
        """The body that a common noun goes back to ("the commission", "the bank"); None where nothing tells."""
        noun = head.lemma.lower()
        found = self._described(source, noun)
        definite = source.of(self._text).lower().startswith(("the ", "that ", "this "))
        if found is None and definite:
            found = (
                self._by_noun(noun, source)
                or self._called.get(noun)
                or self._owned(noun, source.start)
                or self._topic(noun, source.start)
            )
        if found is not None:
            found = self.full(found)
            self._called[noun] = found
        return found

    def maker(self, source: Span, head: Word) -> str | None:
        """The body that a document names before its noun or after "by" ("a Reuters survey", "a film by X")."""
        low, high = bisect.bisect_left(self._starts, source.start), bisect.bisect_left(self._starts, source.end)
        for one in self._named[low:high]:
            if one.start < head.start or BY.search(self._text, head.end, one.start):
                return self.full(one.name)
        return None

    def _labelled(self, trees: Sequence[Tree]) -> list[_Named]:
        return [
            self._one(entity.start, ARTICLES.sub("", entity.text))
            for tree in trees
            for entity in tree.sentence.entities
            if entity.label == "ORG" and entity.text[:1].isupper()
        ]

    def _in_runs(self, trees: Sequence[Tree]) -> list[_Named]:
        """Capitalised runs that say themselves that they are bodies ("Commission on Presidential Debates")."""
        roles = self._pack.body_roles - self._pack.documents
        found = []
        for tree in trees:
            people = [entity.start for entity in tree.sentence.entities if entity.label == "PERSON"]
            sentence = self._text[tree.sentence.start : tree.sentence.end]
            for run in RUN.finditer(sentence):
                start = tree.sentence.start + run.start()
                name = ARTICLES.sub("", WHEN.sub("", run.group()))
                words = name.lower().split()
                crossed = any(start <= person < start + run.end() - run.start() for person in people)
                titled = any(self._lexicon.role(word, self._pack) for word in words)
                if not crossed and not titled and not roles.isdisjoint(words):
                    found.append(self._one(start, name))
        return found

    def _one(self, start: int, name: str) -> _Named:
        return _Named(start, name.rstrip(".,/-"), frozenset(word.strip(".,’'").lower() for word in name.split()))

    def _fuller(self) -> dict[str, str]:
        """Short forms of one word with the only longer name here that they begin or whose initials they are."""
        begun: dict[str, list[str]] = {}
        for name in dict.fromkeys(one.name for one in self._named):
            first, _, rest = name.partition(" ")
            if not rest:
                continue
            generic = rest.lower() in self._pack.body_roles or rest.lower() in self._pack.titles
            if " " not in rest and not generic:
                begun.setdefault(first, []).append(name)
            initials = "".join(word[0] for word in name.split() if word[0].isupper())
            if len(initials) > SHORT:
                begun.setdefault(initials, []).append(name)
        found = {}
        for short in {one.name for one in self._named if " " not in one.name}:
            longer = begun.get(short, [])
            if len(longer) == 1:
                found[short] = longer[0]
        return found

    def _described(self, source: Span, noun: str) -> str | None:
        """A body whose name holds the other words of a description ("a union representing flight attendants")."""
        words = {word.strip(".,’'").lower() for word in source.of(self._text).split()}
        telling = {word for word in words if len(word) >= LONG and word not in {noun, noun + "s"}}
        telling -= self._lexicon.doing
        if len(telling) < TELLING:
            return None
        first, *rest = (set(self._of_word.get(word, ())) for word in telling)
        fitting = first.intersection(*rest)
        return next(iter(fitting)) if len(fitting) == 1 else None

    def _by_noun(self, noun: str, source: Span) -> str | None:
        """The last body before that has the noun, and all other words of the description, in its name."""
        wanted = FEDERATIONS if noun in FEDERATIONS else frozenset({noun})
        own = {word.strip(".,’'").lower() for word in source.of(self._text).split()[1:]} - {noun, "u.s.", "federal"}
        low = bisect.bisect_left(self._starts, max(source.start - REACH, self._sections.start(source.start)))
        high = bisect.bisect_left(self._starts, source.start)
        for one in reversed(self._named[low:high]):
            if len(one.words) > 1 and wanted & one.words and own <= one.words:
                rarest = min((self._of_word[word] for word in one.words), key=len)
                longer = [name for name in rarest if name.startswith(f"{one.name} ")]
                return max([one.name, *longer], key=len)
        return None

    def _owned(self, noun: str, position: int) -> str | None:
        """The last "Trump campaign" or "Trump’s campaign" before "the campaign", in the same section."""
        if noun not in self._lexicon.owned:
            return None
        low = max(position - REACH, self._sections.start(position))
        pattern = rf"([A-Z][\w-]+)(?:['’]s)?[ \u00a0](?:presidential[ \u00a0])?{re.escape(noun)}\b"
        found = re.findall(pattern, self._text[low:position])
        return f"{found[-1]} {noun}" if found and len(set(found)) == 1 else None

    def _topic(self, noun: str, position: int) -> str | None:
        """The body that the article is about, for "the bank" or "the company" soon after its name."""
        if noun not in self._lexicon.ventures or self._about is None:
            return None
        low, high = bisect.bisect_left(self._starts, position - REACH // 2), bisect.bisect_left(self._starts, position)
        return self._about if any(self.full(one.name) == self._about for one in self._named[low:high]) else None

    def _main_body(self) -> str | None:
        """The body that the article names far more often than any other."""
        counted = Counter(self.full(one.name) for one in self._named)
        (first, most), *rest = counted.most_common(2) or [("", 0)]
        dominant = most >= OFTEN and (not rest or most >= TIMES_AS_OFTEN * rest[0][1])
        return first if dominant else None


def acronyms(text: str) -> dict[str, str]:
    """Short forms that the article itself explains: "Collective Security Treaty Organization (CSTO)"."""
    found: dict[str, str] = {}
    for match in ACRONYM.finditer(text):
        full, letters = match.group(1), match.group(2)
        words = [word for word in full.split() if word[0].isupper()]
        if "".join(word[0] for word in words).endswith(letters):
            found[letters] = " ".join(full[full.rindex(words[-len(letters)]) :].split())
    return found


def body_name(tree: Tree, source: Span, head: Word, *, text: str, pack: Pack, lexicon: Lexicon) -> str | None:
    """The name in a source that is a body, without article, description and time; None for "the government"."""
    beside = _name_beside(tree, source, head, text=text, pack=pack)
    if beside is not None:
        return beside
    whole = source.of(text)
    core = CORE_END.split(whole, maxsplit=1)[0]
    if head.end - source.start > len(core):
        core = whole
    name = ARTICLES.sub("", WHEN.sub("", core)).strip(" ,\u00a0")
    owned = _owned_name(name, lexicon)
    if owned is not None:
        return owned
    name = _undescribed(name, pack)
    if name.islower() and len(name.split()) == 1 and name not in NAMED_BY_ONE_WORD:
        return None
    return name or None


def is_plain(tree: Tree, source: Span, name: str, *, text: str) -> bool:
    """Whether a description holds no name of its own ("a union representing nurses", "Mr. Lee’s new company").

    "The interior ministry" is one: with "the" a body is taken to be known by that.
    """
    if name in NAMED_BY_ONE_WORD:
        return False
    if OWNED.fullmatch(name):
        return True
    if source.of(text).lower().startswith("the "):
        return False
    words = [word for word in tree.sentence.words if source.start <= word.start < source.end]
    return not any(word.upos == "PROPN" or word.text[1:] != word.text[1:].lower() for word in words) and not any(
        source.start <= entity.start < source.end for entity in tree.sentence.entities
    )


def _owned_name(name: str, lexicon: Lexicon) -> str | None:
    """What is left of a name with its owner in full: "Trump campaign" for "Donald Trump’s presidential campaign"."""
    owner = re.match(r"(?:.*[ \u00a0])?([A-Z][\w-]+)['’]s[ \u00a0](?:[a-z]+[ \u00a0])?(\w+)$", name)
    return f"{owner.group(1)} {owner.group(2)}" if owner is not None and owner.group(2) in lexicon.owned else None


def _undescribed(name: str, pack: Pack) -> str:
    """The name without small adjectives before it and the document it made ("new Washington Post-ABC News poll")."""
    first = CAPITAL.search(name)
    if first is None:
        return name
    before = name[: first.start()].split()
    if not {"of", "for", "in", "by", "from", "at"} & set(before):
        name = name[first.start() :]
    words = name.split()
    if words[-1].lower() in pack.documents and len(words) > 1:
        while len(words) > 1 and words[-1].islower():
            words.pop()
    return " ".join(words)


def _name_beside(tree: Tree, source: Span, head: Word, *, text: str, pack: Pack) -> str | None:
    """The proper name beside a common noun for a body ("Sputnik news service", "the news agency Belta")."""
    words = tree.sentence.words
    if head.upos == "PROPN":
        if head.index == 0:
            return None
        before = words[head.index - 1]
        is_name = before.upos == "NOUN" and before.lemma.lower() in pack.body_roles and before.start >= source.start
        return head.text if is_name else None
    if head.lemma.lower() not in pack.body_roles:
        return None
    for entity in tree.sentence.entities:
        inside = source.start <= entity.start and entity.end <= source.end
        near = 0 <= head.start - entity.end <= NEAR or 0 <= entity.start - head.end <= 1
        opener = entity.start == tree.sentence.start and " " not in entity.text and entity.end < head.start
        if inside and near and not opener and entity.label == "ORG":
            return ARTICLES.sub("", OWNER.sub("", text[entity.start : entity.end]))
    following = words[head.index + 1 : head.index + 2]
    return following[0].text if following and following[0].upos == "PROPN" and following[0].end <= source.end else None
