"""The statements that we wrote: every group is whole, and what its pairs claim follows from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random

import pytest

from quotetrail.model import APART, Relation
from training.verifier.composed import Group, composed, read
from training.verifier.corpus import COMPOSED, DEV, TRAIN

GROUP = Group.of(
    {
        "id": "x1",
        "said": ["en", "We will open the bridge in May."],
        "edit": "We shall open the bridge in May.",
        "reword": "In May traffic may cross the river again.",
        "indirect": "They would open the bridge in May.",
        "tr1": ["ru", "Мы откроем мост в мае."],
        "tr1b": "В мае мост заработает.",
        "tr2": ["kk", "Көпірді мамырда ашамыз."],
        "twins": [
            {"of": "said", "kind": "word", "text": "We will open the tunnel in May."},
            {"of": "tr1", "kind": "time", "text": "Мы откроем мост в марте."},
        ],
        "other": "The bridge cost us nine million.",
    }
)


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    return read()


def test_every_group_is_read_and_has_an_id_of_its_own(groups: list[Group]) -> None:
    assert len({group.id for group in groups}) == len(groups) > 0


def test_no_text_is_both_true_and_wrong(groups: list[Group]) -> None:
    """No twin and no other statement is one of the wordings, and no twin comes twice."""
    for group in groups:
        wrong = [*(twin.text for twin in group.twins), group.other.text]
        assert len(set(wrong)) == len(wrong), group.id
        assert not {wording.text for wording in group.wordings.values()} & set(wrong), group.id


def test_a_statement_is_in_one_part_only(groups: list[Group]) -> None:
    """What is measured was not trained on, in any of its wordings; all three parts have some."""
    parts: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for text in (*(wording.text for wording in group.wordings.values()), *(twin.text for twin in group.twins)):
            parts[text].add(group.part)
    assert all(len(found) == 1 for found in parts.values())
    assert {group.part for group in groups} == {TRAIN, DEV, COMPOSED}


def test_the_pairs_of_a_group() -> None:
    """Every two wordings say the same, in the relation that their languages and making call for; a twin never does."""
    found = list(composed([GROUP], against=3, others=3, random=Random(1)))
    wrong = {twin.text for twin in GROUP.twins} | {GROUP.other.text}
    for pair, base in found:
        apart = Relation(pair.relation) in APART
        assert apart == bool({pair.left, pair.right} & wrong)
        assert (base is not None) == bool(pair.twin)
        assert pair.relation != Relation.TRANSLATED or pair.left_language != pair.right_language
    assert Counter(pair.relation for pair, _ in found) == {
        Relation.TRANSLATED: 14,
        Relation.REWORDED: 5,
        Relation.INDIRECT: 2,
        Relation.CONTRADICTS: 6,
        Relation.DIFFERENT: 3,
    }


def test_a_twin_knows_what_it_was_made_of() -> None:
    """Against its own wording it is a copy with one thing changed: `verbatim` is what it was made on."""
    found = composed([GROUP], against=7, others=0, random=Random(2))
    own = [(pair.left, pair.right) for pair, base in found if base is not None and pair.made == Relation.VERBATIM]
    assert own == [
        ("We will open the bridge in May.", "We will open the tunnel in May."),
        ("Мы откроем мост в мае.", "Мы откроем мост в марте."),
    ]
