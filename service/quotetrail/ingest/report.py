"""What the service knows, as plain JSON values and as text: the same objects on the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from quotetrail.errors import PROBLEM_TYPE, QuotetrailError
from quotetrail.ingest.pipeline import Found
from quotetrail.model import (
    Appearance,
    Article,
    Chain,
    Change,
    Cue,
    Detection,
    Evidence,
    Flag,
    Judgement,
    Link,
    Quote,
    Speaker,
    Venue,
)
from quotetrail.store.articles import ArticleSummary, StoredArticle
from quotetrail.store.decisions import Decision
from quotetrail.store.matches import StoredMatch
from quotetrail.store.quotes import StoredQuote
from quotetrail.store.speakers import StoredSpeaker
from quotetrail.store.statements import StatementSummary


def extraction(*, source: str, article: Article, detection: Detection, carry_text: bool = False) -> dict[str, object]:
    """The quotes in `detection`, offsets in code points into `article.text`.

    `source` is what the text was called. `carry_text` puts the text itself in, for input such as HTML whose offsets
    would otherwise point into a text nobody else has.
    """
    return {
        "source": source,
        "language": detection.language,
        "text": article.text if carry_text else None,
        "quotes": [
            _quote(quote, quote_id=quote.id(article.id), text=quote.text(article.text)) for quote in detection.quotes
        ],
        "omitted": list(detection.omitted),
    }


def article_summary(summary: ArticleSummary) -> dict[str, object]:
    """An article as a listing shows it."""
    return {
        "id": summary.id,
        "uri": summary.uri,
        "version": summary.version,
        "title": summary.title,
        "outlet": summary.outlet,
        "published": _moment(summary.published),
        "language": summary.language,
        "quotes": summary.quotes,
        "received": _moment(summary.received),
    }


def stored_article(stored: StoredArticle) -> dict[str, object]:
    """An article as it is kept, its text exactly as it came."""
    article = stored.article
    return {
        "id": stored.id,
        "text": article.text,
        "uri": article.uri,
        "version": article.version,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "credit": article.credit,
        "published": _moment(article.published),
        "language": stored.language,
        "received": _moment(stored.received),
        "omitted": list(stored.omitted),
        "detector_version": stored.detector_version,
    }


def statement_summary(summary: StatementSummary) -> dict[str, object]:
    """A statement as a listing shows it."""
    return {
        "id": summary.id,
        "exemplar": summary.exemplar,
        "text": summary.text,
        "speaker": summary.speaker,
        "appearances": summary.appearances,
        "outlets": summary.outlets,
        "first_published": _moment(summary.first_published),
        "last_published": _moment(summary.last_published),
    }


def stored_speaker(stored: StoredSpeaker) -> dict[str, object]:
    """Somebody who is quoted."""
    return {
        "id": stored.id,
        "name": stored.name,
        "names": list(stored.names),
        "kinds": [kind.value for kind in stored.kinds],
        "quotes": stored.quotes,
        "statements": stored.statements,
    }


def stored_quote(stored: StoredQuote) -> dict[str, object]:
    """One quote as it is kept, with its article, its statement and its speaker."""
    return {
        **_quote(stored.quote, quote_id=stored.id, text=stored.text),
        "article_id": stored.article_id,
        "statement_id": stored.statement_id,
        "speaker_id": stored.speaker_id,
        "quoted": list(stored.quoted),
        "language": stored.language,
        "outlet": stored.outlet,
        "published": _moment(stored.published),
    }


def stored_match(stored: StoredMatch, quotes: Mapping[str, StoredQuote]) -> dict[str, object]:
    """A match as it is kept, with both of its quotes."""
    match = stored.match
    return {
        "id": stored.id,
        "tier": match.tier.value,
        "decided": None if stored.decided is None else stored.decided.value,
        "relation": match.relation.value,
        "score": match.score,
        "flags": _flags(match.flags),
        "reasons": list(match.reasons),
        "drift": _drift(match.drift),
        "left": stored_quote(quotes[match.left]),
        "right": stored_quote(quotes[match.right]),
    }


def decision(line: Decision) -> dict[str, object]:
    """One line of the log."""
    decided = line.decided
    return {
        "number": line.seq,
        "taken": _moment(line.taken),
        "kind": decided.kind.value,
        "by": decided.by,
        "matcher_version": decided.matcher_version,
        "statements": list(decided.statements),
        "quotes": [list(side) for side in decided.quotes],
        "reasons": list(decided.reasons),
    }


def judgement(judged: Judgement) -> dict[str, object]:
    """How two wordings stand to each other."""
    return {
        "relation": judged.relation.value,
        "probability": judged.probability,
        "tier": None if judged.tier is None else judged.tier.value,
        "flags": _flags(judged.flags),
        "reasons": list(judged.reasons),
        "words": _drift(judged.words),
    }


def problem(error: QuotetrailError) -> dict[str, object]:
    """Why one item among many could not be used (RFC 9457)."""
    return {
        "type": f"{PROBLEM_TYPE}{error.slug}",
        "title": error.title,
        "status": error.status,
        "detail": str(error),
    }


def found(hit: Found) -> dict[str, object]:
    """A statement that a pasted quote may belong to, and why."""
    return {
        "statement_id": hit.statement_id,
        "score": hit.score,
        "relation": hit.relation.value,
        "reasons": list(hit.reasons),
        "drift": _drift(hit.drift),
        "quote": stored_quote(hit.quote),
    }


def appearance(seen: Appearance) -> dict[str, object]:
    """One quote in one article, with what is known of both."""
    return {
        "quote_id": seen.quote_id,
        "article_id": seen.article_id,
        "outlet": seen.outlet,
        "published": _moment(seen.published),
        "position": seen.position,
        "type": seen.type.value,
        "text": seen.text,
        "quoted": list(seen.quoted),
        "language": seen.language,
        "speaker": _speaker(seen.speaker),
        "venue": _venue(seen.venue),
        "via": [_venue(venue) for venue in seen.via],
        "confidence": seen.confidence,
    }


def chain(traced: Chain) -> dict[str, object]:
    """A statement's way through the outlets."""
    return {
        "statement_id": traced.statement_id,
        "origin": {
            "speaker": traced.origin.speaker,
            "venue": traced.origin.venue,
            "confidence": traced.origin.confidence,
            "evidence": [_evidence(each) for each in traced.origin.evidence],
        },
        "first_seen": traced.first_seen,
        "appearances": [appearance(each) for each in traced.appearances],
        "links": [_link(each) for each in traced.links],
        "notes": list(traced.notes),
    }


