"""Codes are the vectors, nearly; cells lead to near vectors; damaged centres are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from quotetrail.errors import ModelsMissing
from quotetrail.match.matcher import Matcher
from quotetrail.match.vectors import BUNDLED_CELLS, WEIGHTS, Vectoriser, rounded

TEXTS = (
    "The president said that the bridge would be closed until spring",
    "Президент сказал, что мост будет закрыт до весны",
    "Nobody remembers a harvest as poor as this one",
    "🙂",
    "",
)


@pytest.fixture(scope="module")
def vectoriser(matcher: Matcher) -> Vectoriser:
    return matcher.vectoriser


def test_cosines_of_codes_are_those_of_the_vectors(vectoriser: Vectoriser) -> None:
    exact = vectoriser.encoder.encode(TEXTS)
    codes = vectoriser.codes(TEXTS).astype(np.float32) / vectoriser.search.scale
    assert codes.shape == exact.shape
    assert np.abs(codes @ codes.T - exact @ exact.T).max() < 0.02


def test_what_does_not_fit_is_cut() -> None:
    assert rounded(np.array([[1.0, -1.0, 0.1, 0.0]], dtype=np.float32), scale=400.0).tolist() == [[127, -127, 40, 0]]


def test_a_text_lies_in_the_first_of_its_cells_and_they_are_the_nearest(vectoriser: Vectoriser) -> None:
    codes = vectoriser.codes(TEXTS)
    cells = vectoriser.cells(codes)
    closeness = codes.astype(np.float32) @ vectoriser.centres.T
    assert cells.shape == (len(TEXTS), vectoriser.search.probes)
    assert cells[:, 0].tolist() == closeness.argmax(axis=1).tolist()
    for row, of in zip(closeness, cells, strict=True):
        assert len(set(of.tolist())) == len(of)
        assert (np.diff(row[of]) <= 0).all()
        assert row[of].min() >= np.sort(row)[-len(of)]


def test_a_translation_lies_in_a_cell_near_the_original(vectoriser: Vectoriser) -> None:
    cells = vectoriser.cells(vectoriser.codes(TEXTS[:2]))
    assert cells[0, 0] in cells[1]
    assert cells[1, 0] in cells[0]


def test_no_texts_have_no_codes_and_no_cells(vectoriser: Vectoriser) -> None:
    codes = vectoriser.codes([])
    assert codes.shape == (0, vectoriser.encoder.dimensions)
    assert vectoriser.cells(codes).shape == (0, vectoriser.search.probes)


def test_missing_or_damaged_centres_are_refused(tmp_path: Path, vectoriser: Vectoriser) -> None:
    with pytest.raises(ModelsMissing, match="install"):
        Vectoriser.load(encoder=vectoriser.encoder, folder=tmp_path)
    folder = shutil.copytree(BUNDLED_CELLS, tmp_path / "cells")
    (folder / WEIGHTS).write_bytes(b"\0" + (folder / WEIGHTS).read_bytes()[1:])
    with pytest.raises(ModelsMissing, match="damaged"):
        Vectoriser.load(encoder=vectoriser.encoder, folder=folder)


def test_the_centres_were_found_for_this_encoder(vectoriser: Vectoriser) -> None:
    assert vectoriser.made_for == vectoriser.encoder.encoder_version, "run training.cells.recipe"
