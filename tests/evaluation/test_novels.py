"""Speakers in fiction: chains of mentions and proper names."""

import gzip
import json
from pathlib import Path

import pytest

from quotetrail.model import Detection, Quote, QuoteType, Span, Speaker, SpeakerKind
from training.evaluation import litbank
from training.evaluation.litbank import Novel
from training.evaluation.naming import Outcome

TEXT = "“ Row , ” said the wife of Tom Hale . Tom slept . “ Louder , ” he said . “ No ! ”"


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def row(words: str, category: str) -> dict[str, object]:
    span = place(words)
    return {"start": span.start, "end": span.end, "type": "PER", "category": category}


@pytest.fixture
def novel(tmp_path: Path) -> Novel:
    spoken = {"Q1": ("“ Row , ”", "wife"), "Q2": ("“ Louder , ”", "tom"), "Q3": ("“ No ! ”", "wife")}
    quotes = [
        {"id": name, "start": place(words).start, "end": place(words).end, "speaker": speaker}
        for name, (words, speaker) in spoken.items()
    ]
    speakers = {
        "wife": [row("the wife of Tom Hale", "NOM")],
        "tom": [row("Tom Hale", "PROP"), row("Tom slept"[:3], "PROP"), row("he said"[:2], "PRON")],
    }
    path = tmp_path / "novels.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "silent", "text": "", "quotes": [], "speakers": {}}) + "\n")
        file.write(json.dumps({"id": "hale", "text": TEXT, "quotes": quotes, "speakers": speakers}) + "\n")
    (only,) = litbank.read(path)
    return only


def speaker(words: str, name: str | None = None) -> Speaker:
    span = place(words)
    return Speaker(words, span.start, span.end, name, SpeakerKind.PERSON)


@pytest.mark.parametrize(
    ("character", "who", "outcome"),
    [
        ("wife", speaker("the wife of Tom Hale"), Outcome.RIGHT),
        ("wife", speaker("the wife"), Outcome.RIGHT),
        ("wife", speaker("Tom Hale"), Outcome.WRONG),
        ("tom", speaker("Tom Hale"), Outcome.RIGHT),
        ("tom", speaker("the wife of Tom Hale"), Outcome.WRONG),
        ("tom", speaker("slept", "Tom Hale"), Outcome.RIGHT),
        ("tom", speaker("slept"), Outcome.WRONG),
        ("tom", None, Outcome.UNKNOWN),
    ],
)
def test_a_mention_lies_in_the_chain_it_overlaps_best(
    novel: Novel, character: str, who: Speaker | None, outcome: Outcome
) -> None:
    assert litbank.spoken(novel, character, who) is outcome


def test_names_are_asked_for_where_the_character_has_one(novel: Novel) -> None:
    quotes = (
        Quote(QuoteType.DIRECT, (place("“ Row , ”"),), None, speaker("the wife of Tom Hale"), None, (), 0.9),
        Quote(QuoteType.DIRECT, (place("“ Louder , ”"),), None, speaker("he said"[:2], "Ada Hale"), None, (), 0.9),
    )
    figures = litbank.figures([novel.with_detection(Detection("en", quotes))])
    assert figures["found"] == 66.7
    assert (figures["speaker_right"], figures["speaker_wrong"], figures["speaker_unknown"]) == (100.0, 0.0, 0.0)
    assert (figures["name_right"], figures["name_wrong"], figures["name_unknown"]) == (0.0, 100.0, 0.0)


def test_finding_nothing_is_not_an_error_of_speakers(novel: Novel) -> None:
    figures = litbank.figures([novel.with_detection(Detection("en", ()))])
    assert set(figures.values()) == {0.0}
