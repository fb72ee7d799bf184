"""Language packs: the lexicon of attribution as data (`packs/*.toml`), read once into frozen sets.

A pack lists lemmas; it holds no probabilities. How reliable a cue is in a construction is measured on PolNeAR train
and kept in `reliability.toml` (see `reliability.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotetrail.model import COMMUNICATION, Mode

PACKS = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Pack:
    """The words of one language that carry attributions; every set holds lower-case lemmas or forms.

    `verbs` with which a document shows something are writing. `communication` are the verbs that give something out,
    `cue_verbs` those that can be a cue in some construction, `speakers` the common nouns that can speak, `pronouns`
    those of the third person.
    """

    language: str
    verbs: Mapping[Mode, frozenset[str]]
    marked_verbs: frozenset[str]
    infinitive_verbs: frozenset[str]
    fragment_verbs: frozenset[str]
    nouns: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    person_roles: frozenset[str]
    body_roles: frozenset[str]
    group_roles: frozenset[str]
    documents: frozenset[str]
    male_pronouns: frozenset[str]
    female_pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    relative_pronouns: frozenset[str]
    titles: frozenset[str]
    male_words: frozenset[str]
    female_words: frozenset[str]
    male_given: frozenset[str]
    female_given: frozenset[str]
    outlets: frozenset[str]
    press: frozenset[str]
    platforms: frozenset[str]
    occasions: frozenset[str]
    communication: frozenset[str]
    cue_verbs: frozenset[str]
    speakers: frozenset[str]
    pronouns: frozenset[str]

    def mode(self, lemma: str) -> Mode | None:
        """The mode of a verb, None when it is no cue."""
        return next((mode for mode, lemmas in self.verbs.items() if lemma in lemmas), None)


def load_packs() -> dict[str, Pack]:
    """Every language pack that ships with the package, by language."""
    packs = [_read(path) for path in sorted(PACKS.glob("*.toml"))]
    return {pack.language: pack for pack in packs}


def _read(path: Path) -> Pack:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    verbs, roles, venues = data["verbs"], data["roles"], data["venues"]
    titles, gendered, given = data["titles"], data["gendered"], data["given"]
    pronouns = {name: frozenset(forms) for name, forms in data["pronouns"].items()}
    by_mode = {mode: _words(verbs[mode.value]) for mode in Mode}
    by_mode[Mode.WRITING] |= _words(verbs["finding"])
    infinitive, fragment = _words(verbs["infinitive"]), _words(verbs["fragment"])
    person, body, group, documents = (_words(roles[name]) for name in ("person", "body", "group", "document"))
    return Pack(
        language=data["language"],
        verbs=by_mode,
        marked_verbs=_words(verbs["marked"]),
        infinitive_verbs=infinitive,
        fragment_verbs=fragment,
        nouns=_words(data["nouns"]["speech"]),
        according=tuple(tuple(phrase.split()) for phrase in data["prepositions"]["according"]),
        person_roles=person,
        body_roles=body,
        group_roles=group,
        documents=documents,
        male_pronouns=pronouns["male"],
        female_pronouns=pronouns["female"],
        plural_pronouns=pronouns["plural"],
        relative_pronouns=pronouns["relative"],
        titles=_words(titles["neutral"]),
        male_words=_words(gendered["male"]) | frozenset(titles["male"]),
        female_words=_words(gendered["female"]) | frozenset(titles["female"]),
        male_given=_words(given["male"]),
        female_given=_words(given["female"]),
        outlets=_words(venues["outlet"]),
        press=_words(venues["press"]),
        platforms=_words(venues["platform"]),
        occasions=_words(venues["occasion"]),
        communication=frozenset().union(*(by_mode[mode] for mode in COMMUNICATION)),
        cue_verbs=frozenset().union(*by_mode.values(), infinitive, fragment),
        speakers=person | body | group | documents,
        pronouns=pronouns["male"] | pronouns["female"] | pronouns["plural"],
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
