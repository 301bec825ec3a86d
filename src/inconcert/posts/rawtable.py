"""The rows of a file as they stand: columns of the source, `source_line` beside them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ReaderError
from inconcert.posts.cleancsv import read_clean
from inconcert.posts.delimited import read_delimited
from inconcert.posts.jsonlines import read_objects
from inconcert.posts.lines import column_name, is_packed, lines, unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.posts.lines import Line
    from inconcert.posts.readers.base import Source


def read_raw(source: Source) -> tuple[pl.DataFrame, list[Line]]:
    """Return the rows, `source_line` and `row_hash` beside them, and the lines that hold none.

    Text formats give columns of text; of Parquet the types stay, except that categories become
    text. A line of a Parquet file is its row, counted from 1. `row_hash` tells equal rows.
    """
    no_lines: list[Line] = []
    if source.form == "parquet":
        rows, bad = _parquet(source), no_lines
    elif source.form == "ndjson":
        rows, bad = read_objects(lines(source.path, source.encoding))
    elif source.form == "delimited":
        rows, bad = _delimited(source)
    else:
        raise ReaderError(f"{source.path} cannot be read as a table: {source.fault}")
    content = pl.struct(pl.exclude("source_line")).hash() if rows.width > 1 else pl.lit(0)
    return rows.with_columns(row_hash=content.cast(pl.UInt64)), bad


def _delimited(source: Source) -> tuple[pl.DataFrame, list[Line]]:
    clean = None
    if source.encoding == "utf-8":
        clean = read_clean(source.path, source.columns, source.delimiter)
    if clean is not None:
        return clean, []
    return read_delimited(lines(source.path, source.encoding), source.delimiter)


def parquet_of(path: Path) -> Path | io.BytesIO:
    """Return what polars can open: the path, or the unpacked bytes of a gzip file."""
    return io.BytesIO(unpacked(path)) if is_packed(path) else path


def _parquet(source: Source) -> pl.DataFrame:
    try:
        rows = pl.read_parquet(parquet_of(source.path))
    except pl.exceptions.PolarsError as error:
        raise ReaderError(
            f"{source.path} is a damaged Parquet file ({str(error).splitlines()[0]})"
        ) from error
    rows = rows.rename(column_name)
    rows = rows.with_row_index("source_line", offset=1)
    categories = [name for name, dtype in rows.schema.items() if dtype in (pl.Categorical, pl.Enum)]
    return rows.with_columns(pl.col(categories).cast(pl.String))
