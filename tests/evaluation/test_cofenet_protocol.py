"""Begins, exact ranges and the mean Jaccard index, in tokens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from quotetrail.model import Span
from training.evaluation import cofenet
from training.evaluation.attributions import Attribution, Reading
from training.evaluation.counts import count

Read = Callable[..., Reading]
Gold = Mapping[str, Attribution]


def test_a_span_that_begins_right_and_ends_wrong_is_half_a_success(
    read: Read, attribute: Callable[..., Attribution]
) -> None:
    reading = read(attribute("Q0", "indirect", "pay is"))
    assert count(cofenet.begin("content"), [reading])["all"].found_right == 1
    assert count(cofenet.exact("content"), [reading])["all"].found_right == 0


def test_bounds_are_those_of_tokens(read: Read, gold: Gold) -> None:
    inside = gold["pay"].content[0]
    cut = replace(gold["pay"], content=(Span(inside.start + 1, inside.end - 1),))
    assert count(cofenet.exact("content"), [read(cut)])["all"].found_right == 1


def test_jaccard_gives_each_gold_span_its_best_and_each_invention_nothing(
    read: Read, gold: Gold, attribute: Callable[..., Attribution]
) -> None:
    reading = replace(read(attribute("Q0", "indirect", "pay is")), gold=(gold["pay"],))
    assert cofenet.jaccard([reading], "content") == pytest.approx(100 * 2 / 3)
    with_invention = replace(reading, found=(*reading.found, gold["ticket"]))
    assert cofenet.jaccard([with_invention], "content") == pytest.approx(100 * (2 / 3 + 0) / 2)


def test_a_second_find_of_the_same_content_costs_nothing_in_the_jaccard_mean(read: Read, gold: Gold) -> None:
    shorter = replace(gold["pay"], content=(Span(gold["pay"].content[0].start, gold["pay"].content[0].end - 5),))
    reading = replace(read(gold["pay"], shorter), gold=(gold["pay"],))
    assert cofenet.jaccard([reading], "content") == 100.0


def test_without_spans_the_mean_is_nothing(read: Read) -> None:
    assert cofenet.jaccard([replace(read(), gold=())], "cue") == 0.0


@pytest.mark.parametrize(
    ("left", "right", "index"),
    [((0, 4), (0, 4), 1.0), ((0, 4), (2, 6), 1 / 3), ((0, 4), (1, 3), 0.5), ((0, 2), (5, 6), 0.0)],
)
def test_the_index_of_two_ranges(left: tuple[int, int], right: tuple[int, int], index: float) -> None:
    assert cofenet.index(left, right) == pytest.approx(index)
