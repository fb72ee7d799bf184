"""What makes a wrong twin wrong: whole names change places, and what is changed stands in the other text."""

from __future__ import annotations

from random import Random

import pytest

from quotetrail.match.words import Words
from training.verifier.twins import Pools, twin
from training.verifier.wordlists import WordLists

BUILT = "The Harbour Bridge Authority was praised by Mayor Odile Brandt in June."
FULLER = "A guard at the gate said that Nora Lind had left the tower before noon."
SHORTER = "A guard said that she had left the tower before noon."


@pytest.fixture(scope="module")
def pools() -> Pools:
    """A few names and common words to choose from."""
    names = {("en", letter): ("Kofi", "Adrian", "Ingrid", "Marta") for letter in "abcdefghijklmnopqrstuvwxyz"}
    common = {("en", ending): ("garden", "bottle", "winter") for ending in ("de", "er", "rd", "te", "on", "re", "id")}
    return Pools(names=names, countries={"en": ()}, common=common, words=Words.load())


def _twins(text: str, kind: str, pools: Pools, against: str) -> set[str | None]:
    lists = WordLists.load()
    return {twin(text, "en", kind, lists, pools, Random(seed), against=(against, "en")) for seed in range(12)}


def test_roles_are_exchanged_between_whole_names(pools: Pools) -> None:
    """No two words of one name change places, and a month is nobody."""
    found = _twins(f"Yesterday {BUILT[0].lower()}{BUILT[1:]}", "roles", pools, f"Yesterday {BUILT}")
    assert found == {"Yesterday the Mayor Odile Brandt was praised by Harbour Bridge Authority in June."}


def test_names_with_nothing_of_weight_between_them_keep_their_places(pools: Pools) -> None:
    """An agency of a city is not another one when its words are exchanged."""
    text = "We asked the Bank of England and Lloyds about it."
    assert _twins(text, "roles", pools, text) == {None}


def test_roles_stay_where_endings_tell_them(pools: Pools) -> None:
    """In Russian the same two names in each other's place, with their endings, say the same."""
    text = "Вчера Россия обвинила Украину в обстреле."
    lists = WordLists.load()
    found = {twin(text, "ru", "roles", lists, pools, Random(seed), against=(text, "ru")) for seed in range(12)}
    assert found == {None}


@pytest.mark.parametrize(
    ("small", "capital"), [("бұл үлкен ұйым", "бұл Әлия үлкен"), ("çok çekici şey", "çok Özlem şey")]
)
def test_a_small_letter_of_any_alphabet_begins_no_name(small: str, capital: str) -> None:
    """Kazakh and Turkish letters that English and Russian have not are letters all the same."""
    names = {("kk", letter): ("Бақыт", "Ерлан") for letter in "аңйнмя"}
    pools = Pools(names={**names, ("kk", "m"): ("Deniz",)}, countries={"kk": ()}, common={}, words=Words.load())
    lists = WordLists.load()
    made = [
        {twin(text, "kk", "name", lists, pools, Random(seed), against=(text, "kk")) for seed in range(12)}
        for text in (small, capital)
    ]
    assert made[0] == {None}
    assert made[1] != {None}


@pytest.mark.parametrize("kind", ["name", "word"])
def test_what_only_one_text_says_is_not_changed(kind: str, pools: Pools) -> None:
    """A change of what the other text leaves out would contradict nothing."""
    left_out = {"nora", "lind", "gate"}
    for found in _twins(FULLER, kind, pools, SHORTER):
        kept = set() if found is None else set(found.lower().replace(".", "").split())
        assert found is None or left_out <= kept


def test_what_both_texts_say_is_changed(pools: Pools) -> None:
    """The same text against itself has twins of its names and of its words."""
    for kind in ("name", "word"):
        assert _twins(FULLER, kind, pools, FULLER) - {None, FULLER}


def test_a_number_across_languages_stands_in_both(pools: Pools) -> None:
    """Digits are the same in any language; a number that the translation lacks is left alone."""
    lists, text = WordLists.load(), "He counted 48 ships and 7 whales."
    found = {
        twin(text, "en", "number", lists, pools, Random(seed), against=("Он насчитал 48 кораблей.", "ru"))
        for seed in range(12)
    }
    assert all(one is None or ("48" not in one and "7 whales" in one) for one in found)
    assert found != {None}
