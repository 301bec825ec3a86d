"""Ids: always text, never numbers that lost digits on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

LARGEST_EXACT = 2**53
"""From here on a floating-point number skips integers, and so names other accounts."""

_SCIENTIFIC = r"^[+-]?\d(?:[.,]\d+[eE]\+?|[eE]\+)\d+$"
"""Has a point or a plus sign, and one digit before: `4693954e76388489` is a hexadecimal hash."""

_SPOILT = r"[.,+]"
"""One of these is in every id that has lost digits, or ends in `.0`."""

_POINT_ZERO = r"^\d+\.0+$"
_LONG_POINT_ZERO = r"^\d{16,}\.0+$"


@dataclass(frozen=True)
class Ids:
    """Ids as text, null where a cell has none or its digits are lost; and examples of the lost."""

    ids: pl.Series
    lost: int = 0
    example: str = ""


def read_ids(column: pl.Series, *, visible: bool = False) -> Ids:
    """Return ids as text, trimmed; `visible` says that they are text, and that nothing is amiss.

    Digits are lost in floating-point columns from 2**53 on, and in text such as `9.06E+17`, which
    is what a spreadsheet leaves of an id.

    >>> read_ids(pl.Series([7.0, None])).ids.to_list()
    ['7', None]
    >>> found = read_ids(pl.Series(["905874659358453760", "9.06E+17"]))
    >>> found.lost, found.example, found.ids.to_list()
    (1, '9.06E+17', ['905874659358453760', None])
    """
    if visible:
        return Ids(column)
    if column.dtype.is_float():
        return _from_floats(column.fill_nan(None))
    text = column.cast(pl.String).str.strip_chars().replace("", None)
    if not text.str.contains(_SPOILT).any():
        return Ids(text)
    lost = text.str.contains(_SCIENTIFIC) | text.str.contains(_LONG_POINT_ZERO)
    found = _without(text, text, lost.fill_null(value=False))
    if found.ids.str.contains(_POINT_ZERO).any():
        whole = pl.when(pl.col("id").str.contains(_POINT_ZERO)).then(
            pl.col("id").str.replace(r"\.0+$", "")
        )
        ids = found.ids.to_frame("id").select(pl.coalesce(whole, "id"))["id"]
        return Ids(ids, found.lost, found.example)
    return found


def may_repeat(ids: pl.Series) -> bool:
    """Tell whether ids may occur twice; false only where surely none does.

    Costs a tenth of looking for them: the hashes of different ids may be equal, but hardly are.

    >>> may_repeat(pl.Series(["a", "b"])), may_repeat(pl.Series(["a", "b", "a"]))
    (False, True)
    """
    ranked = np.sort(ids.hash().to_numpy())
    return bool(np.any(ranked[1:] == ranked[:-1]))


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
