"""CooRTweet's first step: pairs of shares of one object within a time window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, check_mode
from inconcert.compat.coortweet_table import (
    FLAG_PREFIX,
    TIME_COLUMN,
    check_window,
    checked_shares,
    require_columns,
)
from inconcert.errors import ConfigError
from inconcert.networks.acts import OrderedActs, argsort_by
from inconcert.networks.sweep import MICROSECONDS, pairs_per_act, reach

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers

    Flags = npt.NDArray[np.bool_]

MAX_PAIRS = 30_000_000
"""About 10 GB with ids of 20 characters."""

PAIR_COLUMNS = (
    "object_id", "content_id", "content_id_y", "time_delta", "account_id", "account_id_y",
)  # fmt: skip


def detect_groups(
    x: pl.DataFrame,
    time_window: float = 10,
    min_participation: int = 2,
    remove_loops: bool = True,
    *,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """List the pairs of shares of the same object with |dt| <= `time_window` seconds.

    `x` holds object_id, account_id, content_id and timestamp_share (seconds). Accounts with fewer
    than `min_participation` rows are left out first. `remove_loops` drops pairs of one account or
    one content, and those whose content is the object itself. One row a pair: object_id,
    content_id (the older), content_id_y, time_delta, account_id, account_id_y. Shares of the same
    second keep the order of the rows, accounts in the order of their first rows.

    Known faults, kept by `as_published` and repaired by `corrected`:

    - a pair stays if either account takes part often enough, so that the other may not;
      corrected: both must, counted over the pairs that stay
    - participation counts rows whose content is in any pair, so repeated rows count twice, and a
      content id that two accounts use counts for both; corrected: distinct contents of the account
    - a row that is there twice makes pairs of its own; corrected: rows are taken once

    Rows come in CooRTweet's order (object, then newer row, then older row, each by first
    appearance). No pairs, no rows. Memory grows with the rows and the pairs. Raises `ColumnError`
    for missing columns, ids or times, `ConfigError` for a negative window.

    >>> shares = pl.DataFrame({
    ...     "object_id": ["o1", "o1", "o2", "o2"], "account_id": ["a", "b", "a", "b"],
    ...     "content_id": ["1", "2", "3", "4"], "timestamp_share": [0, 7, 100, 90],
    ... })
    >>> detect_groups(shares).select("content_id", "content_id_y", "time_delta").rows()
    [('1', '2', 7), ('4', '3', 10)]
    """
    check_mode(mode, where="detect_groups")
    check_window(time_window, where="detect_groups")
    shares = checked_shares(x)
    if mode == "corrected":
        shares = shares.unique(maintain_order=True)
    ordered = _by_account(shares, min_participation)
    pairs = (
        _loopless(_pairs(ordered, time_window)) if remove_loops else _pairs(ordered, time_window)
    )
    if mode == "corrected":
        return _both_participate(pairs, min_participation)
    return _either_participates(ordered, pairs, min_participation)


def flag_speed_share(
    x: pl.DataFrame,
    result: pl.DataFrame,
    min_participation: int,
    time_window: float,
    *,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Mark the pairs that also count within a narrower window, in column `time_window_<seconds>`.

    `x` is the table that `detect_groups` got, `result` what it returned. 1: the pair lies within
    the narrower window and passes `min_participation` there; else 0. Neither argument has a
    default, in CooRTweet as here, although its help names some. Sorted by content_id,
    content_id_y, as CooRTweet leaves it.

    Known fault: pairs are found again by their two contents alone, so that two contents which
    share two objects are both marked. `corrected` compares the object too, and counts
    participation as `detect_groups` does when corrected.

    >>> shares = pl.DataFrame({
    ...     "object_id": "o", "account_id": ["a", "b", "c"],
    ...     "content_id": ["1", "2", "3"], "timestamp_share": [0, 2, 9],
    ... })
    >>> pairs = detect_groups(shares, min_participation=1)
    >>> flagged = flag_speed_share(shares, pairs, min_participation=1, time_window=5)
    >>> flagged.select("content_id", "content_id_y", "time_window_5").rows()
    [('1', '2', 1), ('1', '3', 0), ('2', '3', 0)]
    """
    check_mode(mode, where="flag_speed_share")
    check_window(time_window, where="flag_speed_share")
    require_columns(result, PAIR_COLUMNS, where="flag_speed_share")
    within = result.filter(pl.col("time_delta") <= time_window)
    keys = ["content_id", "content_id_y"]
    if mode == "corrected":
        fast, keys = _both_participate(within, min_participation), ["object_id", *keys]
    else:
        fast = _either_participates(checked_shares(x), within, min_participation)
    marks = fast.select(keys).unique().with_columns(pl.lit(1, pl.Int64).alias("mark"))
    column = pl.col("mark").fill_null(0).alias(f"{FLAG_PREFIX}{time_window:.15g}")
    kept = result.with_row_index("row").join(marks, on=keys, how="left", nulls_equal=True)
    ordered = kept.sort("content_id", "content_id_y", "row")
    return ordered.select(*result.columns, column)


def _by_account(shares: pl.DataFrame, min_participation: int) -> pl.DataFrame:
    """Keep the accounts with enough rows, grouped in the order of their first rows."""
    account = first_appearance(shares["account_id"])
    counts = np.bincount(account) if account.size else account
    order = np.argsort(account, kind="stable")
    return shares[order[counts[account[order]] >= min_participation]]


