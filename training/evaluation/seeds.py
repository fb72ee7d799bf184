"""How well a detector reads the five seed articles: recall per type, precision, and speakers it invents.

A direct attribution is found when its bounds are exact and the speaker's resolved name is right; a mixed or indirect
one when the contents overlap by half (intersection over union of code points) and the name is right. A prediction is
right when it overlaps an attribution of the gold, optional ones included, by half and names its speaker; each
attribution answers for one prediction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quotetrail.model import Detection, Quote, QuoteType, Span
from training.evaluation.seed_gold import GoldAttribution, GoldSpeaker, SeedGold, overlap

# the least overlap at which two contents are the same one; PolNeAR's evaluation here uses the same figure
SAME_CONTENT = 0.5
# how much of a content a line of the report shows, in code points
SNIPPET = 70


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the required attributions of one type were found."""

    found: int
    expected: int

    @property
    def share(self) -> float:
        """In [0, 1]; 1 when there was nothing to find."""
        return self.found / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class SeedScore:
    """The figures and, in words, what lies behind them.

    `required` and `optional` count the predictions that match an attribution of that sort, `predicted` all of them;
    `missed`, `false` and `invented` hold one line per case.
    """

    recall: Mapping[QuoteType, Recall]
    predicted: int
    required: int
    optional: int
    missed: tuple[str, ...]
    false: tuple[str, ...]
    invented: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of the predictions that match a required or optional attribution; 1 when there are none."""
        return (self.required + self.optional) / self.predicted if self.predicted else 1.0

    def report(self) -> str:
        """Write a table for the terminal and below it every case that was missed, false or invented."""
        lines = [f"{'type':<10}{'found':>7}{'of':>5}{'recall':>9}"]
        lines += [
            f"{quote_type:<10}{recall.found:>7}{recall.expected:>5}{recall.share:>9.1%}"
            for quote_type, recall in self.recall.items()
        ]
        lines.append(f"precision {self.precision:.1%} ({self.required} + {self.optional} optional of {self.predicted})")
        lines.append(f"speakers invented for words that nobody says: {len(self.invented)}")
        for heading, cases in (("missed", self.missed), ("false", self.false), ("invented", self.invented)):
            lines += [f"{heading}: {case}" for case in cases]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A prediction beside an attribution whose content it overlaps."""

    quote: int
    gold: int
    named: bool
    required: bool
    exact: bool
    overlap: float

    @property
    def rank(self) -> tuple[bool, bool, bool, float, int, int]:
        """The larger, the sooner the two are taken for each other; positions break ties, so the result never varies."""
        return (self.named, self.required, self.exact, self.overlap, -self.quote, -self.gold)


def score(gold: SeedGold, texts: Mapping[str, str], detections: Sequence[Detection]) -> SeedScore:
    """Compare with the gold; `detections` stand in the order of `texts`, which maps file stems to articles."""
    counts = {quote_type: [0, 0] for quote_type in QuoteType}
    predicted = required = optional = 0
    missed: list[str] = []
    false: list[str] = []
    invented: list[str] = []
    for (stem, text), detection in zip(texts.items(), detections, strict=True):
        expected = [item for item in gold.attributions if item.article == stem]
        pairs = _paired(expected, detection.quotes, text)
        by_gold = {pair.gold: pair for pair in pairs}
        for position, item in enumerate(expected):
            if item.optional:
                continue
            complaint = _complaint(item, by_gold.get(position), detection.quotes)
            counts[item.type][0] += complaint is None
            counts[item.type][1] += 1
            if complaint is not None:
                missed.append(f"{item.id} {item.type} {complaint}: {_snippet(text, item.spans)}")
        right = {pair.quote: pair for pair in pairs if pair.named}
        predicted += len(detection.quotes)
        required += sum(pair.required for pair in right.values())
        optional += sum(not pair.required for pair in right.values())
        false += [_line(stem, text, quote) for i, quote in enumerate(detection.quotes) if i not in right]
        invented += _invented(gold, stem, text, detection.quotes)
    return SeedScore(
        recall={quote_type: Recall(found, of) for quote_type, (found, of) in counts.items()},
        predicted=predicted,
        required=required,
        optional=optional,
        missed=tuple(missed),
        false=tuple(false),
        invented=tuple(invented),
    )


