"""Dates: when an article was written, as it states it or as its weekdays let one infer.

`DateReader.estimate` gives absolute times: the `published` metadata, else a date line of the text or the date in a web
address. `DateReader.newest_day` gives the newest happening that an undated text tells of ("Thursday morning"), which
places two reports of one story relative to each other though neither carries a date. Names and bounds: `dates.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from itertools import islice
from typing import Any

from quotetrail.model import Article

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"\w+")
_IN_ADDRESS = re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?=[/-]|$)")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")
_DAY_HOURS = 24.0
_WEEK_HOURS = 7 * _DAY_HOURS
_POINT = 1e-6  # a narrower range is a point: dividing by its width would only divide rounding errors


class DateBasis(StrEnum):
    """What a date was read from."""

    PUBLISHED = "published"
    DATE_LINE = "date line"
    ADDRESS = "address"
    NO_YEAR = "date line without a year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DateEstimate:
    """When an article was written: between `earliest` and `latest`, both None when it does not say.

    A calendar day without a time zone is as long as it lasts anywhere on earth. `text` are the words it was read from;
    `doubt` says in plain words why a stated date was not believed.
    """

    earliest: datetime | None
    latest: datetime | None
    basis: DateBasis
    text: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class WeekMoment:
    """A day of the week, or a part of it, that a text mentions; `begin` and `end` are hours since Monday midnight."""

    begin: float
    end: float
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Limits:
    """Bounds and slacks, see `dates.toml`."""

    lines: int
    tail_lines: int
    line: int
    extra_words: int
    first_year: int
    last_year: int
    ahead_hours: float
    slack_minutes: float
    day_before_hours: float
    day_after_hours: float
    following_share: float
    window: int


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads dates and weekdays by the names of `dates.toml`."""

    limits: _Limits
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    parts_before: Mapping[str, tuple[float, float]]
    parts_after: Mapping[str, tuple[float, float]]
    full_dates: tuple[re.Pattern[str], ...]
    yearless_dates: tuple[re.Pattern[str], ...]
    mention: re.Pattern[str]
    elsewhere: re.Pattern[str]

    @classmethod
    def load(cls) -> DateReader:
        """Read `dates.toml`."""
        data = tomllib.loads(files(__package__).joinpath("dates.toml").read_text("utf-8"))
        months = {name: number for number, names in enumerate(data["months"]["names"], 1) for name in names}
        weekdays = {name: number for number, names in enumerate(data["weekdays"]["names"]) for name in names}
        before, after = _parts(data["parts"]["before"]), _parts(data["parts"]["after"])
        month = rf"(?P<month>{_either(months)})\.?"
        day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|-го)?"
        return cls(
            limits=_Limits(**data["limits"]),
            months=months,
            weekdays=weekdays,
            parts_before=before,
            parts_after=after,
            full_dates=(
                _ISO,
                re.compile(rf"\b{month}\s+{day},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
                re.compile(rf"\b{day}\s+{month},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
            ),
            yearless_dates=(
                re.compile(rf"\b{month}\s+{day}\b", re.IGNORECASE),
                re.compile(rf"\b{day}\s+{month}(?!\w)", re.IGNORECASE),
            ),
            mention=re.compile(
                rf"(?:\b(?P<before>{_either(before)})\s+(?:on\s+|в\s+|во\s+)?)?"
                rf"\b(?P<weekday>{_either(weekdays)})\b(?:\s+(?P<after>{_either(after)})\b)?",
                re.IGNORECASE,
            ),
            elsewhere=re.compile(rf"\b(?:{_either(data['weekdays']['elsewhere'])})\s+$", re.IGNORECASE),
        )

    def estimate(self, article: Article, *, now: datetime | None = None) -> DateEstimate:
        """When an article was written; a date later than `now` is distrusted, and the next best one is taken."""
        doubt = None
        for found in self._stated(article):
            if now is None or found.earliest is None or found.earliest <= now + self._ahead:
                return DateEstimate(found.earliest, found.latest, found.basis, found.text, doubt)
            doubt = doubt or f"“{found.text}” lies in the future and is not believed"
        return DateEstimate(None, None, DateBasis.NONE, "", doubt)

    def newest_day(self, text: str) -> WeekMoment | None:
        """The newest day that a text tells of, the latest stated part of it if there is one; None without weekdays."""
        text = text[: self.limits.window]
        mentions = list(self._mentions(text))
        if not mentions:
            return None
        days = Counter(int(moment.begin // _DAY_HOURS) for moment in mentions)
        # The day mentioned most is the day reported on; a lone later mention counts where news puts what is newest.
        usual = min(days, key=lambda day: (-days[day], day))
        following = (usual + 1) % 7
        early = len(text) * self.limits.following_share
        if any(int(moment.begin // _DAY_HOURS) == following and moment.start <= early for moment in mentions):
            usual = following
        of_day = [moment for moment in mentions if int(moment.begin // _DAY_HOURS) == usual]
        parts = [moment for moment in of_day if moment.end - moment.begin < _DAY_HOURS]
        return max(parts or of_day, key=lambda moment: (moment.begin, moment.end, -moment.start))

    def order(self, left: DateEstimate, right: DateEstimate) -> float | None:
        """The probability that `left` was written before `right`; None when one of them states no date."""
        if left.earliest is None or left.latest is None or right.earliest is None or right.latest is None:
            return None
        zero = left.earliest
        hours = [(moment - zero) / timedelta(hours=1) for moment in (left.latest, right.earliest, right.latest)]
        slack = self.limits.slack_minutes / 60
        return probability_before((-slack, hours[0] + slack), (hours[1] - slack, hours[2] + slack))

    @property
    def _ahead(self) -> timedelta:
        return timedelta(hours=self.limits.ahead_hours)

    def _stated(self, article: Article) -> Iterator[DateEstimate]:
        """What an article states of its date, most reliable first."""
        if article.published is not None:
            published = article.published
            if published.tzinfo is None:
                published = published.replace(tzinfo=UTC)
            yield DateEstimate(published, published, DateBasis.PUBLISHED, f"{published:%Y-%m-%d %H:%M %Z}")
        weak: list[DateEstimate] = []
        for line in self._lines(article.text):
            for found in self._dates_in(line, self.full_dates):
                moment = self._day(found)
                if moment is not None:
                    yield DateEstimate(*moment, DateBasis.DATE_LINE, line.strip())
            if not weak and any(self._dates_in(line, self.yearless_dates)):
                weak.append(DateEstimate(None, None, DateBasis.NO_YEAR, line.strip()))
        found_in_address = _IN_ADDRESS.search(article.uri or "")
        if found_in_address is not None:
            moment = self._day(found_in_address)
            if moment is not None:
                yield DateEstimate(*moment, DateBasis.ADDRESS, article.uri or "")
        yield from weak

    def _lines(self, text: str) -> Iterator[str]:
        """Short lines from the top of a text, then from its end."""
        limits = self.limits
        head = [found[0] for found in islice(_LINE.finditer(text), limits.lines + limits.tail_lines)]
        tail = [] if len(head) < limits.lines else _LINE.findall(text[-limits.line * limits.tail_lines :])
        for line in (*head[: limits.lines], *tail[-limits.tail_lines :]):
            if len(line) <= limits.line:
                yield line

    def _dates_in(self, line: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[re.Match[str]]:
        """The first date of a line that holds little else."""
        for pattern in patterns:
            found = pattern.search(line)
            if found is not None:
                rest = _WORD.findall(f"{line[: found.start()]} {line[found.end() :]}")
                if len(rest) <= self.limits.extra_words:
                    yield found
                return

    def _day(self, found: re.Match[str]) -> tuple[datetime, datetime] | None:
        """The span of a calendar day over all time zones; None for a day that does not exist."""
        month = found["month"].casefold()
        number = int(month) if month.isdecimal() else self.months[month]
        year = int(found["year"])
        if not self.limits.first_year <= year <= self.limits.last_year:
            return None
        try:
            midnight = datetime(year, number, int(found["day"]), tzinfo=UTC)
        except ValueError:
            return None
        return (
            midnight - timedelta(hours=self.limits.day_before_hours),
            midnight + timedelta(hours=24 + self.limits.day_after_hours),
        )

    def _mentions(self, text: str) -> Iterator[WeekMoment]:
        """Every weekday that a text mentions as a day of its story."""
        for found in self.mention.finditer(text):
            if self.elsewhere.search(text, max(0, found.start() - 20), found.start()):
                continue
            begin, end = 0.0, _DAY_HOURS
            if found["before"]:
                begin, end = self.parts_before[found["before"].casefold()]
            elif found["after"]:
                begin, end = self.parts_after[found["after"].casefold()]
            midnight = _DAY_HOURS * self.weekdays[found["weekday"].casefold()]
            yield WeekMoment(midnight + begin, midnight + end, found[0], found.start())


def week_order(left: WeekMoment, right: WeekMoment) -> float:
    """The probability that one weekday comes before another of the same story, taken the nearer way round the week."""
    shift = ((right.begin - left.begin + _WEEK_HOURS / 2) % _WEEK_HOURS) - _WEEK_HOURS / 2
    return probability_before((0.0, left.end - left.begin), (shift, shift + right.end - right.begin))


def probability_before(left: tuple[float, float], right: tuple[float, float]) -> float:
    """The probability that a moment drawn evenly from `left` lies before one drawn evenly from `right`.

    Both are (begin, end) with begin <= end in the same unit; points are allowed, equal points give one half.
    """
    if left[1] <= right[0] and left != right:
        return 1.0
    if right[1] <= left[0] and left != right:
        return 0.0
    left_width, right_width = left[1] - left[0], right[1] - right[0]
    if left_width > _POINT and right_width > _POINT:
        area = (
            _half_square(right[1] - left[0])
            - _half_square(right[1] - left[1])
            - _half_square(right[0] - left[0])
            + _half_square(right[0] - left[1])
        )
        return min(1.0, max(0.0, area / (left_width * right_width)))
    if right_width > _POINT:
        return min(1.0, (right[1] - left[0]) / right_width)
    if left_width > _POINT:
        return max(0.0, (right[0] - left[0]) / left_width)
    return 0.5


def _half_square(value: float) -> float:
    return max(value, 0.0) ** 2 / 2


def _parts(entries: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    """The hours of a day by each word for them."""
    return {word: (float(entry["hours"][0]), float(entry["hours"][1])) for entry in entries for word in entry["words"]}


def _either(names: Iterable[str]) -> str:
    """An alternative of literal names, longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
