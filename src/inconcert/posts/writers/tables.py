"""A table as a file, by the suffix of its name."""

from __future__ import annotations

import contextlib
import gzip
from typing import IO, TYPE_CHECKING

from inconcert.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

_ROWS = 100_000


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write `.parquet`, `.csv` or `.csv.gz`. Raises `StoreError` for another suffix."""
    if path.name.endswith(".parquet"):
        table.write_parquet(path, compression="zstd")
    elif path.name.endswith((".csv", ".csv.gz")):
        with open_bytes(path) as stream:
            stream.write(table.clear().write_csv().encode())
            for part in table.iter_slices(_ROWS):
                stream.write(part.write_csv(include_header=False).encode())
    else:
        raise StoreError(f"cannot write '{path.name}': allowed are .parquet, .csv and .csv.gz")


@contextlib.contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing; one that ends in `.gz` is packed, the same bytes at any time."""
    with path.open("wb") as stream:
        if path.suffix != ".gz":
            yield stream
            return
        with gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0) as packed:
            yield packed  # type: ignore[misc]
