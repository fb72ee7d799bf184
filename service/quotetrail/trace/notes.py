"""Notes: what a reader of a chain has to know beside it, in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quotetrail.model import Appearance, Direction, Link, Relation
from quotetrail.trace.dates import DateBasis
from quotetrail.trace.dossier import Dossier


def write(
    appearances: Sequence[Appearance],
    *,
    links: Sequence[Link],
    dossiers: Mapping[str, Dossier],
    rivals: Mapping[str, tuple[Appearance, float]],
    untraced: int,
    first_seen: Appearance | None,
) -> tuple[str, ...]:
    """All notes of a chain, most important first, each once; `links` belong to `appearances` one by one.

    `rivals` are second most probable sources by quote id, `untraced` counts appearances beyond the bound.
    """
    labels = {appearance.quote_id: dossiers[appearance.article_id].label for appearance in appearances}
    articles = {appearance.article_id: dossiers[appearance.article_id] for appearance in appearances}
    found = [
        *_on_direction(links, labels, rivals, dossiers),
        *_on_common_source(appearances, links, labels),
        *_on_dates(articles.values(), first_seen=labels.get(first_seen.quote_id) if first_seen else None),
        *_on_credits(appearances, links, dossiers),
        *(
            f"{one.label} is very long; only its beginning was compared."
            for one in articles.values()
            if not one.text.complete
        ),
    ]
    if untraced:
        found.append(f"{untraced} more appearances are listed without a source: too many to weigh against each other.")
    return tuple(dict.fromkeys(found))


def _on_direction(
    links: Sequence[Link],
    labels: Mapping[str, str],
    rivals: Mapping[str, tuple[Appearance, float]],
    dossiers: Mapping[str, Dossier],
) -> Iterator[str]:
    without = {link.appearance for link in links if link.source is None and link.source_name is None}
    for link in links:
        label = labels[link.appearance]
        if link.source is not None and link.direction is Direction.OPEN:
            yield f"Nothing settles whether {labels[link.source]} had the words before {label} or after it."
        if link.appearance not in rivals:
            continue
        rival, probability = rivals[link.appearance]
        other = dossiers[rival.article_id].label
        if link.appearance in without and rival.quote_id in without:
            first, second = sorted((label, other))
            yield f"{first} and {second} share these words; nothing settles whether one has them from the other."
        elif other != label:
            yield f"{label} may also have the words from {other} ({probability:.0%})."


def _on_common_source(
    appearances: Sequence[Appearance], links: Sequence[Link], labels: Mapping[str, str]
) -> Iterator[str]:
    """A copy of an article that is itself another outlet's text may come from that outlet directly."""
    outlets = {link.appearance: link.source_name for link in links if link.source_name is not None}
    copies: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.source in outlets and link.relation in {Relation.VERBATIM, Relation.TRUNCATED}:
            copies[link.source].append(labels[link.appearance])
    for appearance in appearances:
        if appearance.quote_id in copies:
            outlet = outlets[appearance.quote_id]
            copied = " and ".join(dict.fromkeys(copies[appearance.quote_id]))
            yield (
                f"{labels[appearance.quote_id]} credits {outlet}, of which no article is at hand; "
                f"{copied} may have the words from {outlet} directly."
            )


def _on_dates(dossiers: Iterable[Dossier], *, first_seen: str | None) -> Iterator[str]:
    undated = []
    for dossier in dossiers:
        if dossier.date.doubt is not None:
            yield f"The date of {dossier.label} is not used: {dossier.date.doubt}."
        if dossier.date.basis is DateBasis.NO_YEAR:
            yield f"“{dossier.date.text}” in {dossier.label} names no year and dates nothing."
        if dossier.date.earliest is None:
            undated.append(dossier.label)
    if first_seen is None:
        yield "No article states when it was written; the order rests on what the texts tell."
        return
    if undated:
        yield f"No date is known of {', '.join(undated)}; any of them may be earlier than what was first seen."
    yield f"First seen in {first_seen}: the earliest date among the articles at hand, which need not be where it began."


def _on_credits(
    appearances: Sequence[Appearance], links: Sequence[Link], dossiers: Mapping[str, Dossier]
) -> Iterator[str]:
    """Credits of an article that its link does not name."""
    for appearance, link in zip(appearances, links, strict=True):
        dossier = dossiers[appearance.article_id]
        for credit in dossier.credits:
            if credit.outlet.name != link.source_name:
                yield f"{dossier.label} also credits {credit.outlet.name}: “{' '.join(credit.text.split())}”."
