"""Writers of posts, one module a format; a module is imported when its format is asked for.

A further format is one module with `FORMAT` (see `base.Format`) and its name here.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from inconcert.posts.writers.base import Format

FORMATS: tuple[str, ...] = (
    "parquet", "x_api_v2", "fivethirtyeight", "coortweet", "coordination_network_toolkit",
)  # fmt: skip


def format_named(name: str) -> Format:
    """Return the format of that name. Raises `ConfigError` if there is none.

    >>> format_named("coortweet").file
    'shares.csv'
    """
    if name not in FORMATS:
        raise ConfigError(f"there is no format '{name}' to write; {nearest(name, FORMATS)}")
    return cast("Format", importlib.import_module(f"inconcert.posts.writers.{name}").FORMAT)
