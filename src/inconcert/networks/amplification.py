"""Amplification clusters: groups of accounts that keep reposting the same accounts or posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.networks.actions import actions, has_bare_repost
from inconcert.networks.communities import communities

if TYPE_CHECKING:
    import dataframely as dy

_RESOLUTION = 0.9
"""Chosen: at 1 a dataset that holds a single group gains nothing by keeping it whole."""


@dataclass(frozen=True)
class _Rule:
    """What *keeps reposting* means, and how many must do it."""

    min_reposts: int
    min_share: float
    min_size: int
    seed: int

    def holds(self, reposts: pl.Expr) -> pl.Expr:
        """Tell whether so many of an account's `total` reposts are enough."""
        return (reposts >= self.min_reposts) & (reposts / pl.col("total") >= self.min_share)


def amplification_clusters(
    posts: pl.DataFrame,
    *,
    min_reposts: int = 3,
    min_share: float = 0.1,
    min_size: int = 3,
    seed: int = 0,
    repost_actions: pl.DataFrame | None = None,
) -> dy.DataFrame[schemas.AmplificationClusters]:
    """Group the accounts that keep reposting the same accounts.

    An account *keeps reposting* a target if it did so at least `min_reposts` times and in at least
    `min_share` of all its reposts. Accounts and their targets form a two-sided graph (weight:
    reposts), whose Leiden communities with `min_size` or more amplifiers are the clusters;
    `reposts` counts all reposts that members made of the cluster's targets.

    Reposts for which neither the source nor a post in the dataset names the reposted account are
    grouped by object (post or identical text) instead, among the accounts not grouped yet
    (`target_kind` object). An account is rarely seen to repost one object twice, so there an
    account *keeps reposting* if the rule holds for its reposts of objects that another member
    reposted too.

    `delay_median_s` counts from the original post where at least half of the cluster's reposts have
    theirs in the dataset, else from the first repost seen of the object, which itself has no delay.
    Own posts are no targets, but count in the shares. Sorted by rank: reposts, then the smallest
    member. `repost_actions` (the repost layer of `actions(posts)`) saves finding them again.

    >>> from inconcert.schemas import Posts, empty
    >>> amplification_clusters(empty(Posts)).height
    0
    """
    rule = _Rule(min_reposts=min_reposts, min_share=min_share, min_size=min_size, seed=seed)
    _check(rule)
    reposts = _reposts(posts, repost_actions)
    by_account = _around_accounts(reposts, rule)
    rest = reposts.join(by_account, on="account_id", how="anti")
    by_object = _around_objects(rest, rule)
    clusters = pl.concat([_describe(by_account, "account"), _describe(by_object, "object")])
    return schemas.AmplificationClusters.validate(_ranked(clusters), cast=True)


def _reposts(posts: pl.DataFrame, repost_actions: pl.DataFrame | None) -> pl.DataFrame:
    """List the reposts: account, object, target (null: not known), time, delays, and the total."""
    found = actions(posts, ["repost"]) if repost_actions is None else repost_actions
    objects = found.filter(pl.col("layer") == "repost").select("post_id", "object_id")
    acting = posts.filter((pl.col("kind") == "repost") | has_bare_repost())
    acts = acting.select("post_id", "account_id", "created_at", "repost_of_account")
    placed = acts.join(objects, on="post_id", how="left").sort("created_at", "post_id")
    first = pl.col("created_at").first().over("object_id")
    is_later = pl.col("object_id").is_not_null() & ~pl.col("object_id").is_first_distinct()
    return placed.join(_originals(posts), on="object_id", how="left", maintain_order="left").select(
        "account_id",
        "object_id",
        pl.coalesce("author", "repost_of_account").alias("target"),
        "created_at",
        pl.len().over("account_id").alias("total"),
        (pl.col("created_at") - pl.col("original_at")).alias("after_original"),
        pl.when(is_later).then(pl.col("created_at") - first).alias("after_first"),
    )


