"""How much an account does, of which kind, and towards whom."""

from __future__ import annotations

import polars as pl

from inconcert.schemas import KINDS

_DAY = 86_400_000_000  # microseconds


def activity_features(posts: pl.DataFrame, *, accounts: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the activity features, one row an account that posted.

    Without `accounts` (or where it says nothing of an account) the account's age and its ratio of
    followers are null.

    >>> from inconcert.schemas import Posts, empty
    >>> activity_features(empty(Posts)).height
    0
    """
    table = _volume(posts)
    for part in (_targets(posts), _concentration(posts)):
        table = table.join(part, on="account_id", how="left")
    return _with_profile(table, accounts).drop("first_post_at")


def _volume(posts: pl.DataFrame) -> pl.DataFrame:
    """Count posts, active days (UTC) and shares of kinds."""
    shares = [(pl.col("kind") == kind).mean().alias(f"{kind}_share") for kind in KINDS]
    return (
        posts.select("account_id", "created_at", "kind")
        .group_by("account_id")
        .agg(
            pl.len().alias("posts"),
            pl.col("created_at").dt.date().n_unique().alias("active_days"),
            pl.col("created_at").min().alias("first_post_at"),
            *shares,
        )
        .with_columns(posts_per_active_day=pl.col("posts") / pl.col("active_days"))
    )


def _targets(posts: pl.DataFrame) -> pl.DataFrame:
    """Count the accounts acted on; null where acts name no target at all."""
    named = ("repost_of_account", "reply_to_account", "quote_of_account")
    acts = posts.select("account_id", pl.concat_list([*named, "mentions"]).alias("target"))
    counted = (
        acts.explode("target")
        .drop_nulls("target")
        .group_by("account_id")
        .agg(pl.col("target").n_unique().alias("distinct_targets"))
    )
    silent = posts.group_by("account_id").agg((pl.col("kind") == "post").all().alias("only_posts"))
    known = pl.when(pl.col("only_posts")).then(pl.col("distinct_targets").fill_null(0))
    return silent.join(counted, on="account_id", how="left").select(
        "account_id", known.otherwise(pl.col("distinct_targets")).alias("distinct_targets")
    )


def _concentration(posts: pl.DataFrame) -> pl.DataFrame:
    """Return how an account's reposts are spread over the accounts it reposts."""
    n, k = pl.col("n").cast(pl.Float64), pl.len().cast(pl.Float64)
    place = pl.int_range(1, pl.len() + 1).cast(pl.Float64)
    return (
        posts.filter((pl.col("kind") == "repost") & pl.col("repost_of_account").is_not_null())
        .group_by("account_id", "repost_of_account")
        .agg(pl.len().alias("n"))
        .sort("account_id", "n")
        .group_by("account_id", maintain_order=True)
        .agg(
            (n.max() / n.sum()).alias("top_repost_target_share"),
            ((n / n.sum()) ** 2).sum().alias("repost_target_hhi"),
            (2 * (place * n).sum() / (k * n.sum()) - (k + 1) / k).alias("repost_target_gini"),
        )
    )


def _with_profile(table: pl.DataFrame, accounts: pl.DataFrame | None) -> pl.DataFrame:
    """Add what the accounts table alone can say."""
    if accounts is None:
        unknown = pl.lit(None, dtype=pl.Float64)
        return table.with_columns(
            account_age_at_first_post_days=unknown, followers_following_ratio=unknown
        )
    age = (pl.col("first_post_at") - pl.col("created_at")).dt.total_microseconds() / _DAY
    ratio = (pl.col("followers") + 1) / (pl.col("following") + 1)
    profile = accounts.select("account_id", "created_at", "followers", "following")
    return (
        table.join(profile, on="account_id", how="left")
        .with_columns(account_age_at_first_post_days=age, followers_following_ratio=ratio)
        .drop("created_at", "followers", "following")
    )
