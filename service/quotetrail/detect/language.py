"""Which language a text is in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class _Policy:
    """language.toml."""

    known: tuple[str, ...]
    favoured: frozenset[str]
    favour: float
    certain: float
    sample: int


def identify(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, or "und" where too little speaks for any; never raises."""
    policy = _policy()
    sample = text.lstrip()[: policy.sample]
    if not any(character.isalpha() for character in sample):
        return UNDETERMINED
    weighed = {
        language: likelihood * (policy.favour if language in policy.favoured else 1.0)
        for language, likelihood in _identifier().rank(sample)
    }
    best = max(weighed, key=weighed.__getitem__)
    return best if weighed[best] >= policy.certain * sum(weighed.values()) else UNDETERMINED


@cache
def _policy() -> _Policy:
    data = tomllib.loads(Path(__file__).with_name("language.toml").read_text(encoding="utf-8"))
    return _Policy(
        known=tuple(data["known"]),
        favoured=frozenset(data["favoured"]),
        favour=data["favour"],
        certain=data["certain"],
        sample=data["sample"],
    )


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_policy().known)
    return identifier
