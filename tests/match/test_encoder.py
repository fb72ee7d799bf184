"""The encoder: translations and rewordings lie close, odd texts get an honest vector, damage is noticed."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.errors import ModelsMissing
from quotetrail.match.checked_weights import CHECKSUMS
from quotetrail.match.encoder import BUNDLED_ENCODER, WEIGHTS, Encoder
from quotetrail.match.features import LONGEST_TEXT, MOST_WORDS, features, romanised, words

FLOORS = Path(__file__).parents[2] / "training" / "encoder" / "floors.json"

STATEMENTS = {
    "en": (
        "We will not raise taxes before 2027, the minister said.",
        "Dozens of attackers were killed near the border on Monday.",
        "The bank cut its forecast for economic growth to 3.5 percent.",
        "I have lived in this city all my life.",
    ),
    "ru": (
        "Мы не будем повышать налоги до 2027 года, заявил министр.",
        "Десятки нападавших были убиты у границы в понедельник.",
        "Банк снизил прогноз экономического роста до 3,5 процента.",
        "Я прожил в этом городе всю свою жизнь.",
    ),
    "kk": (
        "Біз 2027 жылға дейін салықты көтермейміз, деді министр.",
        "Дүйсенбіде шекара маңында ондаған шабуылшы өлтірілді.",
        "Банк экономикалық өсу болжамын 3,5 пайызға дейін төмендетті.",
        "Мен бұл қалада өмір бойы тұрдым.",
    ),
    "uk": (
        "Ми не будемо підвищувати податки до 2027 року, сказав міністр.",
        "Десятки нападників були вбиті біля кордону в понеділок.",
        "Банк знизив прогноз економічного зростання до 3,5 відсотка.",
        "Я прожив у цьому місті все своє життя.",
    ),
    "de": (
        "Wir werden die Steuern vor 2027 nicht erhöhen, sagte der Minister.",
        "Dutzende Angreifer wurden am Montag nahe der Grenze getötet.",
        "Die Bank senkte ihre Prognose für das Wirtschaftswachstum auf 3,5 Prozent.",
        "Ich habe mein ganzes Leben in dieser Stadt gelebt.",
    ),
    "zh": (
        "部长说，我们在2027年之前不会加税。",
        "星期一，数十名袭击者在边境附近被打死。",
        "该银行将经济增长预测下调至3.5%。",
        "我一辈子都住在这座城市。",
    ),
}
ODD = ("", " ", "\n\t", "…", "😀😀", "\x00", "\ud800", "ठीक है", "e\u0301" * 9, "́" * 50, "a" * 10_000, "مرحبا")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def test_a_text_is_a_unit_vector_of_single_precision(encoder: Encoder) -> None:
    vectors = encoder.encode([*STATEMENTS["en"], *ODD])
    assert vectors.shape == (len(STATEMENTS["en"]) + len(ODD), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_are_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@pytest.mark.parametrize("language", [language for language in STATEMENTS if language != "en"])
def test_a_statement_finds_its_translation(encoder: Encoder, language: str) -> None:
    similar = encoder.encode(STATEMENTS["en"]) @ encoder.encode(STATEMENTS[language]).T
    assert similar.argmax(axis=0).tolist() == similar.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_kazakh_finds_russian_without_english_between(encoder: Encoder) -> None:
    similar = encoder.encode(STATEMENTS["kk"]) @ encoder.encode(STATEMENTS["ru"]).T
    assert similar.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_rewording_lies_closer_than_another_statement_on_the_subject(encoder: Encoder) -> None:
    one, reworded, other = encoder.encode(
        [
            "Dozens of attackers were liquidated on the spot.",
            "Dozens of assailants were eliminated at the scene.",
            "The attackers arrived in the city in three cars.",
        ]
    )
    assert one @ reworded > one @ other


@settings(deadline=None)  # what is promised is the vector, not the milliseconds of a busy machine
@given(st.lists(st.text(), max_size=4))
def test_any_text_has_a_finite_unit_vector_that_its_neighbours_do_not_change(
    encoder: Encoder, texts: list[str]
) -> None:
    vectors = encoder.encode(texts)
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert (encoder.encode([text])[0] == vector).all()


def test_texts_of_which_nothing_is_known_resemble_only_themselves(encoder: Encoder) -> None:
    similar = encoder.encode(["😀", "🎉🎉", "😀"]) @ encoder.encode(["😀", "hello there", "ᚠᚢ"]).T
    assert similar[0, 0] == pytest.approx(1)
    assert similar[2, 0] == pytest.approx(1)
    assert np.abs(similar[:, 1:]).max() < 0.4


def test_of_a_very_long_text_the_beginning_is_read(encoder: Encoder) -> None:
    long = "the minister said " * 100_000
    assert len(words(long)) <= MOST_WORDS
    beginning, whole = encoder.encode([long[:LONGEST_TEXT], long])
    assert (beginning == whole).all()


def test_numbers_are_the_same_with_any_sign_between() -> None:
    assert words("1,250.5") == words("1.250,5") == words("1'250.5") == ["12505"]


def test_a_new_number_still_resembles_itself_by_its_digits() -> None:
    assert len(set(features("48391")) & set(features("48397"))) > 1


def test_a_name_shares_features_with_itself_in_other_scripts() -> None:
    assert romanised("токаев") == romanised("тоқаев")
    assert len(set(features("токаев")) & set(features("tokayev"))) > len(
        set(features("токаев")) & set(features("nazarbayev"))
    )


def test_chinese_is_read_by_characters_and_pairs_alike_in_both_writings() -> None:
    assert words("中国人") == ["中", "国", "人", "中国", "国人"]
    assert set(features("国")) & set(features("國"))


def test_marks_that_are_optional_in_writing_change_nothing() -> None:
    assert words("О\u0301блако") == ["облако"]
    assert words("İstanbul") == ["istanbul"]
    assert words("مُحَمَّد") == words("محمد")


def test_latin_letters_amid_cyrillic_ones_are_read_as_what_they_look_like() -> None:
    typed, meant = "б\u0069лг\u0069м", "б\u0456лг\u0456м"
    assert words(typed) == words(meant)
    assert words("Tokayev Токаев") == ["tokayev", "токаев"]


def test_missing_and_damaged_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelsMissing, match="install"):
        Encoder.load(tmp_path)
    shutil.copy(BUNDLED_ENCODER / CHECKSUMS, tmp_path)
    (tmp_path / WEIGHTS).write_bytes(b"PK no weights")
    with pytest.raises(ModelsMissing, match="damaged"):
        Encoder.load(tmp_path)


def test_the_bundled_figures_are_of_these_weights_and_reach_their_floors() -> None:
    figures = json.loads((BUNDLED_ENCODER / "figures.json").read_text(encoding="utf-8"))
    content = (BUNDLED_ENCODER / WEIGHTS).read_bytes()
    assert figures["sha256 of weights"] == hashlib.sha256(content).hexdigest()
    assert len(content) <= 30_000_000
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["accuracy@1 from English"]
    assert [name for name, floor in floors.items() if figures["accuracy@1"][name]["there"] < floor] == []
