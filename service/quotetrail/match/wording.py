"""A text ready to be compared: its canonical words with their stems, weights and kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotetrail.match.canonical import Canonical, Canonicaliser
from quotetrail.match.words import Vocabulary, Words, is_number

# What stands before the first word of a sentence, whose capital says nothing.
_SENTENCE_END = re.compile(r"(?:^|[.!?:…\"“”«»\n])[\s\"“”«»‘’']*$")
# How far back a sentence's end is looked for before a word.
_LOOK_BACK = 8
# "No. 1" counts, it does not deny.
_NUMERO = re.compile(r"[Nn]o?[.°º]\s?\d|No \d")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text ready to be compared.

    `names` are the places of the words whose capital marks a name, `initials` those of capitals that begin a sentence
    and may mark one. `content` counts the words that are no function words, `telling` are the places of those that are
    no names either: the words that say something. `quantities` and `negations` are the places of the words that say how
    many, and that negate.
    """

    canonical: Canonical
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    names: frozenset[int]
    initials: frozenset[int]
    content: int
    telling: tuple[int, ...]
    quantities: tuple[int, ...]
    negations: tuple[int, ...]
    vocabulary: Vocabulary

    @property
    def words(self) -> tuple[str, ...]:
        """The canonical words."""
        return self.canonical.words

    @property
    def fingerprint(self) -> str:
        """The canonical words, joined by spaces: equal for texts that no reader would tell apart."""
        return " ".join(self.canonical.words)

    def telling_stems(self) -> frozenset[str]:
        """Stems of the words that say something."""
        return frozenset(self.stems[place] for place in self.telling)

    def content_stems(self) -> tuple[str, ...]:
        """Stems of names and telling words, each once, in order; of all words where there are none such."""
        function = self.vocabulary.function
        found = dict.fromkeys(stem for word, stem in zip(self.words, self.stems, strict=True) if word not in function)
        return tuple(found) or tuple(dict.fromkeys(self.stems))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts as wordings."""

    canonicaliser: Canonicaliser
    lexicon: Words

    @classmethod
    def load(cls) -> Reader:
        """Read canonical.toml and words.toml."""
        return cls(Canonicaliser.load(), Words.load())

    def read(self, text: str, language: str) -> Wording:
        """The wording of `text` in the language of that ISO 639-1 code."""
        canonical = self.canonicaliser.canonical(text)
        vocabulary = self.lexicon.of(language)
        words, function = canonical.words, vocabulary.function
        light = self.lexicon.function_weight
        names, initials = _capitals(canonical, vocabulary)
        return Wording(
            canonical=canonical,
            stems=self.lexicon.stems(words),
            weights=tuple(light if word in function else 1.0 for word in words),
            names=names,
            initials=initials,
            content=sum(word not in function for word in words),
            telling=tuple(at for at, word in enumerate(words) if word not in function and at not in names),
            quantities=tuple(at for at, word in enumerate(words) if word in vocabulary.quantity or is_number(word)),
            negations=tuple(
                at
                for at, word in enumerate(words)
                if word in vocabulary.negation and _NUMERO.match(text, canonical.spans[at].start) is None
            ),
            vocabulary=vocabulary,
        )


def _capitals(canonical: Canonical, vocabulary: Vocabulary) -> tuple[frozenset[int], frozenset[int]]:
    """Places of content words with a capital, inside sentences and at their beginnings.

    None where capitals mark nothing: in languages that capitalise nouns, in texts all in capitals, in Headlines Of This
    Kind.
    """
    text, function = canonical.text, vocabulary.function
    none: frozenset[int] = frozenset()
    if not vocabulary.names_are_capitalised:
        return none, none
    inside: list[int] = []
    beginning: list[int] = []
    headline = 0
    for at, (word, span) in enumerate(zip(canonical.words, canonical.spans, strict=True)):
        if not text[span.start].isupper():
            headline -= word in function
        elif word in function:
            headline += word != "i" and not _begins_sentence(text, span.start)
        elif _begins_sentence(text, span.start):
            beginning.append(at)
        else:
            inside.append(at)
    if headline > 0 or text.isupper():
        return none, none
    return frozenset(inside), frozenset(beginning)


def _begins_sentence(text: str, start: int) -> bool:
    return _SENTENCE_END.search(text[max(0, start - _LOOK_BACK) : start]) is not None
