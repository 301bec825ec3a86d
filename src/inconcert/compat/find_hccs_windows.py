"""find_hccs: the network of each tumbling window of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, as_ids, as_times, check_mode, pick
from inconcert.compat.projection import MAX_PAIRS, pairs_in_groups
from inconcert.errors import ColumnError, ConfigError, nearest
from inconcert.networks.sweep import window_microseconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

BEHAVIOURS = ("RETWEET", "HASHTAG", "URL", "DOMAIN", "MENTION", "IN_CONV")

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SOURCE = {"account_id": ("source", "account_id")}
_TIME = {"created_at": ("timestamp", "timestamp_share", "created_at")}


@dataclass(frozen=True)
class LcnWindows:
    """One network a window."""

    edges: pl.DataFrame
    """`window` (its start), `from` < `to`, `raw_weight` (co-acts), `weight`, one column a
    behaviour (its co-acts) and `reasons` (the shared values, distinct, sorted).
    """
    posts: pl.DataFrame
    """`window` and `posts`: the windows that have rows, and how many."""
    window_seconds: float


def find_behaviour_via_windows(
    table: pl.DataFrame,
    targets: str | Mapping[str, str] = "RETWEET:ot_id",
    window: str | float = "15m",
    start: float | datetime | None = None,
    end: float | datetime | Literal["last"] | None = "last",
    *,
    mode: Mode = "as_published",
    max_pairs: int = MAX_PAIRS,
) -> LcnWindows:
    """Build the network of each tumbling window.

    `table` holds `timestamp`, `source`, `interaction` (one of `BEHAVIOURS`; may be absent where
    `targets` names only one) and the columns that `targets` matches on, such as
    `"RETWEET:ot_id|MENTION:target"`. Windows (`15m`; units s, m, h, d, w; or seconds) begin at
    `start` or, without one, at the first row; rows before `start` and after `end` are left out.
    Rows are taken in the order of time, equal times in their own order. The weights of
    `as_published` follow from that order.
    """
    check_mode(mode, where="find_hccs")
    fields = _targets(targets)
    seconds = _window_seconds(window)
    acts = _acts(table, fields, mode=mode)
    acts = _in_windows(acts, seconds, start=_moment(start), end=_end(acts, end), mode=mode)
    posts = acts.group_by("window").agg(pl.len().alias("posts")).sort("window")
    edges = _edges(acts.filter(pl.col("match").is_not_null()), list(fields), mode, max_pairs)
    return LcnWindows(edges=edges, posts=posts, window_seconds=seconds)


def _acts(table: pl.DataFrame, fields: Mapping[str, str], *, mode: Mode) -> pl.DataFrame:
    """Bring the rows to account, time, behaviour and matching value (null: none), by time."""
    acts = pick(table, {**_SOURCE, **_TIME}, where="find_hccs")
    acts = as_times(
        as_ids(acts, ["account_id"], where="find_hccs"), "created_at", where="find_hccs"
    )
    acts = acts.with_columns(_behaviours(table, fields))
    acts = acts.with_columns(_matches(table, fields))
    if mode == "as_published":
        acts = acts.with_columns(pl.col("match").fill_null(""))
    else:
        acts = acts.with_columns(pl.col("match").replace("", None))
    return acts.sort("created_at", maintain_order=True)


def _behaviours(table: pl.DataFrame, fields: Mapping[str, str]) -> pl.Series:
    if "interaction" not in table.columns and len(fields) == 1:
        return pl.repeat(next(iter(fields)), table.height, dtype=pl.String, eager=True).alias(
            "interaction"
        )
    found = pick(table, {"interaction": ("interaction",)}, where="find_hccs")["interaction"]
    strange = found.cast(pl.String).filter(~found.cast(pl.String).is_in(list(fields))).unique()
    if found.null_count() or strange.len():
        said = ", ".join(map(repr, strange.drop_nulls().sort().head(5))) or "null"
        raise ColumnError(
            f"find_hccs: rows with interaction {said}, which targets does not name.\n"
            "Add them to targets, such as 'RETWEET:ot_id|MENTION:target', or leave the rows out."
        )
    return found.cast(pl.String)


def _matches(table: pl.DataFrame, fields: Mapping[str, str]) -> pl.Expr:
    for column in fields.values():
        pick(table, {"match": (column,)}, where="find_hccs")
    values = [
        pl.when(pl.col("interaction") == behaviour).then(table[column].cast(pl.String))
        for behaviour, column in fields.items()
    ]
    return pl.coalesce(*values).alias("match")


def _in_windows(
    acts: pl.DataFrame,
    seconds: float,
    *,
    start: datetime | None,
    end: datetime | None,
    mode: Mode,
) -> pl.DataFrame:
    """Keep the rows between start and end and give each the start of its window."""
    time = pl.col("created_at")
    if start is not None:
        acts = acts.filter(time >= start)
    if end is not None:
        acts = acts.filter(time <= end)
    first = pl.lit(start) if start is not None else time.min()
    width = window_microseconds(seconds) or 1
    step = (time - first).dt.total_microseconds() // width
    placed = acts.with_columns((first + pl.duration(microseconds=step * width)).alias("window"))
    if end is None and mode == "as_published":
        placed = placed.filter(pl.col("window") == pl.col("window").min())
    return placed


def _edges(acts: pl.DataFrame, behaviours: list[str], mode: Mode, max_pairs: int) -> pl.DataFrame:
    """Count the co-acts of each two accounts in each window and weigh them."""
    key = ("window", "interaction", "match")
    pairs = pairs_in_groups(acts, key, max_pairs=max_pairs, where="find_hccs")
    rows = [acts[name].gather(pairs["row"]).alias(name) for name in (*key, "account_id")]
    pairs = pairs.with_columns(rows).with_row_index("order")
    edges = pairs.group_by("window", "source", "target").agg(
        pl.len().cast(pl.Float64).alias("raw_weight"),
        *(
            (pl.col("interaction") == name).sum().cast(pl.Float64).alias(name)
            for name in behaviours
        ),
        pl.col("match").unique().sort().alias("reasons"),
        pl.col("order").min(),
    )
    both = _strengths(edges, _order(pairs, edges) if mode == "as_published" else None)
    raw = pl.col("raw_weight")
    edges = edges.with_columns((raw * raw / (both - raw)).alias("weight"))
    named = edges.rename({"source": "from", "target": "to"})
    columns = ["window", "from", "to", "raw_weight", "weight", *behaviours, "reasons"]
    return named.select(columns).sort("window", "from", "to")


def _order(pairs: pl.DataFrame, edges: pl.DataFrame) -> pl.Series:
    """Rank the edges as the public code comes to them: by their first end, then by first co-act.

    Accounts are numbered as they appear in the co-acts: first the earlier row's, then the other's.
    """
    other = pl.when(pl.col("account_id") == pl.col("source")).then("target").otherwise("source")
    seen = [
        pairs.select("window", account="account_id", place=pl.col("order").cast(pl.Int64) * 2),
        pairs.select("window", account=other, place=pl.col("order").cast(pl.Int64) * 2 + 1),
    ]
    places = pl.concat(seen).group_by("window", "account").agg(pl.col("place").min())
    placed = edges.with_row_index("at")
    for end in ("source", "target"):
        place = places.rename({"account": end, "place": f"{end}_place"})
        placed = placed.join(place, on=["window", end])
    first = pl.min_horizontal("source_place", "target_place")
    ranked = placed.sort("window", first, "order").with_row_index("rank").sort("at")
    return ranked["rank"]


def _strengths(edges: pl.DataFrame, order: pl.Series | None) -> pl.Series:
    """Sum the strengths of both ends of each edge.

    With an order, an edge sees the raw weight of those before it and 1 for those behind it.
    """
    rank = pl.Series("rank", range(edges.height)) if order is None else order.alias("rank")
    numbered = edges.with_columns(rank).with_row_index("at")
    ends = pl.concat(
        numbered.select("at", "rank", "window", "raw_weight", account=end)
        for end in ("source", "target")
    ).sort("window", "account", "rank")
    over, raw = ["window", "account"], pl.col("raw_weight")
    seen = (
        raw.sum().over(over)
        if order is None
        else pl.len().over(over) + (raw - 1).cum_sum().over(over)
    )
    sums = ends.with_columns(seen.alias("strength")).group_by("at").agg(pl.col("strength").sum())
    return sums.sort("at")["strength"]


def _targets(targets: str | Mapping[str, str]) -> dict[str, str]:
    """Read `RETWEET:ot_id|MENTION:target`."""
    fields = _parsed(targets) if isinstance(targets, str) else dict(targets)
    for behaviour in fields:
        if behaviour not in BEHAVIOURS:
            raise ConfigError(
                f"find_hccs: behaviour {behaviour!r} in targets; {nearest(behaviour, BEHAVIOURS)}."
            )
    return fields


def _parsed(targets: str) -> dict[str, str]:
    parts = [part.split(":") for part in targets.split("|")]
    if any(len(part) != 2 or not all(part) for part in parts):
        raise ConfigError(
            f"find_hccs: targets = {targets!r}: give behaviours and the columns to match on, "
            "such as 'RETWEET:ot_id|MENTION:target'."
        )
    return dict(parts)


def _window_seconds(window: str | float) -> float:
    read = re.fullmatch(r"(\d+)([smhdw])", window.lower()) if isinstance(window, str) else None
    if read:
        seconds = float(read[1]) * _UNITS[read[2]]
    else:
        seconds = -1.0 if isinstance(window, str) else float(window)
    if not (np.isfinite(seconds) and seconds > 0):
        raise ConfigError(
            f"find_hccs: window = {window!r}: give seconds above 0 or a number and a unit "
            "(s, m, h, d, w), such as '15m'."
        )
    return seconds


def _moment(at: float | datetime | None) -> datetime | None:
    if at is None:
        return None
    moment: datetime = as_times(pl.DataFrame({"at": [at]}), "at", where="find_hccs")["at"][0]
    return moment


def _end(acts: pl.DataFrame, end: float | datetime | str | None) -> datetime | None:
    if not isinstance(end, str):
        return _moment(end)
    if end != "last":
        raise ConfigError(f"find_hccs: end = {end!r}: give a time, 'last' or None.")
    moment: datetime | None = acts.select(pl.col("created_at").max()).item()
    return moment
