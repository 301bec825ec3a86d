"""The posts table of this package itself, as `simulate` and other commands write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ReaderError
from inconcert.posts.draft import finish
from inconcert.posts.lines import column_name
from inconcert.posts.rawtable import read_raw
from inconcert.schemas import TIME_PRECISIONS, Posts

if TYPE_CHECKING:
    from inconcert.posts.readers.base import Reading, ReadOptions, Source

name = "posts"

_OWN = frozenset(map(column_name, Posts.column_names()))


def claims(source: Source) -> bool:
    """Say whether the file is Parquet with every column of `schemas.Posts`."""
    return source.form == "parquet" and set(source.columns) >= _OWN


def read(source: Source, _options: ReadOptions) -> Reading:
    """Read the file as it is; only file and line are new: they say where a post stands now."""
    if not claims(source):
        missing = sorted(_OWN - set(source.columns))
        raise ReaderError(
            f"{source.path} is not in the form 'posts': it needs Parquet with every column of the "
            f"posts table, and lacks {', '.join(missing[:5]) or 'that form'}; use --reader auto"
        )
    raw, _ = read_raw(source)
    table = raw.with_columns(
        pl.col("created_at", "deleted_at").cast(pl.Datetime("us", "UTC")),
        time_as_read=pl.col("created_at").cast(pl.String),
    )
    reading = finish(table.drop("time_precision"), source)
    return _with_own_precision(reading, raw, source)


def _with_own_precision(reading: Reading, raw: pl.DataFrame, source: Source) -> Reading:
    """Give every post the precision that the file says, not the one its times look like."""
    own = raw.select("source_line", pl.col("time_precision").cast(pl.String))
    foreign = own.filter(~pl.col("time_precision").is_in(TIME_PRECISIONS))
    if foreign.height:
        raise ReaderError(
            f"{source.path}: time_precision is {foreign['time_precision'][0]!r} in row "
            f"{foreign['source_line'][0]}; allowed: {', '.join(TIME_PRECISIONS)}"
        )
    order = reading.posts.columns
    said = reading.posts.drop("time_precision").join(
        own, on=pl.col("source_line").cast(pl.UInt32), how="left", maintain_order="left"
    )
    return type(reading)(
        posts=said.select(order).cast(reading.posts.schema),
        quarantine=reading.quarantine,
        accounts=reading.accounts,
        notes=reading.notes,
    )
