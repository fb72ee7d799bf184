"""Exact spans, overlap, matches and whole relations, on an article small enough to count by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.model import Article, Span
from training.evaluation import matching, relations, spans
from training.evaluation.attributions import Attribution, Reading
from training.evaluation.counts import Counts, count

Read = Callable[..., Reading]
Gold = Mapping[str, Attribution]


def test_finding_what_was_annotated_is_right_under_every_measure(read: Read, gold: Gold) -> None:
    reading = read(*gold.values())
    measures = [spans.overlapping, matching.matched, relations.linked, *map(spans.exact, spans.ROLES)]
    for measure in measures:
        assert {group: counts.f1 for group, counts in count(measure, [reading]).items()} == dict.fromkeys(
            ("all", "direct", "mixed", "indirect"), 100.0
        )


def test_finding_nothing_is_worth_nothing(read: Read) -> None:
    counts = count(matching.matched, [read()])["all"]
    assert (counts.recall, counts.precision, counts.f1) == (0.0, 0.0, 0.0)


def test_each_piece_of_a_split_content_counts_by_itself(read: Read, gold: Gold) -> None:
    half = replace(gold["ferry"], content=gold["ferry"].content[:1])
    assert count(spans.exact("content"), [read(half)])["all"] == Counts(gold=5, gold_right=1, found=1, found_right=1)


def test_a_span_one_letter_short_is_not_exact(read: Read, gold: Gold) -> None:
    start, end = gold["pay"].content[0].start, gold["pay"].content[0].end
    short = replace(gold["pay"], content=(Span(start, end - 1),))
    assert count(spans.exact("content"), [read(short)])["all"].precision == 0.0
    assert count(spans.exact("cue"), [read(short)])["all"].precision == 100.0


def test_a_source_of_two_contents_counts_once(read: Read, gold: Gold) -> None:
    twice = replace(gold["pay"], source=gold["ferry"].source)
    assert count(spans.exact("source"), [read(gold["ferry"], twice)])["all"].found == 1


def test_roles_are_not_confused(read: Read, gold: Gold) -> None:
    turned = replace(gold["pay"], source=gold["pay"].cue, cue=gold["pay"].source)
    assert count(spans.exact("source"), [read(turned)])["all"].found_right == 0


def test_overlap_counts_letters_and_no_blanks(read: Read, attribute: Callable[..., Attribution]) -> None:
    counts = count(spans.overlapping, [read(attribute("Q0", "indirect", "think pay is"))])["indirect"]
    assert (counts.found, counts.found_right) == (10, 5)
    assert counts.gold == len("payislate") + len("theticketcoststwocoins")


def test_half_of_a_content_matches_and_less_does_not(read: Read, attribute: Callable[..., Attribution]) -> None:
    assert count(matching.matched, [read(attribute("Q0", "indirect", "pay is"))])["all"].gold_right == 1
    assert count(matching.matched, [read(attribute("Q0", "indirect", "late"))])["all"].gold_right == 0


def test_one_annotation_answers_for_one_found_quote(read: Read, gold: Gold) -> None:
    counts = count(matching.matched, [read(gold["pay"], gold["pay"])])["all"]
    assert (counts.gold_right, counts.found, counts.found_right) == (1, 2, 1)


def test_of_two_nested_contents_the_one_whose_cue_meets_is_matched(
    read: Read, attribute: Callable[..., Attribution]
) -> None:
    exact = attribute("Q0", "indirect", "pay is late", cue="promised")
    by_cue = attribute("Q1", "indirect", "think pay is late", cue="think")
    assert matching.pairs(read(exact, by_cue)) == [(2, 1)]
    assert matching.pairs(read(exact)) == [(2, 0)]


def test_by_type_recall_follows_the_annotation_and_precision_the_find(read: Read, gold: Gold) -> None:
    counts = count(matching.matched, [read(replace(gold["pay"], type="mixed"))])
    assert counts["indirect"].recall == 50.0
    assert counts["indirect"].precision == 0.0
    assert counts["mixed"].recall == 0.0
    assert counts["mixed"].precision == 100.0


@pytest.mark.parametrize("role", ["source", "cue", "content"])
def test_a_relation_is_right_as_a_whole_or_not_at_all(read: Read, gold: Gold, role: str) -> None:
    assert count(relations.linked, [read(gold["ferry"])])["direct"].f1 == 100.0
    broken = {
        "source": replace(gold["ferry"], source=gold["pay"].source),
        "cue": replace(gold["ferry"], cue=gold["pay"].cue),
        "content": replace(gold["ferry"], content=gold["ferry"].content[:1]),
    }
    assert count(relations.linked, [read(broken[role])])["direct"].f1 == 0.0


def test_a_relation_without_a_source_is_right_where_the_annotation_has_none(read: Read, gold: Gold) -> None:
    sourceless = replace(gold["pay"], source=())
    reading = replace(read(sourceless), gold=(sourceless,))
    assert count(relations.linked, [reading])["all"].f1 == 100.0
    assert count(relations.linked, [read(sourceless)])["all"].found_right == 0


span = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
attribution = st.builds(
    Attribution,
    id=st.just("E"),
    type=st.sampled_from(["direct", "mixed", "indirect"]),
    source=st.lists(span, max_size=1).map(tuple),
    cue=st.lists(span, max_size=1).map(tuple),
    content=st.lists(span, min_size=1, max_size=1).map(tuple),
)
side = st.lists(attribution, max_size=6).map(tuple)
Side = tuple[Attribution, ...]


@settings(deadline=None)
@given(side, side)
def test_swapping_the_sides_swaps_recall_and_precision(one: Side, other: Side) -> None:
    article = Article(text="x" * 60)
    for measure in (spans.exact("content"), spans.overlapping, relations.linked):
        ahead = count(measure, [Reading(article, one, other)])["all"]
        back = count(measure, [Reading(article, other, one)])["all"]
        assert (ahead.gold, ahead.gold_right) == (back.found, back.found_right)
        assert 0.0 <= ahead.f1 <= 100.0