def _originals(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.select(
        pl.col("post_id").alias("object_id"),
        pl.col("account_id").alias("author"),
        pl.col("created_at").alias("original_at"),
    )


def _around_accounts(reposts: pl.DataFrame, rule: _Rule) -> pl.DataFrame:
    """Return the reposts that clusters made of accounts they keep reposting."""
    named = reposts.filter(pl.col("target") != pl.col("account_id"))
    links = named.group_by("account_id", "target").agg(pl.len().alias("weight"), _total())
    return _of_size(
        _within_communities(named, links.filter(rule.holds(pl.col("weight"))), rule), rule
    )


def _around_objects(reposts: pl.DataFrame, rule: _Rule) -> pl.DataFrame:
    """Return the reposts that clusters made of objects without a known account."""
    unnamed = reposts.filter(pl.col("target").is_null()).with_columns(target="object_id")
    shared = _of_eager_accounts(unnamed.drop_nulls("target"), rule)
    links = shared.group_by("account_id", "target").agg(pl.len().alias("weight"))
    inside = _within_communities(shared, links, rule)
    return _of_size(_of_eager_accounts(inside, rule), rule)


def _of_eager_accounts(reposts: pl.DataFrame, rule: _Rule) -> pl.DataFrame:
    """Keep reposts of objects that two accounts reposted, by accounts with enough of them."""
    shared = reposts.filter(pl.col("account_id").n_unique().over("target") > 1)
    return shared.filter(rule.holds(pl.len().over("account_id")))


def _total() -> pl.Expr:
    return pl.col("total").first()


def _within_communities(reposts: pl.DataFrame, links: pl.DataFrame, rule: _Rule) -> pl.DataFrame:
    """Return the reposts by accounts of targets in the same community, with the community."""
    edges = links.select(
        pl.format("account:{}", "account_id").alias("source"),
        pl.format("target:{}", "target").alias("target"),
        "weight",
    )
    found = communities(edges, resolution=_RESOLUTION, min_size=1, seed=rule.seed)
    accounts = _side(found, "account", "account_id")
    targets = _side(found, "target", "target")
    return reposts.join(accounts, on="account_id").join(targets, on=["target", "community"])


def _side(found: pl.DataFrame, side: str, column: str) -> pl.DataFrame:
    """Return the nodes of one side of the graph by their own names."""
    own = found.filter(pl.col("account_id").str.starts_with(f"{side}:"))
    name = pl.col("account_id").str.strip_prefix(f"{side}:").alias(column)
    return own.select(name, "community")


def _of_size(reposts: pl.DataFrame, rule: _Rule) -> pl.DataFrame:
    return reposts.filter(pl.col("account_id").n_unique().over("community") >= rule.min_size)


def _describe(reposts: pl.DataFrame, target_kind: str) -> pl.DataFrame:
    """Return one row a cluster, without rank."""
    has_original = pl.col("after_original").is_not_null().mean() >= 0.5
    delay = (
        pl.when(has_original).then(_median_s("after_original")).otherwise(_median_s("after_first"))
    )
    totals = pl.col("total").filter(pl.col("account_id").is_first_distinct()).sum()
    basis = pl.when(has_original).then(pl.lit("original")).otherwise(pl.lit("first_repost"))
    clusters = reposts.group_by("community").agg(
        pl.col("account_id").n_unique().alias("accounts"),
        pl.len().alias("reposts"),
        (pl.len() / totals).alias("share_of_reposts"),
        delay.alias("delay_median_s"),
        basis.alias("delay_basis"),
        pl.col("created_at").min().alias("first"),
        pl.col("created_at").max().alias("last"),
        pl.col("account_id").unique().sort().alias("members"),
    )
    targets = clusters.join(_ranked_targets(reposts), on="community")
    return targets.with_columns(pl.lit(target_kind).alias("target_kind"))


def _ranked_targets(reposts: pl.DataFrame) -> pl.DataFrame:
    counts = reposts.group_by("community", "target").len()
    ranked = counts.sort("community", "len", "target", descending=[False, True, False])
    return ranked.group_by("community", maintain_order=True).agg(pl.col("target").alias("targets"))


def _median_s(column: str) -> pl.Expr:
    return pl.col(column).dt.total_microseconds().median() / 1e6


def _ranked(clusters: pl.DataFrame) -> pl.DataFrame:
    ranked = clusters.sort("reposts", pl.col("members").list.first(), descending=[True, False])
    numbered = ranked.with_row_index("rank", offset=1)
    name = pl.format("A{}", pl.col("rank").cast(pl.String).str.zfill(4))
    return numbered.select(
        name.alias("cluster_id"),
        *(pl.col(column) for column in schemas.AmplificationClusters.column_names()[1:]),
    )


def _check(rule: _Rule) -> None:
    if rule.min_reposts < 1 or rule.min_size < 1 or not 0 <= rule.min_share <= 1:
        raise ConfigError(
            f"amplification: min_reposts = {rule.min_reposts}, min_size = {rule.min_size}, "
            f"min_share = {rule.min_share}.\nGive the first two as 1 or more and the share as a "
            "number from 0 to 1."
        )
