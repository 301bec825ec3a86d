"""Rows that could not be used: kept with file, line and reason, never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ConfigError, nearest
from inconcert.posts.lines import EXCERPT
from inconcert.posts.output import check_output_file, write_atomically
from inconcert.posts.spreadsheets import csv_cells
from inconcert.schemas import Quarantine, empty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import dataframely as dy

    from inconcert.posts.lines import Line

_SUFFIXES = (".parquet", ".csv")


def from_lines(file: str, bad: Sequence[Line]) -> pl.DataFrame:
    """Return the quarantine of the bad lines of a file."""
    if not bad:
        return empty(Quarantine)
    return pl.DataFrame(
        {
            "source_file": [file] * len(bad),
            "source_line": [line.number for line in bad],
            "reason": [line.fault or "not usable" for line in bad],
            "content": [line.text[:EXCERPT] for line in bad],
        },
        schema=empty(Quarantine).schema,
    )


def from_rows(rows: pl.DataFrame, reason: pl.Expr) -> pl.DataFrame:
    """Return the quarantine of rows with `source_file` and `source_line`; the rest is quoted."""
    return rows.select(
        "source_file",
        pl.col("source_line").cast(pl.UInt32),
        reason=reason,
        content=_quoted(rows).str.head(EXCERPT),
    )


def together(parts: Sequence[pl.DataFrame]) -> dy.DataFrame[Quarantine]:
    """Return all quarantined rows, sorted by file and line."""
    rows = pl.concat([empty(Quarantine), *parts], how="vertical")
    rows = rows.sort("source_file", "source_line", "reason", "content", nulls_last=True)
    return Quarantine.validate(rows, cast=True)


def check_path(path: Path) -> None:
    """Raise `ConfigError` or `StoreError` if `write` could not write there; ask before reading."""
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise ConfigError(
            f"--quarantine {path}: cannot tell what to write by the suffix {suffix!r}; "
            f"{nearest(suffix, _SUFFIXES)}"
        )
    check_output_file(path)


def write(rows: pl.DataFrame, path: Path) -> None:
    """Write a quarantine as Parquet or, by the suffix, as CSV that a spreadsheet opens safely."""
    if path.suffix.lower() == ".parquet":
        write_atomically(path, rows.write_parquet)
    else:
        write_atomically(path, csv_cells(rows).write_csv)


def _quoted(rows: pl.DataFrame) -> pl.Expr:
    columns = [c for c in rows.columns if not c.startswith(("source_", "_"))]
    if not columns:
        return pl.lit("")
    shown = [
        pl.concat_str(pl.lit(f"{c}="), pl.col(c).cast(pl.String).str.head(EXCERPT))
        for c in columns
        if not rows.schema[c].is_nested()
    ]
    return pl.concat_str(shown, separator=" | ", ignore_nulls=True)
