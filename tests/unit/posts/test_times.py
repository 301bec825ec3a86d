"""Times in all the ways sources write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from inconcert.errors import ColumnError
from inconcert.posts.times import parse_times, precision

EVENING = datetime(2026, 1, 27, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-27T20:00:00Z", EVENING),
        ("2026-01-27T20:00:00.000Z", EVENING),
        ("2026-01-27 20:00:00.25", EVENING + timedelta(milliseconds=250)),
        ("2026-01-28T05:00:00+09:00", EVENING),
        ("2026-01-28T05:00:00+0900", EVENING),
        ("2026-01-27T17:30-0230", EVENING),
        ("2026-01-28 05:00:00 JST", EVENING),
        ("2026-01-27 20:00:00 UTC", EVENING),
        ("2026-01-27", EVENING.replace(hour=0)),
        ("2026年1月27日 20:00", EVENING),
        ("2026年1月27日20時00分", EVENING),
        ("2026/01/27 20:00", EVENING),
        ("2026/1/27 20:00:05", EVENING + timedelta(seconds=5)),
        ("1769544000", EVENING),
        ("1769544000123", EVENING + timedelta(milliseconds=123)),
        ("1769544000123456", EVENING + timedelta(microseconds=123456)),
        ("1769544000123456789", EVENING + timedelta(microseconds=123456)),
        ("1769544000.5", EVENING + timedelta(milliseconds=500)),
        ("10/1/17 19:58", datetime(2017, 10, 1, 19, 58, tzinfo=UTC)),
        ("10/1/2017 19:58:07", datetime(2017, 10, 1, 19, 58, 7, tzinfo=UTC)),
        ("Wed Oct 10 20:19:24 +0000 2018", datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)),
        ("Wed Oct 10 20:19:24 +0900 2018", datetime(2018, 10, 10, 11, 19, 24, tzinfo=UTC)),
        ("2026-13-01 00:00", None),
        ("2026-01-27 25:00", None),
        ("1.77E+09", None),
        ("17", None),
        ("gestern", None),
        ("", None),
        (None, None),
    ],
)
def test_written_times(written: str | None, expected: datetime | None) -> None:
    assert parse_times(pl.Series([written], dtype=pl.String)).times.to_list() == [expected]


def test_forms_may_mix_in_one_column() -> None:
    parsed = parse_times(pl.Series(["2026-01-27 20:00", "1769544000", "1/27/26 20:00", "x"]))
    assert parsed.times.to_list() == [EVENING, EVENING, EVENING, None]
    assert parsed.without_zone == 2  # the first and the third; a unix time is UTC by itself


def test_numbers_and_typed_times() -> None:
    for series in (
        pl.Series([1769544000]),
        pl.Series([1769544000.0]),
        pl.Series([1769544000000]),
        pl.Series([datetime(2026, 1, 27, 20)]),
        pl.Series([EVENING]).dt.convert_time_zone("Asia/Tokyo"),
    ):
        assert parse_times(series).times.to_list() == [EVENING]
    assert parse_times(pl.Series([date(2026, 1, 27)])).times.to_list() == [EVENING.replace(hour=0)]
    assert parse_times(pl.Series([20170101])).times.to_list() == [None]


def test_times_without_zone_are_of_the_named_one() -> None:
    parsed = parse_times(pl.Series(["2026-01-28 05:00", "2026-01-27T20:00Z"]), zone="Asia/Tokyo")
    assert parsed.times.to_list() == [EVENING, EVENING]
    with pytest.raises(
        ColumnError, match="there is no time zone 'Tokio'; name one such as Asia/Tokyo"
    ):
        parse_times(pl.Series(["2026-01-28 05:00"]), zone="Tokio")


def test_day_comes_first_only_where_months_would_not_fit() -> None:
    assert parse_times(pl.Series(["27/1/2026 20:00", "2/1/2026 20:00"])).times.to_list() == [
        EVENING,
        datetime(2026, 1, 2, 20, tzinfo=UTC),
    ]
    mixed = parse_times(pl.Series(["27/1/2026 20:00", "1/27/2026 20:00"]))
    assert mixed.times.to_list() == [None, EVENING]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=7), "minute"),
        (timedelta(seconds=7), "second"),
        (timedelta(milliseconds=7), "microsecond"),
    ],
)
def test_precision_of_a_file(step: timedelta, expected: str) -> None:
    midnight = EVENING.replace(hour=0)
    assert precision(pl.Series([midnight + n * step for n in range(30)])) == expected


def test_few_rows_prove_no_precision() -> None:
    times = pl.Series([EVENING] * 19)
    assert precision(times) == "second"
    assert precision(times, without_seconds=True) == "minute"
    assert precision(pl.Series([EVENING] * 20)) == "hour"  # twenty whole hours
