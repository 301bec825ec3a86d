"""When accounts post: gaps between their posts, burstiness, hours and weekdays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.evaluation.realism.sight import LEAST, Absent

if TYPE_CHECKING:
    from inconcert.evaluation.realism.sight import Floats, Sight, Value

_EVENTS = 5
_BURSTY_LEAST = 20
_DAYS_OF_HOURS = 7
_DAYS_OF_WEEKDAYS = 14


def gaps(sight: Sight) -> Value:
    """Time between an account's post and its next, all accounts together. Unit: seconds.

    Accounts with many posts weigh more. Zero where two posts carry the same time.
    """
    found = _gaps(sight)["gap"]
    if len(found) < LEAST:
        return Absent(f"fewer than {LEAST} gaps")
    return found.to_numpy()


def burstiness(sight: Sight) -> Value:
    """Burstiness of each account with at least five posts: -1 regular, 0 Poisson, 1 bursts.

    (√(n+1) r - √(n-1)) / ((√(n+1) - 2) r + √(n-1)), r the standard deviation of the gaps over
    their mean, n the number of posts (Kim & Jo 2016, eq. 22; Goh & Barabási 2008 without their
    bias for short series).
    """
    by_account = (
        _gaps(sight)
        .group_by("account_id")
        .agg(n=pl.len() + 1, mean=pl.col("gap").mean(), deviation=pl.col("gap").std(ddof=0))
    )
    lively = by_account.filter(pl.col("n") >= _EVENTS, pl.col("mean") > 0).sort("account_id")
    if lively.height < _BURSTY_LEAST:
        return Absent(f"fewer than {_BURSTY_LEAST} accounts post {_EVENTS} times")
    more, fewer = (lively["n"] + 1).sqrt(), (lively["n"] - 1).sqrt()
    ratio = lively["deviation"] / lively["mean"]
    return ((more * ratio - fewer) / ((more - 2) * ratio + fewer)).to_numpy()


def hour_profile(sight: Sight) -> Value:
    """Share of posts in each hour of the place's own day, 0 h to 23 h."""
    times = sight.local_times
    if times.dt.date().n_unique() < _DAYS_OF_HOURS:
        return Absent(f"fewer than {_DAYS_OF_HOURS} days: hours say when it was collected")
    return _profile(times.dt.hour().to_numpy(), 24)


def weekday_profile(sight: Sight) -> Value:
    """Share of posts on each day of the week, Monday to Sunday, in the place's own time."""
    times = sight.local_times
    if times.dt.date().n_unique() < _DAYS_OF_WEEKDAYS:
        return Absent(f"fewer than {_DAYS_OF_WEEKDAYS} days")
    return _profile(times.dt.weekday().to_numpy() - 1, 7)


def _gaps(sight: Sight) -> pl.DataFrame:
    gap = pl.col("created_at").diff().over("account_id").dt.total_microseconds() / 1e6
    ordered = sight.posts.sort("account_id", "created_at", "post_id")
    return ordered.select("account_id", gap=gap).drop_nulls("gap")


def _profile(places: np.ndarray, size: int) -> Floats:
    counts = np.bincount(places, minlength=size)
    shares: Floats = counts / counts.sum()
    return shares
