"""Which language, for whole articles down to single words."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.language import identify

DEVELOPMENT = Path(__file__).parents[3] / "shared" / "data" / "parallel"

SENTENCES = {
    "en": "Police detained several dozen people in the centre of the capital on Wednesday.",
    "ru": "Полиция задержала в среду несколько десятков человек в центре столицы.",
    "kk": "Сәрсенбі күні полиция астананың орталығында бірнеше ондаған адамды ұстады.",
    "uk": "У середу поліція затримала кілька десятків людей у центрі столиці.",
    "es": "La policía detuvo el miércoles a varias decenas de personas en el centro de la capital.",
    "fr": "La police a interpellé mercredi plusieurs dizaines de personnes dans le centre de la capitale.",
    "de": "Die Polizei nahm am Mittwoch im Zentrum der Hauptstadt mehrere Dutzend Menschen fest.",
    "tr": "Polis çarşamba günü başkentin merkezinde onlarca kişiyi gözaltına aldı.",
    "pl": "W środę policja zatrzymała kilkadziesiąt osób w centrum stolicy.",
    "ky": "Шаршемби күнү милиция борбордун чок ортосунда ондогон кишини кармады.",
    "bg": "В сряда полицията задържа няколко десетки души в центъра на столицата.",
    "zh": "警方周三在首都市中心拘留了数十人。",
    "ar": "اعتقلت الشرطة يوم الأربعاء عشرات الأشخاص في وسط العاصمة.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_enough(language: str) -> None:
    assert identify(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", " \n ", "12.06.2022", "!!!", "\x00\x01", "\ud800", "👍👍", "qwrtzp xkcd"])
def test_what_is_no_language_is_undetermined(text: str) -> None:
    assert identify(text) == "und"


def test_capitals_quotation_marks_and_figures_change_nothing() -> None:
    assert identify(SENTENCES["en"].upper()) == "en"
    assert identify(f"“{SENTENCES['en']}” (12.06.2022)") == "en"


def test_a_few_foreign_words_do_not_turn_an_article() -> None:
    assert identify(SENTENCES["en"] + " " + SENTENCES["en"] + " «Шал, кет!», they shouted.") == "en"


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    answer = identify(text)
    assert answer == "und" or (len(answer) == 2 and answer.islower())


@pytest.mark.shared
@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="needs ../shared/data/parallel")
@pytest.mark.parametrize("language", ["ru", "kk", "uk", "es", "fr", "de", "tr", "ar"])
def test_sentences_of_the_development_sets_are_recognised(language: str) -> None:
    with gzip.open(DEVELOPMENT / f"dev-en-{language}.tsv.gz", "rt", encoding="utf-8") as rows:
        texts = [row.rstrip("\n").split("\t")[2] for row in list(rows)[1:400]]
    texts = [text for text in texts if len(text.split()) >= 5]
    assert sum(identify(text) == language for text in texts) >= 0.98 * len(texts)
