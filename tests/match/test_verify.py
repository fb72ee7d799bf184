from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quotetrail.match.matcher import Matcher
from quotetrail.match.tiers import told
from quotetrail.model import Appearance, FlagKind, Match, QuoteType, Relation, SpeakerKind, Tier

Quotes = Callable[..., Appearance]

SHEKENOVA = (
    (
        "Nazarbayev and his family have monopolised all sectors, from banking to roads to gas. These "
        "protests are about corruption,"
    ),
    (
        "Nazarbayev and his family have monopolized all sectors, from banking to highways and gas. These "
        "protests are for corruption, "
    ),
)
STARTED = (
    (
        "It all started with the increase in gas prices but the real cause of the protests is poor living "
        "conditions of people, high prices, joblessness, corruption."
    ),
    (
        "It all started with the increase in gasoline prices but the real cause of the protests is the poor "
        "living conditions of the people, high prices, unemployment, corruption."
    ),
)
ALMATY = (
    (
        "Almaty was attacked, destroyed, vandalised, the residents of Almaty became victims of attacks by "
        "terrorists, bandits, therefore it is our duty … to take all possible actions to protect our state,"
    ),
    (
        "Almaty was attacked, destroyed, vandalized, Almaty residents became victims of terrorist attacks, "
        "bandits, therefore it is our duty … to take all possible actions to protect our state,"
    ),
)
SHARIPOV = (
    (
        "People are sick of corruption and nepotism, and the authorities don’t listen to people … We want "
        "President Tokayev to carry out real political reforms, or to go away and hold fair elections."
    ),
    (
        "The people are fed up with corruption and nepotism, and the authorities do not listen to the people "
        "… We want President Tokayev to carry out reforms real politics, or let him go and hold a fair "
        "election. "
    ),
)
NECESSARY = (
    "for as long as the president of Kazakhstan believes it necessary",
    "as long as the president of Kazakhstan deems it necessary.",
)
FIGURES = (
    "There are some local figures, but nobody who could unify forces across the country, though with time "
    "they could appear,"
)
STABILISE = (
    (
        "the Collective Security Treaty Organization (CSTO) – an alliance of Russia, Armenia, Belarus, "
        "Kazakhstan, Kyrgyzstan and Tajikistan – would dispatch forces to “stabilise” the Central Asian "
        "country"
    ),
    "the alliance would send forces to “stabilize” the central Asian country",
)
TOKAYEV = "Kassym-Jomart Tokayev"


def reasons(match: Match | None) -> str:
    assert match is not None
    return " | ".join(match.reasons)


@pytest.mark.parametrize(
    ("wordings", "speakers"),
    [
        (SHEKENOVA, ("Zauresh Shekenova", "Zauresh Shekenova")),
        (STARTED, ("Zauresh Shekenova", None)),
        (ALMATY, (TOKAYEV, "Tokayev")),
        (SHARIPOV, ("Darkhan Sharipov", "Darkhan Sharipov")),
        (NECESSARY, ("Leonid Kalashnikov", "Kalashnikov")),
    ],
)
def test_the_reworded_articles_quotes_are_edits_of_the_first_ones(
    matcher: Matcher, quote: Quotes, wordings: tuple[str, str], speakers: tuple[str | None, str | None]
) -> None:
    left, right = (quote(text, speaker) for text, speaker in zip(wordings, speakers, strict=True))
    match = matcher.match(left, right)
    assert match is not None
    assert match.relation is Relation.EDITED
    assert 0.5 < match.score < 1.0
    assert set(matcher.keys(left)) & set(matcher.keys(right))


def test_satpayevs_words_are_the_same_under_his_surname_alone(matcher: Matcher, quote: Quotes) -> None:
    match = matcher.match(quote(FIGURES, "Satpayev"), quote(FIGURES, "Dosym Satpayev"))
    assert match is not None
    assert match.relation is Relation.VERBATIM
    assert match.score == 1.0
    assert "same speaker, named differently" in reasons(match)


