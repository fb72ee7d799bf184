"""One detector and one reader with the bundled English tagger for all tests of the room, and empty readings to fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from quotetrail.detect.detector import TAGGER, Detector
from quotetrail.detect.reading import Reader
from quotetrail.detect.tagger import Reading, Tables
from quotetrail.settings import Settings

WIDTH = 4  # of the vectors in an empty reading


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector.load(Settings(threads=1))


@pytest.fixture(scope="session")
def rules() -> Detector:
    """The detector without the tagger; Stanza takes seconds to load."""
    return Detector.load(Settings(threads=1, detector="rules"))


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader.load(TAGGER, threads=1)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Tables that favour nothing."""
    return Tables(
        transitions=np.zeros((3, 6, 6), dtype=np.float32),
        far=np.zeros((2, 33), dtype=np.float32),
        no_source=0.0,
        relation_weight=np.zeros((2, WIDTH), dtype=np.float32),
        relation_bias=np.zeros(2, dtype=np.float32),
        xpos=("NN", "VBD"),
        upos=("NOUN", "VERB"),
        relations=("nsubj", "obj"),
    )


@pytest.fixture(scope="session")
def blank() -> Callable[[Sequence[int]], Reading]:
    """Makes a reading that says nothing of its words; given is the number of each word's paragraph."""

    def make(paragraphs: Sequence[int]) -> Reading:
        words = len(paragraphs)
        return Reading(
            first=0,
            last=words,
            paragraphs=tuple(paragraphs),
            roles=np.zeros((words, 3, 5), dtype=np.float32),
            names=np.zeros((words, 11), dtype=np.float32),
            starts=np.full(words, -1, dtype=np.float32),
            upos=np.zeros(words, dtype=np.int64),
            xpos=np.zeros(words, dtype=np.int64),
            link=np.zeros((words, 4, WIDTH), dtype=np.float32),
            arcs=np.zeros((words, words), dtype=np.float32),
            dependent=np.zeros((words, WIDTH), dtype=np.float32),
            head=np.zeros((words, WIDTH), dtype=np.float32),
        )

    return make
