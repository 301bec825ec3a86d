"""Rows of a table and a column map become a draft of the posts table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from inconcert.counting import counted
from inconcert.errors import ColumnError
from inconcert.posts import cells, entities
from inconcert.posts.accounts import accounts_of_posts
from inconcert.posts.draft import finish
from inconcert.posts.ids import read_ids
from inconcert.posts.objects import place_objects
from inconcert.posts.rawtable import read_rows, row_hash
from inconcert.posts.text import fold
from inconcert.posts.times import ParsedTimes, parse_times

if TYPE_CHECKING:
    from inconcert.posts.columns import ColumnMap
    from inconcert.posts.readers.base import Reading, Source

_NEEDED_IDS = ("repost_of_post", "repost_of_account")
_OTHER_IDS = (
    "reply_to_post", "reply_to_account", "quote_of_post", "quote_of_account", "conversation_id",
)  # fmt: skip
_TEXTS = ("text", "client", "platform", "visibility", "place")
_REPOST_PREFIX = r"^\s*RT\s+@([A-Za-z0-9_]{1,30})"


@dataclass
class _Rows:
    """The rows of a file on their way: what is read so far, and what must be said of it."""

    raw: pl.DataFrame
    source: Source
    columns: ColumnMap
    visible: bool = False
    """Whether every cell is surely an id as it stands (see `rawtable.RawRows`)."""
    read: dict[str, pl.Series] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def has(self, target: str) -> bool:
        return target in self.columns.columns

    def column(self, target: str) -> pl.Series:
        return self.raw[self.columns.columns[target]]

    def note(self, text: str) -> None:
        self.notes.append(f"{self.source.label}: {text}")


def read_table(source: Source, columns: ColumnMap, *, time_precision: str | None = None) -> Reading:
    """Read a file of a tabular form by a column map.

    Raises `ColumnError` if the map has no account or no time, or if ids that the analysis stands
    on have lost digits.
    """
    _need_columns(source, columns)
    _need_one_of_each(source, columns)
    found = read_rows(source)
    raw, bad = found.rows, found.bad
    if raw.is_empty() and not bad:
        raise ColumnError(f"{source.path} has a header and no rows: there is nothing to read in it")
    rows = _Rows(raw, source, columns, found.visible)
    rows.note(f"columns: {columns.describe()}")
    if source.repeated:
        rows.note(f"the header repeats {', '.join(source.repeated)}, from which nothing is read")
    parsed = _read_times(rows)
    _read_ids(rows)
    _read_values(rows)
    table = place_objects(_table(rows), _bare_objects(rows))
    return finish(
        table,
        source,
        bad=bad,
        accounts=accounts_of_posts(raw, columns, table),
        notes=rows.notes,
        time_precision=time_precision or ("day" if parsed.whole_days else None),
        without_seconds=parsed.without_seconds > raw.height // 2,
        visible=found.visible,
    )


def _need_columns(source: Source, columns: ColumnMap) -> None:
    for target, what in (("account_id", "account"), ("created_at", "time")):
        if target not in columns.columns:
            raise ColumnError(
                f"{source.path} has no {what} column among: {', '.join(source.columns[:40])}\n"
                f"name it in a column map, a YAML file with the line '{target}: COLUMN' "
                "(--columns FILE)"
            )


def _need_one_of_each(source: Source, columns: ColumnMap) -> None:
    """Refuse a header that has a name twice which is read: which of the two is meant?"""
    for target, name in [*columns.columns.items(), *columns.objects.items()]:
        if name in source.repeated:
            raise ColumnError(
                f"{source.path}: the header has '{name}' more than once, and {target} is read "
                "from it\nrename one of them, or name another column in a column map, a YAML file "
                f"with the line '{target}: COLUMN' (--columns FILE)"
            )


def _read_times(rows: _Rows) -> ParsedTimes:
    column = rows.column("created_at")
    parsed = parse_times(column, zone=rows.columns.time_zone)
    rows.read["created_at"] = parsed.times
    rows.read["time_as_read"] = column.cast(pl.String, strict=False)
    if parsed.without_zone and not rows.columns.time_zone:
        rows.note(
            f"{counted(parsed.without_zone, 'time names', 'times name')} no zone, read as UTC "
            "(time_zone in a column map names another)"
        )
    if parsed.whole_days:
        dates = counted(parsed.whole_days, "date")
        rows.note(f"the times are {dates} without a clock, known to the day")
    if parsed.slashes:
        order = "day" if parsed.day_first else "month"
        rows.note(f"{counted(parsed.slashes, 'time')} such as 10/1/17, read with the {order} first")
    if rows.has("deleted_at"):
        rows.read["deleted_at"] = parse_times(rows.column("deleted_at")).times
    return parsed


def _read_ids(rows: _Rows) -> None:
    rows.read["account_id"] = _needed_ids(rows, rows.columns.columns["account_id"])
    if rows.has("post_id"):
        rows.read["post_id"] = _own_ids(rows)
    for target in filter(rows.has, _NEEDED_IDS):
        rows.read[target] = _ids_or_none(rows, rows.columns.columns[target])
    for target in filter(rows.has, _OTHER_IDS):
        found = read_ids(rows.column(target), visible=rows.visible)
        rows.read[target] = cells.values(found.ids, trimmed=True)
        if found.lost:
            rows.note(
                f"{found.lost:,} ids in '{rows.columns.columns[target]}' have lost digits, such as "
                f"{found.example}, and are left out"
            )


def _own_ids(rows: _Rows) -> pl.Series:
    found = read_ids(rows.column("post_id"), visible=rows.visible)
    if found.lost:
        rows.note(
            f"{found.lost:,} post ids in '{rows.columns.columns['post_id']}' have lost digits, "
            f"such as {found.example}; these posts are named by file and line instead"
        )
    return found.ids


def _ids_or_none(rows: _Rows, column: str) -> pl.Series:
    """Return ids that lost no digit, null for a word that stands for none."""
    return cells.values(_needed_ids(rows, column), trimmed=True)


def _needed_ids(rows: _Rows, column: str) -> pl.Series:
    found = read_ids(rows.raw[column], visible=rows.visible)
    if found.lost:
        raise ColumnError(
            f"{rows.source.path}: {found.lost:,} ids in '{column}' are floating-point numbers that "
            f"have lost digits, such as {found.example}\n"
            "different accounts or posts share such an id: export the column again as text, or "
            "name another column in a column map (--columns FILE)"
        )
    return found.ids


def _read_values(rows: _Rows) -> None:
    for target in filter(rows.has, _TEXTS):
        rows.read[target] = cells.texts(rows.column(target))
    if rows.has("lang"):
        rows.read["lang"] = cells.values(rows.column("lang"))
    if rows.has("rating"):
        rows.read["rating"] = cells.texts(rows.column("rating")).cast(pl.Float64, strict=False)
    for target in filter(rows.has, ("hashtags", "urls", "domains", "mentions", "media")):
        rows.read[target] = cells.lists(rows.column(target))


def _table(rows: _Rows) -> pl.DataFrame:
    table = rows.raw.select("source_line").with_columns(
        [_row_hash(rows), *(series.alias(name) for name, series in rows.read.items())]
    )
    table = _reposts_by_text(rows, _clean_lists(table))
    if "reply_to_post" in table.columns:
        # Reddit writes the parent of a comment as t1_ID, the comment itself as ID.
        table = table.with_columns(pl.col("reply_to_post").str.strip_prefix("t1_"))
    return table.with_columns(kind=_kind(rows, table))


def _row_hash(rows: _Rows) -> pl.Series | pl.Expr:
    """Tell equal rows, where there is one without an id that would tell them."""
    ids = rows.read.get("post_id")
    if ids is None or ids.null_count():
        return row_hash(rows.raw)
    return pl.lit(0, pl.UInt64).alias("row_hash")


def _reposts_by_text(rows: _Rows, table: pl.DataFrame) -> pl.DataFrame:
    """Where nothing else tells a repost, take whom it reposts from a leading `RT @handle`."""
    told = ("kind", "is_repost", "repost_of_post", "repost_of_account")
    if any(map(rows.has, told)) or "repost" in rows.columns.objects or "text" not in table.columns:
        return table
    target = table["text"].str.extract(_REPOST_PREFIX, 1)
    count = target.len() - target.null_count()
    if not count:
        return table
    rows.note(
        f"{counted(count, 'row begins', 'rows begin')} with 'RT @': read as reposts of that account"
    )
    return table.with_columns(target.alias("repost_of_account"))


def _clean_lists(table: pl.DataFrame) -> pl.DataFrame:
    tag = fold(pl.element().str.strip_chars(" #＃'\""))
    handle = pl.element().str.strip_chars(" @＠'\"")
    cleaned = []
    if "hashtags" in table.columns:
        cleaned.append(pl.col("hashtags").list.eval(tag).list.unique(maintain_order=True))
    if "mentions" in table.columns:
        cleaned.append(pl.col("mentions").list.eval(handle).list.unique(maintain_order=True))
    if "urls" in table.columns and "domains" not in table.columns:
        cleaned.append(entities.domains(pl.col("urls")).alias("domains"))
    return table.with_columns(cleaned)


def _kind(rows: _Rows, table: pl.DataFrame) -> pl.Expr:
    """Return the kinds: as said, else by flags, else by which references a row has."""
    given = pl.lit(None, pl.String)
    if rows.has("kind"):
        said = cells.kinds(rows.column("kind"))
        given = pl.lit(said)
        unknown = cells.values(rows.column("kind")).filter(said.is_null()).drop_nulls()
        if len(unknown):
            rows.note(
                f"{counted(len(unknown), 'row has', 'rows have')} an unknown kind such as "
                f"'{unknown[0]}'; it is told from other columns"
            )
    signs = {kind: _signs(rows, table, kind) for kind in ("repost", "reply", "quote")}
    by_sign = [pl.when(sign).then(pl.lit(kind)) for kind, sign in signs.items()]
    return pl.coalesce(given, *by_sign, pl.lit("post"))


def _signs(rows: _Rows, table: pl.DataFrame, kind: str) -> pl.Expr:
    columns = [
        name
        for name in table.columns
        if name.startswith({"repost": "repost_of", "quote": "quote_of", "reply": "reply_to"}[kind])
    ]
    signs = [pl.col(name).is_not_null() for name in columns]
    if rows.has(f"is_{kind}"):
        signs.append(pl.lit(cells.flags(rows.column(f"is_{kind}"))))
    return pl.any_horizontal(signs) if signs else pl.lit(False)


def _bare_objects(rows: _Rows) -> dict[str, pl.Series]:
    return {layer: _ids_or_none(rows, column) for layer, column in rows.columns.objects.items()}