def test_pashinyans_long_mixed_sentence_and_its_short_form_are_one_statement(matcher: Matcher, quote: Quotes) -> None:
    left = quote(STABILISE[0], "Nikol Pashinyan", quoted=["stabilise"])
    right = quote(STABILISE[1], "Nikol Pashinyan", quoted=["stabilize"])
    match = matcher.match(left, right)
    assert match is not None
    assert match.relation is Relation.REWORDED
    assert set(matcher.keys(left)) & set(matcher.keys(right))
    consulting = "that after speaking with Tokayev, he was launching consultations within the leaders of CSTO countries"
    assert matcher.match(left, quote(consulting, "Nikol Pashinyan")) is None


def test_different_statements_of_one_speaker_stay_apart(matcher: Matcher, quote: Quotes) -> None:
    texts = [
        (ALMATY[0], None),
        ("“terrorists”", None),
        ("“attacks”", None),
        (
            "the country had been the victim of “attacks” by foreign-trained gangs after fuel price rises",
            ["attacks"],
        ),
        ("terrorist bands.", None),
        ("the ministers would stay in their roles until a new cabinet is formed", None),
    ]
    quotes = [quote(text, TOKAYEV, quoted=quoted) for text, quoted in texts]
    assert [
        (one.text, other.text) for one in quotes for other in quotes if one is not other and matcher.match(one, other)
    ] == []


def test_two_translations_of_azirbeks_sentence_are_suggested_to_the_editor(matcher: Matcher, quote: Quotes) -> None:
    left = quote("dozens of attackers were liquidated,", "Saltanat Azirbek")
    match = matcher.match(left, quote("Dozens of assailants were eliminated,", "Saltanat Azirbek"))
    assert match is not None
    assert match.tier is Tier.SUGGESTED
    assert match.relation is Relation.REWORDED
    assert matcher.match(left, quote("Dozens of shops were looted,", "Saltanat Azirbek")) is None


def test_the_order_of_the_two_does_not_matter(matcher: Matcher, quote: Quotes) -> None:
    left, right = quote(SHEKENOVA[0], "Shekenova"), quote(SHEKENOVA[1], "Zauresh Shekenova")
    match = matcher.match(left, right)
    assert match == matcher.match(right, left)
    assert match is not None
    assert match.left < match.right


def test_a_quote_does_not_match_itself(matcher: Matcher, quote: Quotes) -> None:
    assert matcher.match(quote(FIGURES), quote(FIGURES)) is None


def test_a_piece_of_a_quote_is_its_truncation(matcher: Matcher, quote: Quotes) -> None:
    match = matcher.match(quote(SHARIPOV[0]), quote("We want President Tokayev to carry out real political reforms"))
    assert match is not None
    assert match.relation is Relation.TRUNCATED
    assert "10 of 10 words" in reasons(match)


def test_a_quote_with_its_middle_left_out_is_a_splice_of_its_pieces(matcher: Matcher, quote: Quotes) -> None:
    spliced = "People are sick of corruption and nepotism … or to go away and hold fair elections."
    match = matcher.match(quote(SHARIPOV[0]), quote(spliced))
    assert match is not None
    assert match.relation is Relation.SPLICED


def test_a_mixed_quote_is_found_again_by_its_quoted_words(matcher: Matcher, quote: Quotes) -> None:
    words = "any actions that may lay the predicate for the seizure of Kazakh institutions,"
    mixed = f'Washington would be watching for any violations of human rights and "{words}"'
    match = matcher.match(quote(mixed, quoted=[words]), quote(words))
    assert match is not None
    assert match.relation in {Relation.TRUNCATED, Relation.VERBATIM}


def test_names_alone_are_no_statement(matcher: Matcher, quote: Quotes) -> None:
    left = quote("former President George W. Bush", "Carly Fiorina")
    assert matcher.match(left, quote("ex-President George W. Bush of Texas", "Carly Fiorina")) is None
    assert matcher.match(left, quote(left.text, None)) is None


def test_a_stance_repeated_months_later_in_other_words_is_another_statement(matcher: Matcher, quote: Quotes) -> None:
    left = quote("there should be a temporary ban on foreign fighters entering the country", day=0)
    later = "to keep fighters from abroad out by a temporary ban on entering"
    soon = matcher.match(left, quote(later, day=1))
    assert soon is not None
    assert soon.tier is Tier.CONFIRMED
    much_later = matcher.match(left, quote(later, day=150))
    assert much_later is None or much_later.tier is Tier.SUGGESTED


