"""Can two speakers be one? Persons by their names, bodies by the words of theirs; who is not named may be anyone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from quotetrail.match.names import Names
from quotetrail.model import Speaker, SpeakerKind

_WORD = re.compile(r"[^\W_]+")
# Pairs of names that are remembered: who speaks often is compared often, and each pair of quotes asks more than once.
_PAIRS_KEPT = 1 << 13
_JOINING = frozenset({"of", "the", "for", "and", "de", "du", "des", "la"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerScale:
    """How compatible kinds of agreement are, in [0, 1]; from verify.toml, where each value is explained."""

    unknown: float
    alike: float
    candidate: float
    body: float
    part_of_body: float
    other_body: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Compares speakers. Holds no state but a bounded cache; safe to share between threads."""

    names: Names
    scale: SpeakerScale
    _same_person: Callable[[str, str], float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember what the last pairs of names came to."""
        object.__setattr__(self, "_same_person", lru_cache(maxsize=_PAIRS_KEPT)(self.names.same_person))

    def same(self, left: Speaker | None, right: Speaker | None) -> float:
        """Compatibility in [0, 1]: 1 the same full name, 0 two different persons; symmetric."""
        if left is None or right is None or left.name is None or right.name is None:
            return self.scale.unknown
        if left.kind == right.kind == SpeakerKind.PERSON:
            found = self._same_person(left.name, right.name) or self._candidates(left, right)
            return found or self.scale.alike * self.names.alike(left.name, right.name)
        if SpeakerKind.UNNAMED in {left.kind, right.kind}:
            return self.scale.unknown
        if SpeakerKind.PERSON in {left.kind, right.kind}:
            return self.scale.other_body  # a spokesman's words are often given to the body, and the other way round
        return self._bodies(left.name, right.name)

    def differ(self, left: Speaker, right: Speaker) -> bool:
        """Whether two persons are named, be it that their names are alike."""
        return self.same(left, right) in {0.0, self.scale.alike}

    def key(self, speaker: Speaker | None) -> str:
        """A coarse form of the speaker's name for candidate keys, equal for its usual spellings; empty if not named."""
        if speaker is None or speaker.name is None or speaker.kind == SpeakerKind.UNNAMED:
            return ""
        if speaker.kind == SpeakerKind.PERSON:
            return self.names.surname_key(speaker.name)
        words = _significant(speaker.name)
        return words[0] if len(words) == 1 else "".join(word[0] for word in words)

    def of_one_surname(self, left: Speaker | None, right: Speaker | None) -> bool:
        """Whether two persons are named whose surnames are spellings of one."""
        if left is None or right is None or not left.kind == right.kind == SpeakerKind.PERSON:
            return False
        return bool(self.key(left)) and self.key(left) == self.key(right)

    def _candidates(self, left: Speaker, right: Speaker) -> float:
        """The best agreement among the persons that an open mention could mean, never more than `candidate`."""
        if not left.candidates and not right.candidates:
            return 0.0
        named = ([one.name, *(other.name for other in one.candidates)] for one in (left, right))
        lefts, rights = ([name for name in names if name] for names in named)
        best = max(self._same_person(a, b) for a in lefts for b in rights)
        return min(best, self.scale.candidate)

    def _bodies(self, left: str, right: str) -> float:
        few, many = sorted((_significant(left), _significant(right)), key=len)
        if few == many or "".join(word[0] for word in many) == "".join(few):
            return self.scale.body
        if few and set(few) <= set(many):
            return self.scale.part_of_body
        return self.scale.other_body


def _significant(name: str) -> list[str]:
    """The words of a body's name in lower case, without the joining ones, American spelling."""
    words = [word.replace("isation", "ization") for word in _WORD.findall(name.casefold())]
    return [word for word in words if word not in _JOINING] or words
