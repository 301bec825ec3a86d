"""What an amplification cluster reposts most, so that a reader sees it in words."""

from __future__ import annotations

import polars as pl

MOST_OBJECTS = 3


def amplified_objects(
    posts: pl.DataFrame, repost_actions: pl.DataFrame, amplification: pl.DataFrame
) -> pl.DataFrame:
    """Return up to three objects per cluster, those that most members reposted first.

    Columns `cluster_id`, `object_id`, `reposts`, `accounts`, `text` (of the first repost seen).
    Only reposts by members of the cluster's targets count.
    """
    first = (
        _acts_on_targets(posts, repost_actions, amplification)
        .sort("cluster_id", "object_id", "created_at", "post_id")
        .group_by("cluster_id", "object_id", maintain_order=True)
        .agg(
            reposts=pl.len(),
            accounts=pl.col("account_id").n_unique(),
            post_id=pl.col("post_id").first(),
        )
        .sort(*_ORDER, descending=[False, True, True, False])
        .group_by("cluster_id", maintain_order=True)
        .head(MOST_OBJECTS)
    )
    texts = posts.select("post_id", "text").join(first, on="post_id", how="semi")
    return (
        first.join(texts, on="post_id", how="left")
        .sort(*_ORDER, descending=[False, True, True, False])
        .drop("post_id")
    )


_ORDER = ("cluster_id", "accounts", "reposts", "object_id")


def _acts_on_targets(
    posts: pl.DataFrame, repost_actions: pl.DataFrame, amplification: pl.DataFrame
) -> pl.DataFrame:
    """Acts of members on an object that is a target of their cluster or comes from one."""
    members = _exploded(amplification, "members", "account_id")
    targets = _exploded(amplification, "targets", "target")
    acts = repost_actions.join(members, on="account_id", how="inner")
    by_object = acts.filter(pl.col("target_kind") == "object").with_columns(target="object_id")
    by_account = _with_reposted_account(acts.filter(pl.col("target_kind") == "account"), posts)
    return pl.concat([by_object, by_account]).join(targets, on=["cluster_id", "target"], how="semi")


def _with_reposted_account(acts: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """The author of the post, where the dataset has it; else the account that the repost names."""
    if acts.is_empty():
        return acts.with_columns(target=pl.lit(None, pl.String))
    authors = posts.select(object_id="post_id", author="account_id")
    return (
        acts.join(posts.select("post_id", "repost_of_account"), on="post_id", how="left")
        .join(authors, on="object_id", how="left")
        .with_columns(target=pl.coalesce("author", "repost_of_account"))
        .select(*acts.columns, "target")
    )


def _exploded(amplification: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    rows = amplification.select(
        "cluster_id", pl.col("target_kind").cast(pl.String), pl.col(column).alias(name)
    )
    return rows.explode(name)