# Differences that make another statement of it.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We will send troops to the region.", "We will not send troops to the region."),
        ("Our soldiers never crossed that border", "Our soldiers crossed that border"),
        ("18 police officers were killed in the clashes", "13 police officers were killed in the clashes"),
        ("three policemen died in Almaty yesterday", "four policemen died in Almaty yesterday"),
        ("dozens of attackers were killed in Almaty", "hundreds of attackers were killed in Almaty"),
        (
            "If president Tokayev makes a request, we will be obligated to react",
            "If president Lukashenko makes a request, we will be obligated to react",
        ),
        (
            "Nazarbayev and his family have monopolised all sectors",
            "Tokayev and his family have monopolised all sectors",
        ),
    ],
)
def test_a_short_quote_with_another_number_name_or_negation_is_another_statement(
    matcher: Matcher, quote: Quotes, one: str, other: str
) -> None:
    assert matcher.match(quote(one), quote(other)) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("18", "13", "another number: 18 / 13"),
        ("were killed", "were not killed", "negated on one side only: not negated / not"),
        ("Almaty", "Astana", "another name: Almaty / Astana"),
    ],
)
def test_a_long_quote_with_another_number_name_or_negation_is_suggested_as_a_misquote(
    matcher: Matcher, quote: Quotes, old: str, new: str, said: str
) -> None:
    text = (
        "the ministry confirms that 18 officers were killed in the main square of Almaty while protesters stormed the "
        "presidential residence and set government buildings on fire"
    )
    plain = matcher.match(quote(text), quote(text.replace("confirms", "says")))
    match = matcher.match(quote(text, quote_id="quo_1"), quote(text.replace(old, new), quote_id="quo_2"))
    assert match is not None
    assert plain is not None
    assert plain.relation is Relation.EDITED
    assert match.relation is Relation.CONTRADICTS
    assert match.tier is Tier.SUGGESTED
    assert said in match.reasons
    assert match.score < plain.score
    assert matcher.match(quote(text, None, quote_id="quo_1"), quote(text.replace(old, new), None)) is None


@pytest.mark.parametrize("text", ["we will send our soldiers to help {} this week", "{} will send troops to Estonia."])
@pytest.mark.parametrize(("one", "other"), [("Iran", "Iraq"), ("Austria", "Australia"), ("Petrov", "Perov")])
def test_names_that_look_alike_are_still_two(matcher: Matcher, quote: Quotes, one: str, other: str, text: str) -> None:
    assert matcher.match(quote(text.format(one)), quote(text.format(other))) is None


def test_spellings_of_a_name_and_of_a_number_are_no_difference(matcher: Matcher, quote: Quotes) -> None:
    one = quote("President Tokayev promised three rounds of talks in Kyiv")
    match = matcher.match(one, quote("President Tokaev promised 3 rounds of talks in Kiev"))
    assert match is not None
    assert "another" not in reasons(match)


def test_a_clause_that_was_cut_takes_no_negation_with_it(matcher: Matcher, quote: Quotes) -> None:
    full = (
        "We will build a wall on the border with Mexico, a great and beautiful wall that nobody can climb, and Mexico "
        "will pay for it, believe me"
    )
    match = matcher.match(
        quote(full), quote("We will build a wall on the border … and Mexico will pay for it, believe me")
    )
    assert match is not None
    assert match.relation is Relation.SPLICED


# Speakers.


def test_two_persons_never_say_the_same_short_thing(matcher: Matcher, quote: Quotes) -> None:
    text = "We are watching the situation closely"
    assert matcher.match(quote(text, "Ned Price"), quote(text, "Antony Blinken")) is None
    assert matcher.match(quote(text, "Dosym Satpayev"), quote(text, "Aidar Satpayev")) is None


def test_long_words_given_to_another_person_match_and_say_so(matcher: Matcher, quote: Quotes) -> None:
    same = matcher.match(quote(FIGURES, "Dosym Satpayev"), quote(FIGURES, "Satpayev"))
    match = matcher.match(quote(FIGURES, "Dosym Satpayev"), quote(FIGURES, "Ned Price"))
    assert match is not None
    assert same is not None
    assert "attributed to another speaker" in reasons(match)
    assert match.score < same.score


