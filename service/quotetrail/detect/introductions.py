"""What the words around a name tell of the person: roles, traits, gender, a description.

"Republican nominee X", "X, a judge in Y", "the minister, X,", "X is a lawyer", "X (R-Ohio)": each ties words to the
name that the article may use alone later on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Word
from quotetrail.detect.trees import SUBJECTS, Tree
from quotetrail.model import Span

LEXICON = Path(__file__).parent / "people.toml"
# A comma and what may be a description up to the next stop, or an age.
APPOSITIVE = re.compile(
    r",\s+(\d{1,3}|(?:an?|the|who|[\w’']+[’']s)\s[^,.;:()“”\"\n]{3,90}|[a-z][^,.;:()“”\"\n]{3,60})(?=[,.;:])"
)
# "(R-Ohio)", ", D-N.Y.,": the side and the place of an office holder.
SIDE = re.compile(r",?\s?\(?([A-Z])-([A-Z][\w. ]{1,14}?)[),]")
# What stands between a role and what it is a role of.
COMPLEMENT = re.compile(r"\b(?:for|of|to|with|by|against|from|about|who|whose|under|at|in)\b")
# Words that stand in a row before a name and describe it.
DESCRIBING = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PUNCT"})
STOPS = frozenset({",", ".", ";", ":", "”", "“", '"', "(", ")", "''", "``"})
OWNER = re.compile(r"^.*['’]s?\s")
OWNED = re.compile(r"(?:his|her|their|its|my|our)\s")
# A line of at least so many words of which all are capitalised that have so many letters is a headline.
HEADLINE, LONG = 5, 5
LONGEST_HEADLINE = 200  # code points to either side of a name


class Gender(StrEnum):
    """What the text shows of a person's gender, only to choose between candidates for a pronoun."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `people.toml`: `roles` and `sides` lead from each form to the one that stands for all."""

    roles: Mapping[str, str]
    sides: Mapping[str, str]
    further_roles: frozenset[str]
    lower_ranks: frozenset[str]
    everywhere: frozenset[str]
    kin: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    owned: frozenset[str]
    ventures: frozenset[str]
    documents: frozenset[str]
    doing: frozenset[str]
    settlements: frozenset[str]
    rulings: frozenset[str]

    @classmethod
    def load(cls) -> Lexicon:
        """The lexicon that ships with the package."""
        data = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
        words = {name: frozenset(text.split()) for name, text in data["words"].items()}
        return cls(roles=_by_form(data["roles"]), sides=_by_form(data["sides"]), **words)

    def role(self, word: str, pack: Pack) -> str | None:
        """The role that a word names, in the form that stands for all of its forms; None where it names none."""
        lowered = word.lower()
        known = lowered in pack.person_roles or lowered in self.further_roles or lowered in self.roles
        return self.roles.get(lowered, lowered) if known else None

    def gender(self, words: Collection[str], pack: Pack) -> Gender:
        """What titles and nouns for people of one gender show; given names do not count."""
        male = any(word in pack.male_words or word in self.male for word in words)
        female = any(word in pack.female_words or word in self.female for word in words)
        if male == female:
            return Gender.UNKNOWN
        return Gender.MALE if male else Gender.FEMALE


@dataclass(frozen=True, slots=True)
class Introduction:
    """What one mention tells: `gender` is that of a title or role, not of a given name."""

    roles: frozenset[str]
    traits: frozenset[str]
    gender: Gender
    description: str | None


