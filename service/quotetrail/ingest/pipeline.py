"""An article comes in; its quotes are detected, matched to statements and stored; chains and lookups come out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Protocol

from quotetrail.detect import language, quotemarks
from quotetrail.detect.quotemarks import Quotation
from quotetrail.errors import Conflict, InvalidInput, QuotetrailError
from quotetrail.ingest import rebuilding
from quotetrail.ingest.comparing import Asked, compare
from quotetrail.ingest.desk import Desk
from quotetrail.ingest.grouping import Bounds, Grouping
from quotetrail.ingest.storable import check_storable
from quotetrail.match.matcher import Matcher
from quotetrail.match.vectors import Sketch
from quotetrail.model import (
    COMMUNICATION,
    Appearance,
    Article,
    Chain,
    Change,
    Detection,
    Judgement,
    Quote,
    QuoteType,
    Relation,
)
from quotetrail.store.articles import StoredArticle
from quotetrail.store.database import Repositories, Store
from quotetrail.store.quotes import StoredQuote
from quotetrail.trace.tracer import Tracer

logger = logging.getLogger(__name__)


class Detecting(Protocol):
    """What the pipeline needs of a detector; `detect.detector.Detector` is one."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, as ISO 639-1 codes, in which more than direct quotes are found."""
        ...

    @property
    def detector_version(self) -> str:
        """Changes whenever the same text may give other quotes."""
        ...

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        """What is found in each article, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one posted article; exactly as for the first time when it was there already, but for `created`.

    `quote_ids` are of what was said or written; what was thought or perceived is stored too. `omitted` says in plain
    words what detection left out. With a `problem` nothing of the article was stored.
    """

    article_id: str
    created: bool
    quote_ids: tuple[str, ...]
    omitted: tuple[str, ...]
    problem: QuotetrailError | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that a pasted text may be, with the one of its quotes that comes nearest; `score` lies in [0, 1]."""

    statement_id: str
    quote: StoredQuote
    score: float
    relation: Relation
    reasons: tuple[str, ...]
    drift: tuple[Change, ...]


class Pipeline:
    """The way of an article through the house, and the questions to what came through.

    Safe to use from several threads; detection runs outside the write transaction, so that readers and other writers
    wait only for matching and storing.
    """

    def __init__(
        self, *, store: Store, detector: Detecting, matcher: Matcher, tracer: Tracer, bounds: Bounds | None = None
    ) -> None:
        self.store = store
        self.detector = detector
        self._matcher = matcher
        self._tracer = tracer
        self._bounds = bounds or Bounds()
        self._grouping = Grouping(matcher=matcher, bounds=self._bounds)
        self.desk = Desk(store=store, grouping=self._grouping, most=self._bounds.component)

    def post(self, articles: Sequence[Article]) -> list[Posted]:
        """Detect, match and store; one result an article, in their order.

        Each article is one transaction: a result without a problem is on disk, one with a problem left nothing behind
        and did not touch the others. An article is the same as a stored one when uri and version are, or where there is
        no uri when text, title and outlet are; it then changes nothing, not even metadata. The same uri and version
        with another text is a Conflict; a new version is stored beside the old one.
        Problems: InvalidInput, Conflict, StoreBusy, StoreUnusable, or what the detector raised.
        """
        results: dict[int, Posted] = {}
        waiting: list[tuple[int, Article]] = []
        for place, article in enumerate(articles):
            try:
                _check(article)
            except InvalidInput as problem:
                results[place] = _refused(article, problem)
            else:
                waiting.append((place, article))
        for batch in self._batches(waiting):
            results.update(self._post_batch(batch))
        return [results[place] for place in range(len(articles))]

    def appearances(self, statement_id: str) -> tuple[Appearance, ...]:
        """Every quote of a statement, dated ones first in the order of their articles' dates; raises NotFound."""
        with self.store.read() as repositories:
            return _appearances(repositories, repositories.statements.get(statement_id).members)

    def chain(self, statement_id: str) -> Chain:
        """A statement's way through the outlets; follows redirects, raises NotFound."""
        with self.store.read() as repositories:
            statement = repositories.statements.get(statement_id)
            appearances = _appearances(repositories, statement.members)
            articles = repositories.articles.texts({seen.article_id for seen in appearances})
            matches = repositories.matches.between(statement.members)
        return self._tracer.trace(statement=statement, appearances=appearances, articles=articles, matches=matches)

    def lookup(self, text: str, *, speaker: str | None, limit: int) -> list[Found]:
        """The statements that a pasted text may be, best first, at most `limit`, each by its nearest quote.

        `speaker` is the name of who is said to have said it, where known. Raises InvalidInput for lone surrogates and
        for a text that is blank.
        """
        check_storable("text", text)
        check_storable("speaker", speaker)
        if not text.strip():
            raise InvalidInput("The text to look up is empty.")
        spoken = language.identify(text)
        sketch = self._matcher.sketch_of_text(text, language=spoken)
        with self.store.read() as repositories:
            (near,) = self._grouping.candidates(repositories, [sketch], without=[None], most=self._bounds.looked_up)
            statements = {one.seen.quote_id: one.statement_id for one in near if one.statement_id is not None}
            best = self._matcher.lookup(
                text,
                speaker=speaker,
                candidates=[one.seen for one in near],
                language=None if spoken == language.UNDETERMINED else spoken,
                code=sketch.code,
                codes={one.seen.quote_id: one.code for one in near if one.code is not None},
                statements=statements,
                limit=limit,
            )
            quotes = repositories.quotes.many([hit.quote_id for hit in best])
        return [
            Found(
                statement_id=statements[hit.quote_id],
                quote=quotes[hit.quote_id],
                score=hit.score,
                relation=hit.relation,
                reasons=hit.reasons,
                drift=hit.drift,
            )
            for hit in best
        ]

    def compare(self, left: Asked, right: Asked) -> Judgement:
        """How the second of two pasted wordings stands to the first; nothing is stored or looked up."""
        return compare(self._matcher, left, right)

    def stale(self) -> bool:
        """Whether keys, matches and statements were made by another version of matching, so that `rebuild` is due."""
        with self.store.read() as repositories:
            return repositories.versions.of("matcher") not in {None, self._matcher.matcher_version}

    def rebuild(self) -> None:
        """Make everything that is derived again from the articles and quotes, in one transaction.

        The quotes are added in the order in which they were stored, and what people decided is taken from the log
        again, so that with the same version of matching the result is what it was. A statement keeps the id that most
        of its quotes had; an id that none keeps leads to the statement that now has most of its quotes.
        """
        with self.store.write() as repositories:
            owners = repositories.statements.owners()
            known = repositories.statements.known_ids()
            made_by = repositories.versions.of("matcher")
            for index in (
                repositories.statements,
                repositories.matches,
                repositories.constraints,
                repositories.keys,
                repositories.vectors,
            ):
                index.clear()
            repositories.quotes.rebuild()
            repositories.speakers.rebuild()
            for article_id in repositories.articles.in_order():
                said = repositories.quotes.of_article(article_id, modes=COMMUNICATION)
                seen = repositories.quotes.appearances([quote.id for quote in said])
                self._grouping.add(repositories, self._sketches(seen.values()))
            for decision in repositories.decisions.of_people():
                repositories.constraints.take(decision)
            self._grouping.redraw(repositories, sorted(repositories.constraints.involved()), because="")
            rebuilding.name_again(repositories, owners=owners, known=known)
            repositories.versions.put("matcher", self._matcher.matcher_version)
            rebuilding.log(repositories, owners=owners, made_by=made_by, grouping=self._grouping)

    def _sketches(self, seen: Iterable[Appearance]) -> dict[str, Sketch]:
        """What each quote is found by, by quote id."""
        listed = list(seen)
        return {one.quote_id: sketch for one, sketch in zip(listed, self._matcher.sketches(listed), strict=True)}

    def _batches(self, waiting: Sequence[tuple[int, Article]]) -> Iterator[list[tuple[int, Article]]]:
        """The articles in runs that are detected together."""
        batch: list[tuple[int, Article]] = []
        size = 0
        for place, article in waiting:
            if batch and size + len(article.text) > self._bounds.together:
                yield batch
                batch, size = [], 0
            batch.append((place, article))
            size += len(article.text)
        if batch:
            yield batch

    def _post_batch(self, batch: Sequence[tuple[int, Article]]) -> dict[int, Posted]:
        """Results by place; only what is not stored yet is detected, and nothing twice."""
        with self.store.read() as repositories:
            known = repositories.articles.known({article.id for _, article in batch})
        fresh = dict.fromkeys(article for _, article in batch if article.id not in known)
        detected = self._detect(list(fresh))
        return {place: self._keep(article, detected.get(article)) for place, article in batch}

    def _detect(self, articles: Sequence[Article]) -> dict[Article, Detection | QuotetrailError]:
        """What is found in each article; where a batch fails each article is tried by itself."""
        if not articles:
            return {}
        try:
            found = self.detector.detect(articles)
        except QuotetrailError as error:
            problem = error
        except Exception:  # a detector runs models of others; what one article does to it must not fail its neighbours
            logger.exception("Detection failed on %d articles", len(articles))
            problem = QuotetrailError("Detection failed on this article; the log says why.")
        else:
            return dict(zip(articles, found, strict=True))
        if len(articles) == 1:
            return {articles[0]: problem}
        return {article: result for single in articles for article, result in self._detect([single]).items()}

    def _keep(self, article: Article, detection: Detection | QuotetrailError | None) -> Posted:
        """Store one article; without a detection it is known to be stored already."""
        if isinstance(detection, QuotetrailError):
            return _refused(article, detection)
        try:
            if detection is None:
                with self.store.read() as repositories:
                    return _kept(repositories, article, repositories.articles.get(article.id))
            return self._store(article, detection)
        except QuotetrailError as problem:
            return _refused(article, problem)
        except Exception:  # rolled back; the articles beside this one go on
            logger.exception("Article %s could not be stored", article.id)
            return _refused(article, QuotetrailError("This article could not be stored; the log says why."))

    def _store(self, article: Article, detection: Detection) -> Posted:
        """Article, quotes, keys, matches and statements in one transaction, unless somebody was faster.

        Statements are made of what was said or written; only that has keys, so only that is matched and looked up.
        """
        found = _found(article, detection)
        sketches = self._sketches(seen for quote, seen in found if quote.mode in COMMUNICATION)
        names = {quote.speaker.name for quote, _ in found if quote.speaker is not None and quote.speaker.name}
        with self.store.write() as repositories:
            stored = repositories.articles.find(article.id)
            if stored is not None:
                return _kept(repositories, article, stored)
            repositories.articles.add(
                article,
                language=detection.language,
                omitted=detection.omitted,
                detector_version=self.detector.detector_version,
                received=datetime.now(UTC),
            )
            repositories.speakers.add(names)
            repositories.quotes.add(article.id, found)
            for decided in self._grouping.add(repositories, sketches):
                repositories.decisions.add(decided, taken=datetime.now(UTC))
            if repositories.versions.of("matcher") is None:
                repositories.versions.put("matcher", self._matcher.matcher_version)
        return Posted(article_id=article.id, created=True, quote_ids=tuple(sketches), omitted=detection.omitted)


