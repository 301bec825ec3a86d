"""A world on disk: its tables, the scenario as resolved, and the checksums of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import MissingFileError
from inconcert.hashing import hash_file
from inconcert.posts.output import output_directory
from inconcert.posts.writers import format_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from inconcert.simulation.world import World

TABLES = ("posts", "accounts", "labels", "acts", "follows")
_LEVEL = 12


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
    posts in further
    `formats` under `formats/NAME/`, and `SHA256SUMS`. Raises `ConfigError` for an unknown format.
    """
    chosen = [format_named(name) for name in dict.fromkeys(formats)]
    with output_directory(directory) as folder:
        for name in TABLES:
            path = folder / f"{name}.parquet"
            getattr(world, name).write_parquet(path, compression="zstd", compression_level=_LEVEL)
        world.observation.write_csv(folder / "observation.csv")
        (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
        if observation is not None:
            (folder / "observation.yaml").write_text(observation, encoding="utf-8")
        if datasheet is not None:
            (folder / "datasheet.md").write_text(datasheet, encoding="utf-8")
        for form in chosen:
            form.write(world.posts, world.accounts, folder / "formats" / form.name / form.file)
        (folder / "SHA256SUMS").write_text(_sums(folder), encoding="utf-8")


def read_world(directory: Path) -> World:
    """Return the world that lies in a folder. Raises `MissingFileError` where a file is missing.

    Its posts are those that were seen when it was written.
    """
    from inconcert.simulation.world import World

    files = {name: directory / f"{name}.parquet" for name in TABLES}
    report = directory / "observation.csv"
    for path in (*files.values(), report):
        if not path.is_file():
            raise MissingFileError(
                f"{directory} is no world: {path.name} is missing; "
                "give a folder that inconcert simulate wrote"
            )
    tables = {name: pl.read_parquet(path) for name, path in files.items()}
    return World(**tables, observation=pl.read_csv(report))


def _sums(folder: Path) -> str:
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(f"{hash_file(p)}  {p.relative_to(folder).as_posix()}\n" for p in written)
