"""Columns of other programs' tables: found under several names, checked, brought to our types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from inconcert.errors import ColumnError, ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Mode = Literal["as_published", "corrected"]
MODES: tuple[str, ...] = ("as_published", "corrected")
MICROSECONDS = 1_000_000
_FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_800
"""The years 1 to 9999; beyond them, numbers are surely no seconds."""


def check_mode(mode: str, *, where: str, broken: str | None = None) -> None:
    """Raise `ConfigError` for a mode that is not there.

    `broken` says why the public code does not run, so that only `corrected` is left.
    """
    if mode not in MODES:
        raise ConfigError(f"{where}: mode = {mode!r}; {nearest(mode, MODES)}.")
    if broken and mode == "as_published":
        raise ConfigError(
            f"{where}: there is no mode 'as_published', since the public code does not run "
            f"({broken}).\nUse mode='corrected'."
        )


def pick(table: pl.DataFrame, wanted: Mapping[str, Sequence[str]], *, where: str) -> pl.DataFrame:
    """Return the wanted columns under our names; each may stand under any of its names.

    Raises `ColumnError` for a column that is missing under all of its names.

    >>> table = pl.DataFrame({"userid": ["7"], "url": ["http://a"]})
    >>> pick(table, {"account_id": ("account_id", "userid")}, where="coURL").columns
    ['account_id']
    """
    found = {ours: _first(table, names) for ours, names in wanted.items()}
    missing = [ours for ours, name in found.items() if name is None]
    if missing:
        names = " or ".join(map(repr, wanted[missing[0]]))
        raise ColumnError(
            f"{where}: no column {names}; found: {', '.join(table.columns) or 'none'}.\n"
            "Rename the column that holds it."
        )
    return table.select(pl.col(name).alias(ours) for ours, name in found.items() if name)


def as_ids(table: pl.DataFrame, columns: Sequence[str], *, where: str) -> pl.DataFrame:
    """Bring ids to strings. Raises `ColumnError` for a column with nulls."""
    for column in columns:
        holes = table[column].null_count()
        if holes:
            raise ColumnError(
                f"{where}: {holes} of {table.height} rows have no {column}.\nDrop those rows first."
            )
    return table.with_columns(pl.col(*columns).cast(pl.String))


def as_times(table: pl.DataFrame, column: str, *, where: str) -> pl.DataFrame:
    """Bring times to UTC microseconds.

    Numbers are seconds since 1970, in the years 1 to 9999; datetimes without a zone are taken as
    UTC; text must be ISO ("2021-09-20 12:00:00"). Raises `ColumnError` for a time that is missing
    or cannot be read.

    >>> as_times(pl.DataFrame({"at": [90]}), "at", where="coornet")["at"][0].isoformat()
    '1970-01-01T00:01:30+00:00'
    """
    read = table.with_columns(_utc(table[column], where=where).alias(column))
    lost = read[column].null_count()
    if lost:
        at = int(read[column].is_null().arg_true()[0])
        raise ColumnError(
            f"{where}: {lost} of {table.height} times are missing or cannot be read, first in row "
            f"{at}: {table[column][at]!r}.\n"
            "Give seconds since 1970 (not milliseconds), datetimes, or text like "
            "'2021-09-20 12:00:00'."
        )
    return read


def _first(table: pl.DataFrame, names: Sequence[str]) -> str | None:
    return next((name for name in names if name in table.columns), None)


def _utc(times: pl.Series, *, where: str) -> pl.Series:
    if times.dtype.is_numeric():
        seconds = times.cast(pl.Float64)
        possible = (seconds >= _FIRST_SECOND) & (seconds < _LAST_SECOND)
        exact = times if times.dtype.is_integer() else seconds
        micro = (exact.set(~possible, None) * MICROSECONDS).round()
        return micro.cast(pl.Int64).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    if times.dtype == pl.Null:
        return times.cast(pl.Datetime("us", "UTC"))
    if times.dtype == pl.String:
        times = times.str.to_datetime(time_unit="us", strict=False, time_zone="UTC")
    if not isinstance(times.dtype, pl.Datetime):
        raise ColumnError(
            f"{where}: the times are {times.dtype}, which is no type of time.\n"
            "Give seconds since 1970, datetimes, or text like '2021-09-20 12:00:00'."
        )
    zoned = times.dt.cast_time_unit("us")
    if zoned.dtype == pl.Datetime("us"):
        return zoned.dt.replace_time_zone("UTC")
    return zoned.dt.convert_time_zone("UTC")
