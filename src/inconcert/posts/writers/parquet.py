"""The posts table of this package itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.posts.output import write_atomically
from inconcert.posts.writers.base import Format
from inconcert.posts.writers.tables import write_table
from inconcert.schemas import Posts

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_PLACE = ("source_file", "source_line")


def write_parquet(posts: pl.DataFrame, path: Path) -> None:
    """Write posts as they are (.parquet), whole or not at all."""
    write_atomically(path, lambda part: write_table(posts, part))


FORMAT = Format(
    name="parquet",
    reader="posts",
    file="posts.parquet",
    write=lambda posts, _accounts, path: write_parquet(posts, path),
    carries=tuple(name for name in Posts.column_names() if name not in _PLACE),
    changes={"source_file": "the file", "source_line": "the row"},
)
