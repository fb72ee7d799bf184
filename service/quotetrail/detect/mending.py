"""What the models get wrong in ways that can be seen: lemmas of rare cue verbs, names cut at a hyphen.

A lemmatiser that never saw "decrying" leaves it as it is; the language pack knows "decry". A name finder that reads
"Kassym-Jomart Tokayev" as three tokens may keep only the last two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from quotetrail.detect.cues import Pack
from quotetrail.detect.parse import Entity, Parsed, Sentence, Word

JOINERS = frozenset("-‐‑")
# A surname glued to the next word is told from a longer word by its length and by that of what follows it.
GLUED_NAME = 5
GLUED_REST = 3
WITHIN_NAME = re.compile(r"(?:[-‐‑][^\W\d_]+)?[ \u00a0]")  # what may stand between two parts of one name
GIVEN_NAMES = re.compile(r"(?:[A-Z][\w’]*(?:[-‐‑][A-Z][\w’]*)*[ \u00a0]){1,2}\Z")
OWNER = re.compile(r"[^'’\s]+['’]s\s+")
NEXT_NAME = re.compile(r"[ \u00a0]([A-Z][\w’'-]*[^\W\d_])")
# Endings of English verb forms and what the lemma has instead; the first that the pack knows is taken.
ENDINGS = (
    ("ied", "y"),
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
)


def mended(parsed: Parsed, text: str, pack: Pack) -> Parsed:
    """The parsed text with cue lemmas and names put right; offsets of words stay as they are."""
    full = {
        entity.text.split()[-1]
        for sentence in parsed.sentences
        for entity in _flat_names(sentence, text)
        if entity.label == "PERSON" and " " in entity.text
    }
    surnames = {
        entity.text.split()[-1]
        for sentence in parsed.sentences
        for entity in sentence.entities
        if entity.label == "PERSON" and len(entity.text.split()[-1]) >= GLUED_NAME
    }
    sentences = tuple(
        replace(
            sentence,
            words=tuple(_with_lemma(word, pack) for word in sentence.words),
            entities=_merged(
                [
                    *(
                        _unglued(_whole(_agreed(entity, full), sentence, text), text, surnames)
                        for entity in _flat_names(sentence, text)
                    ),
                    *_glued(sentence, text, surnames),
                ],
                text,
            ),
        )
        for sentence in parsed.sentences
    )
    return replace(parsed, sentences=sentences)


def cue_lemma(word: Word, pack: Pack) -> str:
    """The lemma of a verb as the pack knows it, else the one that the models gave."""
    lemma = word.lemma.lower()
    if word.upos != "VERB" or lemma in pack.cue_verbs:
        return lemma
    return next((form for form in _lemmas(word.text.lower()) if form in pack.cue_verbs), lemma)


def _with_lemma(word: Word, pack: Pack) -> Word:
    lemma = cue_lemma(word, pack)
    return word if lemma == word.lemma.lower() else replace(word, lemma=lemma)


def _lemmas(form: str) -> Iterator[str]:
    """Forms that `form` may be an inflection of, doubled consonants undone ("quipped", "quip")."""
    for ending, instead in ENDINGS:
        if form.endswith(ending):
            stem = form[: -len(ending)]
            yield stem + instead
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1]


def _whole(entity: Entity, sentence: Sentence, text: str) -> Entity:
    """The name of a person widened to whole words, over a hyphen to a capital, and over one name right after it."""
    if entity.label != "PERSON":
        return entity
    start, end = entity.start, entity.end
    owner = OWNER.match(text, start, end)
    if owner is not None and owner.end() < end:
        start = owner.end()
        entity = replace(entity, start=start)
    while start > sentence.start and (text[start - 1].isalpha() or text[start - 1] in JOINERS):
        start -= 1
    if not text[start].isupper():
        start = entity.start
    while end < sentence.end and (text[end].isalpha() or (text[end] in JOINERS and text[end + 1 : end + 2].isupper())):
        end += 1
    following = NEXT_NAME.match(text, end, sentence.end)
    given_only = not any(map(str.isspace, text[start:end]))
    if following is not None and _is_free_name(following.start(1), sentence, given_only=given_only):
        end = following.end(1)
    return replace(entity, start=start, end=end, text=text[start:end])


def _glued(sentence: Sentence, text: str, surnames: Collection[str]) -> Iterator[Entity]:
    """Names that lost the space after them ("Tokayevappealed to the bloc"), with the given names before them."""
    for word in sentence.words:
        if not word.text[:1].isupper() or len(word.text) <= GLUED_NAME:
            continue
        for length in range(GLUED_NAME, len(word.text) - GLUED_REST + 1):
            rest = word.text[length:]
            glued = word.text[:length] in surnames and rest.islower() and rest.isalpha()
            if glued and text.count(word.text) == 1:
                end = word.start + length
                given = GIVEN_NAMES.search(text, sentence.start, word.start)
                start = word.start if given is None else given.start()
                yield Entity(text=text[start:end], start=start, end=end, label="PERSON")


def _flat_names(sentence: Sentence, text: str) -> list[Entity]:
    """The names of a sentence, neighbours that the tree makes one name ("Nikol" and "Pashinyan") as one person."""
    found: list[Entity] = []
    words = {word.start: word for word in sentence.words}
    for entity in sentence.entities:
        word = words.get(entity.start)
        before = found[-1] if found else None
        joined = (
            before is not None
            and word is not None
            and word.deprel == "flat"
            and WITHIN_NAME.fullmatch(text, before.end, entity.start) is not None
            and before.start <= sentence.words[word.head].start < before.end
            and "PERSON" in {before.label, entity.label}
        )
        if before is not None and joined:
            found[-1] = Entity(text[before.start : entity.end], before.start, entity.end, "PERSON")
        else:
            found.append(entity)
    return found


def _agreed(entity: Entity, full: Collection[str]) -> Entity:
    """A bare surname as a person's where the article has the person's full name, whatever it was taken for."""
    return replace(entity, label="PERSON") if entity.text in full and entity.label in {"ORG", "GPE"} else entity


def _unglued(entity: Entity, text: str, surnames: Collection[str]) -> Entity:
    """The name of a person without the word that is glued to its end, where the article has the name elsewhere."""
    last = entity.text.split()[-1]
    if entity.label != "PERSON" or (last in surnames and text.count(last) > 1):
        return entity
    for length in range(len(last) - GLUED_REST, GLUED_NAME - 1, -1):
        if last[:length] in surnames and last[length:].islower() and last[length:].isalpha():
            end = entity.end - (len(last) - length)
            return replace(entity, end=end, text=text[entity.start : end])
    return entity


def _is_free_name(start: int, sentence: Sentence, *, given_only: bool) -> bool:
    """Whether a proper noun of no other name begins at `start` and goes on this one."""
    word = next((word for word in sentence.words if word.start == start), None)
    known = any(entity.start <= start < entity.end for entity in sentence.entities)
    if word is None or word.upos != "PROPN" or known:
        return False
    return given_only or word.deprel in {"flat", "compound"}


def _merged(entities: list[Entity], text: str) -> tuple[Entity, ...]:
    """Names of people that overlap after widening as one."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one.start, one.end)):
        before = kept[-1] if kept else None
        if before is not None and entity.start < before.end:
            if entity.label == "PERSON" != before.label:
                kept[-1] = entity
            elif before.label == "PERSON" == entity.label:
                end = max(before.end, entity.end)
                kept[-1] = replace(before, end=end, text=text[before.start : end])
            continue
        kept.append(entity)
    return tuple(kept)
