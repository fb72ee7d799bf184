"""A chain as a plain-text tree for a terminal: who said it, who has it from whom, what changed on the way, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from quotetrail.model import Appearance, Chain, Change, Direction, Link, Relation
from quotetrail.trace.weights import Weights

# Line breaks, terminal escapes, direction overrides and lone surrogates of a text must not reach a terminal.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_EDGE_WORDS = 4
_HEAD_LETTERS = 400
_NARROWEST = 30
_RELATIONS = {
    Relation.VERBATIM: "word for word",
    Relation.TRUNCATED: "cut",
    Relation.EDITED: "edited",
    Relation.REWORDED: "reworded",
    Relation.SPLICED: "pieces joined",
    Relation.INDIRECT: "told as reported speech",
    Relation.TRANSLATED: "translated",
    Relation.CONTRADICTS: "with another fact in it",
    Relation.DIFFERENT: "in quite other words",
    None: "the same words again",
}


@dataclass(frozen=True, slots=True)
class Style:
    """The marks put around pieces of text; the plain ones are nothing but the brackets of a word diff."""

    bold: tuple[str, str] = ("", "")
    dim: tuple[str, str] = ("", "")
    deleted: tuple[str, str] = ("[-", "-]")
    inserted: tuple[str, str] = ("{+", "+}")


PLAIN = Style()
COLOURED = Style(
    bold=("\x1b[1m", "\x1b[0m"),
    dim=("\x1b[2m", "\x1b[0m"),
    deleted=("\x1b[31m[-", "-]\x1b[0m"),
    inserted=("\x1b[32m{+", "+}\x1b[0m"),
)


def as_text(
    chain: Chain,
    *,
    names: Mapping[str, str] | None = None,
    width: int = 100,
    reasons: int = 4,
    style: Style = PLAIN,
) -> str:
    """The chain as a tree, ending in a line break.

    `names` says by article id what to call an article (`Tracer.names`; else its outlet or id), `width` is in code
    points, `reasons` bounds the reasons shown of one link. Control characters of the texts are left out.
    """
    page = _Page(chain, names or {}, max(width, _NARROWEST), reasons, style, Weights.load())
    return "".join(f"{line}\n" for line in page.lines())


@dataclass(frozen=True, slots=True)
class _Page:
    """One chain on its way to the screen."""

    chain: Chain
    names: Mapping[str, str]
    width: int
    reasons: int
    style: Style
    weights: Weights

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._tree()
        if self.chain.notes:
            yield self._marked("What to know", self.style.bold)
            for note in self.chain.notes:
                yield from self._wrapped(_safe(note), first="  · ", rest="    ")

    def _head(self) -> Iterator[str]:
        if self.chain.appearances:
            text = _safe(self.chain.appearances[0].text)
            shown = text if len(text) <= _HEAD_LETTERS else text[:_HEAD_LETTERS].rsplit(" ", 1)[0] + " …"
            for line in self._wrapped(shown, first="  ", rest="  "):
                yield self._marked(line, self.style.bold)
        origin = self.chain.origin
        speaker = _safe(origin.speaker) if origin.speaker is not None else "somebody the articles do not name"
        venue = f", {_safe(origin.venue)}" if origin.venue is not None else ""
        sure = f" ({self._confidence(origin.confidence)})" if origin.speaker is not None else ""
        yield f"  — {speaker}{venue}{sure}"
        number = len(self.chain.appearances)
        yield self._marked(
            f"  {self.chain.statement_id} · {number} appearance{'' if number == 1 else 's'}", self.style.dim
        )
        yield ""

    def _tree(self) -> Iterator[str]:
        links = {link.appearance: link for link in self.chain.links}
        articles = {appearance.quote_id: appearance.article_id for appearance in self.chain.appearances}
        below: dict[str, list[Appearance]] = defaultdict(list)
        roots: dict[str | None, list[Appearance]] = defaultdict(list)
        for appearance in self.chain.appearances:
            link = links[appearance.quote_id]
            if link.source is not None:
                below[link.source].append(appearance)
            else:
                roots[link.source_name].append(appearance)
        for name, children in roots.items():
            if name is None:
                yield self._marked("● where the words came from is not known", self.style.dim)
            else:
                yield f"● {self._marked(_safe(name), self.style.bold)} (credited; no article of it at hand)"
            # An explicit stack: a chain may be longer than the interpreter's recursion limit.
            stack = [(child, "", child is children[-1]) for child in reversed(children)]
            while stack:
                appearance, margin, last = stack.pop()
                derived = below[appearance.quote_id]
                deeper = margin + ("   " if last else "│  ")
                link = links[appearance.quote_id]
                above = self.names.get(articles[link.source], "") if link.source is not None else ""
                yield from self._entry(appearance, link, above, margin=margin, last=last, more=bool(derived))
                stack += [(child, deeper, child is derived[-1]) for child in reversed(derived)]

    def _entry(
        self, appearance: Appearance, link: Link, above: str, *, margin: str, last: bool, more: bool
    ) -> Iterator[str]:
        """One appearance: its article, how it stands to its source (named `above`), the drift and the reasons."""
        date = f" · {appearance.published:%Y-%m-%d %H:%M}" if appearance.published is not None else ""
        title = f"{_safe(self._name(appearance))}{date}"
        branch = margin + ("└─ " if last else "├─ ")
        inside = margin + ("   " if last else "│  ") + ("│  " if more else "   ")
        first, *others = self._wrapped(title, first=branch, rest=inside)
        yield branch + self._marked(first[len(branch) :], self.style.bold)
        yield from others
        yield from self._wrapped(self._standing(link), first=inside, rest=inside)
        if any(change.kind != "equal" for change in link.drift):
            yield from self._wrapped(self._drift(link.drift), first=inside, rest=inside)
        shown = [item for item in link.evidence if item.weight and item.kind != "wording"][: self.reasons]
        for evidence in sorted(shown, key=lambda item: item.weight < 0):
            reason = f"{'+' if evidence.weight > 0 else '–'} {self._seen_from(appearance, above, _safe(evidence.text))}"
            yield from self._wrapped(reason, first=inside, rest=f"{inside}  ", dim=True)
        yield inside.rstrip()

    def _standing(self, link: Link) -> str:
        confidence = self._confidence(link.confidence)
        if link.source is None and link.source_name is None:
            return f"no source found ({confidence})" if link.confidence else "not traced"
        if link.source is None:
            return confidence
        order = "" if link.direction is Direction.SETTLED else " · which was first is open"
        return f"{_RELATIONS[link.relation]} · {confidence}{order}"

    def _drift(self, drift: Sequence[Change]) -> str:
        """The changes between brackets, with a few words around them."""
        pieces = []
        for place, change in enumerate(drift):
            if change.kind == "equal":
                pieces.append(_shortened(_safe(change.after), first=place == 0, last=place == len(drift) - 1))
                continue
            if change.before:
                pieces.append(self._marked(_safe(change.before), self.style.deleted))
            if change.after:
                pieces.append(self._marked(_safe(change.after), self.style.inserted))
        return " ".join(piece for piece in pieces if piece).replace("-] {+", "-]{+")

    def _seen_from(self, appearance: Appearance, above: str, text: str) -> str:
        """A reason with "this" and "the one above" for long headlines; an outlet's name stays."""
        for name, short in ((self.names.get(appearance.article_id, ""), "this"), (above, "the one above")):
            if name.startswith("“"):
                text = text.replace(_safe(name), short)
        return text

    def _confidence(self, confidence: float) -> str:
        return f"{self.weights.in_words(confidence)}, {confidence:.0%}"

    def _name(self, appearance: Appearance) -> str:
        return self.names.get(appearance.article_id) or appearance.outlet or appearance.article_id

    def _marked(self, text: str, marks: tuple[str, str]) -> str:
        return f"{marks[0]}{text}{marks[1]}"

    def _wrapped(self, text: str, *, first: str, rest: str, dim: bool = False) -> Iterator[str]:
        """Lines of a text with margins; deep in a tree they grow past the width and do not get too narrow."""
        space = max(_NARROWEST, self.width - max(len(first), len(rest)))
        for place, line in enumerate(wrap(text, space, break_on_hyphens=False) or [""]):
            yield (rest if place else first) + (self._marked(line, self.style.dim) if dim else line)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged words, of a long run only those next to a change."""
    words = text.split()
    if first:
        return " ".join(words) if len(words) <= _EDGE_WORDS + 1 else "… " + " ".join(words[-_EDGE_WORDS:])
    if last:
        return " ".join(words) if len(words) <= _EDGE_WORDS + 1 else " ".join(words[:_EDGE_WORDS]) + " …"
    if len(words) <= 2 * _EDGE_WORDS + 1:
        return " ".join(words)
    return " ".join((*words[:_EDGE_WORDS], "…", *words[-_EDGE_WORDS:]))


def _safe(text: str) -> str:
    """A text on one line without anything that a terminal would obey."""
    return " ".join(_UNSAFE.sub(" ", text).split())
