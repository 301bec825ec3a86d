"""Posts in: from files and folders of any supported form to the tables of `schemas`."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.hashing import hash_file
from inconcert.posts import accounts as account_rows
from inconcert.posts import quarantine as bad_rows
from inconcert.posts.columns import read_column_map
from inconcert.posts.files import Found, find_files
from inconcert.posts.handles import resolve_handles
from inconcert.posts.merge import Merged, merge
from inconcert.posts.readers import reader_named
from inconcert.posts.readers.base import ReadOptions
from inconcert.schemas import KINDS, TIME_PRECISIONS, Posts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import dataframely as dy

    from inconcert.posts.readers.base import Reading
    from inconcert.schemas import Accounts, Quarantine

_log = logging.getLogger(__name__)
_HASH_DIGITS = 12

PathLike = str | Path


@dataclass(frozen=True)
class IngestCounts:
    """Where the rows of the sources went: `read = kept + merged + duplicates + quarantined`."""

    read: int
    kept: int
    merged: int
    duplicates: int
    quarantined: int

    def __str__(self) -> str:
        return (
            f"read {self.read:,} = kept {self.kept:,} + merged {self.merged:,} "
            f"+ duplicates {self.duplicates:,} + quarantined {self.quarantined:,}"
        )


@dataclass(frozen=True)
class SourceFile:
    """A file that was read."""

    path: str
    reader: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Ingest:
    """Posts (sorted by `post_id`, unless asked otherwise), accounts, the quarantine, and notes."""

    posts: dy.DataFrame[Posts]
    accounts: dy.DataFrame[Accounts]
    quarantine: dy.DataFrame[Quarantine]
    counts: IngestCounts
    notes: tuple[str, ...]
    files: tuple[SourceFile, ...]


def ingest(
    paths: PathLike | Sequence[PathLike],
    *,
    reader: str = "auto",
    columns: Mapping[str, Any] | PathLike | None = None,
    object_layer: str = "repost",
    ordered: bool = True,
) -> Ingest:
    """Read files and folders of posts.

    `columns` maps columns of the posts table to columns of the files (or is a YAML file that
    does); what it leaves open is found by usual names. `object_layer` says what a bare object is.
    Not `ordered`, the posts come as they stand in the files, which saves sorting them.
    A bad row goes to the quarantine with its reason. Raises `InputError` where a file as a whole
    cannot be used.

    >>> import tempfile
    >>> table = Path(tempfile.mkdtemp()) / "posts.csv"
    >>> rows = ["投稿ID,ユーザーID,投稿日時,本文", "1,a,2026-01-27 20:00,やあ", "2,b,?,"]
    >>> _ = table.write_text("\\n".join(rows), encoding="utf-8")
    >>> taken = ingest(table)
    >>> print(taken.counts)
    read 2 = kept 1 + merged 0 + duplicates 0 + quarantined 1
    >>> taken.quarantine["reason"].to_list()
    ['the time does not parse: ?']
    """
    options = ReadOptions(read_column_map(columns), object_layer)
    found = find_files(paths, reader)
    with ThreadPoolExecutor(1) as beside:
        hashes = beside.map(hash_file, [source.path for source, _ in found.posts])
        readings = [reader_named(r).read(source, options) for source, r in found.posts]
        files = [
            SourceFile(str(source.path), name, reading.read, digest)
            for (source, name), reading, digest in zip(found.posts, readings, hashes, strict=True)
        ]
    merged = _merge(readings, files)
    return _result(found, readings, files, merged, ordered=ordered)


def read_posts(
    paths: PathLike | Sequence[PathLike],
    reader: str = "auto",
    columns: Mapping[str, Any] | PathLike | None = None,
) -> dy.DataFrame[Posts]:
    """Return the posts of files and folders, as `ingest` reads them.

    Rows that could not be used are logged as a warning; `ingest` returns them.
    """
    taken = ingest(paths, reader=reader, columns=columns)
    if taken.counts.quarantined:
        _log.warning("some rows could not be used: %s", taken.counts)
    return taken.posts


def _merge(readings: Sequence[Reading], files: Sequence[SourceFile]) -> Merged:
    """Name posts without an id by the hash of their file and their line, and merge."""
    rows = pl.concat(
        reading.posts.with_columns(_file=pl.lit(file.sha256[:_HASH_DIGITS]))
        for reading, file in zip(readings, files, strict=True)
    )
    return merge(rows, pl.concat_str(pl.lit("row-"), "_file", pl.lit("-"), "source_line"))


def _result(
    found: Found,
    readings: Sequence[Reading],
    files: Sequence[SourceFile],
    merged: Merged,
    *,
    ordered: bool,
) -> Ingest:
    described = [
        account_rows.read_accounts(source, merged.posts["account_id"].unique())
        for source in found.accounts
    ]
    accounts = account_rows.together([*described, *(reading.accounts for reading in readings)])
    rows = resolve_handles(merged.posts, accounts).select(Posts.column_names())
    posts = _contracted(rows.sort("post_id") if ordered else rows)
    quarantine = bad_rows.together([*(r.quarantine for r in readings), merged.quarantine])
    notes = dict.fromkeys([*found.notes, *(note for r in readings for note in r.notes)])
    return Ingest(
        posts=posts,
        accounts=accounts,
        quarantine=quarantine,
        counts=IngestCounts(
            read=sum(file.rows for file in files),
            kept=posts.height,
            merged=merged.merged,
            duplicates=merged.duplicates,
            quarantined=quarantine.height,
        ),
        notes=tuple(notes),
        files=tuple(files),
    )


def _contracted(rows: pl.DataFrame) -> dy.DataFrame[Posts]:
    """Return posts as their contract has them; `merge` has seen to it that no id comes twice.

    The contract is put to every rule, at some cost, only where a look cannot rule out a fault.
    """
    words = {"kind": pl.Enum(KINDS), "time_precision": pl.Enum(TIME_PRECISIONS)}
    read = rows.with_columns(
        pl.col(name).cast(pl.String).cast(kind, strict=False) for name, kind in words.items()
    )
    lists = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.List)]
    holes = [pl.col("post_id", "account_id", "created_at", *words, *lists).null_count()]
    holes += [(pl.col("post_id", "account_id") == "").sum().name.suffix("_empty")]
    holes += [_items_amiss(name).alias(f"{name}_items") for name in lists]
    if any(read.select(holes).row(0)):
        return Posts.validate(rows, cast=True)
    return Posts.cast(read)


def _items_amiss(name: str) -> pl.Expr:
    """Count the items of a list column that are null; of objects, that must be looked at."""
    items = pl.col(name).list.len().sum()
    return items if name == "objects" else items - pl.col(name).list.drop_nulls().list.len().sum()
