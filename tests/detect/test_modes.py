"""A cue says how its content came out: said, written, thought, or perceived. The words alone decide, and always do."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.cues import load_packs
from quotetrail.detect.modes import TABLE, Modes
from quotetrail.model import COMMUNICATION, Mode

MODES = Modes.load()
WORDS = st.lists(st.text(max_size=12) | st.sampled_from(["said", "in", "a", "hopes", "’s", "—", "point", "out"]))


@pytest.mark.parametrize(
    ("cue", "mode"),
    [
        ("said", Mode.SPEECH),
        ("Has repeatedly SAID:", Mode.SPEECH),
        ("according to", Mode.SPEECH),
        ("has made clear", Mode.SPEECH),
        ("’s claim that", Mode.SPEECH),
        ("denied", Mode.SPEECH),
        ("begged", Mode.SPEECH),
        ("declined to comment", Mode.SPEECH),
        ("went on to say", Mode.SPEECH),
        ("wrote", Mode.WRITING),
        ("re-tweeting", Mode.WRITING),
        ("the poll found", Mode.WRITING),
        ("shows", Mode.WRITING),
        ("reads:", Mode.WRITING),
        ("believes", Mode.THOUGHT),
        ("is worried about", Mode.THOUGHT),
        ("the opinion of", Mode.THOUGHT),
        ("planned", Mode.THOUGHT),
        ("voted for", Mode.THOUGHT),
        ("does not support", Mode.THOUGHT),
        ("is widely expected", Mode.THOUGHT),
        ("saw", Mode.PERCEPTION),
        ("has heard", Mode.PERCEPTION),
        ("noticed", Mode.PERCEPTION),
        ("learned", Mode.PERCEPTION),
        ("seems", Mode.PERCEPTION),
    ],
)
def test_a_cue_has_the_mode_of_its_head(cue: str, mode: Mode) -> None:
    assert MODES.mode_of(cue.split()) is mode


@pytest.mark.parametrize(
    ("plain", "phrase", "mode"),
    [
        ("found", "found out", Mode.PERCEPTION),
        ("looked", "looked forward to", Mode.THOUGHT),
        ("took", "took note of", Mode.PERCEPTION),
        ("counting", "counting on", Mode.THOUGHT),
        ("seen", "was seen as", Mode.THOUGHT),
        ("fired", "fired off", Mode.WRITING),
    ],
)
def test_a_fixed_expression_means_something_else_than_its_words(plain: str, phrase: str, mode: Mode) -> None:
    assert MODES.mode_of(phrase.split()) is mode
    assert MODES.mode_of([plain]) is not mode


@pytest.mark.parametrize(
    ("cue", "mode"),
    [
        ("hopes to announce", Mode.THOUGHT),
        ("said he hopes", Mode.SPEECH),
        ("seemed to suggest", Mode.SPEECH),
        ("seemed to believe", Mode.THOUGHT),
        ("gave a speech", Mode.SPEECH),
        ("a bitter debate", Mode.SPEECH),
        ("reportedly wants", Mode.THOUGHT),
    ],
)
def test_the_first_word_that_says_something_decides(cue: str, mode: Mode) -> None:
    assert MODES.mode_of(cue.split()) is mode


def test_a_medium_makes_writing_of_speech_and_a_voice_makes_speech_of_a_thought() -> None:
    assert MODES.mode_of(["said", "on", "Twitter"]) is Mode.WRITING
    assert MODES.mode_of(["said", "in", "a", "written", "statement"]) is Mode.WRITING
    assert MODES.mode_of(["said", "in", "an", "interview"]) is Mode.SPEECH
    assert MODES.mode_of(["mentioned", "the", "letter"]) is Mode.SPEECH
    assert MODES.mode_of(["worried", "aloud"]) is Mode.SPEECH
    assert MODES.mode_of(["has", "publicly", "supported"]) is Mode.SPEECH


@pytest.mark.parametrize(
    ("cue", "mode"), [("For", Mode.THOUGHT), ("in", Mode.WRITING), ("has", Mode.WRITING), ("of", Mode.SPEECH)]
)
def test_a_preposition_is_a_cue_only_by_itself(cue: str, mode: Mode) -> None:
    assert MODES.mode_of([cue]) is mode
    assert MODES.mode_of([cue, "whatever"]) is Mode.SPEECH


@given(WORDS)
def test_there_is_always_an_answer_and_always_the_same(words: list[str]) -> None:
    assert MODES.mode_of(words) is MODES.mode_of(words)
    assert MODES.mode_of([word.upper() for word in ["said", *words]]) in COMMUNICATION


def test_what_is_not_known_is_taken_for_speech() -> None:
    for cue in ([], [":"], ["—"], ["qwertyuiop"], ["\ud800", "\0"]):
        assert MODES.mode_of(cue) is Mode.SPEECH
    assert MODES.mode_of(["believes"], language="xx") is Mode.SPEECH


def test_every_verb_of_the_rules_has_the_mode_that_the_rules_give_it() -> None:
    pack = load_packs()["en"]
    verbs = {verb for lemmas in pack.verbs.values() for verb in lemmas}
    differing = {verb: MODES.mode_of([verb]) for verb in verbs if MODES.mode_of([verb]) is not pack.mode(verb)}
    assert differing == {}


def test_no_word_is_listed_twice() -> None:
    for language, table in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        lists = [*table["words"].values(), *table["weak"].values(), *table["alone"].values()]
        listed = Counter(word for lemmas in lists for word in lemmas.split())
        listed.update(phrase for phrases in table["phrases"].values() for phrase in phrases)
        assert [word for word, times in listed.items() if times > 1] == [], language