def _check(article: Article) -> None:
    """Raise InvalidInput for what cannot be stored as it is: lone surrogates, and dates without a place in time."""
    for field in fields(article):
        check_storable(field.name, getattr(article, field.name))
    if article.published is not None:
        if article.published.utcoffset() is None:
            raise InvalidInput("The date of publication needs an offset from UTC, such as +00:00.")
        try:
            article.published.astimezone(UTC)
        except OverflowError as error:
            raise InvalidInput("The date of publication lies outside the years 1 to 9999 in UTC.") from error


def _refused(article: Article, problem: QuotetrailError) -> Posted:
    """The result of an article that was not stored."""
    return Posted(article_id=article.id, created=False, quote_ids=(), omitted=(), problem=problem)


def _kept(repositories: Repositories, article: Article, stored: StoredArticle) -> Posted:
    """The result of an article that was stored before, or a Conflict when that had another text."""
    if stored.article.text != article.text:
        raise Conflict(
            f"Version {article.version or '(none)'} of {article.uri} is stored with another text; "
            "post the new text under a new version."
        )
    quote_ids = tuple(quote.id for quote in repositories.quotes.of_article(stored.id, modes=COMMUNICATION))
    return Posted(article_id=stored.id, created=False, quote_ids=quote_ids, omitted=stored.omitted)


