"""The learned spelling tables, and that the figures beside them are theirs."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.match.names import Names
from quotetrail.match.scripts import Script, Scripts
from quotetrail.match.spellings import WEIGHTS, Spellings
from training.names import measure
from training.names.pairs import FILE, read

DATA = Path("../shared/data")


@cache
def _scripts() -> Scripts:
    return Scripts.load()


@cache
def _spellings() -> Spellings:
    return Spellings.load()


@pytest.fixture
def scripts() -> Scripts:
    return _scripts()


@pytest.fixture
def spellings() -> Spellings:
    return _spellings()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tokayev", "Токаев"),
        ("Toqaev", "Тоқаев"),
        ("Schwarzenegger", "Шварценеггер"),
        ("Khrushchev", "Хрущёв"),
        ("Jomart", "Жомарт"),
        ("Zhomart", "Жомарт"),
        ("Hussein", "Хусейн"),
        ("Wittgenstein", "Витгенштейн"),
        ("Tokayev", "Tokaev"),
        ("Зеленський", "Зеленский"),
    ],
)
def test_spellings_of_one_name_agree(scripts: Scripts, spellings: Spellings, one: str, other: str) -> None:
    assert spellings.alike(scripts.word(one), scripts.word(other)) > 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [("Petrov", "Перов"), ("Petrov", "Perov"), ("Anderson", "Andersen"), ("Merkel", "Макрон"), ("Sharipov", "Шарапов")],
)
def test_near_names_hardly_agree(scripts: Scripts, spellings: Spellings, one: str, other: str) -> None:
    assert spellings.same(scripts.word(one), scripts.word(other)) < 0.25


def test_letters_of_another_alphabet_that_look_alike_are_read_as_meant(scripts: Scripts) -> None:
    assert scripts.word("Тokayev") == scripts.word("Tokayev")
    assert scripts.word("Tокаев") == scripts.word("Токаев")


@pytest.mark.parametrize(
    ("written", "script"), [("Токаев", Script.CYRILLIC), ("Toqaev", Script.LATIN), ("محمد", Script.CONSONANTS)]
)
def test_a_word_knows_its_script(scripts: Scripts, written: str, script: Script) -> None:
    assert scripts.word(written).script is script


@settings(deadline=None)  # the first example loads the tables
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_words_have_a_probability_and_it_is_symmetric(one: str, other: str) -> None:
    word, alike = _scripts().word, _spellings().alike
    likeness = alike(word(one), word(other))
    assert 0.0 <= likeness == alike(word(other), word(one)) <= 1.0


def test_the_tables_are_small_and_those_of_the_checksums() -> None:
    lines = (line.split("  ") for line in (WEIGHTS / "SHA256SUMS").read_text("utf-8").splitlines())
    sums = {name: digest for digest, name in lines}
    files = [path for path in WEIGHTS.iterdir() if path.suffix == ".tsv" or path.name == "weights.json"]
    assert sum(path.stat().st_size for path in files) < 1_000_000
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == sums


def test_the_figures_beside_the_tables_are_theirs_and_above_the_floors() -> None:
    figures = json.loads((WEIGHTS / "figures.json").read_bytes())
    gate = json.loads(measure.FLOORS.read_bytes())
    assert figures["sha256 of weights"] == gate["sha256 of weights"] == measure.weights_hash()
    assert {name: figures[name] for name, floor in gate["floors"].items() if figures[name] < floor} == {}


@pytest.mark.shared
def test_a_part_of_the_measure_still_holds() -> None:
    if not (DATA / FILE).is_file():
        pytest.skip("../shared is not here")
    names = measure.candidates(read(DATA).held_back)[:300]
    latin, cyrillic = [name.latin for name in names], [name.cyrillic for name in names]
    similar = measure.similarities(latin[:100], cyrillic)
    assert measure.accuracy(Names.load(), latin, cyrillic, similar) >= 0.9
