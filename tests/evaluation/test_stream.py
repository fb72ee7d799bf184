"""The generated stream on a small pack of our own: known truth, offsets that hold, the same at every run."""

from __future__ import annotations

import gzip
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from quotetrail.match.matcher import Matcher
from quotetrail.model import QuoteType, Relation
from training.evaluation.stream_making import RECIPE, Maker, digest
from training.evaluation.stream_posting import post
from training.evaluation.stream_report import Report, tables
from training.evaluation.stream_texts import dice
from training.evaluation.stream_told import TWINS, Adversary, Kind, Told, Truth, difference, relation
from training.evaluation.stream_twins import Twins
from training.evaluation.stream_variants import Variants

ENGLISH = (
    "The harbour of Kesten will stay closed until 14 March, because the ice is thicker than in any winter since 1987.",
    "Nobody has told the fishermen of the northern shore when their boats can leave, and they lose money every day.",
    "We have bought 300 tonnes of grain from Lavonia, and we will not sell any of it before the harvest is in.",
    "The new bridge over the Tarn is not safe for lorries, so the council has sent them round by the old road.",
    "Every child in this valley should learn to swim before the age of ten, whatever their parents can afford.",
    "The orchestra will play in the open square on Saturday, and the tickets are free for all who live in Orsk.",
    "Our doctors saw more than 90 patients last night, most of them old people who had fallen on the ice.",
    "The price of bread has risen twice this year, but wages in the mills are the same as they were in spring.",
)
RUSSIAN = (
    "Гавань Кестена будет закрыта до 14 марта, потому что такого толстого льда не было ни в одну зиму с 1987 года.",
    "Рыбакам северного берега никто не сказал, когда их лодки смогут выйти, и они каждый день теряют деньги.",
    "Мы купили 300 тонн зерна в Лавонии и не продадим ничего из этого до конца уборки урожая.",
    "Новый мост через Тарн небезопасен для грузовиков, поэтому совет направил их в объезд по старой дороге.",
    "Каждый ребёнок в этой долине должен научиться плавать до десяти лет, что бы ни могли позволить себе родители.",
    "Оркестр сыграет на площади в субботу, и билеты для всех жителей Орска бесплатные.",
    "Наши врачи приняли прошлой ночью более 90 пациентов, в основном пожилых людей, упавших на льду.",
    "Цена хлеба выросла в этом году дважды, а зарплаты на мельницах остались такими же, как весной.",
)
REWORDED = (
    "Reports of wolves near the school are false, the ranger of Dolna told parents on Monday evening.",
    "On Monday evening the ranger of Dolna told parents that there is no truth in reports of wolves near the school.",
)
NAMES = (
    ("anna", "анна"),
    ("boris", "борис"),
    ("viktor", "виктор"),
    ("karpov", "карпов"),
    ("lindgren", "линдгрен"),
    ("ortega", "ортега"),
)


