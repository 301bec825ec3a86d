"""What a file is, decided from its content and never from its name alone."""

from __future__ import annotations

import csv
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.errors import MissingFileError, ReaderError
from inconcert.posts.delimited import header, repeated
from inconcert.posts.lines import column_name, encoding_of, head, is_packed, lines, unpacked
from inconcert.posts.rawtable import parquet_of
from inconcert.posts.readers.base import Source

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = ",\t;|"
_OBJECTS = 10


def sniff(path: Path, label: str | None = None) -> Source:
    """Look at the first bytes of a file.

    Raises `MissingFileError` if it is not there or cannot be opened, `ReaderError` if it is empty.
    """
    label = label or path.name
    if not path.is_file():
        raise MissingFileError(f"there is no file {path}: check the spelling of the path")
    try:
        start = head(path)
    except OSError as error:
        raise MissingFileError(f"cannot open {path}: {error.strerror}") from error
    if not start.strip():
        if is_packed(path):
            unpacked(path)  # says if it is cut off
        raise ReaderError(f"{path} is empty: there is nothing to read in it")
    if start.startswith(b"PAR1"):
        return _parquet(path, label)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Source(path, label, "other", fault="UTF-16 text; save it as UTF-8")
    if b"\x00" in start.split(b"\n", 1)[0] and not start.lstrip().startswith(b"{"):
        return Source(path, label, "other", fault="a binary file that is not Parquet")
    encoding = encoding_of(start)
    text = start.decode(encoding, errors="replace").removeprefix("\ufeff")
    return _ndjson(path, label, text) or _delimited(path, label, text, encoding)


def has_rows(source: Source) -> bool:
    """Say whether a table holds more than its header; of other forms nothing is known: true."""
    if source.form == "parquet":
        return bool(pl.scan_parquet(parquet_of(source.path)).select(pl.len()).collect().item())
    if source.form != "delimited":
        return True
    rows = islice(lines(source.path, source.encoding), 1, None)
    return any(line.fault or line.text.strip() for line in rows)


def _parquet(path: Path, label: str) -> Source:
    try:
        columns = tuple(map(column_name, pl.read_parquet_schema(parquet_of(path))))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ReaderError(
            f"{path} is a damaged Parquet file ({str(error).splitlines()[0]}); fetch it again"
        ) from error
    return Source(path, label, "parquet", columns)


def _ndjson(path: Path, label: str, text: str) -> Source | None:
    """Return the source if one of the first ten lines holds a JSON object."""
    first = [line for line in text.split("\n") if line.strip()][: _OBJECTS + 1]
    found = [parsed for line in first if isinstance(parsed := _parse(line), dict)]
    if not found:
        if text.lstrip().startswith(("{", "[")):
            fault = "a JSON document; give one object a line (jq -c '.[]' makes that)"
            return _long_object(path, label) or Source(path, label, "other", fault=fault)
        return None
    fields = dict.fromkeys(name for item in found for name in _names(item, ""))
    return Source(path, label, "ndjson", tuple(fields), tuple(found))


def _long_object(path: Path, label: str) -> Source | None:
    """Return the source where the first line is one object longer than the head."""
    start = head(path, 1 << 25).split(b"\n", 1)[0]
    parsed = _parse(start.decode("utf-8", errors="replace").removeprefix("\ufeff"))
    if not isinstance(parsed, dict):
        return None
    return Source(path, label, "ndjson", tuple(_names(parsed, "")), (parsed,))


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _names(item: dict[str, Any], prefix: str) -> list[str]:
    names: list[str] = []
    for key, value in item.items():
        nested = isinstance(value, dict)
        names += _names(value, f"{prefix}{key}.") if nested else [column_name(f"{prefix}{key}")]
    return names


def _delimited(path: Path, label: str, text: str, encoding: str) -> Source:
    first = text.split("\n", 1)[0].rstrip("\r")
    try:
        widths = {sign: len(header(first, sign)) for sign in _DELIMITERS}
    except csv.Error:
        widths = dict.fromkeys(_DELIMITERS, 1)
    best = max(_DELIMITERS, key=lambda sign: widths[sign])
    if widths[best] < 2 or first.lstrip().startswith(("# ", "## ", "<")):
        return Source(path, label, "other", fault="no table: its first line names no columns")
    return Source(
        path,
        label,
        "delimited",
        header(first, best),
        repeated=repeated(first, best),
        delimiter=best,
        encoding=encoding,
    )
