"""Actions in Parquet files: which files, which kinds of ids, and their rows in portions."""

from __future__ import annotations

import glob
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ColumnError, InputError, MissingFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_IDS = ("account_id", "object_id", "post_id")
_UTC = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class ActionFile:
    """A file of actions as it was when the job was planned."""

    path: str
    size: int
    modified_ns: int
    rows: int

    def as_it_is(self) -> ActionFile:
        """Return the file with the size and time it has now; its rows are not counted again."""
        path = Path(self.path)
        if not path.exists():
            raise MissingFileError(f"{path}: this file of actions is no longer there")
        status = path.stat()
        return replace(self, size=status.st_size, modified_ns=status.st_mtime_ns)


@dataclass(frozen=True)
class Portion:
    """Some rows of one file, one after the other."""

    file: ActionFile
    first: int
    rows: int


@dataclass(frozen=True)
class Actions:
    """The files that hold the actions, in order, and the ids that are numbers in all of them."""

    files: tuple[ActionFile, ...]
    numbers: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Return the number of actions."""
        return sum(file.rows for file in self.files)

    def portions(self, rows: int) -> Iterator[Portion]:
        """Cut the files into portions of no more than `rows` rows, in order."""
        for file in self.files:
            for first in range(0, file.rows, rows):
                yield Portion(file, first, min(rows, file.rows - first))

    def scan(self, columns: Sequence[str]) -> pl.LazyFrame:
        """Return these columns of all actions, lazily: ids text or Int64, times UTC."""
        return pl.concat([self._scanned(file, columns) for file in self.files])

    def read(self, portion: Portion, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of a portion; raises `ColumnError` where one holds nulls."""
        scanned = self._scanned(portion.file, columns).slice(portion.first, portion.rows)
        table = scanned.collect()
        for column in columns:
            if table[column].null_count():
                raise ColumnError(
                    f"{portion.file.path}: {table[column].null_count()} null values in column "
                    f"{column!r}, rows {portion.first:,} to {portion.first + portion.rows - 1:,}."
                    "\nDrop those rows from the file."
                )
        return table

    def _scanned(self, file: ActionFile, columns: Sequence[str]) -> pl.LazyFrame:
        return pl.scan_parquet(file.path, glob=False).select(
            self._normal(column) for column in columns
        )

    def _normal(self, column: str) -> pl.Expr:
        if column == "created_at":
            return pl.col(column).dt.cast_time_unit("us").cast(pl.Int64).cast(_UTC)
        return pl.col(column).cast(pl.Int64 if column in self.numbers else pl.String)


def find_actions(
    paths: str | Path | Sequence[str | Path], columns: Sequence[str], *, out: Path
) -> Actions:
    """Look at the Parquet files named, found by a pattern or in a folder, without reading rows.

    What lies under `out` is left aside. All must have these columns. Raises `MissingFileError`
    where a path finds nothing, `InputError` for what is no Parquet, `ColumnError` where a column
    is missing, ids are neither text nor whole numbers, or times none.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    named = [file for path in given for file in _files_at(Path(path))]
    found = [file for file in named if out.resolve() not in file.parents]
    if not found:
        raise MissingFileError("no files of actions were named: give a Parquet file or a folder")
    schemas = [_schema(file, columns) for file in found]
    numbers = tuple(name for name in _IDS if all(_is_number(s.get(name)) for s in schemas))
    return Actions(files=tuple(_described(file) for file in found), numbers=numbers)


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*.parquet") if not p.name.startswith("."))
    elif path.is_file():
        found = [path]
    else:
        matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 - it may be absolute
        found = sorted(map(Path, matches))
    if not found:
        raise MissingFileError(f"{path}: no Parquet files of actions there; check the spelling")
    return [file.resolve() for file in found]


def _described(path: Path) -> ActionFile:
    status = path.stat()
    rows = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    return ActionFile(str(path), status.st_size, status.st_mtime_ns, int(rows))


def _schema(path: Path, columns: Sequence[str]) -> pl.Schema:
    try:
        schema = pl.scan_parquet(path, glob=False).collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            f"{path}: cannot be read as Parquet ({str(error).splitlines()[0]}).\n"
            "Write the actions with `actions.write_parquet(path)`."
        ) from error
    _check_schema(path, schema, columns)
    return schema


def _check_schema(path: Path, schema: pl.Schema, columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in schema]
    if missing:
        raise ColumnError(
            f"{path}: no column {', '.join(map(repr, missing))}; found: {', '.join(schema)}.\n"
            "Make the table with `inconcert.actions(posts)`."
        )
    if not isinstance(schema["created_at"], pl.Datetime):
        raise ColumnError(
            f"{path}: column 'created_at' is {schema['created_at']}, not a time.\n"
            "Give UTC datetimes; `inconcert.read_posts` makes them from the usual formats."
        )
    for name in (name for name in _IDS if name in columns):
        kind = schema[name]
        if not (_is_text(kind) or kind.is_integer()):
            raise ColumnError(
                f"{path}: column {name!r} is {kind}; ids must be text or whole numbers."
            )


def _is_text(kind: pl.DataType) -> bool:
    return isinstance(kind, (pl.String, pl.Categorical, pl.Enum))


def _is_number(kind: pl.DataType | None) -> bool:
    """Tell whether ids of this type are kept as Int64; others are text from here on."""
    return kind is not None and kind.is_integer() and kind not in (pl.UInt64, pl.Int128, pl.UInt128)