def test_reworded_words_of_another_person_are_another_statement(matcher: Matcher, quote: Quotes) -> None:
    assert matcher.match(quote(STABILISE[0], "Nikol Pashinyan"), quote(STABILISE[1], "Vladimir Putin")) is None


def test_an_unnamed_speaker_is_compatible_but_weaker(matcher: Matcher, quote: Quotes) -> None:
    known = matcher.match(quote(SHEKENOVA[0], "Shekenova"), quote(SHEKENOVA[1], "Shekenova"))
    unknown = matcher.match(quote(SHEKENOVA[0], "Shekenova"), quote(SHEKENOVA[1], None))
    assert known is not None
    assert unknown is not None
    assert unknown.score < known.score
    assert "speaker named on one side only: Shekenova" in unknown.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [("CSTO", "Collective Security Treaty Organisation"), ("Interior Ministry", "the ministry"), ("police", "Police")],
)
def test_bodies_are_the_same_by_initials_and_by_part_of_the_name(
    matcher: Matcher, quote: Quotes, one: str, other: str
) -> None:
    left, right = (quote("x", name, kind=SpeakerKind.ORGANIZATION).speaker for name in (one, other))
    assert matcher.same_speaker(left, right) >= 0.7


def test_a_spokesman_may_speak_for_the_body(matcher: Matcher, quote: Quotes) -> None:
    person = quote("x", "Saltanat Azirbek").speaker
    body = quote("x", "police", kind=SpeakerKind.ORGANIZATION).speaker
    assert 0.0 < matcher.same_speaker(person, body) < 0.5
    assert matcher.same_speaker(person, None) == 0.5


# Parts of quotes.


def test_what_explains_between_dashes_and_brackets_may_be_left_out(matcher: Matcher, quote: Quotes) -> None:
    """One outlet says who belongs to an alliance, the other does not: the statement is the same."""
    fuller = (
        "the Northern Harbour League (NHL) – a union of Alba, Borea, Corvia, Delmar and Estria – would dispatch ships "
        "to “protect” the Western islands"
    )
    shorter = "the Northern Harbour League would send ships to “protect” the western islands"
    one = quote(fuller, "Odile Brandt", quoted=["protect"])
    match = matcher.match(one, quote(shorter, "Odile Brandt", quoted=["protect"]))
    assert match is not None
    assert match.tier is Tier.CONFIRMED
    assert any("put in between" in reason for reason in match.reasons)


@pytest.mark.parametrize(
    "odd", ["(" * 5_000, " " * 20_000 + "(", " - " * 5_000, "a – " * 5_000, "(a" * 5_000 + ")" * 5_000]
)
def test_any_brackets_and_dashes_are_compared(matcher: Matcher, quote: Quotes, odd: str) -> None:
    """In bounded time, whatever is open or closed."""
    matcher.match(
        quote(f"{odd} we will protect all of the western islands", "Odile Brandt"), quote(odd, "Odile Brandt")
    )


def test_one_sentence_of_a_longer_quote_is_suggested_for_its_other_translation(matcher: Matcher, quote: Quotes) -> None:
    words = "dozens of attackers were liquidated,"
    marked = quote(f'In the unrest on Wednesday, "{words}"', "Saltanat Azirbek", quoted=[words])
    longer = "Extremist forces tried to storm the city police department. Dozens of assailants were eliminated,"
    match = matcher.match(marked, quote(longer, "Saltanat Azirbek"))
    assert match is not None
    assert match.tier is Tier.SUGGESTED
    assert "the nearest sentence" in reasons(match)
    assert matcher.match(marked, quote(longer.replace("assailants were eliminated", "shops were looted"))) is None


def test_marked_words_do_not_outvote_the_text_around_them(matcher: Matcher, quote: Quotes) -> None:
    text = "The committee will not accept “the budget that the government sent to parliament in the spring” this year."
    marked = ["the budget that the government sent to parliament in the spring"]
    left = quote(text, "Dosym Satpayev", quoted=marked)
    match = matcher.match(left, quote(text.replace("will not", "will").replace("“", "").replace("”", "")))
    assert match is None or match.tier is Tier.SUGGESTED


def test_a_slip_of_the_key_makes_no_other_statement(matcher: Matcher, quote: Quotes) -> None:
    text = "The ministry has published the results of its inquiry into the events of last winter."
    left = quote(text, "Dosym Satpayev")
    match = matcher.match(left, quote(text.replace("results", "reslts").replace("inquiry", "inqiury"), "Satpayev"))
    assert match is not None
    assert match.tier is Tier.CONFIRMED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Today we are in Haarlem.", "Today we are in Portland."),
        ("Vehicles 1-2 and 1-3, open fire", "Vehicles 2-2 and 1-3, open fire"),
    ],
)
def test_what_was_exchanged_is_seen_though_it_stands_elsewhere_too(
    matcher: Matcher, quote: Quotes, before: str, after: str
) -> None:
    rest = " Haarlem is a very pretty town in the province of Holland, as the guides of 2 companies say."
    match = matcher.match(quote(before + rest), quote(after + rest))
    assert match is None or match.relation is Relation.CONTRADICTS or match.tier is Tier.SUGGESTED


# Fragments.


def test_a_few_common_words_in_a_row_are_confirmed_for_one_speaker_in_near_days(
    matcher: Matcher, quote: Quotes
) -> None:
    left = quote("Come by later, I have something for you.", "Deniz Mohamad", day=0)
    match = matcher.match(left, quote("I have something for you.", "Mohamad", day=1))
    assert match is not None
    assert match.tier is Tier.CONFIRMED
    far = matcher.match(left, quote("I have something for you.", "Mohamad", day=9))
    assert far is None or far.tier is Tier.SUGGESTED
    assert matcher.match(left, quote("I have something for you.", "Elif Arden", day=1)) is None


def test_a_common_surname_alone_is_taken_for_one_person_in_near_days(matcher: Matcher, quote: Quotes) -> None:
    words = "terrorists"
    near = matcher.match(quote(words, "John Smith", day=0), quote(words, "Smith", day=1))
    assert near is not None
    assert near.tier is Tier.CONFIRMED
    assert matcher.match(quote(words, "John Smith", day=0), quote(words, "Smith", day=9)) is None
    assert matcher.match(quote(words, "John Smith", day=0), quote(words, "Mary Smith", day=1)) is None


def test_a_doubtful_translation_is_confirmed_where_the_speaker_settles_it(matcher: Matcher, quote: Quotes) -> None:
    """What counts is the probability with all evidence, not what the words alone would be called."""
    verifier = matcher.verifier
    sure = replace(verifier, steps={**verifier.steps, "speaker": 20.0})
    one = quote("I have one big brother and two little sisters at home", "Odile Brandt", quote_id="quo_a")
    other = quote("Үйде менің бір ағам және екі қарындасым бар", "Odile Brandt", quote_id="quo_b", language="kk")
    judgement = sure.compare(one, other)
    assert (judgement.tier, judgement.relation) == (Tier.CONFIRMED, Relation.TRANSLATED)
    nobody = sure.compare(one, replace(other, speaker=None))
    assert nobody.tier is not Tier.CONFIRMED


def test_of_two_mixed_quotes_neither_is_the_others_reported_speech(quote: Quotes) -> None:
    direct = quote("We will stay for as long as it is necessary", quote_id="quo_a")
    mixed = replace(direct, type=QuoteType.MIXED)
    assert told(Relation.INDIRECT, mixed, mixed) is Relation.REWORDED
    assert told(Relation.INDIRECT, direct, mixed) is Relation.INDIRECT
    assert told(Relation.EDITED, mixed, mixed) is Relation.EDITED


def test_the_same_words_bridge_a_misspelt_name_and_the_flag_stays(matcher: Matcher, quote: Quotes) -> None:
    words = "The bridge over the northern harbour will be closed for repairs until the end of October"
    one = quote(words, "Constantine Fritzsch", quote_id="quo_a")
    other = quote(words, "Constantine Fritsch", quote_id="quo_b")
    match = matcher.match(one, other)
    assert match is not None
    assert match.tier is Tier.CONFIRMED
    assert [flag.kind for flag in match.flags] == [FlagKind.SPEAKER_CHANGED]
    stranger = matcher.match(one, quote(words, "Odile Brandt", quote_id="quo_b"))
    assert stranger is None or stranger.score < match.score


@pytest.mark.parametrize("word", ["terrorists", "attacks", "stabilise"])
def test_one_word_matches_with_the_same_speaker_and_a_near_date(matcher: Matcher, quote: Quotes, word: str) -> None:
    match = matcher.match(quote(f"“{word}”", TOKAYEV, day=0), quote(word.capitalize(), "Tokayev", day=2))
    assert match is not None
    assert match.relation is Relation.VERBATIM
    assert "only a few words" in reasons(match)
    undated = matcher.match(quote(word, TOKAYEV), quote(word, "Tokayev", day=2))
    assert undated is not None
    assert undated.score < match.score < 0.9


def test_one_word_does_not_match_without_speaker_or_date(matcher: Matcher, quote: Quotes) -> None:
    word = quote("terrorists", TOKAYEV, day=0)
    assert matcher.match(word, quote("terrorists", "Vladimir Putin", day=0)) is None
    assert matcher.match(word, quote("terrorists", None, day=0)) is None
    assert matcher.match(word, quote("terrorists", TOKAYEV, day=4)) is None
    assert matcher.match(word, quote("attacks", TOKAYEV, day=0)) is None
    assert matcher.match(quote("infrastructure", "Kalashnikov"), quote(NECESSARY[0], "Kalashnikov")) is None


def test_the_same_marked_word_in_two_fragments_of_one_speaker_is_one_statement(matcher: Matcher, quote: Quotes) -> None:
    decried = quote("the actions of “terrorists”", TOKAYEV, quoted=["terrorists"])
    described = quote("protesters as “terrorists”", TOKAYEV, quoted=["terrorists"])
    match = matcher.match(decried, described)
    assert match is not None
    assert match.relation == "reworded"
    assert matcher.match(decried, quote("protesters as “bandits”", TOKAYEV, quoted=["bandits"])) is None
    assert (
        matcher.match(decried, quote("protesters as “terrorists”", "Leonid Kalashnikov", quoted=["terrorists"])) is None
    )


def test_a_marked_word_in_two_different_sentences_is_no_agreement(matcher: Matcher, quote: Quotes) -> None:
    short = quote("the actions of “terrorists”", TOKAYEV, quoted=["terrorists"])
    long = quote(
        "that the airport was taken by “terrorists” who had waited outside the city since Monday morning",
        TOKAYEV,
        quoted=["terrorists"],
    )
    assert matcher.match(short, long) is None


def test_kalashnikovs_infrastructure_matches_by_the_sentence_around_it(matcher: Matcher, quote: Quotes) -> None:
    left = quote(
        "they would mainly be engaged in protecting “infrastructure” in the country",
        "Leonid Kalashnikov",
        quoted=["infrastructure"],
    )
    right = quote(
        "they would focus primarily on protecting the “infrastructure” in the country",
        "Leonid Kalashnikov",
        quoted=["infrastructure"],
    )
    match = matcher.match(left, right)
    assert match is not None
    assert match.relation is Relation.REWORDED
    assert matcher.match(left, quote(NECESSARY[0], "Leonid Kalashnikov")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Now he faces up to 10 years in prison and 150 thousand euros in fines.",
            "He now faces up to 10 years in prison and a 150,000-euro fine.",
        ),
        (
            "Let us remember that on April 11 everyone wore a face mask.",
            "Let us remember that on 11th April everyone wore a face mask.",
        ),
    ],
)
def test_a_number_written_in_another_way_is_the_same_number(
    matcher: Matcher, quote: Quotes, one: str, other: str
) -> None:
    match = matcher.match(quote(one, TOKAYEV, day=0), quote(other, TOKAYEV, day=1))
    assert match is not None
    assert match.tier is Tier.CONFIRMED
    assert "another number" not in reasons(match)
    wrong = matcher.match(
        quote(one, TOKAYEV, day=0), quote(other.replace("11", "14").replace("50,", "60,"), TOKAYEV, day=1)
    )
    assert wrong is None or wrong.tier is not Tier.CONFIRMED


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("The fire killed at least 30 people.", "The fire killed no fewer than 30 people.", "en"),
        ("Погибли по меньшей мере 30 человек.", "Погибли не менее 30 человек.", "ru"),
    ],
)
def test_no_fewer_than_denies_nothing(matcher: Matcher, quote: Quotes, one: str, other: str, language: str) -> None:
    """A word of negation in a phrase that negates nothing makes no other statement."""
    judged = matcher.verifier.compare(*(quote(text, language=language) for text in (one, other)))
    assert judged.relation in {Relation.EDITED, Relation.REWORDED}
    assert not any("negation" in reason for reason in judged.reasons)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("We can help the families of the miners.", "We cannot help the families of the miners.", "en"),
        (
            "The water is safe to drink after the accident.",
            "The water is not necessarily safe to drink after the accident.",
            "en",
        ),
        ("The army will leave until Monday evening.", "The army will not leave until Monday evening.", "en"),
        ("Исключено, что войска вернутся на границу.", "Не исключено, что войска вернутся на границу.", "ru"),
        ("Yıl sonunda vergileri artıracağız.", "Yıl sonunda vergileri artırmayacağız.", "tr"),
    ],
)
def test_what_denies_nothing_as_a_phrase_denies_where_the_other_lacks_its_not(
    matcher: Matcher, quote: Quotes, one: str, other: str, language: str
) -> None:
    """Beside "doubt" the "no" of "no doubt" makes another statement."""
    judged = matcher.verifier.compare(*(quote(text, TOKAYEV, language=language) for text in (one, other)))
    assert judged.tier is not Tier.CONFIRMED
    assert FlagKind.NEGATION_ADDED in {flag.kind for flag in judged.flags}


def test_a_rewording_with_another_number_is_for_an_editor_to_decide(matcher: Matcher, quote: Quotes) -> None:
    one = quote(
        "The ministry said that 164 people were killed and more than five thousand detained in the unrest", TOKAYEV
    )
    other = (
        "In the unrest 225 people lost their lives and over five thousand were taken into custody, the ministry said"
    )
    assert matcher.verifier.compare(one, quote(other, TOKAYEV, quote_id="quo_b")).tier is not Tier.CONFIRMED


def test_a_short_translation_of_one_speaker_within_days_is_one_statement(matcher: Matcher, quote: Quotes) -> None:
    english = quote("We will not leave this city.", TOKAYEV, day=0)
    russian = "Мы не уйдём из этого города."
    match = matcher.match(english, quote(russian, "Касым-Жомарт Токаев", day=1, language="ru"))
    assert match is not None
    assert (match.relation, match.tier) == (Relation.TRANSLATED, Tier.CONFIRMED)
    assert matcher.match(english, quote(russian, "Владимир Путин", day=1, language="ru")) is None
    assert matcher.match(english, quote(russian, "Касым-Жомарт Токаев", day=9, language="ru")) is None
    assert (
        matcher.match(english, quote("Мы уйдём из этого города.", "Касым-Жомарт Токаев", day=1, language="ru")) is None
    )


# Odd input.


@pytest.mark.parametrize("text", ["", "🎉", "\ud800", "\x00", "…", "مرحبا", "word " * 100_000, "中" * 50_000])
@pytest.mark.parametrize("other", ["", "word word word word word", FIGURES])
def test_odd_texts_are_compared(matcher: Matcher, quote: Quotes, text: str, other: str) -> None:
    left, right = quote(text, quote_id="quo_1"), quote(other, quote_id="quo_2")
    matcher.match(left, right)
    assert len(matcher.keys(left)) <= 48
    matcher.lookup(text, speaker=None, candidates=[right])


def test_a_piece_of_a_long_speech_is_one(matcher: Matcher, quote: Quotes) -> None:
    """A speech of thousands of words; words that recur endlessly are compared no further than the limit."""
    speech = " ".join(f"We opened school number {number} in the valley and paid for it." for number in range(400))
    piece = "We opened school number 213 in the valley and paid for it."
    assert matcher.verifier.compare(quote(speech), quote(piece)).relation is Relation.TRUNCATED
    endless = quote("no " * 50_000)
    assert matcher.verifier.compare(endless, quote("no " * 40_000)).relation is not Relation.VERBATIM
