"""CooRTweet's input table: four columns, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.sweep import MICROSECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ID_COLUMNS = ("object_id", "account_id", "content_id")
TIME_COLUMN = "timestamp_share"
FLAG_PREFIX = "time_window_"
_LARGEST = 1 << 61
"""Bound on times, in whole numbers of seconds or in microseconds of others."""


def prep_data(
    x: pl.DataFrame,
    object_id: str | None = None,
    account_id: str | None = None,
    content_id: str | None = None,
    timestamp_share: str | None = None,
) -> pl.DataFrame:
    """Give columns the names that `detect_groups` asks for, and times as unix seconds.

    Each argument is the name of the column that plays that part now; None leaves it as it is.
    Times that are no numbers are read as UTC, from datetimes or from text such as
    "2021-09-20 12:00:00". The table given is left as it is (in CooRTweet it is renamed in place).
    Raises `ColumnError` for a column that is not there and for a time that cannot be read.

    >>> shares = pl.DataFrame({"url": ["u"], "who": ["a"], "at": ["1970-01-01 00:01:00"]})
    >>> prep_data(shares, object_id="url", account_id="who", timestamp_share="at").row(0)
    ('u', 'a', 60.0)
    """
    given = {
        "object_id": object_id,
        "account_id": account_id,
        "content_id": content_id,
        TIME_COLUMN: timestamp_share,
    }
    renamed = {name: ours for ours, name in given.items() if name is not None}
    require_columns(x, tuple(renamed), where="prep_data")
    _require_free(x, renamed)
    table = x.rename(renamed)
    if timestamp_share is None or table[TIME_COLUMN].dtype.is_numeric():
        return table
    return table.with_columns(_unix_seconds(table[TIME_COLUMN]))


def checked_shares(x: pl.DataFrame) -> pl.DataFrame:
    """Return the four columns, ids as text and times as integers or doubles of seconds.

    Raises `ColumnError` for a column that is missing, ids that are null and times that are
    missing, not finite or no numbers. Columns named `id_user` are taken for `account_id`.
    """
    if "account_id" not in x.columns and "id_user" in x.columns:
        x = x.rename({"id_user": "account_id"})
    require_columns(x, (*ID_COLUMNS, TIME_COLUMN), where="detect_groups")
    for column in ID_COLUMNS:
        _require_ids(x, column)
    times = _numbers(x[TIME_COLUMN])
    return x.select(pl.col(*ID_COLUMNS).cast(pl.String), times)


def check_window(seconds: float, *, where: str) -> None:
    """Raise `ConfigError` for a window that is negative or not a number."""
    if not seconds >= 0:
        raise ConfigError(
            f"{where}: time_window = {seconds}: give a number of seconds, 0 or more "
            "(0: in the same second)."
        )


def require_columns(table: pl.DataFrame, columns: Sequence[str], *, where: str) -> None:
    """Raise `ColumnError` naming the columns that a table lacks."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ColumnError(
            f"{where}: no column {', '.join(map(repr, missing))}; found: "
            f"{', '.join(table.columns) or 'none'}.\n"
            "Rename columns with `inconcert.compat.coortweet.prep_data`."
        )


def _require_free(table: pl.DataFrame, renamed: Mapping[str, str]) -> None:
    taken = [
        ours
        for name, ours in renamed.items()
        if ours != name and ours in table.columns and ours not in renamed
    ]
    if taken:
        raise ColumnError(
            f"prep_data: the table has a column {taken[0]!r} already.\n"
            f"Leave it out first: table.drop({taken[0]!r})."
        )


def _require_ids(table: pl.DataFrame, column: str) -> None:
    holes = table[column].null_count()
    if holes:
        raise ColumnError(
            f"detect_groups: {holes} of {table.height} rows have no {column}.\n"
            f"Leave them out first: table.drop_nulls({column!r})."
        )


def _numbers(times: pl.Series) -> pl.Series:
    if not times.dtype.is_numeric():
        raise ColumnError(
            f"detect_groups: column {TIME_COLUMN!r} is {times.dtype}, not a number of seconds.\n"
            "Let `prep_data(table, timestamp_share=...)` read the times."
        )
    whole = times.dtype.is_integer()
    exact = times.cast(pl.Int64, strict=False) if whole else times.cast(pl.Float64)
    bad = ~(exact.abs() <= (_LARGEST if whole else _LARGEST / MICROSECONDS)).fill_null(value=False)
    if bad.any():
        row = int(bad.arg_true()[0])
        raise ColumnError(
            f"detect_groups: {int(bad.sum())} of {times.len()} times in column {TIME_COLUMN!r} "
            f"are missing, not finite or too large, first in row {row}: {times[row]!r}.\n"
            "Leave those rows out first."
        )
    return exact


def _unix_seconds(times: pl.Series) -> pl.Series:
    read = times
    if times.dtype == pl.String:
        read = times.str.to_datetime(time_unit="us", strict=False, time_zone="UTC")
    if not isinstance(read.dtype, pl.Datetime | pl.Date) or read.null_count():
        lost = read.is_null().arg_true().to_list()
        found = f"{times[lost[0]]!r} in row {lost[0]}" if lost else f"a column of {times.dtype}"
        raise ColumnError(
            f"prep_data: times cannot be read: {found}.\n"
            "Give unix seconds, datetimes, or text such as '2021-09-20 12:00:00' (UTC)."
        )
    seconds: pl.Series = read.cast(pl.Datetime("us")).dt.epoch("us") / MICROSECONDS
    return seconds.alias(TIME_COLUMN)
