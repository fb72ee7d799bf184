from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.model import Article
from quotetrail.trace.dates import DateBasis, DateReader, probability_before, week_order

READER = DateReader.load()
SPANS = st.tuples(st.floats(-100, 100), st.floats(0, 50)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_published_date_comes_first(now: datetime) -> None:
    published = moment("2022-01-06T10:15:00+03:00")
    found = READER.estimate(Article(text="January 05, 2022\n\nPort still.", published=published), now=now)
    assert (found.earliest, found.latest, found.basis) == (published, published, DateBasis.PUBLISHED)


@pytest.mark.parametrize(
    "line",
    [
        "January 06, 2022",
        "Published: 6 January 2022 at 10.15 GMT",
        "Thursday, Jan. 6, 2022",
        "2022-01-06",
        "6 января 2022",
        "JANUARY\u00a06,\u00a02022",
    ],
)
def test_a_date_line_gives_the_day_in_all_time_zones(line: str, now: datetime) -> None:
    found = READER.estimate(Article(text=f"Port still\n\n{line}\n\nDockers stopped work."), now=now)
    assert found.basis is DateBasis.DATE_LINE
    assert found.earliest is not None
    assert found.latest is not None
    day = (moment("2022-01-06T00:00:00+14:00"), moment("2022-01-06T23:59:00-12:00"))
    assert found.earliest <= day[0] < day[1] <= found.latest
    assert found.latest - found.earliest <= timedelta(hours=50)


def test_a_date_in_prose_dates_the_event_and_not_the_article(now: datetime) -> None:
    text = "The strike that began on January 6, 2022 and went on for nine days is told of by everybody in the port."
    assert READER.estimate(Article(text=text), now=now).basis is DateBasis.NONE


def test_a_date_in_the_address_is_used(now: datetime) -> None:
    found = READER.estimate(Article(text="Port still.", uri="https://x.org/2022/01/06/port"), now=now)
    assert found.basis is DateBasis.ADDRESS


def test_a_date_without_a_year_dates_nothing(now: datetime) -> None:
    found = READER.estimate(Article(text="Tuesday, March 21\n\nPort still."), now=now)
    assert (found.basis, found.earliest, found.text) == (DateBasis.NO_YEAR, None, "Tuesday, March 21")


def test_a_future_date_is_distrusted_and_said_so(now: datetime) -> None:
    future = now + timedelta(days=3)
    alone = READER.estimate(Article(text="Port still.", published=future), now=now)
    assert alone.earliest is None
    assert alone.doubt is not None
    assert "future" in alone.doubt
    with_line = READER.estimate(Article(text="January 06, 2022\n\nPort still.", published=future), now=now)
    assert with_line.basis is DateBasis.DATE_LINE
    assert with_line.doubt is not None


def test_a_date_within_the_spread_of_time_zones_is_believed(now: datetime) -> None:
    assert READER.estimate(Article(text="", published=now + timedelta(hours=13)), now=now).doubt is None


@pytest.mark.parametrize("line", ["February 31, 2022", "2022-13-45", "0000-00-00", "January 1, 9999", "99 May 2022"])
def test_a_day_that_does_not_exist_is_no_date(line: str, now: datetime) -> None:
    assert READER.estimate(Article(text=f"{line}\n\nPort still."), now=now).earliest is None


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"])
@pytest.mark.parametrize("zone", ["+00:00", "+14:00", "-12:00"])
def test_the_ends_of_time_do_no_harm(time: str, zone: str, now: datetime) -> None:
    found = READER.estimate(Article(text="", published=moment(time + zone)), now=now)
    READER.order(found, READER.estimate(Article(text="January 06, 2022"), now=now))


def test_the_newest_day_is_the_one_reported_on_with_its_part() -> None:
    text = "Dockers met on Wednesday. They walked out on Wednesday night. Ships waited since Sunday."
    found = READER.newest_day(text)
    assert found is not None
    assert found.text == "Wednesday night"


def test_a_later_day_counts_at_the_top_and_not_at_the_end() -> None:
    top = READER.newest_day("Ships left on Thursday morning. On Wednesday dockers met; Wednesday was calm." + " x" * 99)
    end = READER.newest_day("On Wednesday dockers met; Wednesday was calm." + " x" * 99 + " The feast is on Thursday.")
    assert top is not None
    assert end is not None
    assert (top.text, end.text) == ("Thursday morning", "Wednesday")


def test_weekdays_that_point_elsewhere_are_left_out() -> None:
    assert READER.newest_day("It goes on until Friday, as it has since Sunday and every Monday.") is None


def test_russian_weekdays_are_read() -> None:
    found = READER.newest_day("В четверг утром докеры вышли к воротам.")
    assert found is not None
    assert found.text.casefold() == "четверг утром"


def test_early_on_a_day_is_before_its_morning_and_sunday_before_monday() -> None:
    early, morning = READER.newest_day("early on Thursday"), READER.newest_day("on Thursday morning")
    sunday, monday = READER.newest_day("on Sunday"), READER.newest_day("on Monday")
    assert early is not None
    assert morning is not None
    assert sunday is not None
    assert monday is not None
    assert week_order(early, morning) > 0.7
    assert week_order(sunday, monday) == 1.0


def test_stated_dates_a_week_apart_are_in_order_and_minutes_apart_are_not(now: datetime) -> None:
    first = READER.estimate(Article(text="", published=moment("2022-01-06T10:00:00Z")), now=now)
    soon = READER.estimate(Article(text="", published=moment("2022-01-06T10:02:00Z")), now=now)
    week = READER.estimate(Article(text="January 13, 2022"), now=now)
    close = READER.order(first, soon)
    assert READER.order(first, week) == 1.0
    assert close is not None
    assert 0.5 < close < 0.6
    assert READER.order(first, READER.estimate(Article(text=""), now=now)) is None


@given(SPANS, SPANS)
def test_one_comes_before_the_other_or_the_other_before_it(
    left: tuple[float, float], right: tuple[float, float]
) -> None:
    there, back = probability_before(left, right), probability_before(right, left)
    assert 0 <= there <= 1
    assert there + back == pytest.approx(1, abs=1e-6)


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_dated(text: str) -> None:
    READER.estimate(Article(text=text))
    READER.newest_day(text)
