"""A sentence's dependency tree as lists: children, subtrees, extents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quotetrail.detect.parse import Sentence, Word
from quotetrail.model import Span

SUBJECTS = frozenset({"nsubj", "nsubj:outer", "csubj"})
# Parsers take these for subjects ("Sunday, the governor said"); nobody of that name speaks.
TIMES = frozenset(
    {
        *(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "yesterday",
            "tonight",
        ),
        *("early", "late", "earlier", "later", "recently", "month", "week", "year"),
        *("january", "february", "march", "april", "june", "july", "august", "september", "october", "november"),
        "december",
    }
)
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence with its children lists; a word is its 0-based index in the sentence."""

    sentence: Sentence
    children: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, sentence: Sentence) -> Tree:
        """The tree of a parsed sentence; an unparsed one (every head -1) is a row of roots."""
        children: list[list[int]] = [[] for _ in sentence.words]
        for word in sentence.words:
            if 0 <= word.head < len(children) and word.head != word.index:
                children[word.head].append(word.index)
        return cls(sentence=sentence, children=tuple(tuple(row) for row in children))

    def word(self, index: int) -> Word:
        """The word at `index`."""
        return self.sentence.words[index]

    def relation(self, index: int) -> str:
        """The relation of a word to its head, without its subtype."""
        return self.sentence.words[index].deprel.partition(":")[0]

    def dependents(self, index: int, *relations: str) -> list[int]:
        """Children of `index` with one of the given relations (full or without subtype), in text order."""
        wanted = set(relations)
        return [
            child
            for child in self.children[index]
            if self.word(child).deprel in wanted or self.relation(child) in wanted
        ]

    def subtree(self, index: int, *, without: Iterable[int] = ()) -> list[int]:
        """Every word below and including `index`, in text order, leaving out the subtrees of `without`."""
        closed = set(without)
        found: list[int] = []
        stack = [index]
        while stack:
            current = stack.pop()
            if current in closed:
                continue
            closed.add(current)
            found.append(current)
            stack.extend(self.children[current])
        return sorted(found)

    def span(self, indices: Iterable[int]) -> Span:
        """The extent of the given words in the text; ValueError when there are none."""
        chosen = [self.word(index) for index in indices]
        return Span(min(word.start for word in chosen), max(word.end for word in chosen))

    def ancestors(self, index: int) -> list[int]:
        """The heads above `index`, nearest first."""
        above: list[int] = []
        current = self.word(index).head
        while current >= 0 and current not in above and current != index:
            above.append(current)
            current = self.word(current).head
        return above

    def is_clause(self, index: int) -> bool:
        """Whether the word heads a clause: a verb, or a predicate with a copula or a subject."""
        predicate = self.word(index).upos in {"VERB", "AUX"}
        return predicate or bool(self.dependents(index, "cop", *SUBJECTS, *PASSIVE_SUBJECTS))

    def _own(self, verb: int) -> list[int]:
        """Subjects; a passive one counts where no auxiliary makes the verb passive (parsers mix them up)."""
        active = [] if self.dependents(verb, "aux:pass") else self.dependents(verb, *PASSIVE_SUBJECTS)
        return sorted([*self.dependents(verb, *SUBJECTS), *active])

    def subject(self, verb: int) -> int | None:
        """Who does what `verb` says: its own subject, else the one it shares with the verb it depends on."""
        seen: set[int] = set()
        current = verb
        while current not in seen:
            seen.add(current)
            own = [child for child in self._own(current) if self.word(child).lemma.lower() not in TIMES]
            if own:
                return own[-1] if len(own) > 1 and own[-1] < current else own[0]
            head, relation = self.word(current).head, self.relation(current)
            if relation == "acl" and head >= 0 and not self.word(current).deprel.endswith("relcl"):
                return head
            if head < 0 or relation not in {"conj", "xcomp", "advcl", "aux", "cop"}:
                return None
            if relation == "conj" and self.dependents(current, *PASSIVE_SUBJECTS):
                return None
            current = head
        return None
