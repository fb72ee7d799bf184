"""Articles read with other people's names: the same words, the same labels, somebody else."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

from quotetrail.detect.tagset import NAMES
from training.quote_tagger.renaming import names_in, renamed
from training.quote_tagger.texts import Text, cut

BEGINS_PERSON, GOES_ON = 1 + 2 * NAMES.index("PERSON"), 2 + 2 * NAMES.index("PERSON")
BEGINS_BODY = 1 + 2 * NAMES.index("ORG")
NEW = ("tokayev", "satpayev")


def article() -> Text:
    text = cut("Hope Smith hopes. I hope so, said SMITH. Smith Ltd. agreed with J. Smith.")
    labels = {0: BEGINS_PERSON, 1: GOES_ON, 10: BEGINS_PERSON, 12: BEGINS_BODY, 16: BEGINS_PERSON, 17: GOES_ON}
    text.names = [labels.get(place, 0) for place in range(len(text.words))]
    return text


def test_a_person_has_one_new_name_throughout_in_the_letter_case_of_the_old_one() -> None:
    before = article()
    after = renamed(before, NEW, random.Random(1))
    smiths = [place for place, word in enumerate(before.words) if word.lower() == "smith" and before.names[place]]
    assert len(smiths) > 1
    assert len({after.words[place].lower() for place in smiths}) == 1
    assert all(after.words[place].lower() in NEW for place in smiths)
    assert all(after.words[place].isupper() == before.words[place].isupper() for place in smiths)


def test_what_is_no_name_stays_as_it_was() -> None:
    before = article()
    after = renamed(before, NEW, random.Random(1))
    assert len(after.words) == len(before.words)
    assert [word for word, label in zip(after.words, before.names, strict=True) if not label] == [
        word for word, label in zip(before.words, before.names, strict=True) if not label
    ]
    assert after.names == before.names
    assert before.words == article().words


def test_the_names_given_are_those_of_the_training_split(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv.gz"
    rows = ("split\tlatin\tcyrillic\tcount", "train\tolzhas\tолжас\t3", "dev\thidden\tхидден\t1", "train\tal\tал\t1")
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    assert names_in(path) == ["olzhas"]
