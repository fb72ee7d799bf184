"""One detector with the bundled English models for all tests of the room: loading them takes seconds."""

from __future__ import annotations

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.settings import Settings


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector.load(Settings(threads=1))
