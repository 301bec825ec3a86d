"""A world on disk: its tables, the scenario as resolved, and the checksums of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from inconcert import schemas
from inconcert.errors import MissingFileError
from inconcert.hashing import hash_file
from inconcert.posts.output import output_directory
from inconcert.posts.writers import format_named
from inconcert.simulation.parts import ROWS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from inconcert.simulation.world import World

SCHEMAS = {
    "posts": schemas.Posts,
    "accounts": schemas.Accounts,
    "labels": schemas.Labels,
    "acts": schemas.Acts,
    "follows": schemas.Follows,
}
TABLES = tuple(SCHEMAS)
_LEVEL = 12
_REPORT = "observation.csv"


@dataclass(frozen=True)
class Record:
    """A world that lies in a folder, its tables yet to be read."""

    posts: pl.LazyFrame
    accounts: pl.LazyFrame
    labels: pl.LazyFrame
    acts: pl.LazyFrame
    follows: pl.LazyFrame
    observation: pl.DataFrame


def write_world(
    world: World,
    directory: Path,
    *,
    scenario: str,
    observation: str | None = None,
    datasheet: str | None = None,
    formats: Sequence[str] = (),
) -> None:
    """Write a world into a folder; its files appear together.

    They are a Parquet file of each table, `observation.csv` (what was seen and what was missed),
    `scenario.yaml` and, if given, `observation.yaml` and `datasheet.md` (with these texts), the
    posts in further `formats` under `formats/NAME/`, and `SHA256SUMS`. Raises `ConfigError` for an
    unknown format.
    """
    check_formats(formats)
    with output_directory(directory) as folder:
        for name in TABLES:
            write_table(name, [getattr(world, name)], folder)
        texts = {"scenario.yaml": scenario, "observation.yaml": observation}
        write_beside(folder, world.observation, texts | {"datasheet.md": datasheet})
        write_formats(folder, formats)
        write_sums(folder)


def check_formats(formats: Sequence[str]) -> None:
    """Raise `ConfigError` for a format that there is none of, before anything is computed."""
    for name in formats:
        format_named(name)


def write_table(
    name: str,
    parts: Iterable[pl.DataFrame],
    folder: Path,
    *,
    rows_per_group: int = ROWS_AT_ONCE,
) -> None:
    """Write a table of `SCHEMAS` in row groups; its parts, of any sizes, are taken one by one."""

    def source(*_asked: object) -> Iterator[pl.DataFrame]:
        yield from parts

    blank = schemas.empty(SCHEMAS[name])
    register_io_source(source, schema=dict(blank.schema)).sink_parquet(
        folder / f"{name}.parquet",
        compression="zstd",
        compression_level=_LEVEL,
        row_group_size=rows_per_group,
    )


def write_beside(folder: Path, observation: pl.DataFrame, texts: Mapping[str, str | None]) -> None:
    """Write what was seen and missed, and the texts by the names of their files; None: no file."""
    observation.write_csv(folder / _REPORT)
    for name, text in texts.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")


def write_formats(folder: Path, formats: Sequence[str]) -> None:
    """Write the posts that lie in the folder in further formats; this takes them into memory."""
    for name in dict.fromkeys(formats):
        form = format_named(name)
        posts, accounts = (pl.read_parquet(folder / f"{name}.parquet") for name in TABLES[:2])
        form.write(posts, accounts, folder / "formats" / form.name / form.file)


def write_sums(folder: Path) -> None:
    """Write the checksums of all files of the folder."""
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{hash_file(p)}  {p.relative_to(folder).as_posix()}\n" for p in written]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def open_record(directory: Path) -> Record:
    """Return the world that lies in a folder. Raises `MissingFileError` where a file is missing.

    Its posts are those that were seen when it was written.
    """
    files = {name: directory / f"{name}.parquet" for name in TABLES}
    report = directory / _REPORT
    for path in (*files.values(), report):
        if not path.is_file():
            raise MissingFileError(
                f"{directory} is no world: {path.name} is missing; "
                "give a folder that inconcert simulate wrote"
            )
    tables = {name: pl.scan_parquet(path) for name, path in files.items()}
    return Record(**tables, observation=pl.read_csv(report))


def read_world(directory: Path) -> World:
    """Return the world that lies in a folder, in memory. Raises as `open_record` does."""
    from inconcert.simulation.world import World

    record = open_record(directory)
    tables = {name: getattr(record, name).collect() for name in TABLES}
    return World(**tables, observation=record.observation)
