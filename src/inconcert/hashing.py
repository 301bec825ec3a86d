"""Content hashes: of files, of tables, of settings. All are SHA-256, written in hex."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_BLOCK = 1 << 20
_SLICE = 100_000


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in blocks of one mebibyte."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8.

    >>> hash_text("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def hash_settings(settings: Any) -> str:
    """Return the SHA-256 of a JSON-like value; the order of keys does not count.

    >>> hash_settings({"a": 1, "b": 2}) == hash_settings({"b": 2, "a": 1})
    True
    """
    return hash_text(json.dumps(settings, sort_keys=True, ensure_ascii=False, default=str))


def hash_table(table: pl.DataFrame) -> str:
    """Return the SHA-256 of a table: its column names, types and rows, in their order.

    Hashed are the column types and the rows as NDJSON, in slices of 100,000 rows: Arrow's bytes
    differ with how a table came about (chunks, views, validity masks) although it is equal.
    An empty table has a hash too, that of its schema.

    >>> import polars as pl
    >>> hash_table(pl.DataFrame({"a": [1]})) == hash_table(pl.DataFrame({"a": [1]}))
    True
    >>> hash_table(pl.DataFrame({"a": [1]})) == hash_table(pl.DataFrame({"b": [1]}))
    False
    """
    types = json.dumps([(name, str(dtype)) for name, dtype in table.schema.items()])
    digest = hashlib.sha256(types.encode())
    for start in range(0, table.height, _SLICE):
        digest.update(table.slice(start, _SLICE).write_ndjson().encode())
    return digest.hexdigest()
