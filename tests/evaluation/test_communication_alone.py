"""Speech and writing alone: the cue of the annotation and the mode of the quote decide, on both sides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from quotetrail.model import Mode
from training.evaluation.attributions import Attribution, Reading, words

Read = Callable[..., Reading]
Gold = Mapping[str, Attribution]


def mode_of(cue: Sequence[str]) -> Mode:
    return Mode.THOUGHT if "think" in cue else Mode.SPEECH


def test_annotated_thoughts_are_left_out_by_their_cue(read: Read) -> None:
    assert [row.id for row in read().communication(mode_of).gold] == ["E1", "E2", "E4"]


def test_found_ones_are_left_out_by_their_mode(read: Read, gold: Gold) -> None:
    found = [replace(gold["calm"], mode=mode) for mode in Mode]
    left = read(*found).communication(mode_of).found
    assert [row.mode for row in left] == [Mode.SPEECH, Mode.WRITING]


def test_without_a_cue_it_is_speech(read: Read, gold: Gold) -> None:
    assert len(read(replace(gold["pay"], cue=())).communication(mode_of).found) == 1


def test_a_cue_in_pieces_is_read_as_one(read: Read, gold: Gold) -> None:
    assert words((*gold["ferry"].cue, *gold["ticket"].cue), read().article.text) == ["said", "According", "to"]
