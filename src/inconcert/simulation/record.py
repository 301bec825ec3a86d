"""A world on disk: its tables, the scenario as resolved, and the checksums of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.hashing import hash_file
from inconcert.posts.output import output_directory

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.simulation.world import World

TABLES = ("posts", "accounts", "labels", "acts", "follows")
_LEVEL = 12


def write_world(world: World, directory: Path, *, scenario: str) -> None:
    """Write a world into a folder; its files appear together.

    They are `posts.parquet`, `accounts.parquet`, `labels.parquet`, `acts.parquet`,
    `follows.parquet`, `scenario.yaml` (the text in `scenario`) and `SHA256SUMS`.
    """
    with output_directory(directory) as folder:
        for name in TABLES:
            path = folder / f"{name}.parquet"
            getattr(world, name).write_parquet(path, compression="zstd", compression_level=_LEVEL)
        (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
        written = [*(f"{name}.parquet" for name in TABLES), "scenario.yaml"]
        sums = [f"{hash_file(folder / name)}  {name}\n" for name in sorted(written)]
        (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
