"""When an account acts: gaps between its posts, its week, its reaction to others."""

from __future__ import annotations

import polars as pl

from inconcert.features.acts import acts_on
from inconcert.features.entropy import count_symbols, entropy_by_account

_SECOND = 1_000_000  # microseconds
_FINER_THAN_DAY = ("microsecond", "second", "minute", "hour")
_FINER_THAN_MINUTE = ("microsecond", "second")
_FINER_THAN_HOUR = ("microsecond", "second", "minute")


def timing_features(posts: pl.DataFrame, *, actions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the timing features, one row an account that posted.

    `actions` (`schemas.Actions`) saves the work of finding the objects of reposts again; without
    it they are taken from `posts`. An account with one post has no gap: all gap features are null.
    Variation, burstiness need two gaps (three posts), since one gap has no spread to speak of.

    >>> from inconcert.schemas import Posts, empty
    >>> timing_features(empty(Posts)).height
    0
    """
    table = posts.select("account_id").unique()
    for part in (_gap_statistics(gaps(posts)), _week(posts), _reaction(posts, actions)):
        table = table.join(part, on="account_id", how="left")
    return table


def gaps(posts: pl.DataFrame) -> pl.DataFrame:
    """Return `account_id` and `gap` (seconds between successive posts), in order of time.

    An account with n posts has n - 1 rows; posts at the same time have a gap of 0.
    """
    in_order = posts.select("account_id", "created_at").sort("account_id", "created_at")
    same = pl.col("account_id") == pl.col("account_id").shift()
    gap = pl.col("created_at").diff().dt.total_microseconds() / _SECOND
    return in_order.select("account_id", gap=pl.when(same).then(gap)).drop_nulls("gap")


def _gap_statistics(between: pl.DataFrame) -> pl.DataFrame:
    """Median, mean, variation, burstiness and entropy of the gaps."""
    gap = pl.col("gap")
    spread, mean = gap.std(ddof=0), gap.mean()
    enough = (pl.len() > 1) & (mean > 0)
    statistics = between.group_by("account_id", maintain_order=True).agg(
        gap.median().alias("gap_median_s"),
        mean.alias("gap_mean_s"),
        pl.when(enough).then(spread / mean).alias("gap_cv"),
        pl.when(enough).then((spread - mean) / (spread + mean)).alias("burstiness"),
    )
    binned = between.select("account_id", symbol=(gap + 1).log(2).floor().cast(pl.Int32))
    entropy = entropy_by_account(count_symbols(binned), "gap_entropy")
    return statistics.join(entropy, on="account_id", how="left")


def _week(posts: pl.DataFrame) -> pl.DataFrame:
    """Describe how posts fall on the 168 hours of the week (UTC); days alone say nothing of it."""
    at = pl.col("created_at")
    hour = (at.dt.weekday().cast(pl.Int32) - 1) * 24 + at.dt.hour()
    counts = count_symbols(
        posts.filter(pl.col("time_precision").is_in(_FINER_THAN_DAY)).select(
            "account_id", symbol=hour
        )
    )
    peak = counts.group_by("account_id").agg(
        (pl.col("n").max() / pl.col("n").sum()).alias("peak_hour_share")
    )
    entropy = entropy_by_account(counts, "hour_of_week_entropy")
    return entropy.join(peak, on="account_id", how="left").join(
        _distance_to_all(counts), on="account_id", how="left"
    )


def _distance_to_all(counts: pl.DataFrame) -> pl.DataFrame:
    """Jensen-Shannon distance (base 2) of each account's week to that of all posts together.

    Where the account has no post (p = 0) an hour adds q / 2; these hours come as one term.
    """
    whole = counts.group_by("symbol").agg((pl.col("n").sum() / counts["n"].sum()).alias("q"))
    p, q = pl.col("n") / pl.col("n").sum(), pl.col("q")
    seen = p * (2 * p / (p + q)).log(2) + q * (2 * q / (p + q)).log(2)
    divergence = (seen.sum() + 1 - q.sum()) / 2
    return (
        counts.join(whole, on="symbol")
        .sort("account_id", "symbol")
        .group_by("account_id", maintain_order=True)
        .agg(divergence.clip(0.0, 1.0).sqrt().alias("hour_of_week_distance"))
    )


def _reaction(posts: pl.DataFrame, actions: pl.DataFrame | None) -> pl.DataFrame:
    """Median delay of reposts, and the shares that come within 10 and 60 seconds.

    A share is taken over delays whose times are fine enough to tell: seconds for 10 s; minutes
    for 60 s, where it is the share within the same minute.
    """
    delay, precision = pl.col("delay_s"), pl.col("time_precision")
    return (
        reposts_with_delay(posts, actions=actions)
        .group_by("account_id")
        .agg(
            delay.median().alias("reaction_delay_median_s"),
            (delay < 10)
            .filter(precision.is_in(_FINER_THAN_MINUTE))
            .mean()
            .alias("reaction_under_10s_share"),
            (delay < 60)
            .filter(precision.is_in(_FINER_THAN_HOUR))
            .mean()
            .alias("reaction_under_60s_share"),
        )
    )


def reposts_with_delay(posts: pl.DataFrame, *, actions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return `account_id`, `time_precision`, `delay_s` of each repost that has a delay.

    The delay counts from the original where it is in the dataset, else from the first repost of
    the same object that is seen. Left out: that first repost itself, reposts of the account's own
    post, an account's later reposts of what it was first to repost, and delays below zero.
    """
    reposts = (
        acts_on("repost", posts, actions)
        .select("post_id", "account_id", "object_id", "created_at")
        .join(posts.select("post_id", "repost_of_post", "time_precision"), on="post_id")
    )
    delays = _since_origin(reposts, posts)
    from_other = (pl.col("origin_account") != pl.col("account_id")) & (pl.col("delay_s") >= 0)
    return delays.filter(from_other).select("account_id", "time_precision", "delay_s")


def _since_origin(reposts: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Add `origin_account` and `delay_s`, from the original or else from the first repost."""
    originals = posts.select(
        repost_of_post="post_id", original_account="account_id", original_at="created_at"
    ).join(reposts.select("repost_of_post").drop_nulls().unique(), on="repost_of_post", how="semi")
    firsts = (
        reposts.sort("object_id", "created_at", "post_id")
        .group_by("object_id", maintain_order=True)
        .agg(first_account=pl.col("account_id").first(), first_at=pl.col("created_at").first())
    )
    at = pl.coalesce("original_at", "first_at")
    return (
        reposts.join(originals, on="repost_of_post", how="left")
        .join(firsts, on="object_id", how="left")
        .with_columns(
            origin_account=pl.coalesce("original_account", "first_account"),
            delay_s=(pl.col("created_at") - at).dt.total_microseconds() / _SECOND,
        )
    )
