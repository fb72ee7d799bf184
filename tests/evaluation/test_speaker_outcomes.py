"""Right, wrong, unknown and missed names, and the kinds of mention they are read from."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from quotetrail.model import Article, Span
from training.evaluation import naming
from training.evaluation.attributions import Attribution, Reading
from training.evaluation.naming import Mention, Outcome
from training.evaluation.speaker_gold import GoldName

Read = Callable[..., Reading]
Attribute = Callable[..., Attribution]

OKORO = GoldName("Ines Okoro", "person")
NOBODY = GoldName(None, "group")


@pytest.mark.parametrize(
    ("gold", "name", "outcome"),
    [
        (OKORO, "Ines Okoro", Outcome.RIGHT),
        (OKORO, "Ines B. Okoro", Outcome.RIGHT),
        (OKORO, "Okoro", Outcome.WRONG),
        (OKORO, "Ada Okoro", Outcome.WRONG),
        (OKORO, None, Outcome.UNKNOWN),
        (NOBODY, None, Outcome.RIGHT),
        (NOBODY, "Dockers", Outcome.WRONG),
        (GoldName(None, "organization", also=("The Bee",)), "Bee", Outcome.RIGHT),
        (GoldName(None, "organization", also=("The Bee",)), None, Outcome.RIGHT),
        (GoldName("Harbour Board", "organization", also=("Board",)), "the board", Outcome.RIGHT),
        (GoldName("Harbour Board", "organization", also=("Board",)), None, Outcome.UNKNOWN),
    ],
)
def test_what_becomes_of_a_name(attribute: Attribute, gold: GoldName, name: str | None, outcome: Outcome) -> None:
    found = attribute("Q0", "indirect", "pay is late", source="Dockers", name=name)
    assert naming.outcome(gold, found) is outcome


def test_without_a_speaker_nobody_is_named(attribute: Attribute) -> None:
    found = attribute("Q0", "indirect", "pay is late")
    assert naming.outcome(OKORO, found) is Outcome.UNKNOWN
    assert naming.outcome(GoldName(None, "none"), found) is Outcome.RIGHT
    assert naming.outcome(OKORO, None) is Outcome.MISSED


def test_shares_count_the_found_ones_and_end_to_end_all(read: Read, attribute: Attribute) -> None:
    names = {"harbour": {"E1": OKORO, "E2": OKORO, "E3": NOBODY, "E4": GoldName("A Report", "organization")}}
    contents = ("“The ferry sails at noon,”", "“Nobody is left behind.”")
    reading = read(
        attribute("Q0", "direct", *contents, source="Ines Okoro", name="Ines Okoro"),
        attribute("Q1", "mixed", "“calm” seas", source="She", name="Ada Okoro"),
        attribute("Q2", "indirect", "pay is late", source="Dockers", name=None),
    )
    figures = naming.figures([reading], names)
    assert (figures["right"], figures["wrong"], figures["unknown"]) == (66.7, 33.3, 0.0)
    assert figures["end_to_end"] == 50.0
    assert (figures["person_right"], figures["person_wrong"], figures["person_end_to_end"]) == (50.0, 50.0, 50.0)
    assert (figures["right_full_name"], figures["right_pronoun"], figures["right_nobody"]) == (100.0, 0.0, 100.0)


def test_an_article_without_gold_counts_for_nothing(read: Read) -> None:
    assert list(naming.outcomes(read(), {"other": {"E1": OKORO}})) == []


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("Captain Ines Okoro", Mention.FULL_NAME),
        ("Ms. Okoro", Mention.SURNAME),
        ("She", Mention.PRONOUN),
        ("who", Mention.RELATIVE),
        ("the harbour master", Mention.ROLE),
        ("", Mention.ROLE),
    ],
)
def test_the_kind_of_mention(attribute: Attribute, mention: str, kind: Mention) -> None:
    row = replace(attribute("E1", "mixed", "“calm” seas"), source=(Span(0, len(mention)),))
    assert naming.mention_of(row, OKORO, Article(text=mention).text) is kind
    assert naming.mention_of(row, NOBODY, mention) is Mention.NOBODY
