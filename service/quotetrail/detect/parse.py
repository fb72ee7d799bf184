"""Stanza behind one small interface: texts in, sentences with words, trees and names out, offsets untouched.

Sentences of many documents go through each model together, and the dependency parser, the slowest model, sees only the
sentences that the caller wants a tree of. Stanza never sees the raw text but a copy of the same length in which odd
white space and control characters are plain spaces, cut into pieces of bounded length: any text takes linear time.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotetrail.detect import weights
from quotetrail.detect.paragraphs import paragraphs
from quotetrail.errors import ModelsMissing

if TYPE_CHECKING:
    from stanza.models.common.doc import Document
    from stanza.models.common.doc import Sentence as StanzaSentence
    from stanza.models.common.doc import Word as StanzaWord
    from stanza.pipeline.core import Pipeline

# Bounds that keep time linear and memory flat; all far beyond what edited prose holds.
_MAX_SENTENCE = 150  # tokens; the parser scores every pair of words, and Stanza batches longer sentences one by one
_MAX_TOKEN = 60  # code points of a token that the character models read
_MAX_PIECE = 4_000  # code points of a paragraph given to the tokeniser at once
_MAX_GROUP = 100_000  # code points that go through the models together

_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=\S)")
_ODD = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Where a language says what a token of several words looks like, no other token is split. The English treebank has web
# texts with "its" for "it's", and a model trained on it splits the possessive too.
_SEVERAL_WORDS = {"en": re.compile(r".*['’`´]|(?:cannot|gonna|gotta|wanna)$", re.IGNORECASE | re.DOTALL)}
# Stanza's models of different languages name a person differently.
_LABELS = {"PER": "PERSON", "PERS": "PERSON", "P": "PERSON"}


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word; `index` and `head` count from 0 within the sentence, `head` is -1 at the root.

    Without a tree (`Sentence.parsed` is False) every `head` is -1 and every `deprel` empty. `upos`, `xpos` and `feats`
    are empty where the language has no tagger. `text` is a piece of the original unless a multi-word token was
    expanded to words that do not spell it; those share the span of the token.
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name; `label` is PERSON, ORG, GPE, LOC, NORP or whatever else the language's model tells apart."""

    text: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence inside one paragraph; `parsed` says whether its words carry a tree."""

    start: int
    end: int
    words: tuple[Word, ...]
    entities: tuple[Entity, ...]
    parsed: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """The sentences of one text, in order."""

    language: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one text that the tokeniser reads at once."""

    document: int
    start: int
    end: int


class Parser:
    """Every language whose models were found; a language is loaded when it is first needed."""

    def __init__(self, *, models: Mapping[str, weights.ModelSet], threads: int) -> None:
        self._models = dict(models)
        self._threads = threads
        self._annotators: dict[str, _Annotator] = {}
        self._lock = threading.Lock()

    @classmethod
    def load(cls, *, bundled: Path, official: Path | None, threads: int, later: Collection[str] = ()) -> Parser:
        """Find models in `official` first, then in `bundled`, and load those that have a bundled set, but for `later`.

        `threads` is the number of threads torch may use in this process. Raises ModelsMissing when no language can be
        parsed or a bundled file is not the one that its checksum names.
        """
        found = weights.find(bundled=bundled, official=official)
        if not found:
            raise ModelsMissing(f"no language models below {bundled}; run `quotetrail models pull en` or reinstall")
        parser = cls(models=found, threads=threads)
        for language in weights.find(bundled=bundled, official=None):
            if language not in later:
                parser._annotator(language)
        return parser

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that can be parsed, sorted."""
        return tuple(sorted(self._models))

    def can_parse(self, language: str) -> bool:
        """Whether there are models of `language` (ISO 639-1)."""
        return language in self._models

    def parse(
        self, texts: Sequence[str], language: str, *, keep: Callable[[int, Sentence], bool] | None = None
    ) -> list[Parsed]:
        """Sentences, words, lemmas, tags, names and trees of `texts`, one Parsed for each, in order.

        `keep(number of the text, sentence)` is asked about every tagged sentence before the dependency parser runs;
        sentences it refuses come back without a tree. Without `keep` all are parsed. Raises ModelsMissing for a
        language that cannot be parsed; never raises for odd text.
        """
        annotator = self._annotator(language)
        sentences: list[list[Sentence]] = [[] for _ in texts]
        with self._lock:
            for group in _groups(texts):
                for document, sentence in annotator.annotate(texts, group, keep):
                    sentences[document].append(sentence)
        return [Parsed(language, tuple(found)) for found in sentences]

    def _annotator(self, language: str) -> _Annotator:
        with self._lock:
            if language not in self._annotators:
                if language not in self._models:
                    raise ModelsMissing(f"no models of {language!r}; run `quotetrail models pull {language}`")
                from quotetrail.detect.pipelines import open_pipeline  # noqa: PLC0415  # imports torch: seconds

                self._annotators[language] = _Annotator(open_pipeline(self._models[language], threads=self._threads))
            return self._annotators[language]


class _Annotator:
    """One language's models, called one after the other on the sentences of several documents at once."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._processors: Mapping[str, Any] = pipeline.processors
        self._several_words = _SEVERAL_WORDS.get(pipeline.lang)

    def annotate(
        self, texts: Sequence[str], group: Sequence[_Piece], keep: Callable[[int, Sentence], bool] | None
    ) -> Iterator[tuple[int, Sentence]]:
        """The sentences of `group` with the number of their text."""
        joined, starts = _join(texts, group)
        document = self._tagged(joined)
        read = []
        for sentence in document.sentences:
            number = bisect_right(starts, sentence.tokens[0].start_char) - 1
            piece = group[number]
            shift = piece.start - starts[number]
            read.append((piece.document, shift, _sentence(texts[piece.document], sentence, shift=shift, parsed=False)))
        chosen = self._choose(read, keep)
        if chosen:
            self._parse(document, [document.sentences[index] for index in chosen])
        for index, (number, shift, unparsed) in enumerate(read):
            if index in chosen:
                yield number, _sentence(texts[number], document.sentences[index], shift=shift, parsed=True)
            else:
                yield number, unparsed

    def _tagged(self, text: str) -> Document:
        """`text` with everything but trees."""
        document = _bounded(self._processors["tokenize"].process(text))
        if not document.sentences:
            return document
        if self._several_words is not None:
            for token in document.iter_tokens():
                if token.misc and not self._several_words.match(token.text):
                    token.misc = None
        for name in ("mwt", "pos", "lemma", "ner"):
            if name in self._processors:
                self._processors[name].process(document)
        if "lemma" not in self._processors:
            for word in document.iter_words():
                word.lemma = word.text.lower()
        return document

    def _choose(
        self, read: Sequence[tuple[int, int, Sentence]], keep: Callable[[int, Sentence], bool] | None
    ) -> dict[int, None]:
        """The indexes of the sentences to parse, in order."""
        if "depparse" not in self._processors:
            return {}
        return {
            index: None for index, (number, _, sentence) in enumerate(read) if keep is None or keep(number, sentence)
        }

    def _parse(self, document: Document, sentences: list[StanzaSentence]) -> None:
        """Give some sentences of `document` their trees, by way of a document that holds only them."""
        chosen = type(document)([])
        chosen.sentences = sentences
        chosen.num_tokens = sum(len(sentence.tokens) for sentence in sentences)
        chosen.num_words = sum(len(sentence.words) for sentence in sentences)
        self._processors["depparse"].process(chosen)


