"""The Gender Gap Tracker's measure: greedy, asymmetric, strictly above its threshold."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from quotetrail.model import Span
from training.evaluation import gendergap
from training.evaluation.attributions import Attribution, Reading
from training.evaluation.counts import count
from training.evaluation.mentions import speaker_rights

Read = Callable[..., Reading]
Gold = Mapping[str, Attribution]


def test_finding_too_much_costs_nothing(read: Read, gold: Gold) -> None:
    whole = replace(gold["pay"], content=(Span(0, len(read().article.text)),))
    assert gendergap.pairs(read(whole), 0.8) == [(0, 0)]


def test_the_share_must_be_above_the_threshold(read: Read, gold: Gold) -> None:
    start = gold["ticket"].content[0].start
    ticket = replace(gold["ticket"], content=(Span(start, start + 10),))
    for found, wanted in ((3, []), (4, [(0, 0)])):
        piece = replace(ticket, content=(Span(start, start + found),))
        assert gendergap.pairs(replace(read(piece), gold=(ticket,)), 0.3) == wanted


def test_a_part_counts_at_three_tenths_and_not_at_eight(read: Read, attribute: Callable[..., Attribution]) -> None:
    reading = read(attribute("Q0", "indirect", "pay is"))
    assert count(gendergap.greedy(0.3), [reading])["all"].gold_right == 1
    assert count(gendergap.greedy(0.8), [reading])["all"].gold_right == 0


def test_the_first_annotation_takes_its_best_and_leaves_the_rest(read: Read, gold: Gold) -> None:
    outer = replace(gold["pay"], content=(Span(gold["pay"].cue[0].start, gold["pay"].content[0].end),))
    reading = replace(read(gold["pay"], outer), gold=(outer, gold["pay"]))
    assert gendergap.pairs(reading, 0.3) == [(0, 1), (1, 0)]
    only_one = replace(reading, found=(outer,))
    assert gendergap.pairs(only_one, 0.3) == [(0, 0)]


def test_the_speaker_matches_where_mentions_meet_or_neither_side_has_one(read: Read, gold: Gold) -> None:
    elsewhere = replace(gold["pay"], source=gold["calm"].source)
    floating = replace(gold["pay"], source=())
    for found, right in ((gold["pay"], True), (elsewhere, False), (floating, False)):
        reading = read(found)
        assert speaker_rights(reading, gendergap.pairs(reading, 0.8)) == [right]
    reading = replace(read(floating), gold=(floating,))
    assert speaker_rights(reading, gendergap.pairs(reading, 0.8)) == [True]
    assert speaker_rights(replace(reading, found=(gold["pay"],)), [(0, 0)]) == [False]
