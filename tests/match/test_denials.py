"""Denials that a wording drops while it keeps what they denied: flagged in every language, and never confirmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Flag, FlagKind, Tier

Quote = Callable[..., Appearance]


def flags(matcher: Matcher, before: Appearance, after: Appearance) -> list[Flag]:
    negations = {FlagKind.NEGATION_LOST, FlagKind.NEGATION_ADDED}
    return [flag for flag in matcher.verifier.compare(before, after).flags if flag.kind in negations]


@pytest.mark.parametrize(
    ("before", "after", "language", "denial"),
    [
        (
            "We have no evidence whatsoever that the attack came from abroad.",
            "The attack came from abroad.",
            "en",
            "We have no evidence whatsoever that",
        ),
        (
            "Nobody in this government ever said that the hospital would be closed.",
            "the hospital would be closed",
            "en",
            "Nobody in this government ever said that",
        ),
        (
            "У нас нет никаких доказательств того, что нападение готовили за границей.",
            "Нападение готовили за границей.",
            "ru",
            "У нас нет никаких доказательств того, что",
        ),
        (
            "The company denied that it had closed the plant in March.",
            "The company had closed the plant in March.",
            "en",
            "denied that",
        ),
        (
            "I doubt that the ceasefire will hold until Friday.",
            "The ceasefire will hold until Friday.",
            "en",
            "I doubt that",
        ),
        (
            "We reject the claim that he took money from the mine.",
            "He took money from the mine.",
            "en",
            "We reject the claim that",
        ),
        (
            "It is a lie that our soldiers fired on the crowd.",
            "Our soldiers fired on the crowd.",
            "en",
            "It is a lie that",
        ),
        ("Это неправда, что завод остановят в марте.", "Завод остановят в марте.", "ru", "Это неправда, что"),
        ("Вряд ли завод остановят в марте.", "Завод остановят в марте.", "ru", "Вряд ли"),
        (
            "Министерство опровергло, что на границе погибли солдаты.",
            "На границе погибли солдаты.",
            "ru",
            "Министерство опровергло, что",
        ),
        ("Сумніваюся, що уряд знизить податки цього року.", "Уряд знизить податки цього року.", "uk", "Сумніваюся, що"),
        (
            "Зауыт наурызда жабылады дегенді жоққа шығарды.",
            "Зауыт наурызда жабылады.",
            "kk",
            "дегенді жоққа шығарды",
        ),
        (
            "Es gibt keinen Beweis, dass das Werk geschlossen wird.",
            "Das Werk wird geschlossen.",
            "de",
            "Es gibt keinen Beweis, dass",
        ),
    ],
)
def test_a_cut_that_drops_a_denial_is_flagged_and_not_confirmed(
    matcher: Matcher, quote: Quote, before: str, after: str, language: str, denial: str
) -> None:
    """However long the clause is that denies what is left; the other way round it is added."""
    one, other = quote(before, language=language, day=0), quote(after, language=language, day=0)
    assert flags(matcher, one, other) == [Flag(FlagKind.NEGATION_LOST, denial, "")]
    assert flags(matcher, other, one) == [Flag(FlagKind.NEGATION_ADDED, "", denial)]
    found = matcher.verifier.verify(one, other)
    assert found is None or found.tier is Tier.SUGGESTED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The minister told us yesterday in the capital that the attack came from abroad.",
            "The attack came from abroad.",
        ),
        (
            "There was no rain in the valley. The minister told us that the attack came from abroad.",
            "The attack came from abroad.",
        ),
        ("No, we will pay for the bridge in the valley.", "We will pay for the bridge in the valley."),
        ("I do not. We will pay for the bridge in the valley.", "We will pay for the bridge in the valley."),
        (
            "conditions, including but not limited to those of the treaty",
            "conditions, including yet not limited to those of the treaty",
        ),
        ("The press here is not free, it is not fair.", "The press here is not free."),
        (
            "District Judge Joseph Hall denied their request in a brief ruling on Monday.",
            "District Judge Joseph Hall … in a brief ruling on Monday.",
        ),
        ("No one denies that the ceasefire will hold until Friday.", "The ceasefire will hold until Friday."),
        ("Few doubt that the ceasefire will hold until Friday.", "The ceasefire will hold until Friday."),
        ("There is no doubt that the ceasefire will hold until Friday.", "The ceasefire will hold until Friday."),
        ("We cannot rule out that the plant will be closed in March.", "The plant will be closed in March."),
        (
            "He denied the charges and said that the court will decide on the appeal soon.",
            "He said that the court will decide on the appeal soon.",
        ),
        (
            "I do not believe that the ceasefire will hold until Friday.",
            "I believe the ceasefire will not hold until Friday.",
        ),
    ],
)
def test_what_is_no_denial_of_what_is_left_is_not_flagged(
    matcher: Matcher, quote: Quote, before: str, after: str
) -> None:
    """Who said it, what another sentence or clause denies, a denial denied, or one that only moved."""
    assert flags(matcher, quote(before), quote(after)) == []


def test_a_mistyped_negation_is_one(matcher: Matcher, quote: Quote) -> None:
    before, after = "I don't want to hear any more of your plans.", "I do't want to hear any more of your plans."
    assert flags(matcher, quote(before), quote(after)) == []
    assert (
        flags(matcher, quote("We won't only pay for the bridge."), quote("We will not only pay for the bridge.")) == []
    )
