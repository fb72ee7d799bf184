"""Dossiers: everything that tracing reads from one article, read once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from quotetrail.model import Article
from quotetrail.trace.credits import Credit, CreditReader
from quotetrail.trace.damage import Damage, DamageReader
from quotetrail.trace.dates import DateEstimate, DateReader, WeekMoment
from quotetrail.trace.introductions import IntroductionReader, Names
from quotetrail.trace.reuse import ReadText, ReuseReader

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_HEADLINE_LINES = 20
_LABEL_LETTERS = 44
_LABEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Dossier:
    """One article as evidence; `label` is what a reader would call it: its outlet, else its headline."""

    article_id: str
    label: str
    uri: str | None
    version: str | None
    outlet: str | None
    credits: tuple[Credit, ...]
    date: DateEstimate
    newest_day: WeekMoment | None
    text: ReadText
    names: Names
    damage: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class DossierReader:
    """Reads articles with every reader of this room."""

    credits: CreditReader
    dates: DateReader
    introductions: IntroductionReader
    damage: DamageReader
    reuse: ReuseReader

    @classmethod
    def load(cls) -> DossierReader:
        """Load every reader's data."""
        return cls(
            credits=CreditReader.load(),
            dates=DateReader.load(),
            introductions=IntroductionReader.load(),
            damage=DamageReader.load(),
            reuse=ReuseReader.load(),
        )

    def labels(self, articles: Mapping[str, Article]) -> dict[str, str]:
        """What to call each article: its outlet, else its headline; the end of the id tells two of one name apart."""
        plain = {key: self.credits.own(article) or _headline(article) or key for key, article in articles.items()}
        often = Counter(plain.values())
        return {key: label if often[label] == 1 else f"{label} ({key[-6:]})" for key, label in plain.items()}

    def read(self, article: Article, *, article_id: str, label: str, now: datetime | None) -> Dossier:
        """The dossier of an article; the reading is bounded however long the text is."""
        outlet = self.credits.own(article)
        text = self.reuse.read(article.text)
        end = text.paragraphs[-1].span.end if text.paragraphs else 0
        return Dossier(
            article_id=article_id,
            label=label,
            uri=article.uri,
            version=article.version,
            outlet=outlet,
            credits=self.credits.read(article),
            date=self.dates.estimate(article, now=now),
            newest_day=self.dates.newest_day(article.text),
            text=text,
            names=self.introductions.read(article.text[:end]),
            damage=self.damage.read(article.text),
        )


def _headline(article: Article) -> str | None:
    """The title in quotation marks, else the first line that reads like one."""
    lines = [article.title] if article.title else []
    lines += [found[0] for found in islice(_LINE.finditer(article.text), _HEADLINE_LINES)]
    for line in lines:
        words = [word for word in line.split() if word[0].isalpha()]
        if line is article.title or len(words) >= _LABEL_WORDS:
            return f"“{_clipped(' '.join(line.split()))}”"
    return None


def _clipped(line: str) -> str:
    if len(line) <= _LABEL_LETTERS:
        return line
    return line[: _LABEL_LETTERS - 1].rsplit(" ", 1)[0] + "…"
