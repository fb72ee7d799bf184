"""The only door of `detect`: articles in, quotes with speakers out."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from quotetrail.detect import language as languages
from quotetrail.detect.cues import Mode, Pack, load_packs
from quotetrail.detect.mending import cue_lemma, mended
from quotetrail.detect.paragraphs import paragraphs
from quotetrail.detect.parse import Parsed, Parser, Sentence
from quotetrail.detect.people import People
from quotetrail.detect.pronouns import Antecedents, Salience
from quotetrail.detect.quotations import Attribution
from quotetrail.detect.quotemarks import Quotation, pair
from quotetrail.detect.reliability import Reliability
from quotetrail.detect.rules import attribute
from quotetrail.detect.speakers import Speakers
from quotetrail.detect.trees import Tree
from quotetrail.detect.unparsed import attribute_without_tree
from quotetrail.detect.venues import venue_of
from quotetrail.model import Article, Cue, Detection, Quote, QuoteType, Span, Speaker, Venue
from quotetrail.settings import BUNDLED_MODELS, Settings

GIVEN_OUT = frozenset({Mode.SPEECH, Mode.WRITING, Mode.FINDING})


class Detector:
    """Finds quotes by rules over quotation marks and dependency trees; made once, used for every article."""

    detector_version = "rules-1"

    def __init__(self, *, parser: Parser, modes: Iterable[Mode] = GIVEN_OUT) -> None:
        self._parser = parser
        self._modes = frozenset(modes)
        self._packs = load_packs()
        self._reliability = Reliability.load()
        self._salience = Salience.load()

    @classmethod
    def load(cls, settings: Settings) -> Detector:
        """A detector with the models that the settings name; raises ModelsMissing."""
        parser = Parser.load(bundled=BUNDLED_MODELS, official=settings.models, threads=settings.threads)
        return cls(parser=parser)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of which every type of quote is found; of others only direct quotes are."""
        return tuple(name for name in self._parser.languages if name in self._packs)

    def explain(self, articles: Sequence[Article]) -> list[list[tuple[Quote, str]]]:
        """Every attribution of English articles with the construction that found it, whatever its confidence."""
        pack = self._packs["en"]
        quotations = [pair(article.text) for article in articles]
        parsed = self._parsed(articles, quotations, pack)
        return [self._found(*row, pack) for row in zip(articles, parsed, quotations, strict=True)]

    def parse_only(self, articles: Sequence[Article]) -> list[Parsed]:
        """What the models alone make of English articles, with trees where an attribution can be: for benchmarks."""
        pack = self._packs["en"]
        return self._parsed(articles, [pair(article.text) for article in articles], pack)

    def _parsed(
        self, articles: Sequence[Article], quotations: Sequence[Sequence[Quotation]], pack: Pack
    ) -> list[Parsed]:
        texts = [article.text for article in articles]
        return self._parser.parse(texts, pack.language, keep=_Keep(pack, quotations))

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """The quotes of each article, in the order given; articles of one language are parsed together."""
        named = [_language_of(article) for article in articles]
        results: list[Detection | None] = [None] * len(articles)
        for language in dict.fromkeys(named):
            members = [index for index, name in enumerate(named) if name == language]
            pack = self._packs.get(language)
            if pack is None or not self._parser.can_parse(language):
                for index in members:
                    results[index] = attribute_without_tree(articles[index], language)
                continue
            quotations = [pair(articles[index].text) for index in members]
            parsed = self._parsed([articles[index] for index in members], quotations, pack)
            for place, index in enumerate(members):
                results[index] = self._detection(articles[index], parsed[place], quotations[place], pack)
        return [result for result in results if result is not None]

    def _detection(self, article: Article, parsed: Parsed, quotations: Sequence[Quotation], pack: Pack) -> Detection:
        floor = self._reliability.floor
        found = self._found(article, parsed, quotations, pack)
        quotes = tuple(quote for quote, _ in found if quote.confidence >= floor)
        return Detection(language=pack.language, quotes=quotes)

    def _found(
        self, article: Article, parsed: Parsed, quotations: Sequence[Quotation], pack: Pack
    ) -> list[tuple[Quote, str]]:
        text = article.text
        spans = paragraphs(text)
        trees = [Tree.of(sentence) for sentence in mended(parsed, text, pack).sentences]
        found = attribute(text=text, paragraphs=spans, trees=trees, quotations=quotations, pack=pack)
        quoted = [Span(quotation.start, quotation.end) for quotation in quotations if quotation.depth == 0]
        people = People(text=text, trees=trees, quoted=quoted, title=article.title, pack=pack)
        antecedents = Antecedents(people=people, trees=trees, paragraphs=spans, weights=self._salience)
        speakers = Speakers(text=text, trees=trees, people=people, antecedents=antecedents, pack=pack)
        quotes: list[tuple[Quote, str]] = []
        for one in found:
            speaker = speakers.resolve(one.proposal)
            confidence = self._reliability.confidence(one.proposal.construction, one.proposal.lemma)
            if one.proposal.mode in self._modes:
                quotes.append((_quote(one, text, trees, speaker, pack, confidence), one.proposal.construction))
        return quotes


def _language_of(article: Article) -> str:
    """The declared language without its region ("en-GB" is en), else the one that the text is in."""
    declared = (article.language or "").partition("-")[0].partition("_")[0].strip().lower()
    return declared or languages.identify(article.text)


class _Keep:
    """Whether a sentence can hold an attribution at all, and so is worth a tree: it has a mark or a cue's lemma."""

    def __init__(self, pack: Pack, quotations: Sequence[Sequence[Quotation]]) -> None:
        self._pack = pack
        self._lemmas = pack.communication | pack.infinitive_verbs | pack.fragment_verbs | pack.nouns
        self._lemmas |= pack.verbs[Mode.THOUGHT] | {phrase[0] for phrase in pack.according}
        self._marked = [[quotation for quotation in row if quotation.depth == 0] for row in quotations]
        self._starts = [[quotation.start for quotation in row] for row in self._marked]

    def __call__(self, number: int, sentence: Sentence) -> bool:
        """Asked by the parser about each tagged sentence of text `number`."""
        last = bisect.bisect_left(self._starts[number], sentence.end) - 1
        if last >= 0 and sentence.start <= self._marked[number][last].end:
            return True  # outer quotations stand in order and apart, so the last one reaches furthest
        return any(
            word.text.lower() in self._lemmas or cue_lemma(word, self._pack) in self._lemmas for word in sentence.words
        )


def _quote(
    one: Attribution, text: str, trees: Sequence[Tree], speaker: Speaker | None, pack: Pack, confidence: float
) -> Quote:
    proposal = one.proposal
    cue = None
    if proposal.cue is not None:
        cue = Cue(proposal.cue.of(text), proposal.cue.start, proposal.cue.end, proposal.lemma)
    venue = None
    if proposal.anchor is not None:
        venue = venue_of(trees[proposal.sentence], proposal.anchor.index, text=text, pack=pack)
    via: tuple[Venue, ...] = ()
    if proposal.via is not None:
        name = proposal.via.of(text)
        via = (Venue(name, proposal.via.start, proposal.via.end, name.removeprefix("the ").removeprefix("The ")),)
    if speaker is None and one.type is not QuoteType.DIRECT:
        confidence *= 0.8
    return Quote(
        type=one.type,
        spans=proposal.content,
        cue=cue,
        speaker=speaker,
        venue=venue,
        via=via,
        confidence=round(confidence, 3),
    )
