from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.match.names import Names, same_person

SURE, POSSIBLE = 0.7, 0.4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kassym-Jomart Tokayev", "Kassym-Jomart Tokayev"),
        ("Kassym-Jomart Tokayev", "Kasym-Jomart Tokaev"),
        ("Kassym-Jomart Tokayev", "Qasym-Jomart Toqaev"),
        ("Kassym-Jomart Tokayev", "Kassym Jomart Tokayev"),
        ("Kassym-Jomart Tokayev", "Kassym-Jomart Kemelevich Tokayev"),
        ("Kassym-Jomart Tokayev", "President Kassym-Jomart TOKAYEV"),
        ("Kassym-Jomart Tokayev", "Tokayev, Kassym-Jomart"),
        ("Kassym-Jomart Tokayev", "Tokayev"),
        ("Kassym-Jomart Tokayev", "K. Tokayev"),
        ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев"),
        ("Dosym Satpayev", "Satpaev"),
        ("J.D. Vance", "JD Vance"),
        ("James David Vance", "J. D. Vance"),
        ("Joe Biden", "Joseph R. Biden Jr."),
        ("Alexander Lukashenko", "Aliaksandr Lukashenka"),
        ("Volodymyr Zelensky", "Vladimir Zelenskiy"),
        ("Jean-Yves Le Drian", "Drian"),
        ("Ursula von der Leyen", "Mrs von der Leyen"),
        ("Wang Wenbin", "Wenbin Wang"),
        ("Conan O’Brien", "Conan OBrien"),
        ("José Martínez", "Jose Martinez"),
        ("Dmitry Peskov", "Dmitri Peskov"),
    ],
)
def test_one_person_under_two_names(one: str, other: str) -> None:
    assert same_person(one, other) >= SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dosym Satpayev", "Aidar Satpayev"),
        ("Li Wei", "Li Na"),
        ("Vladimir Putin", "Vladimir Peskov"),
        ("Tokayev", "Nazarbayev"),
        ("Ivan Petrov", "Irina Petrova"),
        ("Petrov", "Petrova"),
        ("Alexander Novak", "Alexandra Novak"),
        ("George H. Bush", "Jeb Bush"),
        ("K. Tokayev", "N. Tokayev"),
        ("John Smith", "Jane Smith"),
        ("Kim", "Kin"),
        ("Petrov", "Perov"),
        ("Ivan Anderson", "Ivan Andersen"),
        ("Darkhan Sharipov", "Zauresh Shekenova"),
    ],
)
def test_two_persons(one: str, other: str) -> None:
    assert same_person(one, other) == 0.0


def test_a_first_name_alone_is_less_sure_than_a_surname_alone() -> None:
    assert POSSIBLE <= same_person("Wang Wenbin", "Wang") < same_person("Wang Wenbin", "Wenbin") or (
        POSSIBLE <= same_person("Samal", "Samal Akhmetova") < same_person("Akhmetova", "Samal Akhmetova")
    )


def test_the_surest_is_the_same_full_name() -> None:
    assert same_person("Ned Price", "Ned Price") == 1.0
    assert same_person("Price", "Price") < 1.0


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_strings_have_a_likeness_and_it_is_symmetric(one: str, other: str) -> None:
    likeness = same_person(one, other)
    assert 0.0 <= likeness <= 1.0
    assert likeness == same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Tokayev", "Kasym-Jomart Tokaev"), ("Токаев", "Toqaev"), ("Lukashenka", "A. Lukashenko")]
)
def test_spellings_of_a_surname_share_a_key(one: str, other: str) -> None:
    names = Names.load()
    assert names.surname_key(one) == names.surname_key(other) != ""


def test_different_surnames_have_different_keys() -> None:
    names = Names.load()
    assert len({names.surname_key(name) for name in ("Tokayev", "Satpayev", "Sharipov", "Pashinyan", "Price")}) == 5
