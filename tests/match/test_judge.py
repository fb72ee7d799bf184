"""The judge: what two texts are to each other, whatever the texts, with weights that are whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.errors import ModelsMissing
from quotetrail.match.agreement import Agreement
from quotetrail.match.checked_weights import CHECKSUMS
from quotetrail.match.judge import BUNDLED_VERIFIER, CLASSES, WEIGHTS, Judge
from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, FlagKind, Judgement, Relation, Tier

Quotes = Callable[..., Appearance]

MINISTER = "We will not raise taxes on families before 2027, and we will build twelve new hospitals in the north."
TRANSLATIONS = {
    "en": "We will not raise taxes before 2027, and we will build twelve new hospitals in the north.",
    "ru": "Мы не будем повышать налоги до 2027 года и построим двенадцать новых больниц на севере.",
    "de": "Wir werden die Steuern vor 2027 nicht erhöhen und zwölf neue Krankenhäuser im Norden bauen.",
    "uk": "Ми не будемо підвищувати податки до 2027 року і збудуємо дванадцять нових лікарень на півночі.",
}
ODD = (
    "",
    " ",
    "😀😀",
    "…",
    "\x00",
    "\ud800",
    "the",
    "ठीक है",
    "e\u0301" * 9,
    "́" * 50,
    "a" * 10_000,
    "مرحبا بالعالم",
    "Tоkаyev sаid",
    "👍 yes 是的 да",
)


@pytest.fixture
def compare(matcher: Matcher, quote: Quotes) -> Callable[..., Judgement]:
    """Compare two texts of which neither speaker nor date is known."""

    def judgement(left: str, right: str, languages: tuple[str, str] = ("en", "en")) -> Judgement:
        one, other = (
            quote(text, None, quote_id=f"quo_{side}", language=language)
            for side, (text, language) in enumerate(zip((left, right), languages, strict=True))
        )
        return matcher.compare(one, other)

    return judgement


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (
            "«we will not raise taxes on families before 2027, and we'll build 12 new hospitals in the north»",
            "verbatim",
        ),
        ("we will build twelve new hospitals in the north", "truncated"),
        ("We will not raise taxes … and we will build twelve new hospitals in the north.", "spliced"),
        (MINISTER.replace("and we will", "but we will also"), "edited"),
        (MINISTER.replace("We", "that they").replace("will", "would").replace(" we", " they"), "indirect"),
    ],
)
def test_each_way_to_repeat_a_quote_has_its_relation(
    compare: Callable[..., Judgement], other: str, relation: str
) -> None:
    found = compare(MINISTER, other)
    assert found.relation == relation
    assert found.probability > 0.5
    assert found.tier is not None


@pytest.mark.parametrize(("left", "right"), [("en", "ru"), ("en", "de"), ("ru", "de"), ("de", "uk")])
def test_a_translation_is_recognised(compare: Callable[..., Judgement], left: str, right: str) -> None:
    found = compare(TRANSLATIONS[left], TRANSLATIONS[right], (left, right))
    assert found.relation is Relation.TRANSLATED
    assert found.probability > 0.5
    assert any("translated" in reason for reason in found.reasons)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_kazakh_translation_is_recognised(compare: Callable[..., Judgement], language: str) -> None:
    told = {
        "en": "The government will build twelve new hospitals in the north before 2027.",
        "ru": "Правительство построит двенадцать новых больниц на севере до 2027 года.",
    }
    found = compare(
        "Үкімет 2027 жылға дейін солтүстікте он екі жаңа аурухана салады.", told[language], ("kk", language)
    )
    assert found.relation is Relation.TRANSLATED
    assert found.probability > 0.5


def test_the_word_that_was_exchanged_is_named(compare: Callable[..., Judgement]) -> None:
    """What has nothing on the other side of a translation is told to the editor."""
    found = compare(
        "Правительство построит двенадцать новых тюрем на севере до 2027 года.",
        "The government will build twelve new hospitals in the north before 2027.",
        ("ru", "en"),
    )
    assert found.relation is Relation.CONTRADICTS
    (named,) = (reason for reason in found.reasons if reason.startswith("nothing on the other side for:"))
    assert "тюрем" in named


@pytest.mark.parametrize(
    ("before", "after"), [("will not raise", "will raise"), ("2027", "2037"), ("twelve", "twenty"), ("raise", "cut")]
)
def test_a_wrong_twin_is_another_statement(compare: Callable[..., Judgement], before: str, after: str) -> None:
    found = compare(MINISTER, MINISTER.replace(before, after))
    assert found.relation is Relation.CONTRADICTS
    assert found.probability < 0.5
    assert found.tier is None


@pytest.mark.parametrize(("before", "after"), [("не будем", "будем"), ("2027", "2037"), ("двенадцать", "двадцать")])
def test_a_wrong_twin_of_a_translation_is_another_statement(
    compare: Callable[..., Judgement], before: str, after: str
) -> None:
    found = compare(TRANSLATIONS["en"], TRANSLATIONS["ru"].replace(before, after), ("en", "ru"))
    assert found.relation is Relation.CONTRADICTS
    assert found.tier is None


def test_two_statements_of_nothing_in_common_are_different(compare: Callable[..., Judgement]) -> None:
    found = compare(MINISTER, "The river froze over in January and the ferries stayed in port until spring.")
    assert found.relation is Relation.DIFFERENT
    assert found.probability < 0.1
    assert found.tier is None
    assert found.flags == ()
    assert found.reasons


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "ru", "zh", "ar", "und", "xx"]))
@settings(deadline=None, max_examples=60)
def test_any_two_texts_get_the_same_answer_in_either_order(
    matcher: Matcher, quote: Quotes, left: str, right: str, language: str
) -> None:
    one, other = quote(left, None, quote_id="quo_1"), quote(right, None, quote_id="quo_2", language=language)
    there, back = matcher.compare(one, other), matcher.compare(other, one)
    assert (there.relation, there.probability, there.tier) == (back.relation, back.probability, back.tier)
    assert 0.0 <= there.probability <= 1.0


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_are_judged_too(compare: Callable[..., Judgement], odd: str) -> None:
    assert compare(odd, MINISTER, ("und", "en")).tier is None
    assert compare(odd, odd, ("und", "und")).relation in {Relation.VERBATIM, Relation.DIFFERENT}


def test_a_very_long_text_is_judged_by_a_bounded_part_of_it(compare: Callable[..., Judgement]) -> None:
    found = compare(f"{MINISTER} " * 4_000, "and so the hospitals " * 20_000)
    assert found.relation in set(Relation)


def test_the_weights_have_a_number_for_every_class() -> None:
    judge = Judge.load()
    nothing = Agreement(**{field.name: 0.0 for field in fields(Agreement)})
    for kind, classes in CLASSES.items():
        assert judge.forests[kind].log_odds(nothing.row()).shape == (len(classes),)
        assert np.isfinite(judge.forests[kind].value).all()


def test_damaged_or_missing_weights_are_noticed(tmp_path: Path) -> None:
    with pytest.raises(ModelsMissing, match="install the package again"):
        Judge.load(tmp_path)
    for name in (WEIGHTS, CHECKSUMS):
        shutil.copy(BUNDLED_VERIFIER / name, tmp_path / name)
    (tmp_path / WEIGHTS).write_bytes((tmp_path / WEIGHTS).read_bytes()[:-1])
    with pytest.raises(ModelsMissing, match="damaged"):
        Judge.load(tmp_path)


@pytest.mark.parametrize(
    ("left", "right", "languages"),
    [
        ("We will not negotiate with terrorists.", "Мы не будем вести переговоры с террористами.", ("en", "ru")),
        ("Dozens of attackers were liquidated", "Dozens of assailants were eliminated", ("en", "en")),
    ],
)
def test_a_few_words_that_somebody_set_against_each_other_are_suggested(
    compare: Callable[..., Judgement], left: str, right: str, languages: tuple[str, str]
) -> None:
    """An editor chose the two, so they did not meet by chance; that few words say little is told all the same."""
    found = compare(left, right, languages)
    assert found.tier is Tier.SUGGESTED
    assert found.probability > 0.75
    assert any("only a few words" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        (
            "Russia accused Ukraine of shelling the power plant.",
            "Ukraine accused Russia of shelling the power plant.",
            "en",
        ),
        ("The police shot at the demonstrators.", "The demonstrators shot at the police.", "en"),
        (
            "Nora Lind told us yesterday that the mayor of Harbour City attacked Kofi Adrian without any reason.",
            "Nora Lind told us yesterday that Kofi Adrian attacked the mayor of Harbour City without any reason.",
            "en",
        ),
        ("Россия обвинила Украину в обстреле станции.", "Украина обвинила Россию в обстреле станции.", "ru"),
        ("Зеленський розкритикував Путіна за брехню.", "Путін розкритикував Зеленського за брехню.", "uk"),
        ("Ресей Украинаны айыптады.", "Украина Ресейді айыптады.", "kk"),
    ],
)
def test_who_does_what_to_whom_makes_another_statement(
    compare: Callable[..., Judgement], left: str, right: str, language: str
) -> None:
    """Two pieces in each other's place, or in exchanged cases: never one statement, and an editor sees what changed."""
    found = compare(left, right, (language, language))
    assert (found.relation, found.tier) == (Relation.CONTRADICTS, None)
    assert FlagKind.NAME_SWAPPED in {flag.kind for flag in found.flags}
    assert any("other roles" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The police arrested the mayor.", "The police were arrested by the mayor."),
        ("The union has sued the airline over pay.", "The union has been sued by the airline over pay."),
    ],
)
def test_the_other_voice_with_everybody_left_in_place_makes_another_statement(
    compare: Callable[..., Judgement], left: str, right: str
) -> None:
    """Whichever text comes first; and an editor is told of the verb, as nobody's name was swapped."""
    for one, other in ((left, right), (right, left)):
        found = compare(one, other, ("en", "en"))
        assert (found.relation, found.tier) == (Relation.CONTRADICTS, None)
        assert any("other roles" in reason and "by" in reason for reason in found.reasons)
        assert FlagKind.NAME_SWAPPED not in {flag.kind for flag in found.flags}


