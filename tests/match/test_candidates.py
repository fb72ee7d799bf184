from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.candidates import KeyKind
from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance

MATCHER = Matcher.load()
MOST = 40  # keys of one quote
SENTENCE = [f"word{number}" if number % 3 else "the" for number in range(30)]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_keys_are_few_signed_64_bit_numbers_in_order(text: str) -> None:
    keys = MATCHER.keys_of_text(text, language="en")
    assert len(keys) <= MOST
    assert list(keys) == sorted(set(keys))
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_a_long_quote_has_no_more_keys_than_a_short_one(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    assert len(matcher.keys(quote(" ".join(f"word{number}" for number in range(50_000)), "Ned Price"))) <= MOST


def test_a_text_without_words_has_no_keys() -> None:
    assert MATCHER.keys_of_text("“…”", language="en") == ()


@given(st.integers(0, len(SENTENCE) - 8))
@settings(deadline=None)
def test_a_cutting_shares_a_key_with_the_whole(start: int) -> None:
    whole = MATCHER.keys_of_text(" ".join(SENTENCE), language="en")
    assert set(whole) & set(MATCHER.keys_of_text(" ".join(SENTENCE[start : start + 8]), language="en"))


def test_keys_do_not_depend_on_spelling_case_or_marks() -> None:
    one = MATCHER.keys_of_text("“They have monopolised all sectors…”", language="en")
    assert one == MATCHER.keys_of_text("they have MONOPOLIZED all sectors", language="und")


def test_a_fragment_is_found_by_its_speakers_surname(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    decried = _of(KeyKind.SPEAKER, matcher.keys(quote("the actions of “terrorists”", "Kassym-Jomart Tokayev")))
    assert decried & _of(KeyKind.SPEAKER, matcher.keys(quote("“terrorists”", "Tokaev")))
    assert not decried & _of(KeyKind.SPEAKER, matcher.keys(quote("“terrorists”", "Vladimir Putin")))


def test_a_reworded_quote_is_found_without_its_speaker(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    left = "Russia has already begun sending forces to Kazakhstan, according to the alliance"
    right = "The alliance said that forces from Russia were on their way to Kazakhstan already"
    assert set(matcher.keys(quote(left, None))) & set(matcher.keys_of_text(right, language="en"))


def test_quotes_about_other_things_share_no_key(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    left = quote("We want President Tokayev to carry out real political reforms", "Darkhan Sharipov")
    right = quote("Several armoured personnel carriers and dozens of troops arrived", "Reuters")
    assert not set(matcher.keys(left)) & set(matcher.keys(right))


def test_a_number_or_a_name_leads_across_languages_when_the_speaker_is_the_same(
    matcher: Matcher, quote: Callable[..., Appearance]
) -> None:
    english, russian = "Kassym-Jomart Tokayev", "Касым-Жомарт Токаев"
    for left, right in (
        ("We have laid 2,298 kilometres of roads", "Мы проложили 2298 километров дорог"),
        ("All of this was agreed with Lukashenko yesterday", "Всё это вчера согласовали с Лукашенко"),
    ):
        told = _of(KeyKind.SPEAKER, matcher.keys(quote(left, english)))
        assert told & _of(KeyKind.SPEAKER, matcher.keys(quote(right, russian, language="ru")))
        assert not told & _of(KeyKind.SPEAKER, matcher.keys(quote(right, "Владимир Путин", language="ru")))


@given(first=st.integers(0, 400), days=st.integers(0, 30))
@settings(deadline=None)
def test_quotes_of_one_speaker_share_a_week_up_to_three_days_apart_and_none_a_week_apart(
    quote: Callable[..., Appearance], first: int, days: int
) -> None:
    left = MATCHER.keys(quote("alpha beta gamma delta", "Ned Price", day=first))
    right = MATCHER.keys(quote("one two three four", "Ned Price", day=first + days))
    shared = _of(KeyKind.SPEAKER, left) & _of(KeyKind.SPEAKER, right)
    assert shared if days <= 3 else days < 7 or not shared


def _of(kind: KeyKind, keys: Sequence[int]) -> set[int]:
    """The keys of one kind."""
    return {key for key in keys if key % len(KeyKind) == kind}
