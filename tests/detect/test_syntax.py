"""Whatever the network scores, sentences divide the words and every one has a tree with one root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from quotetrail.detect.detector import TAGGER
from quotetrail.detect.syntax import Lemmas, Syntax
from quotetrail.detect.tagger import Reading, Tables

Blank = Callable[[Sequence[int]], Reading]
# Whole numbers: many are equal, and cycles are frequent.
ARCS = st.integers(1, 12).flatmap(lambda words: arrays.arrays(np.float32, (words, words), elements=st.integers(-3, 3)))


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    return Lemmas.load(TAGGER / "lemmas.txt")


def top(heads: Sequence[int], word: int) -> int:
    """Where the way up from `word` ends; fails where it goes round."""
    seen = set()
    while heads[word] != word:
        assert word not in seen
        seen.add(word)
        word = heads[word]
    return word


@given(scores=ARCS)
def test_every_sentence_has_one_root_and_every_word_leads_to_it(
    blank: Blank, tables: Tables, scores: np.ndarray
) -> None:
    read = Syntax.of(replace(blank([0] * len(scores)), arcs=scores), tables)
    assert read.bounds == ((0, len(scores)),)
    assert len({top(read.heads, word) for word in range(len(scores))}) == 1


def test_a_tree_that_the_best_heads_make_is_kept(blank: Blank, tables: Tables) -> None:
    scores = np.zeros((4, 4), dtype=np.float32)
    for word, head in enumerate((1, 1, 3, 1)):
        scores[word, head] = 5
    assert Syntax.of(replace(blank([0] * 4), arcs=scores), tables).heads == (1, 1, 3, 1)


@given(
    paragraphs=st.lists(st.integers(0, 3), min_size=1, max_size=200).map(sorted),
    seed=st.integers(0, 2**32 - 1),
)
def test_sentences_divide_the_words_and_keep_to_their_paragraphs(
    blank: Blank, tables: Tables, paragraphs: list[int], seed: int
) -> None:
    words = len(paragraphs)
    drawn = np.random.default_rng(seed)
    read = Syntax.of(
        replace(
            blank(paragraphs),
            starts=drawn.normal(loc=-1, size=words).astype(np.float32),
            arcs=drawn.normal(size=(words, words)).astype(np.float32),
        ),
        tables,
    )
    assert [word for begin, end in read.bounds for word in range(begin, end)] == list(range(words))
    for begin, end in read.bounds:
        assert len(set(paragraphs[begin:end])) == 1
        assert end - begin <= 150
        assert all(begin <= head < end for head in read.heads[begin:end])


def test_an_endless_sentence_is_cut(blank: Blank, tables: Tables) -> None:
    assert Syntax.of(blank([0] * 320), tables).bounds == ((0, 150), (150, 300), (300, 320))


def test_sentences_have_words_that_point_inside_them_and_names_where_they_stand(
    blank: Blank, tables: Tables, lemmas: Lemmas
) -> None:
    text = "It rained. Maria Lopez left."
    spans = [(0, 2), (3, 9), (9, 10), (11, 16), (17, 22), (23, 27), (27, 28)]
    reading = blank([0] * 7)
    reading.starts[3] = 1
    reading.names[[3, 4], [1, 2]] = 1
    for word, head in ((0, 1), (1, 1), (2, 1), (3, 4), (4, 5), (5, 5), (6, 5)):
        reading.arcs[word, head] = 5
    first, second = Syntax.of(reading, tables).sentences(text, spans, tables, lemmas)
    assert text[first.start : first.end] == "It rained."
    assert [word.head for word in first.words] == [1, -1, 1]
    assert [(word.text, word.head, word.index) for word in second.words] == [
        ("Maria", 1, 0),
        ("Lopez", 2, 1),
        ("left", -1, 2),
        (".", 2, 3),
    ]
    assert [word.deprel for word in second.words].count("root") == 1
    assert first.entities == ()
    assert [(name.text, name.label) for name in second.entities] == [("Maria Lopez", "PERSON")]


@pytest.mark.parametrize(
    ("word", "upos", "xpos", "lemma"),
    [
        ("said", "VERB", "VBD", "say"),
        ("Told", "VERB", "VBD", "tell"),
        ("announced", "VERB", "VBD", "announce"),
        ("stopped", "VERB", "VBD", "stop"),
        ("denies", "VERB", "VBZ", "deny"),
        ("warning", "VERB", "VBG", "warn"),
        ("Jones", "PROPN", "NNP", "Jones"),
        ("ministries", "NOUN", "NNS", "ministry"),
        ("coaches", "NOUN", "NNS", "coach"),
        ("blorfed", "VERB", "VBD", "blorf"),
        ("blorfs", "NOUN", "NNS", "blorf"),
    ],
)
def test_a_word_has_the_lemma_of_its_tag(lemmas: Lemmas, word: str, upos: str, xpos: str, lemma: str) -> None:
    assert lemmas.of(word, upos, xpos) == lemma


@given(
    st.text(max_size=12), st.sampled_from(["NOUN", "VERB", "X", ""]), st.sampled_from(["NNS", "VBD", "VBG", "VBZ", ""])
)
def test_any_word_has_some_lemma(lemmas: Lemmas, word: str, upos: str, xpos: str) -> None:
    assert bool(lemmas.of(word, upos, xpos)) == bool(word)
