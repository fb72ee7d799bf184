"""The only door of matching: quotes in; candidate keys, matches, lookups and statements out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from quotetrail.match.candidates import KeyMaker
from quotetrail.match.cluster import LeaderLimits, cluster
from quotetrail.match.encoder import Encoder
from quotetrail.match.glance import Glances
from quotetrail.match.pasted import pasted
from quotetrail.match.second_look import FewLooks
from quotetrail.match.shortlist import Answers, Shortlist
from quotetrail.match.ties import Ties
from quotetrail.match.vectors import Codes, Sketch, Vectoriser
from quotetrail.match.verify import Verifier
from quotetrail.model import Appearance, Change, Judgement, Match, Relation, Speaker

_DATA = Path(__file__).with_name("verify.toml")
_METHOD = "learned-8"
_DIGITS = 8


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
    """Matches quotes by their words, meaning, speakers and dates, within one language and across ten.

    Holds no state but a bounded cache; safe to share between threads. Any str is accepted as a text.
    """

    verifier: Verifier
    key_maker: KeyMaker
    vectoriser: Vectoriser
    shortlist: Shortlist
    leader_limits: LeaderLimits
    matcher_version: str

    @classmethod
    def load(cls) -> Matcher:
        """Read the data files beside this module, and the weights of encoder and judge (about 0.3 s)."""
        limits = tomllib.loads(_DATA.read_text(encoding="utf-8"))["cluster"]
        encoder = Encoder.load()
        verifier, vectoriser = Verifier.load(encoder), Vectoriser.load(encoder=encoder)
        return cls(
            verifier=verifier,
            key_maker=KeyMaker.load(),
            vectoriser=vectoriser,
            shortlist=Shortlist.load(),
            leader_limits=LeaderLimits(**limits),
            matcher_version=_version(verifier.version, vectoriser.version),
        )

    def keys(self, appearance: Appearance) -> tuple[int, ...]:
        """At most 40 signed 64-bit candidate keys, ascending; quotes that match share one (CANDIDATES.md)."""
        wording = self.verifier.read(appearance.text, appearance.language)
        speaker = self.verifier.speakers.key(appearance.speaker)
        return self.key_maker.keys(wording, speaker=speaker, published=appearance.published)

    def keys_of_text(self, text: str, *, language: str) -> tuple[int, ...]:
        """Keys of a pasted text, to find candidates for `lookup`; `language` is an ISO 639-1 code or "und"."""
        return self.key_maker.keys(self.verifier.read(text, language), speaker="")

    def sketches(self, appearances: Sequence[Appearance]) -> list[Sketch]:
        """What each quote is kept and found by: its keys, and its vector."""
        return self._sketches([self.keys(seen) for seen in appearances], [seen.text for seen in appearances])

    def sketch_of_text(self, text: str, *, language: str) -> Sketch:
        """The same of a pasted text, to find candidates for `lookup`."""
        (sketch,) = self._sketches([self.keys_of_text(text, language=language)], [text])
        return sketch

    def match(self, left: Appearance, right: Appearance, *, cosine: float | None = None) -> Match | None:
        """Whether two quotes carry one statement, with relation, score, reasons and drift; None if not. Symmetric.

        `cosine` is that of their stored vectors, where it is known: it saves work and changes nothing.
        """
        return self.verifier.verify(left, right, cosine=cosine)

    def glances(self, codes: Mapping[str, Codes]) -> Glances:
        """Tells cheaply which pairs of quotes are worth a `match`; `codes` are their vectors by quote id."""
        return Glances(self.shortlist.glance, codes)

    def compare(self, left: Appearance, right: Appearance) -> Judgement:
        """How two quotes stand to each other, as an editor would ask; always answers, in bounded time."""
        return self.verifier.compare(left, right)

    def lookup(
        self,
        text: str,
        *,
        speaker: str | None,
        candidates: Sequence[Appearance],
        language: str | None = None,
        code: Codes | None = None,
        codes: Mapping[str, Codes] | None = None,
        statements: Mapping[str, str] | None = None,
        limit: int | None = None,
    ) -> list[Found]:
        """Which candidates carry the pasted text, best first; `speaker` is a person's name if the asker knows it.

        `language` is the text's ISO 639-1 code; without it the text is taken to be in each candidate's language.
        `code` is the text's own vector where it is known. `codes` are the candidates' vectors and `statements` their
        statements, by quote id: of one statement the nearest quote is given. With a `limit` they are checked from the
        most promising on, until enough is found.
        """
        if code is None:
            (code,) = self.vectoriser.codes([text])
        answers = Answers(self.shortlist, limit=limit)
        verifier = self.verifier if limit is None else _hurried(self.verifier, second_looks=self.shortlist.second_looks)
        for promise, candidate in self.shortlist.ranked(text, code, candidates=candidates, codes=codes or {}):
            statement = (statements or {}).get(candidate.quote_id, candidate.quote_id)
            if answers.enough():
                break
            if answers.worth(promise, statement=statement):
                asked = pasted(text, language=language or candidate.language, speaker=speaker)
                answers.add(candidate, verifier.look(asked, candidate), promise=promise, statement=statement)
        return [
            Found(
                candidate.quote_id,
                verdict.score,
                verdict.relation,
                verdict.reasons,
                self.verifier.drift(pasted(text, language=language or candidate.language, speaker=speaker), candidate),
            )
            for candidate, verdict in answers.best()
        ]

    def cluster(
        self,
        appearances: Sequence[Appearance],
        matches: Sequence[Match],
        *,
        together: Sequence[tuple[str, str]] = (),
        apart: Sequence[tuple[str, str]] = (),
    ) -> tuple[tuple[str, ...], ...]:
        """Partition of the quote ids into statements, exemplar first; the same for every order of the arguments.

        Pairs of quotes that people put `together` are in one statement, those that they keep `apart` are not.
        """
        return cluster(
            appearances,
            matches,
            read=self.verifier.read,
            same_speaker=self.same_speaker,
            limits=self.leader_limits,
            ties=Ties(together=together, apart=apart),
        )

    def _sketches(self, keys: Sequence[tuple[int, ...]], texts: Sequence[str]) -> list[Sketch]:
        codes = self.vectoriser.codes(texts)
        return list(map(Sketch, keys, codes, self.vectoriser.cells(codes)))

    def same_speaker(self, left: Speaker | None, right: Speaker | None) -> float:
        """Compatibility of two speakers in [0, 1]; 0 means two different persons, 0.5 that one is not named."""
        return self.verifier.speakers.same(left, right)


def _hurried(verifier: Verifier, *, second_looks: int) -> Verifier:
    """The same for one question, with at most so many second looks."""
    comparer = replace(verifier.comparer, second_look=FewLooks(verifier.comparer.second_look, second_looks))
    return replace(verifier, comparer=comparer, forms=replace(verifier.forms, comparer=comparer))


def _version(*weights: str) -> str:
    """The matcher's version: how it works, and digits that change with any of the weights."""
    return "-".join((_METHOD, *(sha256(version.encode()).hexdigest()[:_DIGITS] for version in weights)))
