from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.trace.damage import DamageReader

READER = DamageReader.load()


@pytest.mark.parametrize(
    "text",
    [
        "These protests are for corruption, ”said Zauresh Shekenova.",
        "The request was approved. . It took a day.",
        "Let him hold a fair election. “\n\nThe end.",
    ],
)
def test_traces_of_machine_copying_are_found(text: str) -> None:
    assert READER.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "“These protests are about corruption,” said Zauresh Shekenova.",
        "“It is our duty … to act,” he said. “We will.”",
        "He paused . . . and went on.",
        "“One,” he said. “Two.”\n\n“Three.”",
        "«Мы ждём», — сказал он.",
    ],
)
def test_clean_text_has_none(text: str) -> None:
    assert READER.read(text) == ()


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for trace in READER.read(text):
        assert 0 <= trace.start < len(text)