def pack(path: Path, header: str, rows: Sequence[str] = ()) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join([header, *rows]) + "\n")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack in the format of `../shared/data`, of sentences written for this test."""
    folder = tmp_path_factory.mktemp("shared")
    data = folder / "data"
    pairs = [f"wmt24-en-ru-refA\t{one}\t{other}" for one, other in zip(ENGLISH, RUSSIAN, strict=True)]
    for language in ("ru", "uk", "es", "de", "zh", "ar", "fr", "kk", "tr"):
        name = f"dev-en-{language}.tsv.gz"
        pack(data / "parallel" / name, "source_tag\ttext_a\ttext_b", pairs if language == "ru" else ())
    for language in ("en", "ru", "de", "zh"):
        rows = ["wmt21-ru-en-AB\t1\t" + "\t".join(REWORDED)] if language == "en" else []
        pack(data / "paraphrase" / f"{language}-multiref.tsv.gz", "source_tag\tline\ttext_1\ttext_2", rows)
    pack(data / "paraphrase" / "en-mrpc-train.tsv.gz", "label\ttext_1\ttext_2\tid_1\tid_2")
    spelled = [f"dev\t{latin}\t{cyrillic}\t9" for latin, cyrillic in NAMES]
    pack(data / "names" / "en-ru.tsv.gz", "split\tlatin\tcyrillic\tcount", spelled)
    pack(data / "names" / "ru-first-names.txt.gz", "\n".join(cyrillic for _, cyrillic in NAMES[:3]))
    pack(data / "names" / "ru-last-names.txt.gz", "\n".join(cyrillic for _, cyrillic in NAMES[3:]))
    return folder


@pytest.fixture(scope="session")
def stream(shared: Path) -> list[Told]:
    return Maker(shared, held_out=lambda _: True).make(20)


@pytest.fixture(scope="session")
def variants() -> Variants:
    return Variants.of(tomllib.loads(RECIPE.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def twins() -> Twins:
    data = tomllib.loads(RECIPE.read_text(encoding="utf-8"))
    return Twins(data["negation"], data["opposites"], {"en": ["Kesten", "Lavonia", "Orsk"]}, 0.85)


def truth(statement: str, kind: Kind, *, language: str = "en", wording: int = 0) -> Truth:
    return Truth(statement, statement, Adversary.OTHER, "block", kind, language, wording)


def test_the_same_recipe_gives_the_same_stream(shared: Path, stream: list[Told]) -> None:
    again = Maker(shared, held_out=lambda _: True).make(20)
    assert digest(again) == digest(stream)
    assert digest(again[1:]) != digest(stream)


def test_spans_hold_the_words_and_their_marks_and_the_mention_is_the_speaker_s(stream: list[Told]) -> None:
    for told in stream:
        speaker, text = told.quote.speaker, told.article.text
        for span in told.quote.spans:
            assert span.of(text).strip() == span.of(text) != ""
        if speaker is not None:
            assert text[speaker.start : speaker.end] == speaker.text
        if told.quote.type is QuoteType.DIRECT:
            assert all(span.of(text)[0] in '“"«„»' for span in told.quote.spans)


def test_every_statement_begins_once_with_all_its_words_and_a_full_name(stream: list[Told]) -> None:
    by_statement: defaultdict[str, list[Told]] = defaultdict(list)
    for told in stream:
        by_statement[told.truth.statement].append(told)
    for members in by_statement.values():
        originals = [told for told in members if told.truth.kind is Kind.ORIGINAL]
        assert len(originals) == 1
        assert originals[0].quote.speaker is not None
        assert len((originals[0].quote.speaker.name or "").split()) == 2


def test_lines_kept_for_training_stay_out(shared: Path) -> None:
    told = Maker(shared, held_out=lambda _: False).make(20)
    assert not [one for one in told if one.truth.statement.startswith("wmt21")]


def test_a_twin_is_another_statement_that_differs_in_one_place(stream: list[Told]) -> None:
    originals = {told.truth.statement: told for told in stream if told.truth.kind is Kind.ORIGINAL}
    found = [told for told in originals.values() if told.truth.adversary in TWINS]
    for told in found:
        turned = originals[told.truth.family]
        assert relation(told.truth, turned.truth) is Relation.CONTRADICTS
        assert difference(told.truth, turned.truth) is told.truth.adversary
        assert told.quote.text(told.article.text) != turned.quote.text(turned.article.text)
    assert found


@pytest.mark.parametrize("kind", ["number", "negation", "name", "opposite"])
def test_each_sort_of_twin_turns_one_fact(twins: Twins, kind: str) -> None:
    turned = getattr(twins, kind)(ENGLISH[0] if kind != "opposite" else ENGLISH[6], "en", dice(1, kind))
    before, after = set((ENGLISH[0] if kind != "opposite" else ENGLISH[6]).split()), set(turned.split())
    assert len(before ^ after) in {1, 2}


def test_a_text_without_the_fact_has_no_twin(twins: Twins) -> None:
    assert twins.number("Nothing to count here at all", "en", dice(1)) is None
    assert twins.negation("不要关闭港口", "zh", dice(1)) is None


@pytest.mark.parametrize("text", ENGLISH)
def test_edits_leave_numbers_names_and_negation_alone(variants: Variants, text: str) -> None:
    for seed in range(20):
        edited = variants.edit(text, "en", dice(seed))
        assert edited is not None
        assert edited[0] != text
        for word in ("14", "300", "90", "1987", "Kesten", "Lavonia", "Orsk", "obody"):
            assert edited[0].count(word) == text.count(word)
        assert edited[0].count(" not ") + edited[0].count("n't ") == text.count(" not ")


@pytest.mark.parametrize("text", ENGLISH)
def test_cuts_and_splices_hold_words_of_the_original_in_their_order(variants: Variants, text: str) -> None:
    for seed in range(10):
        cut = variants.cut(text, "en", dice(seed))
        spliced = variants.splice(text, "en", dice(seed))
        assert cut is not None
        assert cut[0] in text
        assert len(cut[0]) < len(text)
        assert spliced is not None
        pieces = [piece for part in spliced for piece in part.split(" … ")]
        assert len(pieces) == 2
        assert text.startswith(pieces[0])
        assert pieces[1] in text[len(pieces[0]) :]


def test_reported_speech_shifts_persons(variants: Variants) -> None:
    told = variants.indirect(ENGLISH[2], "en", dice(3))
    assert told is not None
    assert told[0].startswith("they ha")
    assert variants.indirect(RUSSIAN[2], "ru", dice(3)) is None


def test_relations_follow_from_how_the_words_came_to_be() -> None:
    original = truth("a", Kind.ORIGINAL)
    assert relation(original, truth("a", Kind.COPY)) is Relation.VERBATIM
    assert relation(truth("a", Kind.EDIT), truth("a", Kind.CUT)) is Relation.TRUNCATED
    assert relation(original, truth("a", Kind.PARAPHRASE, wording=1)) is Relation.REWORDED
    assert relation(original, truth("a", Kind.TRANSLATION, language="ru", wording=2)) is Relation.TRANSLATED
    assert relation(original, truth("b", Kind.COPY)) is Relation.DIFFERENT
    assert relation(original, replace(truth("b", Kind.COPY), family="a")) is Relation.CONTRADICTS


def test_the_stream_goes_through_the_real_store_and_is_reported_by_kind(stream: list[Told], tmp_path: Path) -> None:
    matcher = Matcher.load()
    outcome = post(stream, matcher, folder=tmp_path)
    assert outcome.statements.keys() == {told.id for told in stream}
    report = Report(stream, outcome, matcher)
    figures = report.figures()
    assert all(0 <= value <= 100 for value in figures.values())
    assert figures["recall_copy"] >= 80
    # Boilerplate of one person in two languages counts as two statements, and half of what is said here is boilerplate.
    assert figures["pair_precision"] >= 75
    shown = tables(report, pointers=1)
    assert "told again" in shown
    assert not any(text[:20] in shown for text in ENGLISH + RUSSIAN)
