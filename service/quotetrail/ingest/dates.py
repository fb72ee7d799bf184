"""When an article says it was published."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from quotetrail.errors import InvalidInput

# RFC 3339, section 5.6, and a full date by itself.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)

# Clocks differ, and a morning paper's date comes the evening before.
_EARLIEST_ARRIVAL = timedelta(days=1)

_LONGEST_SHOWN = 40


def published_from(text: str) -> datetime:
    """The moment that `text` names, in UTC; a date by itself means midnight UTC.

    Raises InvalidInput unless it is RFC 3339 or such a date, and no more than a day ahead of now.
    """
    shown = repr(text[:_LONGEST_SHOWN])
    if _DATE.fullmatch(text):
        stated = f"{text}T00:00:00+00:00"
    elif _DATE_TIME.fullmatch(text):
        stated = text.upper()
    else:
        raise InvalidInput(
            'The publication date must be a date such as "2022-01-06" or a time with its offset such as '
            f'"2022-01-06T09:30:00+06:00", not {shown}.'
        )
    try:
        moment = datetime.fromisoformat(stated).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(f"The publication date names no moment there is: {shown}.") from None
    if moment > datetime.now(UTC) + _EARLIEST_ARRIVAL:
        raise InvalidInput(f"The publication date lies in the future: {shown}.")
    return moment
