from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Match, Relation, Tier

Quotes = Callable[..., Appearance]
WORDS = ["reform", "people", "country", "police", "fuel", "prices", "protest", "troops", "alliance", "power"]
SPEAKERS = [None, "Dosym Satpayev", "Satpayev", "Ned Price"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


def linked(left: Appearance, right: Appearance, *, score: float) -> Match:
    first, second = sorted((left.quote_id, right.quote_id))
    return Match(left=first, right=second, relation=Relation.EDITED, score=score, reasons=(), drift=())


def all_matches(matcher: Matcher, quotes: Sequence[Appearance]) -> list[Match]:
    pairs = (matcher.match(left, right) for left, right in combinations(quotes, 2))
    return [match for match in pairs if match is not None]


@given(
    said=st.lists(st.tuples(TEXTS, st.sampled_from(SPEAKERS)), max_size=8),
    links=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.01, 1.0)), max_size=16),
    seed=st.integers(0, 1000),
)
@settings(deadline=None, max_examples=150)
def test_any_order_of_quotes_and_matches_gives_the_same_statements(
    matcher: Matcher,
    quote: Quotes,
    said: list[tuple[str, str | None]],
    links: list[tuple[int, int, float]],
    seed: int,
) -> None:
    quotes = [quote(text, speaker, quote_id=f"quo_{number}") for number, (text, speaker) in enumerate(said)]
    matches = [
        linked(quotes[left], quotes[right], score=score)
        for left, right, score in links
        if left != right and max(left, right) < len(quotes)
    ]
    clusters = matcher.cluster(quotes, matches)
    assert sorted(quote_id for members in clusters for quote_id in members) == sorted(one.quote_id for one in quotes)
    mixed = random.Random(seed)
    mixed.shuffle(quotes)
    mixed.shuffle(matches)
    assert matcher.cluster(quotes, matches) == clusters


@given(st.lists(TEXTS, max_size=6), st.integers(0, 5))
@settings(deadline=None, max_examples=50)
def test_posting_a_quote_twice_changes_nothing(matcher: Matcher, quote: Quotes, texts: list[str], again: int) -> None:
    quotes = [quote(text, quote_id=f"quo_{number}") for number, text in enumerate(texts)]
    matches = all_matches(matcher, quotes)
    assert matcher.cluster([*quotes, *quotes[again:]], [*matches, *matches]) == matcher.cluster(quotes, matches)


def test_a_quote_without_a_match_is_a_statement_of_its_own(matcher: Matcher, quote: Quotes) -> None:
    quotes = [quote("reform people country", quote_id="quo_a"), quote("fuel prices", quote_id="quo_b")]
    assert matcher.cluster(quotes, []) == (("quo_a",), ("quo_b",))
    assert matcher.cluster([], []) == ()


def test_the_exemplar_is_the_fullest_wording(matcher: Matcher, quote: Quotes) -> None:
    short = quote("We want real political reforms in this country now", quote_id="quo_a")
    full = quote("We want real political reforms in this country now and fair elections", quote_id="quo_b")
    assert matcher.cluster([short, full], all_matches(matcher, [short, full])) == (("quo_b", "quo_a"),)


def test_small_steps_do_not_chain_two_statements_together(matcher: Matcher, quote: Quotes) -> None:
    chain = [quote(" ".join(WORDS[: 10 - step]), quote_id=f"quo_{step}") for step in range(6)]
    below = matcher.leader_limits.leader_score - 0.05
    weak = [linked(left, right, score=below) for left, right in pairwise(chain)]
    clusters = matcher.cluster(chain, weak)
    assert clusters == (("quo_0", "quo_1"), ("quo_2", "quo_3"), ("quo_4", "quo_5"))


def test_a_quote_joins_the_statement_that_it_matches_best(matcher: Matcher, quote: Quotes) -> None:
    one = quote("reform people country police fuel", quote_id="quo_a")
    two = quote("troops alliance power protest fuel", quote_id="quo_b")
    between = quote("fuel prices", quote_id="quo_c")
    matches = [linked(one, between, score=0.8), linked(two, between, score=0.9)]
    assert matcher.cluster([one, two, between], matches) == (("quo_a",), ("quo_b", "quo_c"))


def copied(left: Appearance, right: Appearance) -> Match:
    return replace(linked(left, right, score=0.99), relation=Relation.VERBATIM)


def test_copies_of_one_wording_stand_in_one_statement(matcher: Matcher, quote: Quotes) -> None:
    """The longer text leads, and only one of the two copies matches it: the other comes along with its like."""
    longer = quote("die Reform hilft dem Volk und dem ganzen Land sehr", quote_id="quo_a", language="de")
    named = quote("reform people country police fuel", "Ned Price", quote_id="quo_b")
    surname = quote("reform people country police fuel", "Price", quote_id="quo_c")
    below = matcher.leader_limits.leader_score - 0.05
    matches = [replace(linked(longer, named, score=below), relation=Relation.TRANSLATED), copied(named, surname)]
    assert matcher.cluster([longer, named, surname], matches) == (("quo_b", "quo_a", "quo_c"),)
    apart = matcher.cluster([longer, named, surname], matches, apart=[("quo_a", "quo_c")])
    assert not any({"quo_a", "quo_c"} <= set(members) for members in apart)


