"""The lattices that we wrote: each is whole in all its languages, and what its pairs claim follows from it."""

from __future__ import annotations

import re
from random import Random

import pytest

from quotetrail.model import APART, Relation
from training.verifier.lattices import Drawing, Lattice, read
from training.verifier.settings import Settings

LATTICE = Lattice.of(
    {
        "id": "x1",
        "kinds": [["word"], ["time", "time"]],
        "en": {
            "frames": ["The {1} reopens {2}.", "{2} the {1} reopens."],
            "same": [["bridge", "river crossing"], ["in May", "this May"]],
            "other": [["tunnel"], ["in March", "in June"]],
        },
        "ru": {
            "frames": ["{1} откроется {2}."],
            "same": [["мост", "переправа через реку"], ["в мае", "в последний месяц весны"]],
            "other": [["тоннель"], ["в марте", "в июне"]],
        },
    }
)
WRONG = re.compile(r"\b(?:tunnel|in March|in June|тоннель|в марте|в июне)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def lattices() -> list[Lattice]:
    return read()


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return Settings.load().drawing


def test_every_lattice_is_whole(lattices: list[Lattice]) -> None:
    """Every frame has every place once, every language the same places and as many other fills; ids differ."""
    assert len({lattice.id for lattice in lattices}) == len(lattices) > 0
    for lattice in lattices:
        places = [str(number + 1) for number in range(len(lattice.kinds))]
        for wordings in lattice.wordings:
            for frame in wordings.frames:
                assert sorted(re.findall(r"\{(\d)\}", frame)) == places, lattice.id
            assert len(wordings.same) == len(places), lattice.id
            assert [len(fills) for fills in wordings.other] == [len(kinds) for kinds in lattice.kinds], lattice.id


def test_no_fill_is_both_true_and_wrong(lattices: list[Lattice]) -> None:
    for lattice in lattices:
        for wordings in lattice.wordings:
            for same, other in zip(wordings.same, wordings.other, strict=True):
                fills = [fill.casefold() for fill in (*same, *other)]
                assert len(set(fills)) == len(fills), lattice.id


def test_true_pairs_change_the_same_or_nothing(drawing: Drawing) -> None:
    """What says the same has no other fill, or the same one on both sides."""
    found = [pair for pair, base in drawing.pairs([LATTICE] * 20, Random(1)) if base is None]
    assert found
    for pair in found:
        assert Relation(pair.relation) not in APART
        assert pair.left != pair.right
        assert bool(WRONG.search(pair.left)) == bool(WRONG.search(pair.right))
        assert (pair.relation == Relation.TRANSLATED) == (pair.left_language != pair.right_language)


def test_a_twin_has_one_thing_changed(drawing: Drawing) -> None:
    """Its right text is its base with another fill; the left one is a true wording."""
    found = [(pair, base) for pair, base in drawing.pairs([LATTICE] * 20, Random(2)) if base is not None]
    assert found
    for pair, base in found:
        assert pair.relation == Relation.CONTRADICTS
        assert pair.twin in {"word", "time"}
        assert WRONG.search(pair.right)
        assert not WRONG.search(pair.left)
        assert not WRONG.search(base)


def test_what_opens_a_sentence_has_a_capital() -> None:
    english, russian = LATTICE.wordings
    assert english.say(english.frames[1], ("bridge", "in May")) == "In May the bridge reopens."
    assert russian.say("{1} закрыт. {2} откроют.", ("мост", "в мае")) == "Мост закрыт. В мае откроют."