def _paired(expected: Sequence[GoldAttribution], quotes: Sequence[Quote], text: str) -> list[_Pair]:
    """One to one, best pair first: right speaker before required before exact before larger overlap."""
    taken: list[_Pair] = []
    used_quotes: set[int] = set()
    used_gold: set[int] = set()
    for pair in sorted(_overlapping(expected, quotes, text), key=lambda pair: pair.rank, reverse=True):
        if pair.quote not in used_quotes and pair.gold not in used_gold:
            taken.append(pair)
            used_quotes.add(pair.quote)
            used_gold.add(pair.gold)
    return taken


def _overlapping(expected: Sequence[GoldAttribution], quotes: Sequence[Quote], text: str) -> Iterator[_Pair]:
    for i, quote in enumerate(quotes):
        for j, item in enumerate(expected):
            share = max(overlap(quote.spans, reading) for reading in item.readings)
            if share >= SAME_CONTENT:
                yield _Pair(
                    quote=i,
                    gold=j,
                    named=_names_speaker(item.speaker, quote, text),
                    required=not item.optional,
                    exact=quote.spans in item.readings,
                    overlap=share,
                )


def _names_speaker(expected: GoldSpeaker | None, quote: Quote, text: str) -> bool:
    """Whether the speaker is the right one; where the article gives no name, the right mention stands for it."""
    speaker = quote.speaker
    if expected is None or speaker is None:
        return expected is None and (speaker is None or speaker.name is None)
    if speaker.name is not None and _plain(speaker.name) in {
        _plain(name) for name in expected.names if name is not None
    }:
        return True
    if None not in expected.names or not expected.mention.overlaps(Span(speaker.start, speaker.end)):
        return False
    return speaker.name is None or _plain(speaker.name) == _plain(expected.mention.of(text))


def _plain(name: str) -> str:
    """Strip what does not tell names apart: case, article, kind of apostrophe, kind of space, outer commas."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("\u2019", "'")
    return re.sub(r"^(the|an?) ", "", " ".join(plain.split()).strip(" ,."))


def _complaint(item: GoldAttribution, pair: _Pair | None, quotes: Sequence[Quote]) -> str | None:
    """Why the attribution does not count as found; None when it does."""
    if pair is None:
        return "not found"
    quote = quotes[pair.quote]
    if not pair.named:
        wanted = None if item.speaker is None else item.speaker.name
        return f"by {_who(quote)}, not {wanted or 'somebody without a name'}"
    if item.type is QuoteType.DIRECT and not pair.exact:
        return f"found as {[(span.start, span.end) for span in quote.spans]}"
    return None


def _invented(gold: SeedGold, stem: str, text: str, quotes: Sequence[Quote]) -> list[str]:
    """List the predictions that give a speaker to marked words which nobody says."""
    nobodys = [item.span for item in gold.not_quotes if item.article == stem]
    return [
        _line(stem, text, quote)
        for quote in quotes
        if quote.speaker is not None and any(overlap(quote.spans, (span,)) >= SAME_CONTENT for span in nobodys)
    ]


def _line(stem: str, text: str, quote: Quote) -> str:
    start, end = quote.spans[0].start, quote.spans[-1].end
    return f"{stem[:3]} {start}-{end} {quote.type} by {_who(quote)}: {_snippet(text, quote.spans)}"


def _who(quote: Quote) -> str:
    return "nobody" if quote.speaker is None else f"{quote.speaker.name} ({quote.speaker.text})"


def _snippet(text: str, spans: Sequence[Span]) -> str:
    words = " ".join(" … ".join(span.of(text) for span in spans).split())
    return words if len(words) <= SNIPPET else words[: SNIPPET - 1] + "…"