def test_the_words_of_two_persons_do_not_join_their_statements(matcher: Matcher, quote: Quotes) -> None:
    """A copy is no bridge between clusters that two different persons lead."""
    longer = quote("reform people country police fuel prices", "Ned Price", quote_id="quo_a")
    copies = [
        quote("reform people country police fuel", name, quote_id=f"quo_{at}")
        for name, at in ((None, "b"), ("Dosym Satpayev", "c"))
    ]
    matches = [linked(longer, copies[0], score=0.9), copied(*copies)]
    clusters = matcher.cluster([longer, *copies], matches)
    assert not any({"quo_a", "quo_c"} <= set(members) for members in clusters)


def test_clusters_whose_leaders_match_on_the_whole_are_one_statement(matcher: Matcher, quote: Quotes) -> None:
    """The first of the shorter ones matches no longer one, and the others prefer it: a cluster of its own, at first."""
    longer = [quote("die Reform hilft dem Volk und dem Land", quote_id=f"quo_a{at}", language="de") for at in range(2)]
    shorter = [quote("reform people country police fuel", quote_id=f"quo_b{at}") for at in range(3)]
    within = [linked(*two, score=0.97) for few in (longer, shorter) for two in combinations(few, 2)]
    across = [linked(one, other, score=0.9) for other in shorter[1:] for one in longer]
    for many, statements in ((4, 1), (3, 2)):
        assert len(matcher.cluster([*longer, *shorter], [*within, *across[:many]])) == statements


def test_a_wrong_twin_joins_no_statement_that_holds_what_it_twists(matcher: Matcher, quote: Quotes) -> None:
    """It matches the loose translation that leads, and contradicts the original that is there too."""
    longer = quote("die Reform hilft dem Volk und dem ganzen Land sehr", quote_id="quo_a", language="de")
    original = quote("reform people country police fuel", quote_id="quo_b")
    twin = quote("reform people country police prices", quote_id="quo_c")
    matches = [
        linked(longer, original, score=0.9),
        linked(longer, twin, score=0.8),
        replace(linked(original, twin, score=0.6), relation=Relation.CONTRADICTS, tier=Tier.SUGGESTED),
    ]
    clusters = matcher.cluster([longer, original, twin], matches)
    assert sorted(map(sorted, clusters)) == [["quo_a", "quo_b"], ["quo_c"]]


def test_an_unnamed_speaker_does_not_join_two_persons(matcher: Matcher, quote: Quotes) -> None:
    words = "nobody can unify the forces across this country"
    unnamed = quote(f"{words} today", None, quote_id="quo_a")
    dosym, aidar = (
        quote(words, f"{given} Satpayev", quote_id=f"quo_{place}") for given, place in (("Dosym", "b"), ("Aidar", "c"))
    )
    quotes = [unnamed, dosym, aidar]
    clusters = matcher.cluster(quotes, all_matches(matcher, quotes))
    assert not any({"quo_b", "quo_c"} <= set(members) for members in clusters)


def test_a_translation_does_not_bring_together_what_its_own_language_keeps_apart(
    matcher: Matcher, quote: Quotes
) -> None:
    """A text that matches a translation alone, and not the words in its own language there, stays by itself."""
    spanish = quote("no es obligatorio pero solo si uno lo pide allí mismo", quote_id="quo_es", language="es")
    english = quote("it is not mandatory but only if one asks there", quote_id="quo_en")
    other = quote("it is not mandatory so they stopped it", quote_id="quo_other")
    statement = linked(spanish, english, score=0.9)
    astray = linked(spanish, other, score=0.8)
    quotes = [spanish, english, other]
    assert matcher.cluster(quotes, [statement, astray]) == (("quo_es", "quo_en"), ("quo_other",))
    assert matcher.cluster(quotes, [astray]) == (("quo_en",), ("quo_es", "quo_other"))


def test_what_is_merely_suggested_joins_nothing(matcher: Matcher, quote: Quotes) -> None:
    one, other = quote("reform people", quote_id="quo_a"), quote("fuel prices", quote_id="quo_b")
    hint = replace(linked(one, other, score=0.9), tier=Tier.SUGGESTED)
    assert matcher.cluster([one, other], [hint]) == (("quo_a",), ("quo_b",))
    assert len(matcher.cluster([one, other], [hint, linked(one, other, score=0.9)])) == 1


def test_matches_of_quotes_that_are_not_there_are_ignored(matcher: Matcher, quote: Quotes) -> None:
    here, gone = quote("reform people", quote_id="quo_a"), quote("reform people", quote_id="quo_b")
    assert matcher.cluster([here], [linked(here, gone, score=0.9)]) == (("quo_a",),)