def _groups(texts: Sequence[str]) -> Iterator[list[_Piece]]:
    """All pieces of `texts` in order, in groups of bounded length."""
    group: list[_Piece] = []
    size = 0
    for number, text in enumerate(texts):
        for paragraph in paragraphs(text):
            for start, end in _cut(text, paragraph.start, paragraph.end):
                if size + end - start > _MAX_GROUP and group:
                    yield group
                    group, size = [], 0
                if _ODD.sub("", text[start:end]):
                    group.append(_Piece(number, start, end))
                    size += end - start
    if group:
        yield group


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph where it is too long: after the last sentence end that fits, else at a space, else anywhere."""
    while end - start > _MAX_PIECE:
        limit = start + _MAX_PIECE
        stops = [stop.end() for stop in _SENTENCE_END.finditer(text, start, limit)]
        stop = stops[-1] if stops else text.rfind(" ", start + _MAX_PIECE // 2, limit) + 1 or limit
        yield start, stop
        start = stop
    yield start, end


def _join(texts: Sequence[str], group: Sequence[_Piece]) -> tuple[str, list[int]]:
    """The pieces as Stanza reads them, divided by blank lines, and where each begins in that text."""
    starts: list[int] = []
    parts: list[str] = []
    position = 0
    for piece in group:
        starts.append(position)
        part = _SURROGATE.sub("\ufffd", _ODD.sub(" ", texts[piece.document][piece.start : piece.end]))
        parts.append(part)
        position += len(part) + 2
    return "\n\n".join(parts), starts


def _bounded(document: Document) -> Document:
    """The same document with overlong sentences cut and the text of overlong tokens shortened; offsets stay."""
    if all(
        len(sentence.tokens) <= _MAX_SENTENCE and all(len(token.text) <= _MAX_TOKEN for token in sentence.tokens)
        for sentence in document.sentences
    ):
        return document
    bounded = []
    for sentence in document.sentences:
        tokens = [
            {"text": token.text[:_MAX_TOKEN], "start_char": token.start_char, "end_char": token.end_char}
            | ({"misc": token.misc} if token.misc and len(token.text) <= _MAX_TOKEN else {})
            for token in sentence.tokens
        ]
        for first in range(0, len(tokens), _MAX_SENTENCE):
            part = tokens[first : first + _MAX_SENTENCE]
            bounded.append([token | {"id": (number,)} for number, token in enumerate(part, start=1)])
    return type(document)(bounded, document.text)


def _sentence(text: str, sentence: StanzaSentence, *, shift: int, parsed: bool) -> Sentence:
    """Stanza's sentence as ours, with offsets into `text`."""
    words = tuple(
        _word(text, word, index=index, shift=shift, parsed=parsed) for index, word in enumerate(sentence.words)
    )
    entities = []
    for entity in sentence.ents:
        start, end = entity.start_char + shift, entity.end_char + shift
        entities.append(Entity(text[start:end], start, end, _LABELS.get(entity.type, entity.type)))
    first, last = sentence.tokens[0], sentence.tokens[-1]
    return Sentence(first.start_char + shift, last.end_char + shift, words, tuple(entities), parsed)


def _word(text: str, word: StanzaWord, *, index: int, shift: int, parsed: bool) -> Word:
    own = word.start_char is not None
    place = word if own else word.parent
    start, end = place.start_char + shift, place.end_char + shift
    return Word(
        index=index,
        text=text[start:end] if own else word.text,
        start=start,
        end=end,
        lemma=word.lemma or word.text.lower(),
        upos=word.upos or "",
        xpos=word.xpos or "",
        feats=word.feats or "",
        head=word.head - 1 if parsed else -1,
        deprel=word.deprel if parsed else "",
    )
