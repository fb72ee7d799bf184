"""The thread of an article: every "he", "she" and "the senator" that is a subject keeps its person in mind.

Who was meant by the last pronoun is likelier to be meant by the next one than somebody who was merely named, so the
pronouns and descriptions between two attributions are settled too, in text order, and count as mentions.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from quotetrail.detect.cues import Pack
from quotetrail.detect.epithets import Epithets
from quotetrail.detect.introductions import Gender
from quotetrail.detect.parse import Word
from quotetrail.detect.people import Mention, Person
from quotetrail.detect.pronouns import Antecedents
from quotetrail.detect.trees import SUBJECTS, Tree
from quotetrail.model import Span


class Discourse:
    """Walks once through one article as its attributions are resolved."""

    def __init__(
        self,
        *,
        trees: Sequence[Tree],
        quoted: Sequence[Span],
        antecedents: Antecedents,
        epithets: Epithets,
        pack: Pack,
    ) -> None:
        self._trees = trees
        self._antecedents = antecedents
        self._epithets = epithets
        self._pack = pack
        self._quoted = sorted(quoted)
        self._quote_starts = [span.start for span in self._quoted]
        self._next = 0
        self._settled: dict[int, Person] = {}

    def advance(self, position: int, *, last: Person | None) -> None:
        """Settle the pronouns and descriptions of the sentences that end before `position`; `last` was quoted last."""
        while self._next < len(self._trees) and self._trees[self._next].sentence.end <= position:
            tree = self._trees[self._next]
            for word in tree.sentence.words:
                if word.deprel in SUBJECTS and not self._is_quoted(word.start):
                    self._settle(tree, word, last)
            self._next += 1

    def note(self, position: int, person: Person) -> None:
        """Remember whom the source at `position` was found to mean."""
        self._settled[position] = person

    def _settle(self, tree: Tree, word: Word, last: Person | None) -> None:
        person = self._settled.get(word.start)
        if person is None and word.upos == "PRON":
            person = self._pronoun(word, last)
        if person is None and word.upos == "NOUN":
            person = self._description(tree, word, last)
        if person is None:
            return
        place = bisect.bisect_left(person.mentions, word.start, key=lambda one: one.span.start)
        known = place < len(person.mentions) and person.mentions[place].span.start == word.start
        if not known:
            mention = Mention(Span(word.start, word.end), self._next, subject=True, possessive=False, quoted=False)
            person.mentions.insert(place, mention)

    def _pronoun(self, word: Word, last: Person | None) -> Person | None:
        form = word.text.lower()
        if form not in {"he", "she"}:
            return None
        gender = Gender.MALE if form == "he" else Gender.FEMALE
        return self._first(self._antecedents.ranked(word.start, gender, last=last))

    def _description(self, tree: Tree, word: Word, last: Person | None) -> Person | None:
        span = tree.span(index for index in tree.subtree(word.index) if index <= word.index)
        fits = self._epithets.fitting(span, word.lemma)
        person = self._first(self._antecedents.among(fits, span.start, last=last)) if fits else None
        return person if person is not None and fits[person] > 0 else None

    def _first(self, ranked: Sequence[tuple[Person, float]]) -> Person | None:
        sure = bool(ranked) and ranked[0][1] >= self._antecedents.weights.certain
        return ranked[0][0] if sure else None

    def _is_quoted(self, position: int) -> bool:
        place = bisect.bisect_right(self._quote_starts, position) - 1
        return place >= 0 and position < self._quoted[place].end
