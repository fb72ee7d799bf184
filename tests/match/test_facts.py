"""Facts: numbers as values, negations, modality, conditions and names, each where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.match.digits import Number
from quotetrail.match.facts import FactReader, Facts, Mark

READER = FactReader.load()
LANGUAGES = sorted(READER.languages)


def values(text: str, language: str) -> list[float]:
    return [number.value for number in READER.read(text, language).numbers]


def words(facts: Facts, marks: tuple[Mark, ...] | tuple[Number, ...]) -> list[str]:
    return [facts.text[mark.start : mark.end] for mark in marks]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.5 million", "en", 1_500_000),
        ("1,5 млн", "ru", 1_500_000),
        ("1,500,000 people", "en", 1_500_000),
        ("1.500.000 Menschen", "de", 1_500_000),
        ("1 500 000 человек", "ru", 1_500_000),
        ("150万人", "zh", 1_500_000),
        ("$5m", "en", 5_000_000),
        ("3bn", "en", 3_000_000_000),
        ("twenty-three", "en", 23),
        ("двадцать три", "ru", 23),
        ("жиырма үш", "kk", 23),
        ("двадцять три", "uk", 23),
        ("veintitrés", "es", 23),
        ("vingt-trois", "fr", 23),
        ("dreiundzwanzig", "de", 23),
        ("yirmi üç", "tr", 23),
        ("ثلاثة وعشرون", "ar", 23),
        ("二十三", "zh", 23),
        ("quatre-vingt-dix-neuf", "fr", 99),
        ("two hundred and six", "en", 206),
        ("полтора миллиона", "ru", 1_500_000),
        ("zweihundertfünfzig", "de", 250),
        ("mil quinientos", "es", 1_500),
        ("٢٥٠", "ar", 250),
        ("١٬٥٠٠٫٥", "ar", 1_500.5),
        ("3,5 процента", "ru", 3.5),
        ("3.5 per cent", "en", 3.5),
        ("in 2022", "en", 2022),
    ],
)
def test_a_number_is_its_value_however_it_is_written(text: str, language: str, value: float) -> None:
    assert values(text, language) == [value]


def test_a_number_that_reads_two_ways_keeps_both() -> None:
    assert (
        READER.read("1.500", "de").numbers[0].readings == READER.read("1,500", "en").numbers[0].readings == {1500, 1.5}
    )


def test_a_date_is_its_parts() -> None:
    assert values("13.01.2024", "ru") == [13, 1, 2024]


def test_an_evening_hour_is_also_counted_from_midnight() -> None:
    assert 17 in READER.read("at 5:30 pm", "en").numbers[0].readings


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("half of the voters", "en", 50),
        ("a quarter of the voters", "en", 25),
        ("three quarters of the voters", "en", 75),
        ("3 quarters of the voters", "en", 75),
        ("три четверти избирателей", "ru", 75),
        ("half a million voters", "en", 500_000),
        ("пів мільйона виборців", "uk", 500_000),
        ("quart de million", "fr", 250_000),
        ("в три часа дня", "ru", 15),
        ("a las 3 de la tarde", "es", 15),
    ],
)
def test_a_share_and_an_hour_have_a_second_reading(text: str, language: str, value: float) -> None:
    found = READER.read(text, language).numbers
    assert len(found) == 1
    assert value in found[0].readings


def test_words_that_only_sound_like_numbers_do_not_count_against_a_text() -> None:
    assert [number.firm for number in READER.read("one of two, the second, dozens", "en").numbers] == [False] * 4


def test_a_rounded_number_says_so() -> None:
    assert [number.rounded for number in READER.read("about 1,000 of 1,042", "en").numbers] == [True, False]
    assert [number.rounded for number in READER.read("около 1000 из 1042", "ru").numbers] == [True, False]


@pytest.mark.parametrize(
    ("text", "language", "negations"),
    [
        ("We will not go and can't stay.", "en", ["not", "can't"]),
        ("Мы не пойдём, нет.", "ru", ["не", "нет"]),
        ("Біз бармаймыз, ол емес.", "kk", ["бармаймыз", "емес"]),
        ("Gelmedi, gelmiyor, değil.", "tr", ["Gelmedi", "gelmiyor", "değil"]),
        ("Nous n'avons pas peur.", "fr", ["n'avons pas"]),
        ("Wir haben keine Angst.", "de", ["keine"]),
        ("No tenemos miedo.", "es", ["No"]),
        ("Ми не боїмося.", "uk", ["не"]),
        ("لم نخف.", "ar", ["لم"]),
        ("我们没有害怕。", "zh", ["没有"]),
    ],
)
def test_a_negation_is_found_in_every_language(text: str, language: str, negations: list[str]) -> None:
    facts = READER.read(text, language)
    assert words(facts, facts.denials) == negations


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Not only that.", "en"),
        ("Не только это.", "ru"),
        ("Nicht nur das.", "de"),
        ("这不仅如此。", "zh"),
        ("Бағдарлама мен бөлме маған керек.", "kk"),
        ("Tamam, temmuzda komedi.", "tr"),
        ("Don't you want to?", "en"),
    ],
)
def test_what_only_looks_like_a_negation_denies_nothing(text: str, language: str) -> None:
    assert READER.read(text, language).denials == ()


def test_a_month_or_a_name_is_no_modal() -> None:
    """In the middle of a sentence a capital tells them from the verb."""
    assert READER.read("We vote in May, Theresa May told us.", "en").modals == ()
    assert len(READER.read("May we vote? You MAY.", "en").modals) == len(("May", "MAY"))


def test_modals_have_their_class() -> None:
    facts = READER.read("He must go, she may allegedly stay.", "en")
    assert [mark.kind for mark in facts.modals] == ["obligation", "possibility", "hearsay"]
    assert [mark.kind for mark in READER.read("Он якобы должен уйти.", "ru").modals] == ["hearsay", "obligation"]


@pytest.mark.parametrize(
    ("text", "language", "condition"),
    [
        ("We stay unless they go.", "en", "unless"),
        ("Уйдём, если они придут.", "ru", "если"),
        ("Ол келсе, біз кетеміз.", "kk", "келсе"),
        ("Gelirse gideriz.", "tr", "Gelirse"),
        ("Wir gehen, falls sie kommen.", "de", "falls"),
        ("S'ils viennent, nous partons.", "fr", "S'ils"),
    ],
)
def test_a_condition_is_found(text: str, language: str, condition: str) -> None:
    facts = READER.read(text, language)
    assert words(facts, facts.conditions) == [condition]


def test_a_comparison_with_if_is_no_condition() -> None:
    assert READER.read("He acts as if he were the king.", "en").conditions == ()


def test_names_are_runs_of_capitals_and_not_the_first_word_of_a_sentence() -> None:
    facts = READER.read("Today he met Qasym-Jomart Toqaev. Nobody saw it in Astana.", "en")
    assert words(facts, facts.names) == ["Qasym-Jomart Toqaev", "Astana"]


def test_capitals_say_nothing_in_headlines_and_where_there_are_none() -> None:
    assert READER.read("President Signs Law After Long Debate", "en").names == ()
    assert READER.read("习近平在北京", "zh").names == ()


def test_in_a_language_without_lists_only_digits_are_read() -> None:
    facts = READER.read("25 not Astana if", "und")
    assert not facts.language_known
    assert [number.value for number in facts.numbers] == [25]
    assert facts.negations == facts.conditions == facts.names == facts.modals == ()


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789.,' млн三百万 не not"))),
    st.sampled_from([*LANGUAGES, "und"]),
)
def test_any_text_has_facts_that_lie_inside_it_in_order(text: str, language: str) -> None:
    facts = READER.read(text, language)
    for marks in (facts.numbers, facts.negations, facts.modals, facts.conditions, facts.names):
        at = 0
        for mark in marks:
            assert at <= mark.start < mark.end <= len(text)
            at = mark.end


@given(st.integers(0, 10**12), st.sampled_from(["en", "ru", "de", "fr", "zh", "und"]))
def test_any_whole_number_is_read_back(value: int, language: str) -> None:
    assert value in READER.read(f"x {value} y", language).numbers[0].readings


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("million ", "en"),
        ("1,", "en"),
        ("from Astana ", "en"),
        ("пока ", "ru"),
        ("ne ", "fr"),
        ("三万", "zh"),
    ],
)
def test_a_hundred_thousand_words_are_read(word: str, language: str) -> None:
    facts = READER.read(word * 100_000, language)
    ends = [mark.end for mark in facts.negations + facts.names] + [number.end for number in facts.numbers]
    assert all(end <= len(facts.text) for end in ends)


@pytest.mark.parametrize("text", ["The No.1 seed won.", "The No. 2 seed won.", "the No 10 door", "nº 5"])
def test_the_no_of_a_number_denies_nothing(text: str) -> None:
    assert READER.read(text, "en").denials == ()


@pytest.mark.parametrize(
    ("text", "language", "same"),
    [
        ("1968/69", "de", "1968/1969"),
        ("5:00 Uhr", "de", "0500"),
        ("он екі адам", "kk", "12 адам"),
        ("on iki kişi", "tr", "12 kişi"),
    ],
)
def test_one_number_is_read_from_two_ways_to_write_it(text: str, language: str, same: str) -> None:
    numbers = (READER.read(wording, language).numbers for wording in (text, same))
    assert all(left.readings & right.readings for left, right in zip(*numbers, strict=True))
