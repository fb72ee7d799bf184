"""Samples that two texts draw alike, as far as they are alike."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.minhash import hashed, letter_bands, word_sketch

WORDS = tuple(f"word{number}" for number in range(60))
SPELLING = "the committee recommended postponing the construction of the northern bridge until the following spring"


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.integers(1, 4), st.integers(1, 8))
def test_a_sketch_holds_hashes_of_runs_each_once(stems: list[str], width: int, size: int) -> None:
    runs = {tuple(stems[at : at + width]) for at in range(len(stems) - width + 1)}
    sketch = word_sketch(tuple(stems), width=width, size=size)
    assert len(sketch) == len(set(sketch)) == min(size, len(runs))
    assert set(sketch) <= {hashed("\0".join(run)) for run in runs}


@given(st.integers(0, len(WORDS) - 20))
def test_a_third_of_a_text_shares_a_run_of_its_sketch(start: int) -> None:
    whole = word_sketch(WORDS, width=3, size=12)
    assert set(whole) & set(word_sketch(WORDS[start : start + 20], width=3, size=12))


def test_more_of_a_sketch_holds_what_less_of_it_held() -> None:
    assert set(word_sketch(WORDS, width=3, size=8)) < set(word_sketch(WORDS, width=3, size=16))


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_has_as_many_bands_as_asked_for_or_none(text: str) -> None:
    bands = letter_bands(text, width=5, bands=4, rows=2)
    assert len(bands) == (0 if len(text) < 5 else 4)
    assert all(0 <= band < 2**64 for band in bands)
    assert bands == letter_bands(text, width=5, bands=4, rows=2)


def test_a_misspelt_text_shares_a_band_and_another_text_shares_none() -> None:
    bands = set(letter_bands(SPELLING, width=5, bands=8, rows=2))
    assert bands & set(letter_bands(SPELLING.replace("committee", "comittee"), width=5, bands=8, rows=2))
    other = "nobody remembers a harvest so poor in all these dry valleys"
    assert not bands & set(letter_bands(other, width=5, bands=8, rows=2))


def test_a_long_text_is_read_in_pieces_as_if_it_were_one() -> None:
    long = " ".join(f"{number:x}" for number in range(20_000))
    bands = set(letter_bands(long, width=5, bands=64, rows=1))
    halves = [set(letter_bands(half, width=5, bands=64, rows=1)) for half in (long[:50_000], long[49_996:])]
    assert bands <= halves[0] | halves[1]
    assert not bands <= halves[0]
    assert not bands <= halves[1]
