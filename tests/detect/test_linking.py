"""Cues get their sources and contents: a content has one cue at most, and it stands in the same paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.labels import Roles, Stretch
from quotetrail.detect.linking import links
from quotetrail.detect.tagger import Reading, Tables
from quotetrail.detect.tagset import OUTSIDE, ROLES

Blank = Callable[[Sequence[int]], Reading]
CUE = ROLES.index("cue")
CONTENT_QUERY, CONTENT, SOURCE_QUERY, SOURCE = range(4)


@st.composite
def stretches(draw: st.DrawFn, words: int) -> tuple[Stretch, ...]:
    edges = sorted(draw(st.lists(st.integers(0, words), unique=True, max_size=10)))
    return tuple(Stretch(*edge, draw(st.floats(0.01, 1))) for edge in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def windows(draw: st.DrawFn) -> tuple[list[int], Roles, int]:
    """The paragraph of each word, what was found in them, and a seed for the scores."""
    words = draw(st.integers(1, 40))
    paragraphs = sorted(draw(st.lists(st.integers(3, 6), min_size=words, max_size=words)))
    roles = Roles(draw(stretches(words)), draw(stretches(words)), draw(stretches(words)))
    return paragraphs, roles, draw(st.integers(0, 2**32 - 1))


def likely_cues(reading: Reading, *places: int) -> Reading:
    scores = reading.roles.copy()
    scores[:, CUE, OUTSIDE] = 20
    for place in places:
        scores[place, CUE, OUTSIDE] = -20
    return replace(reading, roles=scores)


@given(windows())
def test_a_content_has_at_most_one_cue_and_that_in_its_paragraph(
    blank: Blank, tables: Tables, window: tuple[list[int], Roles, int]
) -> None:
    paragraphs, roles, seed = window
    drawn = np.random.default_rng(seed)
    reading = replace(
        blank(paragraphs),
        link=drawn.normal(scale=5, size=(len(paragraphs), 4, 4)).astype(np.float32),
        roles=drawn.normal(scale=5, size=(len(paragraphs), 3, 5)).astype(np.float32),
    )
    found = links(reading, roles, tables)
    linked = [content for link in found for content in link.contents]
    assert len(linked) == len(set(linked))
    assert set(linked) <= set(roles.contents)
    assert [link.cue.first for link in found] == sorted(link.cue.first for link in found)
    for link in found:
        assert link.contents
        assert {paragraphs[content.first] for content in link.contents} == {paragraphs[link.cue.first]}
        assert link.source is None or link.source in roles.sources
        assert 0 <= link.fit <= 1
        assert 0 <= link.source_fit <= 1


def test_the_vectors_say_which_cue_and_which_source(blank: Blank, tables: Tables) -> None:
    reading = blank([0] * 10)
    for number, (query, part, cue, word) in enumerate(
        (
            (CONTENT_QUERY, CONTENT, 1, 7),
            (CONTENT_QUERY, CONTENT, 8, 3),
            (SOURCE_QUERY, SOURCE, 1, 9),
            (SOURCE_QUERY, SOURCE, 8, 0),
        )
    ):
        reading.link[cue, query, number] = 10
        reading.link[word, part, number] = 10
    sources = (Stretch(0, 1, 0.9), Stretch(9, 10, 0.9))
    cues = (Stretch(1, 2, 0.9), Stretch(8, 9, 0.9))
    contents = (Stretch(3, 4, 0.9), Stretch(7, 8, 0.9))
    first, second = links(reading, Roles(sources, cues, contents), tables)
    assert (first.source, first.cue, first.contents) == (sources[1], cues[0], (contents[1],))
    assert (second.source, second.cue, second.contents) == (sources[0], cues[1], (contents[0],))


def test_where_no_source_is_likelier_there_is_none(blank: Blank, tables: Tables) -> None:
    roles = Roles((Stretch(0, 1, 0.9),), (Stretch(1, 2, 0.9),), (Stretch(2, 5, 0.9),))
    for no_source, expected in ((-10.0, roles.sources[0]), (10.0, None)):
        (link,) = links(blank([0] * 5), roles, replace(tables, no_source=no_source))
        assert link.source == expected


def test_a_cue_without_a_content_is_no_attribution(blank: Blank, tables: Tables) -> None:
    assert links(blank([0] * 5), Roles((), (Stretch(1, 2, 0.9),), ()), tables) == []


def test_a_content_without_a_cue_gets_the_likeliest_word_of_its_paragraph(blank: Blank, tables: Tables) -> None:
    reading = likely_cues(blank([0] * 4 + [1] * 4), 1, 5)
    content = Stretch(6, 8, 0.9)
    (link,) = links(reading, Roles((), (), (content,)), tables)
    assert (link.cue.first, link.cue.last, link.contents) == (5, 6, (content,))


def test_a_content_whose_paragraph_has_no_likely_cue_is_left_out(blank: Blank, tables: Tables) -> None:
    reading = likely_cues(blank([0] * 4 + [1] * 4), 1)
    assert links(reading, Roles((), (Stretch(1, 2, 0.9),), (Stretch(6, 8, 0.9),)), tables) == []