class Introductions:
    """Reads the words around the names of one article."""

    def __init__(self, *, text: str, trees: Sequence[Tree], pack: Pack, lexicon: Lexicon) -> None:
        self._text = text
        self._trees = trees
        self._pack = pack
        self._lexicon = lexicon

    def at(self, span: Span, sentence: int) -> Introduction:
        """What the text around the name at `span` tells."""
        tree = self._trees[sentence]
        inside = [word for word in tree.sentence.words if span.start <= word.start < span.end]
        if not inside:
            return Introduction(frozenset(), frozenset(), Gender.UNKNOWN, None)
        leading = "" if self._is_headline(span) else self._phrase(_run_before(tree, inside[0].index))
        following = self._following(span.end)
        phrases = [leading, self._announced(tree, inside), self._predicate(tree, inside)]
        whole = [word for phrase in (*phrases, following) for word in _plain(phrase)]
        telling = [word for phrase in (*phrases, _core(following)) for word in _plain(phrase)]
        telling.append(inside[0].text.lower())
        roles = {role for word in telling if (role := self._lexicon.role(word, self._pack)) is not None}
        side = SIDE.match(self._text, span.end)
        traits = set(whole)
        if side is not None and side.group(1).lower() in self._lexicon.sides:
            traits |= {side.group(1).lower(), *(f"{word}." for word in _plain(side.group(2)))}
        described = next((one for one in (following, leading) if _is_description(one, self._pack)), None)
        return Introduction(frozenset(roles), frozenset(traits), self._lexicon.gender(telling, self._pack), described)

    def gender_of_title(self, name: str) -> Gender:
        """What the first word of a name tells where it is a title ("Mrs. Clinton")."""
        return self._lexicon.gender([word.lower() for word in name.split()[:1]], self._pack)

    def _following(self, end: int) -> str:
        found = APPOSITIVE.match(self._text, end, end + 120)
        if found is None or not _is_description(found.group(1), self._pack):
            return ""
        phrase = found.group(1).strip()
        owned = OWNED.match(phrase)  # "X, his spokesman said," is about somebody else; "Y, his wife," is not
        return "" if owned is not None and self._lexicon.kin.isdisjoint(phrase.lower().split()) else phrase

    def _announced(self, tree: Tree, inside: Sequence[Word]) -> str:
        """The noun phrase before a name in apposition to it ("the minister of the economy, Mr. X,")."""
        own = {word.index for word in inside}
        for word in inside:
            if word.head in own or tree.relation(word.index) != "appos":
                continue
            noun = tree.word(word.head)
            if noun.end < inside[0].start and noun.upos == "NOUN":
                return self._phrase([*_run_before(tree, noun.index), noun])
        return ""

    def _predicate(self, tree: Tree, inside: Sequence[Word]) -> str:
        """What somebody is said to be ("X is a former civil rights lawyer")."""
        for word in inside:
            noun = tree.word(word.head) if word.head >= 0 else None
            if (
                noun is None
                or word.deprel not in SUBJECTS
                or noun.upos != "NOUN"
                or not tree.dependents(noun.index, "cop")
            ):
                continue
            if any(
                tree.word(child).lemma.lower() in {"not", "never"} for child in tree.dependents(noun.index, "advmod")
            ):
                continue
            return self._phrase([*_run_before(tree, noun.index), noun])
        return ""

    def _phrase(self, words: Sequence[Word]) -> str:
        return self._text[words[0].start : words[-1].end].strip(" -–—") if words else ""

    def _is_headline(self, span: Span) -> bool:
        """Whether a name stands in a line that capitalises its words: there any noun may stand before a name."""
        low = self._text.rfind("\n", max(0, span.start - LONGEST_HEADLINE), span.start) + 1
        high = self._text.find("\n", span.end, span.end + LONGEST_HEADLINE)
        if high < 0 or (low == 0 and span.start > LONGEST_HEADLINE):
            return False
        words = [word for word in self._text[low:high].split() if word[0].isalpha()]
        return len(words) >= HEADLINE and not any(word.islower() and len(word) >= LONG for word in words)


def _run_before(tree: Tree, index: int) -> list[Word]:
    """The nouns, names and adjectives in a row right before a word, in text order."""
    run: list[Word] = []
    for word in reversed(tree.sentence.words[:index]):
        if word.upos not in DESCRIBING and word.deprel != "amod":
            break
        if word.text in STOPS:
            break
        run.append(word)
    return run[::-1]


def _core(phrase: str) -> str:
    """A description without its owner and its complement: "the nominee's eldest daughter", "an aide to X"."""
    return COMPLEMENT.split(OWNER.sub("", phrase), maxsplit=1)[0]


def _plain(text: str) -> list[str]:
    return [word.strip(",.'’()-").lower() for word in text.split()]


def _is_description(text: str, pack: Pack) -> bool:
    words = [word.strip(",.'’").lower() for word in text.split()]
    if text.isdigit():
        return True
    last = words[-1].removesuffix("s") if words else ""
    known = pack.person_roles | pack.titles
    return bool(words) and (last in known or any(word in known or word.endswith("-year-old") for word in words))


def _by_form(table: Mapping[str, str]) -> dict[str, str]:
    return {form: name for name, forms in table.items() for form in (name, *forms.split())}
