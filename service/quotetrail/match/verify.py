"""A pair of quotes -> Judgement: the texts as compare.py judges them, speakers and dates weighed in, and a tier."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quotetrail.match import odds
from quotetrail.match.compare import Comparer, Comparison
from quotetrail.match.differences import DifferenceKind
from quotetrail.match.drift import align, drift
from quotetrail.match.encoder import Encoder
from quotetrail.match.flags import Flagger
from quotetrail.match.forms import Forms
from quotetrail.match.fragments import FragmentLimits, holds, is_fragment, same_fragment
from quotetrail.match.glance import Apart
from quotetrail.match.names import Names
from quotetrail.match.readings import Reading
from quotetrail.match.reasons import FEW_WORDS, WHOLE, date_reason, fragment_reason, speaker_reason, text_reasons
from quotetrail.match.speakers import Speakers, SpeakerScale
from quotetrail.match.tiers import NEAR_VERBATIM, Tiers, Verdict, held, told
from quotetrail.match.wording import Wording
from quotetrail.model import (
    APART,
    Appearance,
    Change,
    Flag,
    Judgement,
    Match,
    QuoteType,
    Relation,
    Speaker,
    Tier,
)

_DATA = Path(__file__).with_name("verify.toml")
# What may surround a text without making it another text.
_AROUND = " \t\n\r\u00a0\"'.,;\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Judges pairs of quotes by a trained model and the numbers in verify.toml, which explains each."""

    comparer: Comparer
    forms: Forms
    speakers: Speakers
    flagger: Flagger
    tiers: Tiers
    steps: Mapping[str, float]
    ceiling: Mapping[str, float]
    limits: FragmentLimits
    glance: Apart
    near_days: int
    far_days: int
    same_speaker: float

    @classmethod
    def load(cls, encoder: Encoder | None = None) -> Verifier:
        """Read verify.toml, the weights of judge and encoder, and the data of canonical forms, words and names.

        An encoder that is loaded already can be given.
        """
        data: dict[str, dict[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        speaker, length, encoder = data["speaker"], data["length"], encoder or Encoder.load()
        speakers = Speakers(
            names=Names.load(),
            scale=SpeakerScale(**{name: value for name, value in speaker.items() if name != "same"}),
        )
        comparer, limits = Comparer.load(encoder), FragmentLimits(**length)
        return cls(
            comparer=comparer,
            forms=Forms.load(
                comparer,
                encoder,
                stands=lambda reading: not is_fragment(reading.wording, limits),
                says=lambda reading: len(reading.wording.telling) >= limits.telling,
            ),
            speakers=speakers,
            flagger=Flagger.load(
                encoder=encoder,
                exchanges=comparer.exchanges,
                differ=speakers.differ,
                read=comparer.measurer.read,
            ),
            tiers=Tiers(**data["tiers"], **data["firm"]),
            steps=data["steps"],
            ceiling=data["ceiling"],
            limits=limits,
            glance=Apart(**data["glance"]),
            near_days=data["dates"]["near"],
            far_days=data["dates"]["far"],
            same_speaker=speaker["same"],
        )

    @property
    def version(self) -> str:
        """Which weights judge."""
        return self.comparer.judge.version

    def read(self, text: str, language: str) -> Wording:
        """The wording of a text in the language of that ISO 639-1 code; the last few are kept."""
        return self.comparer.measurer.read(text, language).wording

    def compare(self, left: Appearance, right: Appearance) -> Judgement:
        """How two quotes stand to each other; always answers. Symmetric but for the direction of flags and words.

        Who asks has chosen the two, so a few words are judged like many; they are never more than suggested.
        """
        verdict = self._verdict(left, right, chosen=True)
        flags = self.flags(left, right, verdict.relation)
        return Judgement(
            relation=verdict.relation,
            probability=verdict.probability,
            tier=verdict.tier
            and held(verdict.tier, verdict.relation, flags, one_language=left.language == right.language),
            flags=flags,
            reasons=verdict.reasons,
            words=self.drift(left, right),
        )

    def verify(self, left: Appearance, right: Appearance, *, cosine: float | None = None) -> Match | None:
        """Whether two quotes carry one statement, and why; None where that is not likely enough. Symmetric."""
        if left.quote_id == right.quote_id:
            return None
        if right.quote_id < left.quote_id:
            left, right = right, left
        if self._hopeless(left, right, cosine):
            return None
        verdict = self._verdict(left, right)
        if verdict.tier is None:
            return None
        flags = self.flags(left, right, verdict.relation)
        return Match(
            left=left.quote_id,
            right=right.quote_id,
            relation=verdict.relation,
            score=verdict.score,
            reasons=verdict.reasons,
            drift=self.drift(left, right),
            tier=held(verdict.tier, verdict.relation, flags, one_language=left.language == right.language),
            flags=flags,
        )

    def look(self, pasted: Appearance, stored: Appearance) -> Verdict | None:
        """How well a stored quote answers a pasted text; None where it does not.

        Laxer than `verify`: what is found is shown with its reasons, nothing is joined. A few words pasted may be any
        part of a stored quote, and a quote with another fact in it is found with what differs.
        """
        one, other = self._reading(pasted), self._reading(stored)
        if not one.wording.content or not other.wording.words:
            return None
        if self._is_fragment(one) or self._is_fragment(other):
            verdict = self._few_words(pasted, stored, one, other)
        else:
            verdict = self._judged(pasted, stored, one, other, clauses=True)
            if verdict.relation is Relation.CONTRADICTS and self._kept(one, other):
                verdict = replace(verdict, score=max(verdict.score, self.tiers.misquoted * self.ceiling["misquoted"]))
        return verdict if verdict is not None and verdict.score >= self.tiers.lookup else None

    def drift(self, left: Appearance, right: Appearance) -> tuple[Change, ...]:
        """The word-level steps from `left` to `right`: by letters in one language, by meaning across two."""
        one, other = self._reading(left), self._reading(right)
        if self.comparer.measurer.measure(one, other).one_language:
            steps = align(one.wording.words, other.wording.words)
        else:
            steps = self.flagger.pair(left, right).steps
        return drift(one.wording.canonical, other.wording.canonical, steps)

    def flags(self, left: Appearance, right: Appearance, relation: Relation) -> tuple[Flag, ...]:
        """What an editor must see of the way from `left` to `right`; nothing where they are different statements."""
        if relation is Relation.DIFFERENT:
            return ()
        one, other = self._reading(left), self._reading(right)
        found = self.comparer.compare(one, other).differing(one)
        names = [each for each in found if each.kind is DifferenceKind.NAME]
        # Asked last: of copies and pieces, which are most, the words need not be measured.
        return self.flagger.flags(left, right, other_names=names if names and self._kept(one, other) else ())

    def _hopeless(self, left: Appearance, right: Appearance, cosine: float | None) -> bool:
        """Whether a glance shows that no tier can come of it: most candidates are not worth a measurement."""
        one, other = self._reading(left), self._reading(right)
        if self._is_fragment(one) or self._is_fragment(other):
            days = _days_apart(left, right)
            far = days is not None and days > self.near_days
            return far or self._compatibility(left.speaker, right.speaker, days) < self.same_speaker
        if self.glance.far(one, other, cosine=cosine, whole=self.forms.only_whole(left, right, one, other)):
            return True
        if self.glance.nearly_verbatim(one, other, content=self.tiers.long):
            return False
        return not self._compatibility(left.speaker, right.speaker, _days_apart(left, right))

    def _verdict(self, left: Appearance, right: Appearance, *, chosen: bool = False) -> Verdict:
        """Any two quotes; the fragment's rule comes before the judge's opinion where one has too few words.

        Two that nobody has `chosen` met by chance, and a few words are said by many.
        """
        one, other = self._reading(left), self._reading(right)
        if not one.wording.words or not other.wording.words:
            return _without_words(left, right)
        if self._is_fragment(one) or self._is_fragment(other):
            return self._fragment(left, right, one, other, chosen=chosen)
        return self._judged(left, right, one, other)

    def _judged(
        self, left: Appearance, right: Appearance, one: Reading, other: Reading, *, clauses: bool = False
    ) -> Verdict:
        """Two texts that can stand for themselves; the left may also be a clause of the right, where asked for."""
        same_marks = self._same_marks(left, right, one, other)
        compared = self.forms.compare(left, right, one, other)
        if clauses and compared.same < self.tiers.confirmed:
            part = self.forms.clause(one, other)
            compared = compared if part is None else max(compared, part, key=lambda form: form.same)
        comparison, relation = compared.comparison, told(compared.comparison.relation, left, right)
        days = _days_apart(left, right)
        compatibility = self._compatibility(left.speaker, right.speaker, days)
        far = days is not None and days > self.far_days
        log_odds = odds.log_odds(comparison.opinion.same) + self._speaker_step(compatibility)
        log_odds += self.steps["far_dates"] * far + self.steps["marks"] * same_marks
        doubted = not comparison.measured.one_language and comparison.measured.agreement.numbers_less > 0
        log_odds += self.steps["other_numbers"] * doubted
        differing = comparison.differing(compared.one)
        kept = comparison.opinion.if_same in NEAR_VERBATIM and not differing
        if kept:
            log_odds += self._same_words_step(compatibility, days, content=compared.content)
        probability = odds.probability(log_odds)
        tier = self.tiers.of(
            probability,
            compared,
            compatibility=compatibility,
            same_speaker=compatibility >= self.same_speaker,
            same_marks=same_marks,
            few=compared.content < self.limits.fragment,
        )
        relation, probability, tier = self.tiers.settled(
            (relation, probability, tier),
            compared,
            same=told(comparison.opinion.if_same, left, right),
            differing=[each.kind for each in differing],
            doubted=doubted,
        )
        misquoted = relation is Relation.CONTRADICTS and compatibility >= self.same_speaker and not far
        if misquoted and self._near(one, other):
            # Hardly two statements of one person so near in words: one of the two reports is wrong.
            tier, probability = Tier.SUGGESTED, max(probability, self.tiers.misquoted)
        reasons = [
            *text_reasons(comparison, relation, differing, forms=compared.forms, same_marks=same_marks),
            speaker_reason(left.speaker, right.speaker, compatibility, same=self.same_speaker),
        ]
        if far and days is not None:
            reasons.append(date_reason(days))
        ceilings = [self.ceiling[relation.value]]
        ceilings += [self.ceiling["other_speaker"]] * (not compatibility) + [self.ceiling["flagged"]] * bool(differing)
        identical = _bare(left.text) == _bare(right.text) and compatibility >= self.same_speaker
        score = 1.0 if identical else min(ceilings) * probability
        return Verdict(relation, probability, score, tier, tuple(reasons))

    def _same_marks(self, left: Appearance, right: Appearance, one: Reading, other: Reading) -> bool:
        """Whether two mixed quotes have the same words in quotation marks."""
        mixed = left.type is right.type is QuoteType.MIXED
        return mixed and self.forms.marked(left, one).wording.words == self.forms.marked(right, other).wording.words

    def _near(self, one: Reading, other: Reading) -> bool:
        """Whether two long texts have nearly the same words in the same order."""
        return min(one.wording.content, other.wording.content) >= self.tiers.long and self._kept(one, other)

    def _kept(self, one: Reading, other: Reading) -> bool:
        """Whether two texts have nearly the same words in the same order."""
        return self.comparer.measurer.measure(one, other).agreement.ordered_less >= self.tiers.misquoted_share

    def _fragment(
        self, left: Appearance, right: Appearance, one: Reading, other: Reading, *, chosen: bool = False
    ) -> Verdict:
        """At least one of the two is only a few words: the same speaker, near dates, and the same words are needed."""
        judged = self._judged(left, right, one, other)
        days = _days_apart(left, right)
        compatibility = self._compatibility(left.speaker, right.speaker, days)
        chosen = chosen and min(one.wording.content, other.wording.content) >= self.limits.asked
        alone = 1.0 if chosen else self.ceiling["fragment_alone"]
        unsure = Verdict(
            judged.relation,
            min(judged.probability, alone),
            min(judged.score, alone),
            Tier.SUGGESTED if chosen and judged.tier is not None else None,
            (*judged.reasons, FEW_WORDS),
        )
        if compatibility < self.same_speaker or (days is not None and days > self.near_days):
            return unsure
        relation = same_fragment(
            one.wording,
            other.wording,
            left_quoted=self.forms.marked(left, one).wording,
            right_quoted=self.forms.marked(right, other).wording,
            limits=self.limits,
        )
        comparison = self.comparer.compare(one, other)
        relation = relation or self._few_kept(one, other, comparison, judged)
        if relation is None or comparison.differing(one):
            said = min(len(one.wording.telling), len(other.wording.telling)) >= self.limits.telling
            hint = said and judged.tier is not None and judged.relation not in APART
            return replace(unsure, tier=Tier.SUGGESTED) if hint else unsure
        reasons = (
            *text_reasons(comparison, relation, (), forms=WHOLE, same_marks=False),
            fragment_reason(days=days),
            speaker_reason(left.speaker, right.speaker, compatibility, same=self.same_speaker),
        )
        score = self.ceiling["fragment_undated" if days is None else "fragment"]
        return Verdict(relation, score, score, Tier.CONFIRMED, reasons)

    def _few_kept(self, one: Reading, other: Reading, comparison: Comparison, judged: Verdict) -> Relation | None:
        """The relation of texts that say little but share a run of words, or all but a slip, or are translations."""
        enough = min(len(one.wording.words), len(other.wording.words)) >= self.limits.words
        relation, translated = comparison.opinion.if_same, judged.relation is Relation.TRANSLATED
        least = self.tiers.translated_few if translated else self.tiers.confirmed
        sure = judged.probability >= least and judged.relation not in APART
        return relation if enough and sure and (translated or relation in NEAR_VERBATIM) else None

    def _few_words(self, pasted: Appearance, stored: Appearance, one: Reading, other: Reading) -> Verdict | None:
        """A few pasted words, or a stored fragment: shown if one holds the other whole, the surer the more words."""
        compatibility = self.speakers.same(pasted.speaker, stored.speaker)
        if not compatibility:
            return None
        few, many = sorted((one.wording, other.wording), key=lambda wording: (len(wording.words), wording.words))
        if not holds(many.stems, few.stems) or not few.content:
            verdict = self._fragment(pasted, stored, one, other)
            return None if verdict.relation in APART else verdict
        comparison = self.comparer.compare(one, other)
        same = few.words == many.words
        share = 1.0 if same else min(1.0, len(few.words) / self.limits.fragment)
        score = self.ceiling["fragment" if compatibility >= self.same_speaker else "fragment_undated"] * share
        relation = Relation.VERBATIM if same else Relation.TRUNCATED
        reasons = (
            *text_reasons(comparison, relation, (), forms=WHOLE, same_marks=False),
            FEW_WORDS,
            speaker_reason(pasted.speaker, stored.speaker, compatibility, same=self.same_speaker),
        )
        return Verdict(relation, score, score, None, reasons)

    def _compatibility(self, left: Speaker | None, right: Speaker | None, days: int | None) -> float:
        """How far the speakers agree: in near days even a common surname is taken for one person's."""
        found = self.speakers.same(left, right)
        near = days is not None and days <= self.near_days
        namesakes = near and self.speakers.scale.unknown <= found < self.same_speaker
        return self.same_speaker if namesakes and self.speakers.of_one_surname(left, right) else found

    def _speaker_step(self, compatibility: float) -> float:
        known = self.steps["speaker"] * (compatibility - self.speakers.scale.unknown)
        return known if compatibility else self.steps["other_speaker"]

    def _same_words_step(self, compatibility: float, days: int | None, *, content: int) -> float:
        """What speaker and dates add where nearly all words, and all facts among them, are the same."""
        same = compatibility >= self.same_speaker
        unnamed = compatibility == self.speakers.scale.unknown and content >= self.tiers.long
        near = same and days is not None and days <= self.near_days
        return self.steps["same_words"] * (same or unnamed) + self.steps["near_dates"] * near

    def _is_fragment(self, reading: Reading) -> bool:
        return is_fragment(reading.wording, self.limits)

    def _reading(self, appearance: Appearance) -> Reading:
        return self.comparer.measurer.read(appearance.text, appearance.language)


def _without_words(left: Appearance, right: Appearance) -> Verdict:
    """Texts of which one has no words (emoji, an empty text): the same signs, or nothing to compare."""
    if left.text.strip() and left.text.strip() == right.text.strip():
        return Verdict(Relation.VERBATIM, 1 / 2, 1 / 2, None, ("the same signs", "no words to compare"))
    return Verdict(Relation.DIFFERENT, 0.0, 0.0, None, ("no words to compare",))


def _days_apart(left: Appearance, right: Appearance) -> int | None:
    """Whole days between the two publications; None where a date is unknown."""
    if left.published is None or right.published is None:
        return None
    return abs(left.published - right.published).days


def _bare(text: str) -> str:
    return text.strip(_AROUND)
