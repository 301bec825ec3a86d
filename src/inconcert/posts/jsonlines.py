"""Objects of NDJSON files, each with its line; nested objects as columns with dotted names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.posts.lines import Line, column_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 50_000
_MOST_FIELDS = 1_000
"""Of one object and of one file."""
_NAMES = ("text", "tag", "expanded_url", "id_str", "screen_name", "id", "username", "name", "url")


def objects(lines: Iterator[Line], bad: list[Line]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of each line; append the lines that hold none to `bad`."""
    for line in lines:
        if line.fault:
            bad.append(line)
        elif line.text.strip():
            parsed = _parse(line)
            if isinstance(parsed, Line):
                bad.append(parsed)
            else:
                yield line.number, parsed


def read_objects(lines: Iterator[Line]) -> tuple[pl.DataFrame, list[Line]]:
    """Return the objects as a table of text with `source_line`, and the bad lines.

    Numbers become text as written; lists become JSON.
    """
    bad: list[Line] = []
    frames: list[pl.DataFrame] = []
    batch: list[dict[str, str | None]] = []
    columns: dict[str, None] = {}
    for number, nested in objects(lines, bad):
        row = dict(_flat(nested, ""))
        if len(columns.keys() | row.keys()) > _MOST_FIELDS:
            excerpt = json.dumps(nested, ensure_ascii=True)[:1000]
            bad.append(Line(number, excerpt, f"brings the file to over {_MOST_FIELDS} columns"))
            continue
        columns.update(dict.fromkeys(row))
        row["source_line"] = str(number)
        batch.append(row)
        if len(batch) == _BATCH:
            frames.append(_frame(batch, columns))
            batch = []
    frames.append(_frame(batch, columns))
    table = pl.concat(frames, how="diagonal")
    return table.with_columns(pl.col("source_line").cast(pl.UInt32)), bad


def _parse(line: Line) -> dict[str, Any] | Line:
    try:
        parsed = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return line._replace(fault=f"not readable as JSON: {error}")
    if not isinstance(parsed, dict):
        return line._replace(fault=f"a JSON {type(parsed).__name__}, not an object")
    if "\\ud" in line.text.lower():
        return dict(_whole(parsed))
    return parsed


def _whole(value: Any) -> Any:
    """Replace halves of surrogate pairs, which no table can hold, by U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return value


def _flat(nested: dict[str, Any], prefix: str) -> Iterator[tuple[str, str | None]]:
    for key, value in nested.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield column_name(f"{prefix}{key}"), _cell(value)


def _cell(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list):
        value = [_named(item) for item in value]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(item: Any) -> Any:
    """Return what an object in a list is called: the tag of a hashtag, the target of a link."""
    if not isinstance(item, dict):
        return item
    return next((item[key] for key in _NAMES if isinstance(item.get(key), str)), item)


def _frame(batch: list[dict[str, str | None]], columns: dict[str, None]) -> pl.DataFrame:
    names = [*columns, "source_line"]
    return pl.DataFrame(
        {name: [row.get(name) for row in batch] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )
