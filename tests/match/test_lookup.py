from __future__ import annotations

from collections.abc import Callable

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Relation, Tier

FIGURES = (
    "There are some local figures, but nobody who could unify forces across the country, though with time "
    "they could appear,"
)
SECTORS = "Nazarbayev and his family have monopolised all sectors, from banking to roads to gas."


def stored(quote: Callable[..., Appearance]) -> list[Appearance]:
    return [
        quote(FIGURES, "Dosym Satpayev", quote_id="quo_figures"),
        quote(SECTORS, "Zauresh Shekenova", quote_id="quo_sectors"),
        quote("“terrorists”", "Kassym-Jomart Tokayev", quote_id="quo_word"),
        quote("18 officers were killed in the clashes in Almaty", "Ned Price", quote_id="quo_number"),
    ]


def test_a_pasted_quote_is_found_with_score_and_reasons(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    found = matcher.lookup(f"«{FIGURES}»", speaker="Satpayev", candidates=stored(quote))
    assert [one.quote_id for one in found] == ["quo_figures"]
    assert found[0].relation is Relation.VERBATIM
    assert found[0].score == 1.0
    assert "the same words" in found[0].reasons


def test_a_piece_of_a_quote_finds_it(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    found = matcher.lookup("his family have monopolized all sectors", speaker=None, candidates=stored(quote))
    assert [(one.quote_id, one.relation) for one in found] == [("quo_sectors", Relation.TRUNCATED)]
    assert [step.kind for step in found[0].drift] == ["insert", "equal", "insert"]


def test_a_few_words_find_the_quotes_that_hold_them_and_say_how_little_that_is(
    matcher: Matcher, quote: Callable[..., Appearance]
) -> None:
    found = matcher.lookup("terrorists", speaker=None, candidates=stored(quote))
    assert [one.quote_id for one in found] == ["quo_word"]
    assert any("only a few words" in reason for reason in found[0].reasons)
    assert matcher.lookup("terrorists", speaker="Vladimir Putin", candidates=stored(quote)) == []


def test_words_given_to_somebody_else_are_found_lower_and_say_so(
    matcher: Matcher, quote: Callable[..., Appearance]
) -> None:
    right = matcher.lookup(SECTORS, speaker="Shekenova", candidates=stored(quote))[0]
    wrong = matcher.lookup(SECTORS, speaker="Aset Nauryzbayev", candidates=stored(quote))[0]
    assert wrong.score < right.score
    assert any("attributed to another speaker" in reason for reason in wrong.reasons)


def test_a_pasted_quote_with_another_number_finds_the_true_one_and_says_so(
    matcher: Matcher, quote: Callable[..., Appearance]
) -> None:
    found = matcher.lookup("13 officers were killed in the clashes in Almaty", speaker=None, candidates=stored(quote))
    assert found[0].quote_id == "quo_number"
    assert "another number: 13 / 18" in found[0].reasons


def test_the_best_comes_first_and_the_unlike_not_at_all(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    close = quote(FIGURES.replace("unify", "unite"), "Dosym Satpayev", quote_id="quo_close")
    found = matcher.lookup(FIGURES, speaker=None, candidates=[close, *stored(quote)])
    assert [one.quote_id for one in found] == ["quo_figures", "quo_close"]
    assert matcher.lookup("the of and", speaker=None, candidates=stored(quote)) == []
    assert matcher.lookup("", speaker=None, candidates=stored(quote)) == []
    assert matcher.lookup(FIGURES, speaker=None, candidates=[]) == []


def test_a_pasted_translation_finds_the_quote(matcher: Matcher, quote: Callable[..., Appearance]) -> None:
    pasted = "Назарбаев и его семья монополизировали все отрасли, от банков до дорог и газа."
    found = matcher.lookup(pasted, speaker=None, candidates=stored(quote), language="ru")
    assert [(one.quote_id, one.relation) for one in found] == [("quo_sectors", Relation.TRANSLATED)]
    assert any("translated" in reason for reason in found[0].reasons)


def test_one_clause_said_in_other_words_finds_the_quote_and_confirms_nothing(
    matcher: Matcher, quote: Callable[..., Appearance]
) -> None:
    """What a reader remembers of a long sentence; what has only its beginning finds nothing."""
    sick = quote(
        "People are sick of corruption and nepotism, and the authorities don’t listen to people, and we want them to "
        "carry out real political reforms, or to go away and hold fair elections.",
        quote_id="quo_sick",
    )
    remembered = "The people are fed up with corruption and nepotism"
    found = matcher.lookup(remembered, speaker=None, candidates=[sick, *stored(quote)])
    assert [one.quote_id for one in found] == ["quo_sick"]
    assert any("nearest clause" in reason for reason in found[0].reasons)
    match = matcher.match(quote(remembered, quote_id="quo_said"), sick)
    assert match is None or match.tier is Tier.SUGGESTED
    assert matcher.lookup("The police are fed up with protests and noise", speaker=None, candidates=[sick]) == []
