"""The only door of `detect`: articles in, quotes with speakers out."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from quotetrail.detect import language as languages
from quotetrail.detect.agreement import agreed
from quotetrail.detect.cues import Pack, load_packs
from quotetrail.detect.introductions import Lexicon
from quotetrail.detect.learned import Learned
from quotetrail.detect.mending import cue_lemma, mended
from quotetrail.detect.modes import Modes
from quotetrail.detect.page import Page
from quotetrail.detect.paragraphs import paragraphs
from quotetrail.detect.parse import Parsed, Parser, Sentence
from quotetrail.detect.people import People
from quotetrail.detect.pronouns import Antecedents, Salience
from quotetrail.detect.quotations import Attribution
from quotetrail.detect.quotemarks import Quotation, pair
from quotetrail.detect.reading import Reader, Window
from quotetrail.detect.reliability import Reliability
from quotetrail.detect.rules import attribute
from quotetrail.detect.speakers import Speakers
from quotetrail.detect.tagger import Given, Tagged
from quotetrail.detect.trees import Tree
from quotetrail.detect.unparsed import attribute_without_tree
from quotetrail.detect.venues import venue_of
from quotetrail.model import Article, Cue, Detection, Quote, Span, Speaker, Venue
from quotetrail.settings import BUNDLED_MODELS, Settings

TAGGER = BUNDLED_MODELS / "en" / "tagger"


class Detector:
    """Finds quotes and their speakers; made once, used for every article.

    English is read by the tagger, unless the settings ask for rules alone; every other language that can be parsed by
    rules over Stanza's trees; of the rest only what stands between quotation marks is found.
    """

    def __init__(self, *, parser: Parser, reader: Reader | None) -> None:
        self._parser = parser
        self._reader = reader
        self._packs = load_packs()
        self._reliability = Reliability.load()
        self._salience = Salience.load()
        self._lexicon = Lexicon.load()
        self._learned = Learned(modes=Modes.load(), reliability=self._reliability)

    @classmethod
    def load(cls, settings: Settings) -> Detector:
        """A detector with the models that the settings name; raises ModelsMissing."""
        learned = settings.detector == "tagger"
        parser = Parser.load(
            bundled=BUNDLED_MODELS, official=settings.models, threads=settings.threads, later={"en"} if learned else ()
        )
        return cls(parser=parser, reader=Reader.load(TAGGER, threads=settings.threads) if learned else None)

    @property
    def detector_version(self) -> str:
        """What an answer names as its detector."""
        return "rules-2" if self._reader is None else "tagger-3"

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of which every type of quote is found; of others only direct quotes are."""
        return tuple(name for name in self._parser.languages if name in self._packs)

    def explain(self, articles: Sequence[Article]) -> list[list[tuple[Quote, Attribution]]]:
        """Every quote of English articles with the attribution that it was made of, whatever its confidence."""
        return [self._found(read) for read in self._read(articles, self._packs["en"])]

    def parse_only(self, articles: Sequence[Article]) -> list[Parsed]:
        """What the models alone make of English articles: for benchmarks."""
        return [read.parsed for read in self._read(articles, self._packs["en"])]

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """The quotes of each article in the order given, of all modes; articles of one language are read together."""
        named = [_language_of(article) for article in articles]
        results: list[Detection | None] = [None] * len(articles)
        for language in dict.fromkeys(named):
            members = [index for index, name in enumerate(named) if name == language]
            pack = self._packs.get(language)
            if pack is None or not self._parser.can_parse(language):
                for index in members:
                    results[index] = attribute_without_tree(articles[index], language)
                continue
            for place, read in enumerate(self._read([articles[index] for index in members], pack)):
                results[members[place]] = self._detection(read)
        return [result for result in results if result is not None]

    def _read(self, articles: Sequence[Article], pack: Pack) -> list[_Read]:
        """What the models make of articles in one language."""
        quotations = [pair(article.text) for article in articles]
        if self._reader is None or pack.language != "en":
            texts = [article.text for article in articles]
            trees = self._parser.parse(texts, pack.language, keep=_Keep(pack, quotations))
            return [_Read(*row, pack, None) for row in zip(articles, trees, quotations, strict=True)]
        given = [Given(one.text, paragraphs(one.text), row) for one, row in zip(articles, quotations, strict=True)]
        return [
            _Read(article, english.parsed, row, pack, english.tagged)
            for article, english, row in zip(articles, self._reader.read(given), quotations, strict=True)
        ]

    def _detection(self, read: _Read) -> Detection:
        stands = self._reliability.stands
        quotes = tuple(quote for quote, one in self._found(read) if stands(one, quote.confidence))
        return Detection(language=read.pack.language, quotes=quotes)

    def _found(self, read: _Read) -> list[tuple[Quote, Attribution]]:
        article, pack = read.article, read.pack
        text = article.text
        spans = paragraphs(text)
        trees = [Tree.of(sentence) for sentence in mended(read.parsed, text, pack).sentences]
        page = Page(text=text, paragraphs=spans, trees=trees, quotations=read.quotations, pack=pack)
        found = attribute(page)
        if read.tagged is not None:
            found = self._learned.attribute(read.tagged, page, found)
        quoted = [Span(quotation.start, quotation.end) for quotation in page.outer]
        trees = agreed(trees, text, pack)
        people = People(text=text, trees=trees, quoted=quoted, title=article.title, pack=pack, lexicon=self._lexicon)
        antecedents = Antecedents(text=text, people=people, trees=trees, paragraphs=spans, weights=self._salience)
        speakers = Speakers(text=text, trees=trees, quoted=quoted, people=people, antecedents=antecedents, pack=pack)
        quotes: list[tuple[Quote, Attribution]] = []
        for one in found:
            speaker = speakers.resolve(one.proposal)
            confidence = self._reliability.of_attribution(one, source=speaker is not None)
            quotes.append((_quote(one, text, trees, speaker, pack, confidence), one))
        return quotes


@dataclass(frozen=True, slots=True)
class _Read:
    """One article as the models read it; `tagged` only where the tagger did."""

    article: Article
    parsed: Parsed
    quotations: Sequence[Quotation]
    pack: Pack
    tagged: Tagged[Window] | None


def _language_of(article: Article) -> str:
    """The declared language without its region ("en-GB" is en), else the one that the text is in."""
    declared = (article.language or "").partition("-")[0].partition("_")[0].strip().lower()
    return declared or languages.identify(article.text)


class _Keep:
    """Whether a sentence can hold an attribution at all, and so is worth a tree: it has a mark or a cue's lemma."""

    def __init__(self, pack: Pack, quotations: Sequence[Sequence[Quotation]]) -> None:
        self._pack = pack
        self._lemmas = pack.cue_verbs | pack.nouns | {phrase[0] for phrase in pack.according}
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
    return Quote(
        type=one.type,
        spans=proposal.content,
        cue=cue,
        speaker=speaker,
        venue=venue,
        via=via,
        confidence=round(confidence, 3),
        mode=proposal.mode,
    )
