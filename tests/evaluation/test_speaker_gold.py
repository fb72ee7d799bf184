"""The gold of names is whole, and about the articles it says it is about."""

from pathlib import Path

import pytest

from training.evaluation import polnear, speaker_gold
from training.evaluation.names import canonical
from training.evaluation.speaker_gold import GoldName

DEV = Path(__file__).parents[3] / "shared" / "data" / "quotes" / "polnear-dev.jsonl.gz"


def test_forty_articles_have_their_speakers_read() -> None:
    names = speaker_gold.read()
    assert len(names) == 40
    assert all(rows for rows in names.values())


def test_names_are_names_and_persons_have_one() -> None:
    for rows in speaker_gold.read().values():
        for row in rows.values():
            assert row.kind in speaker_gold.KINDS
            assert all(canonical(name) for name in (row.name, *row.also) if name is not None)
            assert row.kind != "none" or row.name is None
            assert not (row.open and row.name)


@pytest.mark.shared
def test_every_attribution_of_these_articles_is_annotated() -> None:
    if not DEV.is_file():
        pytest.skip("../shared is not here")
    names = speaker_gold.read()
    annotated = {reading.name: {row.id for row in reading.gold} for reading in polnear.read(DEV)}
    assert {article: set(rows) for article, rows in names.items()} == {article: annotated[article] for article in names}


def test_an_answer_is_compared_as_a_name_of_its_kind() -> None:
    assert GoldName("Ines B. Okoro", "person").accepts("Ines Okoro")
    assert not GoldName("Bank of New Quay", "organization").accepts("Bank Quay")
    assert not GoldName("Ines Okoro", "person").accepts(None)
    assert not GoldName(None, "group").accepts("")
