"""The figures of match/CARD.md, on a sample: floors that must hold."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from quotetrail.match.matcher import Matcher
from quotetrail.model import Appearance

PARAPHRASES = Path(__file__).parents[3] / "shared" / "data" / "paraphrase"
SAMPLE = 400

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PARAPHRASES.is_dir(), reason="needs ../shared/data/paraphrase"),
]


@pytest.fixture(scope="module")
def translations() -> list[tuple[str, str]]:
    """Two human translations of one sentence, evenly from the whole file."""
    with gzip.open(PARAPHRASES / "en-multiref.tsv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["text_1"], row["text_2"]) for row in rows[:: len(rows) // SAMPLE]]


def test_rewordings_of_one_speaker_are_matched_and_their_keys_find_them(
    matcher: Matcher, quote: Callable[..., Appearance], translations: list[tuple[str, str]]
) -> None:
    pairs = [(quote(left, quote_id="quo_1"), quote(right, quote_id="quo_2")) for left, right in translations]
    matched = [pair for pair in pairs if matcher.match(*pair) is not None]
    found = [pair for pair in matched if set(matcher.keys(pair[0])) & set(matcher.keys(pair[1]))]
    assert len(matched) / len(pairs) >= 0.62
    assert len(found) / len(matched) >= 0.99


def test_neighbouring_and_distant_sentences_of_one_speaker_are_not_matched(
    matcher: Matcher, quote: Callable[..., Appearance], translations: list[tuple[str, str]]
) -> None:
    shifted = translations[1:] + translations[:1]
    wrong = [
        (left, right)
        for (left, _), (_, right) in zip(translations, shifted, strict=True)
        if matcher.match(quote(left, quote_id="quo_1"), quote(right, quote_id="quo_2")) is not None
    ]
    assert wrong == []


def test_a_third_of_a_quote_is_recognised_as_its_truncation(
    matcher: Matcher, quote: Callable[..., Appearance], translations: list[tuple[str, str]]
) -> None:
    long = [left for left, _ in translations if len(left.split()) >= 24]
    pieces = [" ".join(text.split()[len(text.split()) // 3 :][: len(text.split()) // 2]) for text in long]
    pairs = [
        (quote(text, quote_id="quo_1"), quote(piece, quote_id="quo_2"))
        for text, piece in zip(long, pieces, strict=True)
    ]
    matched = [pair for pair in pairs if matcher.match(*pair) is not None]
    assert len(matched) / len(pairs) >= 0.97
    assert all(set(matcher.keys(left)) & set(matcher.keys(right)) for left, right in matched)
