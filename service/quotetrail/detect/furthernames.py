"""Names that the name finder does not give: in headlines, behind titles, given names that stand elsewhere."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from quotetrail.detect.cues import Pack
from quotetrail.detect.fullnames import OPENERS, Parts, parts_of
from quotetrail.detect.trees import TIMES, Tree
from quotetrail.model import Span

FULL_NAME = 2
# A title and two or three capitalised words after it.
TITLED_NAME = re.compile(r"\b([A-Z][a-z]{3,14})[ \u00a0]((?:[A-Z][\w’-]+[ \u00a0]){1,2}[A-Z][\w’-]*[^\W\d_])")
# Above this share of capitalised words a headline capitalises every word that matters.
CAPITALS = 0.6
# A headline names people as "First Last": two or three capitalised words in a row.
HEADLINE_NAME = re.compile(r"\b([A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){1,2})\b")


class FurtherNames:
    """Looks for names in one article; its trees say what is a proper noun and what a place or a body."""

    def __init__(self, *, text: str, trees: Sequence[Tree], pack: Pack) -> None:
        self._text = text
        self._pack = pack
        self._proper = {word.start for tree in trees for word in tree.sentence.words if word.upos == "PROPN"}
        self._places: dict[str, set[str]] = {}
        for tree in trees:
            for entity in tree.sentence.entities:
                words = entity.text.split()
                if entity.label != "PERSON":
                    for word in words:
                        self._places.setdefault(word, set()).add(words[-1])

    def in_headline(self, title: str) -> list[Parts]:
        """Full names in a headline; where every word of it is capitalised only those with a known given name."""
        words = [word for word in title.split() if word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        known = self._pack.male_given | self._pack.female_given
        names = [parts_of(name, titles=self._pack.titles) for name in HEADLINE_NAME.findall(title)]
        if capitals <= CAPITALS * len(words):
            return names
        return [name[:FULL_NAME] for name in names if len(name) >= FULL_NAME and name[0].lower() in known]

    def titled(self, known: Sequence[Span]) -> list[tuple[Span, str]]:
        """Full names behind a title outside the `known` ones ("President Kassym-Jomart Tokayev"), with the title."""
        taken = sorted(known)
        starts = [span.start for span in taken]
        found = []
        for match in TITLED_NAME.finditer(self._text):
            span = Span(match.start(2), match.end(2))
            place = bisect.bisect_right(starts, span.end) - 1
            named = place >= 0 and taken[place].end > span.start
            parts = parts_of(match.group(2), titles=self._pack.titles)
            if not named and len(parts) >= FULL_NAME and match.group(1).lower() in self._pack.titles:
                found.append((span, match.group(0)))
        return found

    def fuller(self, surname: str) -> Parts:
        """A name of one part with the given names that stand before it anywhere in the text, if one is always the same.

        The name may be glued to the next word ("Tokayevappealed"), as in pages whose markup was lost.
        """
        pattern = rf"(?<![\w’'-])((?:[A-Z][\w’'-]+[ \u00a0]+){{1,3}}){re.escape(surname)}(?![A-Z’'-])"
        given = [self._proper_end(match) for match in re.finditer(pattern, self._text)]
        names = {parts_of(f"{before}{surname}", titles=self._pack.titles) for before in given}
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
