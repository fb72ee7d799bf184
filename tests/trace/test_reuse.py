from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.trace.reuse import Grade, Reuse, ReuseReader

READER = ReuseReader.load()
OTHER_REPORT = (
    "Dock workers in western Kazakhstan held a rally on Monday, local media said.",
    "The ministry of transport called for talks and said cargo was moving again through the Volga canal.",
    "Prices of bread and petrol rose sharply in Mangystau during the spring.",
    "A spokeswoman said the government would look into the demands of all parties before the end of June.",
    "Analysts in London warned that exports through the Black Sea could be hit as well.",
)
REWORDED = (
    "Aktau’s harbour was at a standstill for a second day because dockers declined to unload vessels.",
    "About 340 employees assembled at Gate 4 before sunrise, the harbour police indicated.",
    "The walkout started after the firm operating the Caspian terminal reduced the nightly bonus by 15 percent.",
    "“We requested two tugs in March and once more in May and no one in the ministry replied to us”, said Ospanov.",
    "Ospanov stated that the union is to meet the vice transport minister, Aliya Bekova, in Astana.",
    "A dozen tankers with flags of Malta and Panama were anchored beyond the breakwater.",
    "Kazakhstan sends some 2 million tonnes of petroleum a year over the sea to Baku.",
    "A stoppage in 2019 finished after nine days, when the regional governor pledged new homes.",
)


def compare(left: str, right: str) -> Reuse:
    return READER.compare(READER.read(left), READER.read(right))


def test_an_article_stands_in_itself(story: str, paragraphs: tuple[str, ...]) -> None:
    found = compare(story, story)
    assert (found.left_in_right, found.right_in_left) == (1.0, 1.0)
    assert found.count(Grade.VERBATIM) == len(paragraphs)
    assert found.left_share == pytest.approx(1.0)


def test_a_cut_copy_stands_in_the_whole_and_not_the_other_way(story: str, paragraphs: tuple[str, ...]) -> None:
    found = compare(story, "\n".join(paragraphs[:4]))
    assert found.right_in_left > 0.9
    assert found.left_in_right < 0.6
    assert found.right_share > 2 * found.left_share
    assert found.reused


def test_a_reworded_copy_is_found_by_order_and_names(story: str) -> None:
    found = compare(story, "\n\n".join(REWORDED))
    assert found.reused
    assert found.reworded
    assert len(found.aligned) >= 6
    assert found.left_in_right < 0.2
    assert [(pair.left, pair.right) for pair in found.aligned] == [(pair.left, pair.left) for pair in found.aligned]


def test_two_reports_of_one_event_are_no_reuse(story: str, paragraphs: tuple[str, ...]) -> None:
    independent = "\n".join((*OTHER_REPORT[:2], paragraphs[3], *OTHER_REPORT[2:]))
    found = compare(story, independent)
    assert not found.reused
    assert found.longest_run >= 20


def test_paragraphs_in_another_order_are_paired_in_order_only(paragraphs: tuple[str, ...]) -> None:
    found = compare("\n".join(paragraphs), "\n".join(reversed(paragraphs)))
    assert len(found.aligned) == 1


def test_the_longest_run_counts_words_and_says_where_it_stands(story: str, paragraphs: tuple[str, ...]) -> None:
    found = compare(story, f"Nothing new. {paragraphs[6]} Nothing more.")
    assert found.longest_run == len(paragraphs[6].split())
    assert found.left_run is not None
    assert found.left_run.of(story) == paragraphs[6].rstrip(".")


def test_punctuation_case_and_quotation_marks_do_not_matter(story: str) -> None:
    straight = story.replace("“", '"').replace("”", '"').replace("’", "'").upper()
    found = compare(story, straight)
    assert found.left_in_right == 1.0
    assert found.count(Grade.VERBATIM) == found.left_paragraphs


def test_names_and_numbers_in_every_script_are_read() -> None:
    text = "Порт Актау стоит второй день.\nАлия Бекова встретит 340 докеров в Астане.\nТанкеры под флагом Мальты ждут."
    assert compare(text, text).reused


@given(st.lists(st.text(max_size=60), max_size=12), st.lists(st.text(max_size=60), max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_two_texts_can_be_compared_and_the_order_is_kept(one: list[str], other: list[str]) -> None:
    found = compare("\n".join(one), "\n".join(other))
    assert 0 <= found.left_in_right <= 1
    assert 0 <= found.right_share <= 1
    for first, second in combinations(found.aligned, 2):
        assert first.left < second.left
        assert first.right < second.right
    assert found.flipped().flipped().aligned == found.aligned


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2_000_000,
        "a b c d e\n" * 100_000,
        " ".join(f"Word{number % 977}" for number in range(50_000)),
        " ".join(f"word{number % 7}." for number in range(50_000)),
        "1 " * 400_000,
    ],
    ids=["one word", "equal lines", "one paragraph of 50,000 words", "seven words", "numbers"],
)
def test_the_longest_texts_are_compared(text: str) -> None:
    assert compare(text, text) is not None


def test_a_text_beyond_the_bound_says_so() -> None:
    assert not READER.read("a line of five words\n" * 20_000).complete
    assert READER.read("a line of five words\n" * 2_000).complete