def _drift(changes: tuple[Change, ...]) -> list[dict[str, object]]:
    """A word-level comparison, step by step."""
    return [{"kind": change.kind, "before": change.before, "after": change.after} for change in changes]


def _flags(flags: tuple[Flag, ...]) -> list[dict[str, object]]:
    """What changed that an editor must see."""
    return [{"kind": flag.kind.value, "before": flag.before, "after": flag.after} for flag in flags]


def _quote(quote: Quote, *, quote_id: str, text: str) -> dict[str, object]:
    return {
        "id": quote_id,
        "type": quote.type.value,
        "mode": quote.mode.value,
        "text": text,
        "spans": [[span.start, span.end] for span in quote.spans],
        "cue": None if quote.cue is None else _cue(quote.cue),
        "speaker": _speaker(quote.speaker),
        "venue": _venue(quote.venue),
        "via": [_venue(venue) for venue in quote.via],
        "confidence": quote.confidence,
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "appearance": link.appearance,
        "source": link.source,
        "source_name": link.source_name,
        "relation": None if link.relation is None else link.relation.value,
        "direction": link.direction.value,
        "confidence": link.confidence,
        "evidence": [_evidence(each) for each in link.evidence],
        "drift": _drift(link.drift),
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"kind": evidence.kind, "weight": evidence.weight, "text": evidence.text}


def _cue(cue: Cue) -> dict[str, object]:
    return {"text": cue.text, "start": cue.start, "end": cue.end, "lemma": cue.lemma}


def _speaker(speaker: Speaker | None) -> dict[str, object] | None:
    if speaker is None:
        return None
    return {
        "text": speaker.text,
        "start": speaker.start,
        "end": speaker.end,
        "name": speaker.name,
        "kind": speaker.kind.value,
        "description": speaker.description,
        "confidence": speaker.confidence,
        "candidates": [{"name": each.name, "confidence": each.confidence} for each in speaker.candidates],
    }


def _venue(venue: Venue | None) -> dict[str, object] | None:
    if venue is None:
        return None
    return {"text": venue.text, "start": venue.start, "end": venue.end, "name": venue.name}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
