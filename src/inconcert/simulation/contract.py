"""From a table that knows some columns to one that keeps the contract of `schemas.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas

if TYPE_CHECKING:
    import dataframely as dy


def fitted(table: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """Add the columns that this world does not have, check the contract; the order stays."""
    blank = schemas.empty(schema)
    fills = [
        _nothing(dtype).alias(name)
        for name, dtype in blank.schema.items()
        if name not in table.columns
    ]
    full = table.with_columns(fills).select(pl.col(blank.columns)).cast(blank.schema)
    return schema.validate(full)


def instant(seconds: str | pl.Series) -> pl.Expr:
    """Return Unix seconds as times in UTC."""
    utc = pl.from_epoch(seconds if isinstance(seconds, str) else pl.lit(seconds), time_unit="s")
    return utc.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _nothing(dtype: pl.DataType) -> pl.Expr:
    """Empty for lists, null for all else."""
    return pl.lit([] if isinstance(dtype, pl.List) else None, dtype=dtype)
