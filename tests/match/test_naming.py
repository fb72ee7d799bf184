"""What two newsrooms call one thing is one name, and what only looks alike is two."""

from __future__ import annotations

import pytest

from quotetrail.match.naming import Naming


@pytest.fixture(scope="module")
def naming() -> Naming:
    return Naming.load()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gen", "general"),
        ("j", "john"),
        ("mr", "black"),
        ("tokayev", "tokaev"),
        ("suleiman", "sulejman"),
        ("canada", "canadian"),
        ("lebanon", "lebanese"),
        ("uk", "britain"),
        ("европы", "европейской"),
        ("сша", "америки"),
        ("оон", "организации объединенных"),
        ("sec", "securities exchange commission"),
    ],
)
def test_one_name_written_in_two_ways(naming: Naming, one: str, other: str) -> None:
    """Short for it, in another spelling, its adjective, its initials, or a form of address alone."""
    for lefts, rights in ((one, other), (other, one)):
        assert naming.may_be_one(lefts.split(), rights.split(), inflects=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("iran", "iraq"),
        ("austria", "australia"),
        ("austrian", "australian"),
        ("slovakia", "slovenia"),
        ("niger", "nigeria"),
        ("petrov", "perov"),
        ("russia", "ukraine"),
        ("mr smith", "mr jones"),
        ("who", "world bank"),
        ("marina", "moreno"),
        ("russian lavrov", "russia shoigu"),
    ],
)
def test_two_names_that_look_alike(naming: Naming, one: str, other: str) -> None:
    """In either order."""
    for lefts, rights in ((one, other), (other, one)):
        assert not naming.may_be_one(lefts.split(), rights.split(), inflects=False)


def test_case_endings_are_no_other_name(naming: Naming) -> None:
    """Only where names have them."""
    assert naming.may_be_one(["россия"], ["россией"], inflects=True)
    assert not naming.may_be_one(["martini"], ["martinez"], inflects=False)
