"""Every error is of one kind and points at its place; reports hold no text."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from quotetrail.model import Article, Span
from training.evaluation.attributions import Attribution, Reading
from training.evaluation.error_report import WORST, ErrorReport
from training.evaluation.errors import ErrorKind, errors
from training.evaluation.speaker_gold import GoldName

Read = Callable[..., Reading]
Gold = Mapping[str, Attribution]
Attribute = Callable[..., Attribution]

OKORO = {"harbour": {"E1": GoldName("Ines Okoro", "person"), "E2": GoldName("Ines Okoro", "person")}}


def kinds(reading: Reading, **names: GoldName) -> list[tuple[str, str]]:
    return [(error.kind.value, error.detail) for error in errors(reading, {reading.name: names})]


def only(reading: Reading, identifier: str) -> Reading:
    return replace(reading, gold=tuple(row for row in reading.gold if row.id == identifier))


def test_what_is_right_is_no_error(read: Read, gold: Gold) -> None:
    assert errors(read(*gold.values()), {}) == []


def test_missed_and_invented(read: Read, gold: Gold) -> None:
    assert kinds(read()) == [("missed", "")] * 4
    assert kinds(replace(read(gold["pay"]), gold=())) == [("invented", "")]


def test_another_source_or_cue_is_a_wrong_link(read: Read, gold: Gold) -> None:
    reading = only(read(replace(gold["pay"], source=gold["calm"].source)), "E3")
    assert kinds(reading) == [("wrong link", "source")]
    assert kinds(replace(reading, found=(replace(gold["pay"], source=()),))) == [("wrong link", "source")]
    assert kinds(replace(reading, found=(replace(gold["pay"], cue=gold["calm"].cue),))) == [("wrong link", "cue")]


def test_a_wrong_name_at_the_right_source_is_a_wrong_speaker(read: Read, attribute: Attribute) -> None:
    for name, detail in (("Ada Okoro", "wrong"), (None, "unknown")):
        found = attribute("Q0", "mixed", "“calm” seas", source="She", cue="promised", name=name)
        assert kinds(only(read(found), "E2"), E2=GoldName("Ines Okoro", "person")) == [("wrong speaker", detail)]
        assert kinds(only(read(found), "E2")) == []


def test_wrong_bounds_name_the_roles(read: Read, attribute: Attribute) -> None:
    found = attribute("Q0", "indirect", "pay is", source="Dockers", cue="think")
    assert kinds(only(read(found), "E3")) == [("wrong bounds", "content")]


def test_a_small_piece_at_the_same_cue_is_wrong_bounds_and_elsewhere_an_invention(
    read: Read, attribute: Attribute
) -> None:
    near = attribute("Q0", "indirect", "late", source="Dockers", cue="think")
    assert kinds(only(read(near), "E3")) == [("wrong bounds", "content by more than half")]
    far = attribute("Q0", "indirect", "late", source="Dockers", cue="promised")
    assert sorted(kinds(only(read(far), "E3"))) == [("invented", ""), ("missed", "")]


def test_each_attribution_gives_one_error_at_most(read: Read, attribute: Attribute, gold: Gold) -> None:
    found = (attribute("Q0", "mixed", "“calm”", source="Dockers", cue="think", name="Ada"), gold["pay"], gold["pay"])
    rows = errors(read(*found), OKORO)
    assert len({id(row.gold) for row in rows if row.gold}) == sum(row.gold is not None for row in rows)
    assert [row.kind for row in rows].count(ErrorKind.INVENTED) >= 1


def test_reports_hold_pointers_and_no_words_of_the_article(read: Read, attribute: Attribute, tmp_path: Path) -> None:
    found = attribute("Q0", "indirect", "late", source="Dockers", cue="promised", name="Dockers")
    ErrorReport([read(found)], {}).write(tmp_path / "reports" / "worst")
    markdown = (tmp_path / "reports" / "worst.md").read_text(encoding="utf-8")
    written = (tmp_path / "reports" / "worst.json").read_text(encoding="utf-8")
    for stored in (markdown, written):
        assert "harbour" in stored
        assert not any(word in stored for word in ("Okoro", "Dockers", "ferry", "promised", "late"))
    (article,) = json.loads(written)["articles"]
    assert (article["article"], article["annotated"], article["found"]) == ("harbour", 4, 1)
    assert json.loads(written)["counts"]["missed"] == {"all": 4, "direct": 1, "mixed": 1, "indirect": 2}
    missed = next(row for row in article["errors"] if row["gold"] and row["gold"]["id"] == "E3")
    start, end = missed["gold"]["content"][0]
    assert Span(start, end).of(read().article.text) == "pay is late"


def test_the_worst_articles_come_first_and_are_fifty_at_most(gold: Gold) -> None:
    rows = tuple(gold.values())
    readings = [Reading(Article(text="x" * 300, uri=f"a{number:02}"), rows[: number % 5]) for number in range(80)]
    worst = ErrorReport(readings, {}).worst()
    assert len(worst) == WORST
    assert worst[:2] == ["a04", "a09"]
    assert "a00" not in worst


def test_errors_are_shown_with_their_text_spread_over_all(read: Read) -> None:
    report = ErrorReport([read()], {})
    assert len(list(report.shown(2))) == 2
    (shown,) = report.shown(10, kind="missed", quote_type="mixed")
    assert "content[“calm” seas]" in shown
    assert list(report.shown(10, kind="invented")) == []
