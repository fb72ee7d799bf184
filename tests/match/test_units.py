"""What numbers count: the same value in another unit, with another bound or sign, or in another place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance, Flag, FlagKind, Tier

Quote = Callable[..., Appearance]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (
            "We have set aside $1.2 billion for the flood victims of the valley.",
            "We have set aside €1.2 billion for the flood victims of the valley.",
            ("$1.2 billion", "€1.2 billion"),
        ),
        (
            "The road is 30 miles long and was closed in winter.",
            "The road is 30 kilometres long and was closed in winter.",
            ("30 miles", "30 kilometres"),
        ),
        (
            "The key rate will rise by 2 percentage points this autumn.",
            "The key rate will rise by 2 percent this autumn.",
            ("2 percentage points", "2 percent"),
        ),
        (
            "The talks begin at 5 p.m. on Friday in the old town hall.",
            "The talks begin at 5 a.m. on Friday in the old town hall.",
            ("5 p.m.", "5 a.m."),
        ),
        (
            "We will hire up to 500 nurses before the winter.",
            "We will hire more than 500 nurses before the winter.",
            ("up to 500", "more than 500"),
        ),
        (
            "It was -30 degrees in the valley that night.",
            "It was 30 degrees in the valley that night.",
            ("-30", "30"),
        ),
        (
            "We will cut the number of plants from 7 to 3 next year.",
            "We will cut the number of plants from 3 to 7 next year.",
            ("7, 3", "3, 7"),
        ),
        (
            "The hearing was moved to March 4, 2026, because the judge was ill.",
            "The hearing was moved to 4 April 2026 because the judge was ill.",
            ("March", "April"),
        ),
    ],
)
def test_another_measure_is_another_number(
    matcher: Matcher, quote: Quote, before: str, after: str, changed: tuple[str, str]
) -> None:
    one, other = quote(before, day=0), quote(after, day=0)
    assert matcher.verifier.compare(one, other).flags == (Flag(FlagKind.NUMBER_CHANGED, *changed),)
    found = matcher.verifier.verify(one, other)
    assert found is None or found.tier is Tier.SUGGESTED


@pytest.mark.parametrize(
    ("before", "language", "after", "there", "changed"),
    [
        (
            "We have set aside $1.2 billion for the flood victims.",
            "en",
            "Мы выделили 1,2 млрд рублей пострадавшим от наводнения.",
            "ru",
            ("$1.2 billion", "1,2 млрд рублей"),
        ),
        (
            "Біз биыл 500-ден астам дәрігер жұмысқа алдық.",
            "kk",
            "Мы наняли менее 500 врачей за этот год.",
            "ru",
            ("500-ден астам", "менее 500"),
        ),
    ],
)
def test_a_translation_keeps_the_measure(
    matcher: Matcher, quote: Quote, before: str, language: str, after: str, there: str, changed: tuple[str, str]
) -> None:
    found = matcher.verifier.flagger.flags(quote(before, language=language), quote(after, language=there))
    assert Flag(FlagKind.NUMBER_CHANGED, *changed) in found


@pytest.mark.parametrize(
    ("before", "language", "after", "there"),
    [
        (
            "We have set aside $1.2 billion for the flood victims.",
            "en",
            "Мы выделили 1,2 млрд долларов пострадавшим от наводнения.",
            "ru",
        ),
        ("It was -30 degrees in the valley that night.", "en", "В ту ночь в долине было 30 градусов мороза.", "ru"),
        ("At 5:30 p.m. the doors will open.", "en", "At 17:30 the doors will open.", "en"),
        ("We will pay 500 tenge for each of them.", "en", "We will pay 500 for each of them.", "en"),
        ("We need at least eight hours of sleep.", "en", "Necesitamos al menos ocho horas de sueño.", "es"),
        (
            "The fund has no more than 40 million dollars left.",
            "en",
            "The fund has at most 40 million dollars left.",
            "en",
        ),
        (
            "The hearing was moved to March 4, 2026, because the judge was ill.",
            "en",
            "The hearing was moved to 4 March 2026 because the judge was ill.",
            "en",
        ),
    ],
)
def test_the_same_measure_in_other_words_is_no_change(
    matcher: Matcher, quote: Quote, before: str, language: str, after: str, there: str
) -> None:
    assert matcher.verifier.flagger.flags(quote(before, language=language), quote(after, language=there)) == ()


def test_a_long_text_of_measures_is_compared_in_bounded_time(matcher: Matcher, quote: Quote) -> None:
    before = " ".join(f"up to {number} dollars" for number in range(20_000))
    kinds = {
        flag.kind for flag in matcher.verifier.flagger.flags(quote(before), quote(before.replace("up to", "over")))
    }
    assert FlagKind.NUMBER_CHANGED in kinds
