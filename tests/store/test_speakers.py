"""One speaker for all spellings of a name, none for a name that only resembles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quotetrail.errors import InvalidCursor, NotFound
from quotetrail.model import Mode, SpeakerKind
from quotetrail.store.speakers import name_key, speaker_id

if TYPE_CHECKING:
    from .conftest import Shelf


def test_spellings_share_a_key_and_other_names_do_not() -> None:
    assert (
        len({name_key(name) for name in ("Kassym-Jomart Tokayev", "KASSYM JOMART  Tokayev", "Kassym‑Jomart Tokáyev")})
        == 1
    )
    assert len({speaker_id(name) for name in ("Tokayev", "Kassym-Jomart Tokayev", "Токаев", "Тоқаев")}) == 4
    assert speaker_id("—") is None


def test_a_speaker_counts_quotes_and_statements_and_shows_the_commonest_spelling(shelf: Shelf) -> None:
    texts = "They said one two three."
    names = {"one": "Dosym Satpayev", "two": "Dosym SATPAYEV", "three": "Dosym Satpayev"}
    quotes = shelf.put(texts, list(names.items()))
    shelf.put("It said four.", [("four", "Akorda")])
    shelf.put("They said five.", [("five", None)])
    with shelf.store.write() as repositories:
        repositories.statements.regroup([tuple(quotes[:2]), tuple(quotes[2:])])
    with shelf.store.read() as repositories:
        found = repositories.speakers.list(name="satpayev", after=None, limit=10).rows
        assert [speaker.name for speaker in found] == ["Dosym Satpayev"]
        (speaker,) = found
        assert speaker.names == ("Dosym Satpayev", "Dosym SATPAYEV")
        assert speaker.kinds == (SpeakerKind.PERSON,)
        assert (speaker.quotes, speaker.statements) == (3, 2)
        assert repositories.speakers.get(speaker.id) == speaker
        first = repositories.speakers.list(name=None, after=None, limit=1)
        second = repositories.speakers.list(name=None, after=first.after, limit=1)
        assert [row.name for row in (*first.rows, *second.rows)] == ["Akorda", "Dosym Satpayev"]
        assert second.after is None
        with pytest.raises(NotFound):
            repositories.speakers.get("spk_0")
        for foreign in ((1,), ("\ud800",)):
            with pytest.raises(InvalidCursor):
                repositories.speakers.list(name=None, after=foreign, limit=1)


def test_who_only_thinks_is_known_but_not_listed_among_those_who_are_quoted(shelf: Shelf) -> None:
    shelf.put("She hopes for rain.", [("for rain", "Aliya Serik")], mode=Mode.THOUGHT)
    shelf.put("He said one and wants two.", [("one", "Ned Price")])
    shelf.put("Later he wants two.", [("two", "Ned PRICE")], mode=Mode.THOUGHT)
    with shelf.store.read() as repositories:
        (price,) = repositories.speakers.list(name=None, after=None, limit=10).rows
        assert (price.quotes, price.statements, len(price.names)) == (1, 1, 2)
        silent = speaker_id("Aliya Serik")
        assert silent is not None
        assert (repositories.speakers.get(silent).name, repositories.speakers.get(silent).quotes) == ("Aliya Serik", 0)


def test_speakers_can_be_derived_again(shelf: Shelf) -> None:
    shelf.put("He said one.", [("one", "Ned Price")])
    with shelf.store.read() as repositories:
        before = repositories.speakers.list(name=None, after=None, limit=10)
    with shelf.store.write() as repositories:
        repositories.speakers.rebuild()
        assert repositories.speakers.list(name=None, after=None, limit=10) == before
