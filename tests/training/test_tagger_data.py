"""What the tagger is trained on: labels of words, windows of paragraphs, the treebank's documents."""

from __future__ import annotations

import gzip
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.detect.pieces import Pieces
from quotetrail.detect.tagset import FIRST, INNER, LAST, MAY_FOLLOW, OUTSIDE, SINGLE, bioes
from training.quote_tagger.polnear import label_roles, polnear
from training.quote_tagger.texts import NONE, Text, cut
from training.quote_tagger.treebank import lemmas_of, tags_of, treebank
from training.quote_tagger.windows import Window, groups, windows

# A contraction, an unspaced comma, a second paragraph; heads and tags as a treebank's annotator would give them.
CONLLU = """\
# newdoc id = one
# newpar
# sent_id = 1
1\tSadly\tsadly\tADV\tRB\t_\t6\tadvmod\t_\tSpaceAfter=No
2\t,\t,\tPUNCT\t,\t_\t1\tpunct\t_\t_
3\tthey\tthey\tPRON\tPRP\t_\t6\tnsubj\t_\t_
4-5\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdo\tdo\tAUX\tVBP\t_\t6\taux\t_\t_
5\tn't\tnot\tPART\tRB\t_\t6\tadvmod\t_\t_
6\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_
7.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_

# sent_id = 2
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\twent\tgo\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# sent_id = 3
1\tWe\twe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\twent\tgo\tVERB\tVBD\t_\t0\troot\t_\t_

# newdoc id = two
# newpar
# sent_id = 4
1\tBye\tbye\tINTJ\tUH\t_\t0\troot\t_\t_

"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    return path


def paragraphs_of(*sizes: int) -> Text:
    """A text of paragraphs of so many words."""
    return cut("\n\n".join(" ".join(["Word"] * size) for size in sizes))


@given(size=st.integers(1, 30))
def test_a_span_is_a_way_through_the_allowed_labels(size: int) -> None:
    labels = bioes(size)
    assert len(labels) == size
    assert all(after in MAY_FOLLOW[before] for before, after in pairwise((OUTSIDE, *labels, OUTSIDE)))
    assert OUTSIDE not in labels


def test_roles_and_links_come_from_offsets() -> None:
    raw = "The mayor said taxes will not rise. Rain fell."
    text = cut(raw)
    label_roles(text, [{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]]}])
    assert text.roles["source"] == [FIRST, LAST, *[OUTSIDE] * 9]
    assert text.roles["cue"] == [OUTSIDE, OUTSIDE, SINGLE, *[OUTSIDE] * 8]
    assert text.roles["content"] == [*[OUTSIDE] * 3, FIRST, INNER, INNER, LAST, *[OUTSIDE] * 4]
    assert text.cues == [[2, 2]]
    assert text.source_of == [[0, 1]]
    assert text.content_of == [-1, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1]


def test_an_attribution_without_a_cue_teaches_nothing() -> None:
    text = cut("The mayor: taxes rise.")
    label_roles(text, [{"source": [[0, 9]], "cue": [], "content": [[11, 21]]}])
    assert text.cues == text.source_of == []
    assert {label for row in text.roles.values() for label in row} == {OUTSIDE}


def test_the_teacher_names_people_without_articles_and_possessives(tmp_path: Path) -> None:
    raw = "The Hague's mayor spoke. Rain fell\n\nIt stopped"
    article = {"id": "a", "text": raw, "attributions": []}
    # the teacher starts a sentence at "mayor" by mistake, and cuts "Hague's" as one word
    told = {
        "id": "a",
        "ents": [[0, 11, "GPE"], [25, 29, "CARDINAL"]],
        "sents": [0, 12, 25],
        "toks": [[0, 3, "DT", "DET"], [4, 11, "NNP", "PROPN"], [12, 17, "NN", "NOUN"]],
    }
    for name, row in (("articles", article), ("silver", told)):
        (tmp_path / name).write_bytes(gzip.compress(json.dumps(row).encode() + b"\n"))
    (text,) = polnear(tmp_path / "articles", tmp_path / "silver", ["DT", "NN", "NNP"], ["DET", "NOUN", "PROPN"])
    begin_place = 5  # GPE is the third kind of name
    assert text.words == ["The", "Hague", "'s", "mayor", "spoke", ".", "Rain", "fell", "It", "stopped"]
    assert text.names == [0, begin_place, *[0] * 8]
    assert text.starts == [1, 0, 0, 0, 0, 0, 1, 0, 1, 0]
    assert text.xpos == [0, NONE, NONE, 1, *[NONE] * 6]
    assert text.upos == [NONE, NONE, NONE, 1, *[NONE] * 6]
    assert text.heads == [NONE] * 10


def test_an_article_that_the_teacher_did_not_read_has_roles_alone(tmp_path: Path) -> None:
    (tmp_path / "articles").write_bytes(gzip.compress(b'{"id": "a", "text": "Rain fell.", "attributions": []}\n'))
    (text,) = polnear(tmp_path / "articles", None, [], [])
    assert text.names == text.starts == text.upos == [NONE] * 3
    assert text.roles["cue"] == [OUTSIDE] * 3


def test_the_treebank_is_read_as_text_with_its_trees(bank: Path) -> None:
    xpos, upos, relations = tags_of(bank)
    first, second = treebank(bank, xpos, upos, relations)
    assert first.words == ["Sadly", ",", "they", "do", "n't", "go", ".", "She", "went", ".", "We", "went"]
    assert first.spans[3:5] == [(12, 14), (14, 17)], "the two words of a contraction touch"
    assert first.paragraphs == [0] * 10 + [1] * 2
    assert first.starts == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
    assert first.heads == [5, 0, 5, 5, 5, 5, 5, 8, 8, 8, 11, 11], "a root is its own head"
    assert [relations[number] for number in first.relations[3:6]] == ["aux", "advmod", "root"]
    assert [upos[number] for number in first.upos[3:6]] == ["AUX", "PART", "VERB"]
    assert [xpos[number] for number in first.xpos[3:6]] == ["VBP", "RB", "VB"]
    assert first.roles["cue"] == [NONE] * 12
    assert (second.words, second.heads) == (["Bye"], [0])


def test_lemmas_are_kept_where_they_differ_from_the_word(bank: Path) -> None:
    assert lemmas_of(bank) == [("went", "VERB", "go")]


@given(
    sizes=st.lists(st.integers(1, 40), max_size=8),
    pieces=st.randoms(use_true_random=False),
    seed=st.none() | st.integers(0, 1000),
    most=st.integers(16, 64),
)
def test_windows_hold_every_word_once_and_never_too_many_pieces(
    sizes: list[int], pieces: random.Random, seed: int | None, most: int
) -> None:
    text = paragraphs_of(*sizes)
    lengths = [pieces.randint(1, 12) for _ in text.words]
    shift = None if seed is None else random.Random(seed)
    found = list(windows(text, lengths, most=most, shift=shift))
    assert [word for window in found for word in range(window.first, window.last)] == list(range(len(text.words)))
    assert all(_taken(window, lengths) <= most for window in found)


@given(sizes=st.lists(st.integers(1, 30), max_size=8), seed=st.none() | st.integers(0, 1000))
def test_windows_keep_paragraphs_whole_that_fit(sizes: list[int], seed: int | None) -> None:
    text = paragraphs_of(*sizes)
    shift = None if seed is None else random.Random(seed)
    found = list(windows(text, [1] * len(text.words), most=31, shift=shift))
    for window in found:
        assert window.first == 0 or text.paragraphs[window.first] != text.paragraphs[window.first - 1]


@given(sizes=st.lists(st.integers(1, 30), max_size=30), seed=st.integers(0, 1000), size=st.integers(1, 12))
def test_groups_hold_every_window_once_and_repeat_with_the_seed(sizes: list[int], seed: int, size: int) -> None:
    text = paragraphs_of(*sizes)
    given_windows = list(windows(text, [1] * len(text.words), most=31))
    found = groups(given_windows, size, random.Random(seed))
    assert found == groups(given_windows, size, random.Random(seed))
    assert sorted(window.first for group in found for window in group) == [window.first for window in given_windows]
    assert all(1 <= len(group) <= size for group in found)


def test_a_batch_finds_each_words_first_piece_behind_paragraph_breaks() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("safetensors")
    from training.quote_tagger.batches import Batch  # noqa: PLC0415 - needs what the line above asks for

    pieces = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rain", "##s", "stop"])
    text = cut("Rains stop\n\nStop")
    text.starts = [1, 0, 1]
    text.blank()
    batch = Batch([Window(text, 0, 3)], pieces)
    assert batch.pieces[0, :7].tolist() == [2, 4, 5, 6, 3, 6, 3]
    assert batch.firsts[0, :3].tolist() == [1, 3, 5]
    assert int(batch.mask.sum()) == 7
    assert int(batch.words.sum()) == 3
    assert batch.labels("starts")[0, :4].tolist() == [1, 0, 1, NONE]
    assert batch.labels("cue")[0, 0] == NONE


def _taken(window: Window, lengths: list[int]) -> int:
    """Pieces of a window's words, and one for each of its paragraphs."""
    breaks = {window.text.paragraphs[word] for word in range(window.first, window.last)}
    return sum(lengths[window.first : window.last]) + len(breaks)
