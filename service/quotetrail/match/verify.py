"""A pair of quotes -> Match or None: words, speakers and dates weighed together, with reasons for a journalist."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from quotetrail.match.compare import Comparison, TextThresholds, compare
from quotetrail.match.drift import align, drift
from quotetrail.match.fragments import FragmentLimits, holds, is_fragment, same_fragment
from quotetrail.match.names import Names
from quotetrail.match.reasons import date_reason, fragment_reason, speaker_reason, text_reasons
from quotetrail.match.speakers import Speakers, SpeakerScale
from quotetrail.match.wording import Reader, Wording
from quotetrail.model import Appearance, Change, Match, QuoteType, Relation

_DATA = Path(__file__).with_name("verify.toml")
# A quote is compared with up to 64 candidates; its own wording is read once.
_WORDINGS_KEPT = 256
_NEAR_VERBATIM = frozenset({Relation.VERBATIM, Relation.TRUNCATED, Relation.EDITED})
# What may surround a text without making it another text.
_AROUND = " \t\n\r\u00a0\"'.,;\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparing two quotes came to.

    `probability` decides; `score` is what is shown. `firm` is False where a rule forbids to join them however alike.
    """

    relation: Relation
    probability: float
    score: float
    reasons: tuple[str, ...]
    firm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Judges pairs of quotes by the numbers in verify.toml, which explains each."""

    read: Callable[[str, str], Wording]
    speakers: Speakers
    text: TextThresholds
    steps: Mapping[str, float]
    ceiling: Mapping[str, float]
    limits: FragmentLimits
    reworded_words: int
    unnamed_words: Mapping[str, int]
    firm_length: int
    near_days: int
    far_days: int
    temperature: float
    accept: float
    accept_lookup: float
    same_speaker: float

    @classmethod
    def load(cls) -> Verifier:
        """Read verify.toml, and the data of canonical forms, words and names."""
        data: dict[str, dict[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        speaker, length = data["speaker"], data["length"]
        return cls(
            read=lru_cache(maxsize=_WORDINGS_KEPT)(Reader.load().read),
            speakers=Speakers(
                names=Names.load(),
                scale=SpeakerScale(**{name: value for name, value in speaker.items() if name != "same"}),
            ),
            text=TextThresholds(**data["agreement"], **data["window"], **data["relation"], **data["differences"]),
            steps=data["steps"],
            ceiling=data["ceiling"],
            limits=FragmentLimits(fragment=length["fragment"], telling=length["telling"], run=length["run"]),
            reworded_words=data["shared_words"]["reworded"],
            unnamed_words=data["shared_words"]["unnamed"],
            firm_length=length["firm"],
            near_days=data["dates"]["near"],
            far_days=data["dates"]["far"],
            temperature=data["score"]["temperature"],
            accept=data["accept"]["probability"],
            accept_lookup=data["accept"]["lookup"],
            same_speaker=speaker["same"],
        )

    def verify(self, left: Appearance, right: Appearance) -> Match | None:
        """Whether two quotes carry one statement, and why; None where that is not likely enough. Symmetric."""
        if left.quote_id == right.quote_id:
            return None
        if right.quote_id < left.quote_id:
            left, right = right, left
        one, other = self.read(left.text, left.language), self.read(right.text, right.language)
        if not one.words or not other.words:
            return None
        if is_fragment(one, self.limits) or is_fragment(other, self.limits):
            verdict = self._fragment(left, right, one, other)
        else:
            verdict = self._judge(left, right, one, other)
        if verdict is None or not verdict.firm or verdict.probability < self.accept:
            return None
        return Match(
            left=left.quote_id,
            right=right.quote_id,
            relation=verdict.relation,
            score=verdict.score,
            reasons=verdict.reasons,
            drift=self.drift(left, right),
        )

    def look(self, pasted: Appearance, stored: Appearance) -> Verdict | None:
        """How well a stored quote answers a pasted text; None where it does not.

        Laxer than `verify`: what is found is shown with its reasons, nothing is joined. A few words pasted may be any
        part of a stored quote.
        """
        one, other = self.read(pasted.text, pasted.language), self.read(stored.text, stored.language)
        if not one.content or not other.words:
            return None
        if is_fragment(one, self.limits) or is_fragment(other, self.limits):
            verdict = self._few_words(pasted, stored, one, other)
        else:
            verdict = self._judge(pasted, stored, one, other)
        return verdict if verdict is not None and verdict.probability >= self.accept_lookup else None

    def drift(self, left: Appearance, right: Appearance) -> tuple[Change, ...]:
        """The word-level steps from `left` to `right`."""
        one, other = self.read(left.text, left.language), self.read(right.text, right.language)
        return drift(one.canonical, other.canonical, align(one.words, other.words))

    def _judge(self, left: Appearance, right: Appearance, one: Wording, other: Wording) -> Verdict | None:
        """Two texts that can stand for themselves."""
        same_marks = self._same_marks(left, right, one, other)
        compared = self._compare(left, right, one, other, same_marks=same_marks)
        if compared is None:
            return None
        comparison, content, quoted_only = compared
        compatibility = self.speakers.same(left.speaker, right.speaker)
        days = _days_apart(left, right)
        far = days is not None and days > self.far_days
        flags = {difference.kind for difference in comparison.differences}
        log_odds = comparison.log_odds + self._speaker_step(compatibility) + sum(self.steps[flag] for flag in flags)
        log_odds += self.steps["far_dates"] * far + self.steps["marks"] * same_marks
        reasons = [*text_reasons(comparison, quoted_only=quoted_only, same_marks=same_marks)]
        reasons.append(speaker_reason(left.speaker, right.speaker, compatibility, same=self.same_speaker))
        if far and days is not None:
            reasons.append(date_reason(days))
        ceilings = [self.ceiling[comparison.relation]]
        ceilings += [self.ceiling["other_speaker"]] * (not compatibility) + [self.ceiling["flagged"]] * bool(flags)
        identical = _bare(left.text) == _bare(right.text) and compatibility >= self.same_speaker
        shown = min(ceilings) * _probability(log_odds / self.temperature)
        return Verdict(
            relation=comparison.relation,
            probability=_probability(log_odds),
            score=1.0 if identical else shown,
            reasons=tuple(reasons),
            firm=self._firm(comparison, content, compatibility, same_marks=same_marks),
        )

    def _compare(
        self, left: Appearance, right: Appearance, one: Wording, other: Wording, *, same_marks: bool
    ) -> tuple[Comparison, int, bool] | None:
        """The most likely comparison, of the whole texts or of the words in quotation marks.

        With it, how many telling words the shorter of the two compared texts has, and whether only quoted words were
        compared.
        """
        pairs = [(one, other), *self._quoted_pairs(left, right, one, other)]
        found = [
            (comparison, min(a.content, b.content), a is not one or b is not other)
            for a, b in pairs
            if (comparison := compare(a, b, thresholds=self.text, same_marks=same_marks)) is not None
        ]
        return max(found, key=lambda compared: compared[0].log_odds, default=None)

    def _firm(self, comparison: Comparison, content: int, compatibility: float, *, same_marks: bool) -> bool:
        """Whether there are words enough to join two quotes with these speakers and differences."""
        long_enough = content >= self.firm_length
        if comparison.differences and not long_enough:
            return False
        if not compatibility:
            return long_enough and comparison.relation in _NEAR_VERBATIM
        if compatibility < self.same_speaker:
            return comparison.telling >= self.unnamed_words[comparison.relation]
        if comparison.relation is Relation.REWORDED:
            return comparison.telling + same_marks >= self.reworded_words
        return True

    def _same_marks(self, left: Appearance, right: Appearance, one: Wording, other: Wording) -> bool:
        """Whether two mixed quotes have the same words in quotation marks."""
        if left.type is not QuoteType.MIXED or right.type is not QuoteType.MIXED:
            return False
        return self._quoted(left, one).words == self._quoted(right, other).words

    def _quoted_pairs(
        self, left: Appearance, right: Appearance, one: Wording, other: Wording
    ) -> Iterator[tuple[Wording, Wording]]:
        """Where a quote is mixed: its quoted words alone against the other's text and quoted words."""
        ones, others = (
            [wording, *([] if is_fragment(quoted, self.limits) else [quoted])]
            for wording, quoted in ((one, self._quoted(left, one)), (other, self._quoted(right, other)))
        )
        yield from ((a, b) for a in ones for b in others if not (a is one and b is other))

    def _quoted(self, appearance: Appearance, wording: Wording) -> Wording:
        """The words in quotation marks; the whole text where they are not told apart from it."""
        if appearance.type is not QuoteType.MIXED or not appearance.quoted:
            return wording
        return self.read(" ".join(appearance.quoted), appearance.language)

    def _fragment(self, left: Appearance, right: Appearance, one: Wording, other: Wording) -> Verdict | None:
        """At least one of the two is only a few words: the same speaker, near dates, and the same words are needed."""
        compatibility = self.speakers.same(left.speaker, right.speaker)
        days = _days_apart(left, right)
        if compatibility < self.same_speaker or (days is not None and days > self.near_days):
            return None
        relation = same_fragment(
            one,
            other,
            left_quoted=self._quoted(left, one),
            right_quoted=self._quoted(right, other),
            limits=self.limits,
        )
        if relation is None:
            return None
        comparison = compare(one, other, thresholds=self.text)
        if comparison is None or comparison.differences:
            return None
        reasons = (
            *text_reasons(comparison.related(relation), quoted_only=False, same_marks=False),
            fragment_reason(days=days),
            speaker_reason(left.speaker, right.speaker, compatibility, same=self.same_speaker),
        )
        score = self.ceiling["fragment_undated" if days is None else "fragment"]
        return Verdict(relation, 1.0, score, reasons, firm=True)

    def _few_words(self, pasted: Appearance, stored: Appearance, one: Wording, other: Wording) -> Verdict | None:
        """A few pasted words, or a stored fragment: shown if one holds the other whole, the surer the more words."""
        few, many = sorted((one, other), key=lambda wording: (len(wording.words), wording.words))
        if not holds(many.stems, few.stems) or not few.content:
            return None
        comparison = compare(one, other, thresholds=self.text)
        if comparison is None:
            return None
        compatibility = self.speakers.same(pasted.speaker, stored.speaker)
        same = few.words == many.words
        share = 1.0 if same else min(1.0, len(few.words) / self.limits.fragment)
        score = self.ceiling["fragment" if compatibility >= self.same_speaker else "fragment_undated"] * share
        relation = Relation.VERBATIM if same else Relation.TRUNCATED
        reasons = (
            *text_reasons(comparison.related(relation), quoted_only=False, same_marks=False),
            "only a few words, so it may be another statement",
            speaker_reason(pasted.speaker, stored.speaker, compatibility, same=self.same_speaker),
        )
        return Verdict(relation, score, score, reasons, firm=False) if compatibility else None

    def _speaker_step(self, compatibility: float) -> float:
        if not compatibility:
            return self.steps["other_speaker"]
        return self.steps["speaker"] * (compatibility - self.speakers.scale.unknown)


def _days_apart(left: Appearance, right: Appearance) -> int | None:
    """Whole days between the two publications; None where a date is unknown."""
    if left.published is None or right.published is None:
        return None
    return abs(left.published - right.published).days


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))


def _bare(text: str) -> str:
    return text.strip(_AROUND)
