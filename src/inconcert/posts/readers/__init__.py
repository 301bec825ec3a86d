"""Readers of posts, one module a format; a module is imported when a file is looked at.

A further reader is one module with `name`, `claims` and `read` (see `base.Reader`) and its name
here; the first that claims a file reads it, and `table` claims whatever has columns.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from inconcert.errors import ReaderError, nearest

if TYPE_CHECKING:
    from inconcert.posts.readers.base import Reader, Source

READERS: tuple[str, ...] = ("posts", "x_api_v2", "fivethirtyeight", "coortweet", "table")


def reader_named(name: str) -> Reader:
    """Return the reader of that name. Raises `ReaderError` if there is none.

    >>> reader_named("coortweet").name
    'coortweet'
    """
    if name not in READERS:
        raise ReaderError(f"there is no reader '{name}'; {nearest(name, ('auto', *READERS))}")
    return cast("Reader", importlib.import_module(f"inconcert.posts.readers.{name}"))


def reader_for(source: Source) -> Reader | None:
    """Return the first reader that claims the file, None if none does."""
    return next((r for r in map(reader_named, READERS) if r.claims(source)), None)
