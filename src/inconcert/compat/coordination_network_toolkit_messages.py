"""The toolkit's messages: eight columns, checked, and what each of its networks compares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.compat.coordination_network_toolkit_text import normalised_message
from inconcert.errors import ColumnError
from inconcert.posts.ids import may_repeat

if TYPE_CHECKING:
    from inconcert.compat.columns import Mode
    from inconcert.networks.acts import Integers

COLUMNS = (
    "message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls",
)  # fmt: skip
NEEDED = {
    "co_retweet": ("repost_id",),
    "co_tweet": ("repost_id", "message"),
    "co_reply": ("repost_id", "reply_id"),
    "co_similar_tweet": ("repost_id", "message"),
    "co_link": ("repost_id", "urls"),
    "co_post": (),
}
MICROSECONDS = 1_000_000
LONGEST = 1 << 61
"""Bound on times and windows, so that no sum of them leaves the whole numbers of 64 bits."""

_WHERE = "coordination_network_toolkit"


@dataclass(frozen=True)
class Candidates:
    """What a network compares: one row a message and object, in the order of the messages."""

    table: pl.DataFrame
    """Columns `user_id`, `message` (its number), `time` and, but for co_post, `object`."""
    ticks: int
    """Units of `time` in a second: 1, or a million where times are no whole numbers."""

    def integers(self, column: str) -> Integers:
        """Return a column as an array."""
        return self.table[column].to_numpy()


def candidates(messages: pl.DataFrame, network: str, *, mode: Mode) -> Candidates:
    """Return the messages that a network compares, each with its object.

    Raises `ColumnError` for columns, ids or times that are missing.
    """
    _require(messages, ("message_id", "user_id", "timestamp", *NEEDED[network]))
    time, ticks = _times(messages["timestamp"])
    keep = ["message_id", "user_id", *NEEDED[network]]
    table = messages.select(*keep, time)
    repeated = may_repeat(table["message_id"])
    if repeated and (network != "co_link" or mode == "corrected"):
        table = table.unique("message_id", keep="first", maintain_order=True)
    table = table.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    if network == "co_link":
        return Candidates(_links(table, mode=mode, repeated=repeated), ticks)
    return Candidates(_one_object_each(table, network, mode=mode), ticks)


def _one_object_each(table: pl.DataFrame, network: str, *, mode: Mode) -> pl.DataFrame:
    posted = ~_given("repost_id")
    columns = [pl.col("user_id"), pl.col("number").alias("message"), pl.col("time")]
    if network == "co_post":
        return table.select(columns)
    if network == "co_retweet":
        return _where(table, _given("repost_id")).select(
            *columns, pl.col("repost_id").cast(pl.String).alias("object")
        )
    if network == "co_reply":
        return _where(table, posted & _given("reply_id")).select(
            *columns, pl.col("reply_id").cast(pl.String).alias("object")
        )
    text = pl.col("message").cast(pl.String).fill_null("")
    if network == "co_similar_tweet":
        return _where(table, posted).select(*columns, text.alias("object"))
    written = _where(table, posted).select(*columns, normalised_message(text).alias("object"))
    return written.filter(pl.col("object") != "") if mode == "corrected" else written


def _where(table: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """Filter, but do not copy a table all of which is chosen."""
    chosen = table.select(condition.alias("chosen"))["chosen"]
    return table if chosen.all() else table.drop("message_id").filter(chosen)


def _links(table: pl.DataFrame, *, mode: Mode, repeated: bool) -> pl.DataFrame:
    """Return one row a message and URL, each once; as published, '' is a URL like any other."""
    urls = pl.col("urls") if table["urls"].dtype == pl.List else pl.col("urls").fill_null("")
    split = urls if table["urls"].dtype == pl.List else urls.cast(pl.String).str.split(" ")
    posted = table.filter(~_given("repost_id")).with_columns(split.alias("object"))
    links = posted.explode("object").drop_nulls("object")
    if mode == "corrected":
        links = links.filter(pl.col("object") != "")
    key = "message_id" if repeated and mode == "as_published" else "number"
    once = links.unique([key, "object"], keep="first", maintain_order=True)
    if repeated and mode == "as_published":
        sender = pl.struct("message_id", "user_id")
        once = once.with_columns(sender.rank("dense").cast(pl.Int64).alias("number"))
    return once.select("user_id", pl.col("number").alias("message"), "time", "object")


def _given(column: str) -> pl.Expr:
    return pl.col(column).is_not_null() & (pl.col(column).cast(pl.String) != "")


def _times(times: pl.Series) -> tuple[pl.Series, int]:
    if times.dtype.is_integer():
        whole = times.cast(pl.Int64, strict=False)
        _require_times(times, (whole.abs() <= LONGEST).fill_null(value=False))
        return whole.alias("time"), 1
    seconds = _seconds(times)
    _require_times(times, (seconds.abs() <= LONGEST).fill_null(value=False))
    if (seconds == seconds.round()).all():
        return seconds.cast(pl.Int64).alias("time"), 1
    _require_times(times, seconds.abs() * MICROSECONDS <= LONGEST)
    return (seconds * MICROSECONDS).round().cast(pl.Int64).alias("time"), MICROSECONDS


def _require_times(times: pl.Series, good: pl.Series) -> None:
    bad = ~good
    if bad.any():
        row = int(bad.arg_true()[0])
        raise ColumnError(
            f"{_WHERE}: {int(bad.sum())} of {times.len()} times in column 'timestamp' are missing, "
            f"no numbers or too large, first in row {row}: {times[row]!r}.\n"
            "Give seconds, or leave them out."
        )


def _seconds(times: pl.Series) -> pl.Series:
    if isinstance(times.dtype, pl.Datetime):
        return times.dt.epoch("us").cast(pl.Float64) / MICROSECONDS
    if times.dtype.is_nested() or isinstance(times.dtype, pl.Boolean):
        raise ColumnError(
            f"{_WHERE}: column 'timestamp' is {times.dtype}, not a number of seconds."
        )
    return times.cast(pl.Float64, strict=False)


def _require(messages: pl.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in messages.columns]
    if missing:
        raise ColumnError(
            f"{_WHERE}: no column {', '.join(map(repr, missing))}; found: "
            f"{', '.join(messages.columns) or 'none'}.\nThe toolkit's columns are "
            f"{', '.join(COLUMNS)}."
        )
    for column in ("message_id", "user_id"):
        holes = messages[column].null_count()
        if holes:
            raise ColumnError(
                f"{_WHERE}: {holes} of {messages.height} messages have no {column}.\n"
                "Leave those rows out first."
            )
