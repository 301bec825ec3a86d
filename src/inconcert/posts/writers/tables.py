"""A table as a file, by the suffix of its name."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from inconcert.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write `.parquet`, `.csv` or `.csv.gz`. Raises `StoreError` for another suffix."""
    if path.name.endswith(".parquet"):
        table.write_parquet(path, compression="zstd")
    elif path.name.endswith(".csv"):
        table.write_csv(path)
    elif path.name.endswith(".csv.gz"):
        path.write_bytes(gzip.compress(table.write_csv().encode(), mtime=0))
    else:
        raise StoreError(f"cannot write '{path.name}': allowed are .parquet, .csv and .csv.gz")
