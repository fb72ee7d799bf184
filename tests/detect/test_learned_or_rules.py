"""The setting `detector`: the tagger, or rules that need none of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotetrail.detect import detector as door
from quotetrail.detect.detector import Detector
from quotetrail.errors import ModelsMissing
from quotetrail.model import Article
from quotetrail.settings import Settings


def test_english_is_read_by_the_tagger_unless_rules_are_asked_for() -> None:
    assert Settings().detector == Settings.from_environment({}).detector == "tagger"
    assert Settings.from_environment({"QUOTETRAIL_DETECTOR": "rules"}).detector == "rules"


@pytest.mark.parametrize("value", ["rule", "Tagger", "none", "1"])
def test_another_detector_is_refused_by_the_name_of_its_variable(value: str) -> None:
    with pytest.raises(ValueError, match="QUOTETRAIL_DETECTOR must be one of tagger, rules"):
        Settings.from_environment({"QUOTETRAIL_DETECTOR": value})


@pytest.mark.models
def test_an_answer_names_the_detector_that_gave_it(detector: Detector, rules: Detector) -> None:
    assert (detector.detector_version, rules.detector_version) == ("tagger-3", "rules-2")


@pytest.mark.models
@pytest.mark.parametrize("text", ["“It will open in May,” said Maria Lopez.", "Maria Lopez said it would open in May."])
def test_both_detectors_find_a_plain_quote_and_its_speaker(detector: Detector, rules: Detector, text: str) -> None:
    for one in (detector, rules):
        (quote,) = one.detect([Article(text=text, language="en")])[0].quotes
        assert quote.speaker is not None
        assert quote.speaker.name == "Maria Lopez"


@pytest.mark.models
def test_rules_load_without_the_tagger_and_the_tagger_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(door, "TAGGER", tmp_path / "nothing")
    assert Detector.load(Settings(detector="rules", threads=1)).languages == ("en",)
    with pytest.raises(ModelsMissing, match="reinstall the package"):
        Detector.load(Settings(detector="tagger", threads=1))
