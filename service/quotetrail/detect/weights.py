"""Which language models are there, and are they the ones we mean? Official Stanza models go before the bundled ones.

Both lie as Stanza itself lays them: `DIR/resources.json` and `DIR/LANGUAGE/PROCESSOR/PACKAGE.pt`. The bundled ones are
stored in half precision and carry `DIR/LANGUAGE/SHA256SUMS`, which is checked before a file is opened; Stanza unpickles
with `weights_only=True`, so that a file can hold numbers and strings but no code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotetrail.errors import InvalidInput, ModelsMissing
from quotetrail.settings import BUNDLED_MODELS, Settings

PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
CHECKSUMS = "SHA256SUMS"
_READ_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelSet:
    """The models of one language below `folder`; `packages` names the package of each processor that is there."""

    language: str
    folder: Path
    bundled: bool
    packages: tuple[tuple[str, str], ...]

    @property
    def processors(self) -> tuple[str, ...]:
        """What the set can do, in the order in which it is done."""
        return tuple(processor for processor, _ in self.packages)


def find(*, bundled: Path, official: Path | None) -> dict[str, ModelSet]:
    """The set to use for each language: the official one where it can at least find words, else the bundled one."""
    found = _sets(bundled, bundled=True)
    if official is not None:
        found |= _sets(official, bundled=False)
    return found


def list_models(settings: Settings) -> tuple[ModelSet, ...]:
    """The set that is used for each language, by language."""
    found = find(bundled=BUNDLED_MODELS, official=settings.models)
    return tuple(found[language] for language in sorted(found))


def pull(language: str, settings: Settings) -> ModelSet:
    """Download Stanza's default models of `language` into the folder of the settings; needs internet.

    Raises InvalidInput when the settings name no folder or Stanza has no such language, ModelsMissing when nothing
    usable arrived.
    """
    if settings.models is None:
        raise InvalidInput("set QUOTETRAIL_MODELS to the folder that official models should go to")
    # Stanza imports torch, which takes seconds, and only this command of the CLI needs it.
    import stanza  # noqa: PLC0415  # see above
    from stanza.resources.common import UnknownLanguageError  # noqa: PLC0415  # see above

    try:
        stanza.download(language, model_dir=str(settings.models), processors=",".join(PROCESSORS), logging_level="WARN")
    except (UnknownLanguageError, ValueError) as error:
        raise InvalidInput(f"Stanza has no models of {language!r}") from error
    except OSError as error:
        raise ModelsMissing(f"the models of {language!r} could not be downloaded: {error}") from error
    found = _sets(settings.models, bundled=False)
    if language not in found:
        raise ModelsMissing(f"no usable models of {language!r} arrived in {settings.models}")
    return found[language]


def check(models: ModelSet) -> None:
    """Compare every file of a bundled set with its checksum; raises ModelsMissing when one differs or is not there."""
    folder = models.folder / models.language
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ModelsMissing(f"{folder / CHECKSUMS} cannot be read; reinstall the package") from error
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for path in sorted(folder.rglob("*.pt")):
        name = path.relative_to(folder).as_posix()
        if expected.pop(name, None) != _digest(path):
            raise ModelsMissing(f"{path} is not the file that {CHECKSUMS} names; reinstall the package")
    if expected:
        raise ModelsMissing(f"{folder} lacks {', '.join(sorted(expected))}; reinstall the package")


def _sets(folder: Path, *, bundled: bool) -> dict[str, ModelSet]:
    """The usable sets below `folder`; none when there is no resources.json."""
    try:
        resources = json.loads((folder / "resources.json").read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelsMissing(f"{folder / 'resources.json'} cannot be read: {error}") from error
    found = {}
    for language, described in resources.items():
        if isinstance(described, Mapping) and (folder / language).is_dir():
            packages = tuple(_packages(folder / language, described))
            if packages and packages[0][0] == "tokenize":
                found[language] = ModelSet(language, folder, bundled, packages)
    return found


def _packages(folder: Path, described: Mapping[str, Any]) -> list[tuple[str, str]]:
    """For each processor the default package, or the first listed one whose file is there."""
    packages = []
    defaults = described.get("packages", {}).get("default", {})
    for processor in PROCESSORS:
        for package in (defaults.get(processor), *described.get(processor, {})):
            identity = processor == "lemma" and package == "identity"
            if isinstance(package, str) and (identity or (folder / processor / f"{package}.pt").is_file()):
                packages.append((processor, package))
                break
    return packages


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_SIZE):
            digest.update(block)
    return digest.hexdigest()