def test_a_name_that_is_a_reason_is_a_flag_too(compare: Callable[..., Judgement]) -> None:
    """Two surnames alike in sound, behind one rank: what the reasons name an editor finds among the flags."""
    left = "Captain Tarasenko led the people out of the basement before dawn."
    found = compare(left, left.replace("Tarasenko", "Marchenko"), ("en", "en"))
    assert "another name: Tarasenko / Marchenko" in found.reasons
    assert [(flag.kind, flag.before, flag.after) for flag in found.flags] == [
        (FlagKind.NAME_SWAPPED, "Tarasenko", "Marchenko")
    ]


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("Скончался главный режиссёр городского театра.", "Умер главный режиссёр городского театра.", "ru"),
        ("Власти города обещали построить новый мост.", "Правительство города обещало построить новый мост.", "ru"),
        ("Біз халықтың мүддесін қорғаймыз.", "Халық мүддесін қорғау біздің міндетіміз.", "kk"),
        ("Мы попросили помощи у Токаева и его министров.", "Мы просили о помощи Токаева и его министров.", "ru"),
    ],
)
def test_the_first_word_of_a_sentence_and_another_case_are_no_other_name(
    compare: Callable[..., Judgement], left: str, right: str, language: str
) -> None:
    """Every sentence begins with a capital, and names are inflected."""
    assert not any("another name" in reason for reason in compare(left, right, (language, language)).reasons)


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("In Europe sales of cars fell sharply in spring.", "In spring sales of cars fell sharply in Europe.", "en"),
        ("We need schools, new hospitals and roads.", "We need roads, new hospitals and schools.", "en"),
        ("The police arrested the mayor.", "The mayor was arrested by the police.", "en"),
        ("The mayor was arrested in his house.", "The mayor was arrested by noon in his house.", "en"),
        ("Россия обвинила Украину в обстреле станции.", "Украину обвинила Россия в обстреле станции.", "ru"),
    ],
)
def test_pieces_that_may_stand_anywhere_change_nothing(
    compare: Callable[..., Judgement], left: str, right: str, language: str
) -> None:
    """Circumstances, rows of things, and languages whose endings say who does what."""
    found = compare(left, right, (language, language))
    assert not any("other roles" in reason for reason in found.reasons)
    assert FlagKind.NAME_SWAPPED not in {flag.kind for flag in found.flags}
