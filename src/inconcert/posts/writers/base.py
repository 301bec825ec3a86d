"""What a format of posts is: how it is written, and what of a posts table it can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from inconcert.schemas import Posts

Write = Callable[[pl.DataFrame, pl.DataFrame | None, Path], None]
"""Write posts, with what is known of their accounts (or None), to a path."""


@dataclass(frozen=True)
class Format:
    """A format of posts that a reader of ours reads again."""

    name: str
    reader: str
    """Of `posts.readers`."""
    file: str
    """The usual name of its file."""
    write: Write
    carries: tuple[str, ...]
    """Columns of `schemas.Posts` that come back as they were."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """Columns that come back otherwise, each with what becomes of it."""
    rows: str = "all posts"
    """Which posts it holds."""

    @property
    def loses(self) -> tuple[str, ...]:
        """Columns that do not come back: null, or lists without items."""
        known = {*self.carries, *self.changes}
        return tuple(name for name in Posts.column_names() if name not in known)
