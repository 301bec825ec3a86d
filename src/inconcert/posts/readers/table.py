"""Any table of posts: CSV, TSV, NDJSON or Parquet, with a column map or usual names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import ReaderError
from inconcert.posts.columns import map_columns
from inconcert.posts.tabular import read_table

if TYPE_CHECKING:
    from inconcert.posts.readers.base import Reading, ReadOptions, Source

name = "table"


def claims(source: Source) -> bool:
    """Say whether the file is a table at all."""
    return source.form != "other"


def read(source: Source, options: ReadOptions) -> Reading:
    """Read the file by the given column map, and usual names for what it leaves open."""
    if source.form == "other":
        raise ReaderError(f"{source.path} is no table of posts: {source.fault}")
    columns = map_columns(
        source.columns,
        given=options.columns,
        object_layer=options.object_layer,
        place=str(source.path),
    )
    return read_table(source, columns)