def first_appearance(ids: pl.Series) -> Integers:
    """Number the values in the order in which they first appear.

    >>> first_appearance(pl.Series(["b", "a", "b"])).tolist()
    [0, 1, 0]
    """
    names = pl.Enum(ids.unique(maintain_order=True))
    return ids.cast(names).to_physical().cast(pl.Int64).to_numpy()


@dataclass(frozen=True)
class _Pairs:
    """Two rows of the shares each; `one` stands before `other` in the table."""

    one: Integers
    other: Integers

    def take(self, chosen: Flags | Integers) -> _Pairs:
        return _Pairs(one=self.one[chosen], other=self.other[chosen])


def _pairs(shares: pl.DataFrame, time_window: float) -> pl.DataFrame:
    object_number = first_appearance(shares["object_id"])
    seconds = shares[TIME_COLUMN].to_numpy()
    found = _within(object_number, seconds, time_window)
    order = np.lexsort((found.one, found.other, object_number[found.one]))
    return _older_first(shares, seconds, found.take(order))


def _within(object_number: Integers, seconds: npt.NDArray[np.float64], window: float) -> _Pairs:
    """Find the pairs by a sweep in whole microseconds; compare the doubles where there are some."""
    whole = np.issubdtype(seconds.dtype, np.integer)
    time = seconds if whole else np.round(seconds.astype(np.float64) * MICROSECONDS)
    acts, limit = _acts(object_number, time.astype(np.int64)), _limit(window, whole=whole)
    within = reach(acts, limit)
    counts = pairs_per_act(within)
    _check_pairs(int(counts.sum()), window)
    earlier = np.repeat(np.arange(len(acts)), counts)
    later = earlier + 1 + np.arange(earlier.size) - np.repeat(np.cumsum(counts) - counts, counts)
    one, other = acts.row[earlier], acts.row[later]
    pairs = _Pairs(one=np.minimum(one, other), other=np.maximum(one, other))
    return pairs.take(np.abs(seconds[pairs.one] - seconds[pairs.other]) <= window)


def _check_pairs(pairs: int, window: float) -> None:
    if pairs > MAX_PAIRS:
        raise ConfigError(
            f"detect_groups: {pairs:,} pairs of shares within {window:g} s, more than "
            f"{MAX_PAIRS:,}.\nGive a shorter time_window, or leave out the most shared objects."
        )


def _limit(window: float, *, whole: bool) -> float | None:
    """Return the window for a sweep over integers, which take the place of microseconds there.

    Doubles get two microseconds more, since they were rounded; the exact test follows.
    """
    if not np.isfinite(window):
        return None
    return float(np.floor(window)) / MICROSECONDS if whole else window + 2 / MICROSECONDS


def _acts(object_number: Integers, time: Integers) -> OrderedActs:
    order = argsort_by(object_number, time)
    return OrderedActs(
        account_names=pl.Series(dtype=pl.String),
        account=order,
        object=object_number[order],
        time=time[order],
        row=order,
    )


def _older_first(
    shares: pl.DataFrame, seconds: npt.NDArray[np.float64], pairs: _Pairs
) -> pl.DataFrame:
    late = seconds[pairs.one] > seconds[pairs.other]
    older = shares[np.where(late, pairs.other, pairs.one)]
    newer = shares[np.where(late, pairs.one, pairs.other)].rename(lambda name: f"{name}_y")
    both = pl.concat([older, newer], how="horizontal")
    delta = (pl.col(f"{TIME_COLUMN}_y") - pl.col(TIME_COLUMN)).alias("time_delta")
    return both.with_columns(delta).select(PAIR_COLUMNS)


def _loopless(pairs: pl.DataFrame) -> pl.DataFrame:
    content, newer = pl.col("content_id"), pl.col("content_id_y")
    return pairs.filter(
        pl.col("object_id") != content,
        pl.col("object_id") != newer,
        content != newer,
        pl.col("account_id") != pl.col("account_id_y"),
    )


def _either_participates(
    shares: pl.DataFrame, pairs: pl.DataFrame, min_participation: int
) -> pl.DataFrame:
    """Keep pairs with a content of an account that has enough rows of contents in pairs."""
    if min_participation < 1:
        return pairs
    paired = pl.concat([pairs["content_id"], pairs["content_id_y"]]).unique()
    rows = shares.filter(pl.col("content_id").is_in(paired.implode()))
    active = rows.filter(pl.len().over("account_id") >= min_participation)
    contents = active["content_id"].unique().implode()
    return pairs.filter(
        pl.col("content_id").is_in(contents) | pl.col("content_id_y").is_in(contents)
    )


def _both_participate(pairs: pl.DataFrame, min_participation: int) -> pl.DataFrame:
    """Drop accounts with too few distinct contents in the pairs until none is left to drop."""
    while True:
        shares = pl.concat(
            [
                pairs.select("account_id", "content_id"),
                pairs.select(pl.col("account_id_y", "content_id_y").name.replace("_y$", "")),
            ]
        )
        contents = shares.group_by("account_id").agg(pl.col("content_id").n_unique())
        active = contents.filter(pl.col("content_id") >= min_participation)["account_id"].implode()
        kept = pairs.filter(
            pl.col("account_id").is_in(active), pl.col("account_id_y").is_in(active)
        )
        if kept.height == pairs.height:
            return kept
        pairs = kept
