"""The detector, run once over each data set."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from quotetrail.detect.detector import Detector
from quotetrail.model import COMMUNICATION, Article, Detection
from quotetrail.settings import Settings
from training.evaluation.attributions import Reading


@dataclass(frozen=True, slots=True)
class Detected:
    """Readings with what was found, and how fast: words are runs of anything but white space."""

    readings: list[Reading]
    words_per_second: int


def load() -> Detector:
    """The detector that the settings of the environment name; raises ModelsMissing."""
    return Detector.load(Settings.from_environment())


def detect(detector: Detector, readings: Sequence[Reading]) -> Detected:
    """Find attributions of every mode, as PolNeAR's annotators marked them."""
    start = time.perf_counter()
    detections = detector.detect([reading.article for reading in readings])
    seconds = time.perf_counter() - start
    found = [reading.with_quotes(one.quotes) for reading, one in zip(readings, detections, strict=True)]
    words = sum(len(reading.article.text.split()) for reading in readings)
    return Detected(found, round(words / seconds))


def given_out(detector: Detector, articles: Sequence[Article]) -> list[Detection]:
    """What a user gets who asks for nothing else: speech and writing."""
    return [found.only(COMMUNICATION) for found in detector.detect(articles)]
