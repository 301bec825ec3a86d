"""The rows of a file as they stand: columns of the source, `source_line` beside them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ReaderError
from inconcert.posts.cleancsv import read_clean
from inconcert.posts.delimited import read_delimited
from inconcert.posts.jsonlines import read_objects
from inconcert.posts.lines import column_name, is_packed, lines, unpacked
from inconcert.posts.plaincsv import read_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from inconcert.posts.lines import Line
    from inconcert.posts.readers.base import Source


@dataclass(frozen=True)
class RawRows:
    """The rows, `source_line` beside them, and the lines that hold none."""

    rows: pl.DataFrame
    bad: Sequence[Line] = ()
    visible: bool = False
    """Whether all cells are surely of visible ASCII without `.`, `+` and `,`."""


def read_raw(source: Source) -> tuple[pl.DataFrame, Sequence[Line]]:
    """Return the rows, `source_line` and `row_hash` beside them, and the lines that hold none."""
    raw = read_rows(source)
    return raw.rows.with_columns(row_hash=row_hash(raw.rows)), raw.bad


def read_rows(source: Source) -> RawRows:
    """Return the rows of a file.

    Text formats give columns of text; of Parquet the types stay, except that categories become
    text. A line of a Parquet file is its row, counted from 1.
    """
    if source.form == "parquet":
        return RawRows(_parquet(source))
    if source.form == "ndjson":
        return RawRows(*read_objects(lines(source.path, source.encoding)))
    if source.form == "delimited":
        return _delimited(source)
    raise ReaderError(f"{source.path} cannot be read as a table: {source.fault}")


def row_hash(rows: pl.DataFrame) -> pl.Series:
    """Return a number for each row that tells equal rows, wherever they stand."""
    content = pl.struct(pl.exclude("source_line")).hash() if rows.width > 1 else pl.lit(0)
    hashes = rows.select("source_line", row_hash=content.cast(pl.UInt64))
    return hashes["row_hash"]


def _delimited(source: Source) -> RawRows:
    if source.encoding == "utf-8":
        plain = read_plain(source.path, source.columns, source.delimiter)
        if plain is not None:
            return RawRows(plain.rows, visible=plain.visible)
        clean = read_clean(source.path, source.columns, source.delimiter)
        if clean is not None:
            return RawRows(clean)
    return RawRows(*read_delimited(lines(source.path, source.encoding), source.delimiter))


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
