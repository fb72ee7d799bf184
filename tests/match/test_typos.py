"""A slip of the key is no other word; another word is no slip of the key."""

from __future__ import annotations

import pytest

from quotetrail.match.compare import Measurer
from quotetrail.match.matcher import Matcher
from quotetrail.match.readings import Opposites
from quotetrail.match.typos import Typos, meant, mended


@pytest.fixture(scope="module")
def measurer(matcher: Matcher) -> Measurer:
    return matcher.verifier.comparer.measurer


@pytest.fixture(scope="module")
def typos() -> Typos:
    return Typos.load(Opposites.load())


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("en", "The phyiscal checks go on at the border.", "The physical checks go on at the border."),
        ("en", "We wanteed to open the bridge.", "We wanted to open the bridge."),
        ("en", "We wait for aonther hour at the bridge.", "We wait for another hour at the bridge."),
        ("de", "Wäährend der Sitzung war es still.", "Während der Sitzung war es still."),
    ],
)
def test_a_slip_is_mended(measurer: Measurer, typos: Typos, language: str, left: str, right: str) -> None:
    """The second look reads the right word, as it was written, and the stems are the same."""
    one, other = measurer.read(left, language), measurer.read(right, language)
    slips = typos.slips(one, other)
    assert mended(one, other, slips) == right
    assert meant(one, other, slips).stems == other.wording.stems


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("kk", "Біз бұл заңды қолдаймыз.", "Біз бұл заңды қолдамаймыз."),
        ("tr", "Köprü bugün kapatılacak.", "Köprü bugün kapatılmayacak."),
        ("ru", "Жених ударил охранника.", "Жениха ударил охранник."),
        ("ru", "Погибли двенадцать шахтёров.", "Погибли двадцать шахтёров."),
        ("en", "The legal route was closed.", "The regal route was closed."),
        ("en", "We talked about these bridges.", "We talked about those bridges."),
    ],
)
def test_another_word_is_no_slip(measurer: Measurer, typos: Typos, language: str, left: str, right: str) -> None:
    """A "not" inside a verb, a case that tells who does it, a numeral: the texts stay as they are."""
    one, other = measurer.read(left, language), measurer.read(right, language)
    assert typos.slips(one, other) == {}
    assert mended(one, other, {}) == left
    assert meant(one, other, {}) is one.wording
