"""The only door of matching: quotes in; candidate keys, matches, lookups and statements out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quotetrail.match.candidates import KeyMaker
from quotetrail.match.cluster import LeaderLimits, cluster
from quotetrail.match.verify import Verifier
from quotetrail.model import Appearance, Change, Match, QuoteType, Relation, Speaker, SpeakerKind

_DATA = Path(__file__).with_name("verify.toml")


@dataclass(frozen=True, slots=True)
class Found:
    """A stored quote that answers a pasted text; `drift` goes from the pasted text to the stored one."""

    quote_id: str
    score: float
    relation: Relation
    reasons: tuple[str, ...]
    drift: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches quotes by their words, speakers and dates; lexical, within one language.

    Holds no state but a bounded cache; safe to share between threads. Any str is accepted as a text.
    """

    verifier: Verifier
    key_maker: KeyMaker
    leader_limits: LeaderLimits
    matcher_version: str = "lexical-1"

    @classmethod
    def load(cls) -> Matcher:
        """Read the data files beside this module (about 0.1 s)."""
        limits = tomllib.loads(_DATA.read_text(encoding="utf-8"))["cluster"]
        return cls(Verifier.load(), KeyMaker.load(), LeaderLimits(**limits))

    def keys(self, appearance: Appearance) -> tuple[int, ...]:
        """At most 48 signed 64-bit candidate keys, ascending; quotes that match share one or more (recall: CARD.md)."""
        wording = self.verifier.read(appearance.text, appearance.language)
        return self.key_maker.keys(wording, speaker=self.verifier.speakers.key(appearance.speaker))

    def keys_of_text(self, text: str, *, language: str) -> tuple[int, ...]:
        """Keys of a pasted text, to find candidates for `lookup`; `language` is an ISO 639-1 code or "und"."""
        return self.key_maker.keys(self.verifier.read(text, language), speaker="")

    def match(self, left: Appearance, right: Appearance) -> Match | None:
        """Whether two quotes carry one statement, with relation, score, reasons and drift; None if not. Symmetric."""
        return self.verifier.verify(left, right)

    def lookup(self, text: str, *, speaker: str | None, candidates: Sequence[Appearance]) -> list[Found]:
        """Which candidates carry the pasted text, best first; `speaker` is a person's name if the asker knows it."""
        named = None if speaker is None or not speaker.strip() else _asked(speaker)
        found: list[Found] = []
        for candidate in candidates:
            pasted = _pasted(text, language=candidate.language, speaker=named)
            verdict = self.verifier.look(pasted, candidate)
            if verdict is not None:
                steps = self.verifier.drift(pasted, candidate)
                found.append(Found(candidate.quote_id, verdict.score, verdict.relation, verdict.reasons, steps))
        return sorted(found, key=lambda one: (-one.score, one.quote_id))

    def cluster(self, appearances: Sequence[Appearance], matches: Sequence[Match]) -> tuple[tuple[str, ...], ...]:
        """Partition of the quote ids into statements, exemplar first; the same for every order of the arguments."""
        return cluster(
            appearances,
            matches,
            read=self.verifier.read,
            same_speaker=self.same_speaker,
            limits=self.leader_limits,
        )

    def same_speaker(self, left: Speaker | None, right: Speaker | None) -> float:
        """Compatibility of two speakers in [0, 1]; 0 means two different persons, 0.5 that one is not named."""
        return self.verifier.speakers.same(left, right)


def _asked(name: str) -> Speaker:
    return Speaker(text=name, start=0, end=len(name), name=name, kind=SpeakerKind.PERSON)


def _pasted(text: str, *, language: str, speaker: Speaker | None) -> Appearance:
    """A pasted text as a quote of no article."""
    return Appearance(
        quote_id="",
        article_id="",
        position=0,
        text=text,
        quoted=(text,),
        type=QuoteType.DIRECT,
        language=language,
        speaker=speaker,
        venue=None,
        via=(),
        confidence=1.0,
        outlet=None,
        published=None,
    )
