"""Calibration: the gap between what the confidence says and what comes true."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from training.evaluation.attributions import Attribution, Reading
from training.evaluation.confidence import calibration_error, judged
from training.evaluation.matching import pairs


def test_a_confidence_that_keeps_its_word_has_no_error() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0.0)


def test_certainty_that_is_wrong_half_the_time_is_off_by_half() -> None:
    assert calibration_error([(1.0, True), (1.0, False)]) == pytest.approx(50.0)


def test_bins_do_not_make_up_for_each_other() -> None:
    assert calibration_error([(0.05, True), (0.95, False)]) == pytest.approx(95.0)


def test_nothing_found_is_no_error() -> None:
    assert calibration_error([]) == 0.0


def test_right_is_what_matches_an_annotation(
    read: Callable[..., Reading], gold: Mapping[str, Attribution], attribute: Callable[..., Attribution]
) -> None:
    invented = attribute("Q1", "indirect", "two coins", confidence=0.4)
    reading = read(replace(gold["pay"], confidence=0.9), invented)
    assert judged(reading, pairs(reading)) == [(0.9, True), (0.4, False)]
