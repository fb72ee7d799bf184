"""What a rebuild leaves behind: statements under the ids that their quotes had, and every change in the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from quotetrail.ingest.grouping import Grouping
from quotetrail.store.database import Repositories
from quotetrail.store.decisions import Decided, DecisionKind
from quotetrail.store.statements import passed
from quotetrail.store.succession import succession


def name_again(repositories: Repositories, *, owners: Mapping[str, str], known: Mapping[str, str | None]) -> None:
    """Give the statements the ids that their quotes had, by `owners`, and let every other id of `known` lead on.

    `known` maps every id there was to the id it led to, None for those that were in use. Where nothing is known of
    former statements, those of the rebuild stay as they are.
    """
    if owners:
        clusters = repositories.statements.clusters()
        named = succession(tuple(clusters.values()), owners=owners, taken=known.__contains__)
        repositories.statements.rename(dict(zip(clusters, named.ids, strict=True)))
    repositories.statements.redirect(_leads(known, before=owners, after=repositories.statements.owners()))


def log(repositories: Repositories, *, owners: Mapping[str, str], made_by: str | None, grouping: Grouping) -> None:
    """Write down that there was a rebuild, and which statements it changed.

    `owners` are the statements of quotes, and `made_by` the version of matching, before.
    """
    now = datetime.now(UTC)
    rebuilt = Decided(
        kind=DecisionKind.REBUILT,
        matcher_version=grouping.matcher_version,
        reasons=(f"Matched by {made_by or 'nothing'} before.",),
    )
    number = repositories.decisions.add(rebuilt, taken=now).seq
    for went in passed(owners, repositories.statements.owners()):
        repositories.decisions.add(grouping.decided(went, reasons=(f"By the rebuild {number}.",)), taken=now)


def _leads(known: Mapping[str, str | None], *, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Where ids that are no longer in use lead: to the statement that now has most of the quotes they had.

    `before` and `after` map quotes to statements.
    """
    heirs: dict[str, Counter[str]] = defaultdict(Counter)
    for quote_id, old in before.items():
        heirs[old][after[quote_id]] += 1
    in_use = set(after.values())
    leads: dict[str, str] = {}
    for former, led_to in known.items():
        shares = heirs[led_to or former]
        if former not in in_use:
            leads[former] = min(shares, key=lambda heir: (-shares[heir], heir))
    return leads
