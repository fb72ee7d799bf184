"""The reader of English takes any text; weights that are not the ones meant are refused."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.detect.detector import TAGGER
from quotetrail.detect.paragraphs import paragraphs
from quotetrail.detect.quotemarks import pair
from quotetrail.detect.reading import English, Reader
from quotetrail.detect.tagger import CHECKSUMS, Given, Tagger
from quotetrail.errors import ModelsMissing

pytestmark = pytest.mark.models

FILES = ("lemmas.txt", "tagger.npz", "tagger.onnx", "tags.json", "vocab.txt")
SENTENCE = "The minister said that the old bridge, which everybody knows, would open in May. "


def read(reader: Reader, *texts: str) -> list[English]:
    return reader.read([Given(text, paragraphs(text), pair(text)) for text in texts])


def check_offsets(text: str, english: English) -> None:
    at = 0
    for sentence in english.parsed.sentences:
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end
        assert any(one.start <= sentence.start and sentence.end <= one.end for one in paragraphs(text))
        assert [word.index for word in sentence.words] == list(range(len(sentence.words)))
        assert [word.head for word in sentence.words].count(-1) == 1
        for word in sentence.words:
            assert text[word.start : word.end] == word.text
            assert -1 <= word.head < len(sentence.words)
        for name in sentence.entities:
            assert text[name.start : name.end] == name.text
    windows, words = english.tagged.windows, len(english.tagged.spans)
    assert [place for one in windows for place in range(one.first, one.last)] == list(range(words))
    for window in windows:
        for link in window.links:
            parts = (link.cue, *link.contents, *([] if link.source is None else [link.source]))
            assert all(0 <= part.first < part.last <= window.last - window.first for part in parts)


def forms(english: English) -> list[str]:
    return [word.text for sentence in english.parsed.sentences for word in sentence.words]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t",
        "\x00\x00",
        "He said\x00no\x07and\u200bleft\ufeff.",
        "He said \ud800 no. \udfff",
        "👍👍 He said 👍.\n\n👨‍👩‍👧",
        "e" + "\u0301" * 500,
        "a" * 5_000 + " said no.",
        ". " * 300,
        '"' * 300,
        "“" * 300 + "no" + "”" * 300,
        "\u202eHe said no\u202c.",
        "No\n\n" * 300,
    ],
)
def test_odd_text_is_read_with_offsets_that_fit(reader: Reader, text: str) -> None:
    (english,) = read(reader, text)
    check_offsets(text, english)
    assert "".join(forms(english)) == "".join(text.split())


@settings(max_examples=25, deadline=None)
@given(st.text(st.one_of(st.sampled_from("ab .\n“”'\u00a0\u200b\ud800\x00"), st.characters()), max_size=80))
def test_any_text_is_read_with_offsets_that_fit(reader: Reader, text: str) -> None:
    (english,) = read(reader, text)
    check_offsets(text, english)


def test_a_paragraph_longer_than_many_windows_is_read_to_its_end(reader: Reader) -> None:
    text = SENTENCE * 200
    (english,) = read(reader, text)
    check_offsets(text, english)
    assert len(english.tagged.windows) > 10
    assert english.tagged.spans[-1] == (len(text) - 2, len(text) - 1)


def test_texts_read_together_come_out_in_the_order_given(reader: Reader) -> None:
    texts = [SENTENCE * 30, "", "Nobody came.", SENTENCE, " "]
    for text, english in zip(texts, read(reader, *texts), strict=True):
        check_offsets(text, english)
        assert "".join(forms(english)) == "".join(text.split())


def test_sentences_words_tags_and_names_are_what_a_reader_expects(reader: Reader) -> None:
    (english,) = read(reader, "Maria Lopez said the bridge opened. Nobody came to Geneva.")
    first, second = english.parsed.sentences
    assert [(name.text, name.label) for name in (*first.entities, *second.entities)] == [
        ("Maria Lopez", "PERSON"),
        ("Geneva", "GPE"),
    ]
    said = first.words[2]
    assert (said.text, said.lemma, said.upos, said.head) == ("said", "say", "VERB", -1)
    assert (first.words[5].deprel, first.words[5].head) == ("ccomp", said.index)


def linked(folder: Path, *, without: Sequence[str] = ()) -> Path:
    """A copy of the bundled tagger, its large file only linked."""
    folder.mkdir()
    for file in TAGGER.iterdir():
        if file.name in without:
            continue
        if file.suffix == ".onnx":
            (folder / file.name).symlink_to(file)
        else:
            shutil.copy(file, folder)
    return folder


@pytest.mark.parametrize("name", [CHECKSUMS, *FILES])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelsMissing, match=name):
        Tagger.load(linked(tmp_path / "tagger", without=[name]), threads=1)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_told(tmp_path: Path, name: str) -> None:
    folder = linked(tmp_path / "tagger", without=[name])
    (folder / name).write_bytes((TAGGER / name).read_bytes()[:-1])
    with pytest.raises(ModelsMissing, match=name):
        Tagger.load(folder, threads=1)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"0  vocab.txt\n"])
def test_a_damaged_list_of_checksums_is_told(tmp_path: Path, content: bytes) -> None:
    folder = linked(tmp_path / "tagger", without=["tagger.onnx"])
    (folder / CHECKSUMS).write_bytes(content)
    with pytest.raises(ModelsMissing):
        Tagger.load(folder, threads=1)
