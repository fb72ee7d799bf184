"""Which models are used, and that none is opened that is not what it says."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import stanza
import torch

from quotetrail.detect import weights
from quotetrail.detect.parse import Parser
from quotetrail.errors import InvalidInput, ModelsMissing
from quotetrail.settings import BUNDLED_MODELS, Settings

pytestmark = pytest.mark.models

FLOORS = Path(__file__).parents[2] / "training" / "stanza_en" / "floors.json"


def lay_out(folder: Path, *, language: str = "en", processors: tuple[str, ...] = ("tokenize", "mwt")) -> Path:
    """Some of our own weights as Stanza would lay them out after a download, with its checksum file left behind."""
    resources = json.loads((BUNDLED_MODELS / "resources.json").read_bytes())["en"]
    kept = {name: resources[name] for name in (*processors, "lang_name")}
    kept["packages"] = {"default": dict.fromkeys(processors, "compact")}
    (folder / language).mkdir(parents=True)
    (folder / "resources.json").write_text(json.dumps({language: kept, "eng": {"alias": language}}))
    for processor in processors:
        shutil.copytree(BUNDLED_MODELS / "en" / processor, folder / language / processor)
    return folder


def with_checksums(folder: Path) -> Path:
    """Give a folder laid out above the checksums of a bundled one."""
    lines = (BUNDLED_MODELS / "en" / "SHA256SUMS").read_text().splitlines()
    kept = [line for line in lines if (folder / "en" / line.split("  ")[1]).exists()]
    (folder / "en" / "SHA256SUMS").write_text("\n".join(kept) + "\n")
    return folder


def test_the_bundled_english_set_is_whole_and_small() -> None:
    models = weights.find(bundled=BUNDLED_MODELS, official=None)["en"]
    assert models.processors == weights.PROCESSORS
    weights.check(models)
    files = list((BUNDLED_MODELS / "en").rglob("*.pt"))
    assert sum(path.stat().st_size for path in files) <= 45_000_000
    assert max(path.stat().st_size for path in files) <= 20_000_000


def test_the_figures_beside_the_weights_are_theirs_and_above_the_floors() -> None:
    figures = json.loads((BUNDLED_MODELS / "en" / "figures.json").read_bytes())
    checksums = (BUNDLED_MODELS / "en" / "SHA256SUMS").read_bytes()
    assert figures["sha256 of SHA256SUMS"] == hashlib.sha256(checksums).hexdigest(), "run measure.py after pack.py"
    for part, floors in json.loads(FLOORS.read_bytes()).items():
        reached = figures[part] | figures[part].get("recall by label", {})
        assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}


def test_official_models_go_before_bundled_ones_and_add_languages(tmp_path: Path) -> None:
    official = lay_out(tmp_path / "official")
    russian = lay_out(tmp_path / "russian", language="ru")
    found = weights.find(bundled=BUNDLED_MODELS, official=official)
    assert (found["en"].folder, found["en"].bundled) == (official, False)
    assert found["en"].processors == ("tokenize", "mwt")
    found = weights.find(bundled=BUNDLED_MODELS, official=russian)
    assert {name: models.bundled for name, models in found.items()} == {"en": True, "ru": False}


def test_official_models_are_really_loaded(tmp_path: Path) -> None:
    parser = Parser.load(bundled=tmp_path, official=lay_out(tmp_path / "official"), threads=1)
    (parsed,) = parser.parse(["It isn't over. We wait."], "en")
    assert [[word.text for word in sentence.words] for sentence in parsed.sentences] == [
        ["It", "is", "n't", "over", "."],
        ["We", "wait", "."],
    ]
    assert not any(sentence.parsed for sentence in parsed.sentences)


def test_a_folder_without_models_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert weights.find(bundled=BUNDLED_MODELS, official=tmp_path / "empty")["en"].bundled
    assert weights.find(bundled=BUNDLED_MODELS, official=tmp_path / "absent")["en"].bundled
    lay_out(tmp_path / "half")
    shutil.rmtree(tmp_path / "half" / "en" / "tokenize")
    assert weights.find(bundled=BUNDLED_MODELS, official=tmp_path / "half")["en"].bundled


def test_no_models_at_all_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelsMissing, match="models pull en"):
        Parser.load(bundled=tmp_path, official=None, threads=1)


def test_an_unreadable_resources_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "resources.json").write_text("{")
    with pytest.raises(ModelsMissing, match=r"resources\.json"):
        weights.find(bundled=BUNDLED_MODELS, official=tmp_path)


@pytest.mark.parametrize("damage", ["changed", "added", "removed", "unlisted"])
def test_a_bundled_file_that_is_not_the_one_its_checksum_names_is_not_opened(tmp_path: Path, damage: str) -> None:
    folder = with_checksums(lay_out(tmp_path / "bundled"))
    weights.check(weights.find(bundled=folder, official=None)["en"])
    expander = folder / "en" / "mwt" / "compact.pt"
    if damage == "changed":
        content = expander.read_bytes()
        expander.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "added":
        shutil.copy(expander, folder / "en" / "mwt" / "other.pt")
    elif damage == "removed":
        expander.unlink()
    else:
        (folder / "en" / "SHA256SUMS").unlink()
    with pytest.raises(ModelsMissing, match="reinstall"):
        Parser.load(bundled=folder, official=None, threads=1)


class Attack:
    """A pickle that would run code when it is read carelessly."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self._target,))


def test_a_model_file_that_carries_code_is_refused_and_the_code_does_not_run(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "official", processors=("tokenize",))
    torch.save(Attack(tmp_path / "run"), folder / "en" / "tokenize" / "compact.pt")
    parser = Parser.load(bundled=tmp_path, official=folder, threads=1)
    with pytest.raises(ModelsMissing, match="cannot be loaded"):
        parser.parse(["It is over."], "en")
    assert not (tmp_path / "run").exists()


def test_list_names_what_is_used_for_each_language(tmp_path: Path) -> None:
    listed = weights.list_models(Settings(models=lay_out(tmp_path / "official", language="ru")))
    assert [(models.language, models.bundled) for models in listed] == [("en", True), ("ru", False)]


def test_pull_needs_a_folder() -> None:
    with pytest.raises(InvalidInput, match="QUOTETRAIL_MODELS"):
        weights.pull("en", Settings(models=None))


def test_pull_downloads_into_the_folder_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(language: str, *, model_dir: str, processors: str, **_: object) -> None:
        assert processors == "tokenize,mwt,pos,lemma,depparse,ner"
        lay_out(Path(model_dir), language=language)

    monkeypatch.setattr(stanza, "download", download)
    pulled = weights.pull("ru", Settings(models=tmp_path / "models"))
    assert (pulled.language, pulled.bundled, pulled.folder) == ("ru", False, tmp_path / "models")


def test_pull_without_internet_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(*_: object, **__: object) -> None:
        raise ConnectionError("name resolution failed")

    monkeypatch.setattr(stanza, "download", download)
    with pytest.raises(ModelsMissing, match="could not be downloaded"):
        weights.pull("ru", Settings(models=tmp_path))


def test_pull_of_an_unknown_language_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(language: str, **_: object) -> None:
        raise stanza.resources.common.UnknownLanguageError(language)

    monkeypatch.setattr(stanza, "download", download)
    with pytest.raises(InvalidInput, match="tlh"):
        weights.pull("tlh", Settings(models=tmp_path))