def _found(article: Article, detection: Detection) -> list[tuple[Quote, Appearance]]:
    """The quotes of an article in text order, each as matching sees it; a quote found twice counts once."""
    quotes = {quote.id(article.id): quote for quote in reversed(detection.quotes)}
    ordered = sorted(quotes.items(), key=lambda found: (found[1].spans, found[0]))
    quotations = quotemarks.pair(article.text) if ordered else ()
    return [
        (
            quote,
            Appearance(
                quote_id=quote_id,
                article_id=article.id,
                position=quote.spans[0].start,
                text=quote.text(article.text),
                quoted=_quoted(quote, article.text, quotations),
                type=quote.type,
                language=detection.language,
                speaker=quote.speaker,
                venue=quote.venue,
                via=quote.via,
                confidence=quote.confidence,
                outlet=article.outlet,
                published=article.published,
            ),
        )
        for quote_id, quote in ordered
    ]


def _quoted(quote: Quote, text: str, quotations: Sequence[Quotation]) -> tuple[str, ...]:
    """The pieces inside quotation marks that open in the quote, outermost marks only and left out.

    A direct quote without marks (after a dash or a colon) is quoted as a whole.
    """
    pieces: list[str] = []
    for span in quote.spans:
        end = span.start
        for quotation in quotations:
            if end <= quotation.start < span.end:
                pieces.append(text[quotation.inner.start : min(quotation.inner.end, span.end)])
                end = quotation.end
    if not pieces and quote.type is QuoteType.DIRECT:
        return (quote.text(text),)
    return tuple(piece for piece in pieces if piece)


def _appearances(repositories: Repositories, quote_ids: Sequence[str]) -> tuple[Appearance, ...]:
    """These quotes, dated ones first and by date; ties and undated ones by article and position."""
    seen = repositories.quotes.appearances(quote_ids).values()
    latest = datetime.max.replace(tzinfo=UTC)
    return tuple(
        sorted(seen, key=lambda each: (each.published or latest, each.article_id, each.position, each.quote_id))
    )
