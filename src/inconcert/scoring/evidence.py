"""Which posts acted together, when and with whom; and how much was posted over time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.networks.coaction import coacting_posts

if TYPE_CHECKING:
    from collections.abc import Iterable

HOURS_UP_TO = timedelta(days=14)
"""A timeline of at most this span is counted by hour, a longer one by day."""


def evidence_table(
    posts: pl.DataFrame,
    actions: pl.DataFrame,
    membership: pl.DataFrame,
    *,
    layers: Iterable[str],
    window_seconds: float | None,
) -> pl.DataFrame:
    """Return `schemas.Evidence`, sorted by its key; whole, never a selection."""
    if membership.is_empty():
        return schemas.empty(schemas.Evidence)
    groups = membership.select("account_id", "cluster_id")
    relevant = actions.filter(pl.col("layer").is_in(sorted(layers))).join(
        groups, on="account_id", how="semi"
    )
    columns = posts.select(
        "post_id", pl.col("kind").cast(pl.String), "text", "source_file", "source_line"
    )
    table = (
        coacting_posts(relevant, groups, window_seconds)
        .join(columns, on="post_id", how="left")
        .sort("cluster_id", "layer", "object_id", "post_id")
    )
    return schemas.Evidence.validate(table, cast=True)


def evidence_languages(evidence: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Return `cluster_id`, `post_id`, `lang`: one row per cluster and evidence post."""
    return (
        evidence.select("cluster_id", "post_id")
        .unique()
        .join(posts.select("post_id", "lang"), on="post_id", how="left")
        .sort("cluster_id", "post_id")
    )


def timeline(posts: pl.DataFrame, membership: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Count posts of members per cluster and hour (span up to 14 days) or day, in UTC.

    Columns `cluster_id`, `bucket`, `posts`, `coacting`; buckets without a post are left out.
    """
    every = bucket_size(posts)
    proof = evidence.select("cluster_id", "post_id").unique().with_columns(pl.lit(1).alias("hit"))
    return (
        posts.select("post_id", "account_id", "created_at")
        .join(membership.select("account_id", "cluster_id"), on="account_id", how="inner")
        .join(proof, on=["cluster_id", "post_id"], how="left")
        .group_by("cluster_id", bucket=pl.col("created_at").dt.truncate(every))
        .agg(posts=pl.len(), coacting=pl.col("hit").count())
        .sort("cluster_id", "bucket")
    )


def bucket_size(posts: pl.DataFrame) -> str:
    """Say "1h" or "1d", by the span of the posts.

    >>> from datetime import datetime
    >>> bucket_size(pl.DataFrame({"created_at": [datetime(2026, 1, 1), datetime(2026, 1, 15)]}))
    '1h'
    >>> bucket_size(pl.DataFrame({"created_at": [datetime(2026, 1, 1), datetime(2026, 1, 16)]}))
    '1d'
    """
    if posts.is_empty():
        return "1h"
    span: timedelta = posts.select(pl.col("created_at").max() - pl.col("created_at").min()).item()
    return "1h" if span <= HOURS_UP_TO else "1d"
