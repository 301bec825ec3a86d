"""Ids: always text, never numbers that lost digits on the way."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

LARGEST_EXACT = 2**53
"""From here on a floating-point number skips integers, and so names other accounts."""

_SCIENTIFIC = r"^[+-]?\d(?:[.,]\d+[eE]\+?|[eE]\+)\d+$"
"""Has a point or a plus sign, and one digit before: `4693954e76388489` is a hexadecimal hash."""

_POINT_ZERO = r"^\d+\.0+$"
_LONG_POINT_ZERO = r"^\d{16,}\.0+$"


@dataclass(frozen=True)
class Ids:
    """Ids as text, null where a cell has none or its digits are lost; and examples of the lost."""

    ids: pl.Series
    lost: int = 0
    example: str = ""


def read_ids(column: pl.Series) -> Ids:
    """Return ids as text, trimmed.

    Digits are lost in floating-point columns from 2**53 on, and in text such as `9.06E+17`, which
    is what a spreadsheet leaves of an id.

    >>> read_ids(pl.Series([7.0, None])).ids.to_list()
    ['7', None]
    >>> found = read_ids(pl.Series(["905874659358453760", "9.06E+17"]))
    >>> found.lost, found.example, found.ids.to_list()
    (1, '9.06E+17', ['905874659358453760', None])
    """
    if column.dtype.is_float():
        return _from_floats(column.fill_nan(None))
    text = column.cast(pl.String).str.strip_chars().replace("", None)
    lost = text.str.contains(_SCIENTIFIC) | text.str.contains(_LONG_POINT_ZERO)
    found = _without(text, text, lost.fill_null(value=False))
    if found.ids.str.contains(_POINT_ZERO).any():
        whole = pl.when(pl.col("id").str.contains(_POINT_ZERO)).then(
            pl.col("id").str.replace(r"\.0+$", "")
        )
        ids = found.ids.to_frame("id").select(pl.coalesce(whole, "id"))["id"]
        return Ids(ids, found.lost, found.example)
    return found


def _from_floats(numbers: pl.Series) -> Ids:
    lost = (numbers.abs() >= LARGEST_EXACT) | (numbers != numbers.floor())
    lost = lost.fill_null(value=False)
    whole = numbers.to_frame("n").select(pl.when(~lost).then("n").cast(pl.Int64).cast(pl.String))
    return _without(whole["n"], numbers, lost)


def _without(ids: pl.Series, shown: pl.Series, lost: pl.Series) -> Ids:
    count = int(lost.sum())
    if not count:
        return Ids(ids)
    kept = ids.to_frame("id").select(pl.when(~lost).then("id").alias("id"))["id"]
    return Ids(kept, count, str(shown.filter(lost)[0]))
