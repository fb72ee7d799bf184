"""B-cubed and pairwise agreement of two groupings, on the example of the paper and as laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.bcubed import Agreement, bcubed, bcubed_apart, pairwise

# Bagga and Baldwin (1998), figures 1 to 3: twelve mentions of three entities, and two answers.
TRUTH = dict(zip("123456789ABC", "aaaaabbccccc", strict=True))
JOINS_SMALL = TRUTH | dict.fromkeys("6789ABC", "bc")
JOINS_LARGE = TRUTH | dict.fromkeys("1234589ABC", "ac")


def groupings(items: str = "abcdefgh") -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({item: st.sampled_from("xyz") for item in items})


def test_the_paper_s_answers_score_as_in_the_paper() -> None:
    small, large = bcubed(TRUTH, JOINS_SMALL), bcubed(TRUTH, JOINS_LARGE)
    assert small.precision == pytest.approx(0.762, abs=0.001)
    assert large.precision == pytest.approx(0.583, abs=0.001)
    assert small.recall == large.recall == 1


def test_pairs_of_a_large_wrong_group_weigh_more_than_its_items() -> None:
    assert pairwise(TRUTH, JOINS_LARGE).precision == pytest.approx(21 / 46)
    assert bcubed(TRUTH, JOINS_LARGE).precision > pairwise(TRUTH, JOINS_LARGE).precision


def test_groupings_that_agree_have_nothing_wrong_whatever_the_groups_are_called() -> None:
    renamed = {item: f"{group}!" for item, group in TRUTH.items()}
    assert bcubed(TRUTH, renamed) == pairwise(TRUTH, renamed) == Agreement(1.0, 1.0)
    assert bcubed({}, {}).f1 == pairwise({}, {}).f1 == 1


def test_only_the_items_asked_for_are_averaged_over() -> None:
    assert bcubed(TRUTH, JOINS_LARGE, of=["6", "7"]) == Agreement(1.0, 1.0)


def test_languages_that_know_nothing_of_each_other_are_not_blamed_for_standing_apart() -> None:
    truth = {"en1": "a", "en2": "a", "ru1": "a"}
    found = {"en1": "x", "en2": "x", "ru1": "y"}
    assert bcubed(truth, found).recall < 1
    assert bcubed_apart(truth, found, by={"en1": "en", "en2": "en", "ru1": "ru"}) == Agreement(1.0, 1.0)


def test_groupings_of_other_items_are_refused() -> None:
    with pytest.raises(ValueError, match="different items"):
        bcubed({"a": "x"}, {"b": "x"})


@given(groupings(), groupings())
def test_precision_one_way_is_recall_the_other_way(truth: dict[str, str], found: dict[str, str]) -> None:
    for measure in (bcubed, pairwise):
        there, back = measure(truth, found), measure(found, truth)
        assert there.precision == pytest.approx(back.recall)
        assert there.recall == pytest.approx(back.precision)
        assert 0 <= there.f1 <= 1


@given(groupings())
def test_everything_alone_is_precise_and_everything_in_one_is_complete(truth: dict[str, str]) -> None:
    assert bcubed(truth, {item: item for item in truth}).precision == 1
    assert bcubed(truth, dict.fromkeys(truth, "all")).recall == 1
