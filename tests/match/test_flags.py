"""Flags: what an editor must see between two wordings, and what is no business of theirs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.compare import Measurer
from quotetrail.match.encoder import Encoder
from quotetrail.match.exchange import Exchanges
from quotetrail.match.flags import Flagger
from quotetrail.match.names import same_person
from quotetrail.model import Appearance, Change, Flag, FlagKind, QuoteType, Speaker, SpeakerKind


def differ(left: Speaker, right: Speaker) -> bool:
    return left.name is not None and right.name is not None and not same_person(left.name, right.name)


@pytest.fixture(scope="module")
def flagger() -> Flagger:
    encoder = Encoder.load()
    read = Measurer.load(encoder).read
    return Flagger.load(encoder=encoder, exchanges=Exchanges.load(), differ=differ, read=read)


def quote(
    text: str,
    language: str = "en",
    *,
    quoted: Sequence[str] | None = None,
    speaker: str | None = None,
    quote_id: str = "quo_1",
) -> Appearance:
    """A direct quote; mixed where `quoted` names pieces, indirect where it names none."""
    kind = QuoteType.DIRECT if quoted is None else QuoteType.MIXED if quoted else QuoteType.INDIRECT
    return Appearance(
        quote_id=quote_id,
        article_id="art_1",
        position=0,
        text=text,
        quoted=(text,) if quoted is None else tuple(quoted),
        type=kind,
        language=language,
        speaker=None if speaker is None else Speaker(speaker, 0, 1, speaker, SpeakerKind.PERSON),
        venue=None,
        via=(),
        confidence=0.9,
        outlet=None,
        published=None,
    )


BEFORE = "The government will not raise taxes by 5 percent in Kazakhstan."


@pytest.mark.parametrize(
    ("after", "flag"),
    [
        ("The government will not raise taxes by 7 percent in Kazakhstan.", Flag(FlagKind.NUMBER_CHANGED, "5", "7")),
        ("The government will raise taxes by 5 percent in Kazakhstan.", Flag(FlagKind.NEGATION_LOST, "not", "")),
        (
            "The government will not raise taxes by 5 percent in Uzbekistan.",
            Flag(FlagKind.NAME_SWAPPED, "Kazakhstan", "Uzbekistan"),
        ),
        (
            "The government may not raise taxes by 5 percent in Kazakhstan.",
            Flag(FlagKind.MODALITY_SHIFTED, "will", "may not"),
        ),
    ],
)
def test_one_changed_fact_is_one_flag(flagger: Flagger, after: str, flag: Flag) -> None:
    assert flagger.flags(quote(BEFORE), quote(after)) == (flag,)


@pytest.mark.parametrize(
    ("after", "language", "kinds"),
    [
        ("Правительство не будет повышать налоги на 5 процентов в Казахстане.", "ru", []),
        ("Правительство не будет повышать налоги на 7 процентов в Казахстане.", "ru", [FlagKind.NUMBER_CHANGED]),
        ("Правительство будет повышать налоги на 5 процентов в Казахстане.", "ru", [FlagKind.NEGATION_LOST]),
        ("Правительство не будет повышать налоги на 5 процентов в Узбекистане.", "ru", [FlagKind.NAME_SWAPPED]),
        ("Үкімет Қазақстанда салықты 5 пайызға көтермейді.", "kk", []),
        ("Үкімет Қазақстанда салықты 7 пайызға көтермейді.", "kk", [FlagKind.NUMBER_CHANGED]),
        ("Die Regierung wird die Steuern in Kasachstan nicht um 5 Prozent erhöhen.", "de", []),
        ("Die Regierung wird die Steuern in Kasachstan nicht um fünf Prozent erhöhen.", "de", []),
        ("Le gouvernement n'augmentera pas les impôts de 5 pour cent au Kazakhstan.", "fr", []),
        ("El gobierno no subirá los impuestos un 5 por ciento en Kazajistán.", "es", []),
    ],
)
def test_a_translation_is_flagged_for_what_it_changes(
    flagger: Flagger, after: str, language: str, kinds: list[FlagKind]
) -> None:
    assert [flag.kind for flag in flagger.flags(quote(BEFORE), quote(after, language))] == kinds


def test_a_negation_that_comes_in_is_added(flagger: Flagger) -> None:
    found = flagger.flags(quote("We will leave the union"), quote("We will never leave the union"))
    assert found == (Flag(FlagKind.NEGATION_ADDED, "", "never"),)


def test_a_negation_in_a_piece_that_was_cut_is_not_lost(flagger: Flagger) -> None:
    long = "We welcome the decision of the court, although we have never agreed with what the ministry said before."
    assert flagger.flags(quote(long), quote("We welcome the decision of the court.")) == ()


def test_a_rounded_number_is_no_other_number(flagger: Flagger) -> None:
    assert flagger.flags(quote("They arrested 1,042 people here"), quote("They arrested about 1,000 people here")) == ()
    assert flagger.flags(quote("They arrested 1,042 people"), quote("Задержали около 1000 человек", "ru")) == ()


def test_hearsay_that_comes_in_shifts_the_modality(flagger: Flagger) -> None:
    found = flagger.flags(quote("He stole the money of the state"), quote("He allegedly stole the money of the state"))
    assert found == (Flag(FlagKind.MODALITY_SHIFTED, "", "allegedly"),)


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("We will leave the city, if the court agrees with us.", "We will leave the city.", "en"),
        ("If the court agrees with us, we will leave the city.", "We will leave the city.", "en"),
        ("If the court agrees with us, we will leave the country tomorrow.", "Мы завтра покинем страну.", "ru"),
    ],
)
def test_a_cut_that_drops_a_condition_is_flagged(flagger: Flagger, before: str, after: str, language: str) -> None:
    assert [flag.kind for flag in flagger.flags(quote(before), quote(after, language))] == [FlagKind.CONDITION_DROPPED]


@pytest.mark.parametrize(
    ("before", "after", "flag"),
    [
        ("The state should pay for the bridge.", "The state must pay for the bridge.", ("should", "must")),
        ("You do not have to leave the city.", "You must not leave the city.", ("do not have to", "must not")),
        ("We hope to finish the bridge in May.", "We will finish the bridge in May.", ("hope to", "will")),
    ],
)
def test_another_strength_is_another_modality(flagger: Flagger, before: str, after: str, flag: tuple[str, str]) -> None:
    assert flagger.flags(quote(before), quote(after)) == (Flag(FlagKind.MODALITY_SHIFTED, *flag),)


def test_who_says_we_shall_says_we_will(flagger: Flagger) -> None:
    assert flagger.flags(quote("We shall pay the pensions on time."), quote("We will pay the pensions on time.")) == ()


@pytest.mark.parametrize(
    ("before", "after", "language", "negation"),
    [
        ("The trial was unfair and short.", "The trial was fair and short.", "en", "unfair"),
        ("Это несправедливый приговор суда.", "Это справедливый приговор суда.", "ru", "несправедливый"),
    ],
)
def test_a_prefix_that_denies_is_a_negation(
    flagger: Flagger, before: str, after: str, language: str, negation: str
) -> None:
    one, other = quote(before, language), quote(after, language)
    assert flagger.flags(one, other) == (Flag(FlagKind.NEGATION_LOST, negation, ""),)
    assert flagger.flags(other, one) == (Flag(FlagKind.NEGATION_ADDED, "", negation),)


@pytest.mark.parametrize(
    ("before", "condition"),
    [
        ("In case of rain the parade will be held in the hall.", "In case of rain"),
        ("Had they asked, the parade would be held in the hall.", "Had they asked"),
        ("Once the court agrees, the parade will be held in the hall.", "Once the court agrees"),
    ],
)
def test_a_condition_without_an_if_is_one(flagger: Flagger, before: str, condition: str) -> None:
    after = f"The parade {before.partition('the parade ')[2]}"
    assert flagger.flags(quote(before), quote(after)) == (Flag(FlagKind.CONDITION_DROPPED, condition, ""),)


def test_a_condition_goes_with_its_whole_sentence(flagger: Flagger) -> None:
    before = "We are happy with the result. If the court agrees, we will leave the city on Monday."
    assert flagger.flags(quote(before), quote("We are happy with the result.")) == ()


def test_another_person_is_another_speaker(flagger: Flagger) -> None:
    left, right = quote("We will leave", speaker="Anna Smith"), quote("We will leave", speaker="Peter Jones")
    assert flagger.flags(left, right) == (Flag(FlagKind.SPEAKER_CHANGED, "Anna Smith", "Peter Jones"),)
    assert flagger.flags(left, quote("We will leave", speaker="Smith")) == ()
    assert flagger.flags(left, quote("We will leave")) == ()


def test_a_paraphrase_shown_as_a_verbatim_quote_gained_its_marks(flagger: Flagger) -> None:
    left = quote("that the minister had robbed the people for years", quoted=())
    found = flagger.flags(left, quote("“The minister robbed the people for years”"))
    assert [flag.kind for flag in found] == [FlagKind.MARKS_GAINED]
    assert found[0].before.endswith("robbed the people for years")


def test_a_translation_of_reported_speech_in_marks_gained_them(flagger: Flagger) -> None:
    left = quote("that the minister robbed the people", quoted=())
    found = flagger.flags(left, quote("«Министр ограбил народ»", "ru"))
    assert [flag.kind for flag in found] == [FlagKind.MARKS_GAINED]


def test_quoted_words_that_lose_their_marks_are_flagged(flagger: Flagger) -> None:
    left = quote("it was “a serious mistake” by the government", quoted=("a serious mistake",))
    right = quote("it was a serious mistake by the government", quoted=())
    assert flagger.flags(left, right) == (Flag(FlagKind.MARKS_LOST, "a serious mistake", "a serious mistake"),)
    assert flagger.flags(right, left) == (Flag(FlagKind.MARKS_GAINED, "a serious mistake", "a serious mistake"),)


def test_marks_of_a_pasted_text_are_not_judged(flagger: Flagger) -> None:
    left = quote("that the minister had robbed the people for years", quoted=())
    assert flagger.flags(left, quote("The minister robbed the people for years", quote_id="")) == ()


def test_the_way_into_another_language_is_shown_in_the_words_of_both(flagger: Flagger) -> None:
    found = flagger.changes(
        quote("Tokayev raised taxes by 5 percent"), quote("Токаев повысил налоги на 7 процентов", "ru")
    )
    assert Change("translate", "Tokayev", "Токаев") in found
    assert Change("translate", "taxes", "налоги") in found


def test_in_an_unknown_language_only_digits_are_compared(flagger: Flagger) -> None:
    kinds = [flag.kind for flag in flagger.flags(quote(BEFORE), quote("Lo govêrn 7 procentos", "und"))]
    assert kinds == [FlagKind.NUMBER_CHANGED]


TEXTS = st.lists(
    st.sampled_from(
        ["We", "will", "not", "Astana", "Париж", "25", "7", "если", "if", "не", "may", "税", "“a", "b”", ".", "?", "\n"]
    ),
    max_size=20,
).map(" ".join)


@settings(deadline=None)  # what is promised are the flags, not the milliseconds of a busy machine
@given(
    st.one_of(TEXTS, st.text(max_size=60)),
    st.one_of(TEXTS, st.text(max_size=60)),
    st.sampled_from(["en", "ru", "zh", "und"]),
    st.sampled_from([None, (), ("25",), ("“a b”", "not")]),
)
def test_any_two_texts_have_flags_with_words_of_theirs(
    flagger: Flagger, before: str, after: str, language: str, quoted: tuple[str, ...] | None
) -> None:
    for flag in flagger.flags(quote(before), quote(after, language, quoted=quoted)):
        assert flag.before or flag.after
        assert all(piece in before for piece in flag.before.replace(" … ", ", ").split(", "))
    assert flagger.flags(quote(before), quote(before)) == ()


def test_a_hundred_thousand_words_are_compared(flagger: Flagger) -> None:
    long = "We will not pay 25 if they ask Astana to. " * 10_000
    other = "Мы не заплатим 26, если попросят Астану. " * 10_000
    assert FlagKind.NUMBER_CHANGED in {flag.kind for flag in flagger.flags(quote(long), quote(other, "ru"))}


def test_edits_in_a_long_text_are_compared(flagger: Flagger) -> None:
    words = " ".join(f"may{number} may not say 25 if Astana {number}" for number in range(2_000))
    assert flagger.flags(quote(words), quote(words.replace("say", "tell"))) == ()


@pytest.mark.parametrize(
    ("language", "before", "after", "flag"),
    [
        (
            "en",
            "The strike resulted in heavy losses for the port.",
            "The strike could result in heavy losses for the port.",
            Flag(FlagKind.MODALITY_SHIFTED, "", "could"),
        ),
        (
            "de",
            "Er wird das Gelände heute Abend verlassen, sagt die Polizei.",
            "Er muss das Gelände heute Abend verlassen, sagt die Polizei.",
            Flag(FlagKind.MODALITY_SHIFTED, "wird", "muss"),
        ),
        (
            "tr",
            "Ekibimiz enkazdan bu sabah iki çocuğu çıkardı.",
            "Ekibimiz enkazdan bu sabah üç çocuğu çıkardı.",
            Flag(FlagKind.NUMBER_CHANGED, "iki", "üç"),
        ),
    ],
)
def test_in_a_near_copy_smaller_changes_are_flagged(
    flagger: Flagger, language: str, before: str, after: str, flag: Flag
) -> None:
    """Two in the place of three, "could" where nobody said it: all else is the same, so this was changed."""
    assert flagger.flags(quote(before, language), quote(after, language)) == (flag,)


def test_in_other_words_the_same_changes_are_a_freedom(flagger: Flagger) -> None:
    """A sentence that was turned round may need a "can" that the other did not."""
    before, after = "We sell the grain to nobody but our neighbours.", "Only people from next door can buy our grain."
    assert flagger.flags(quote(before), quote(after)) == ()
