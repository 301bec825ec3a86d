"""Communities of the co-action network, ranked and described."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.networks.communities import communities

if TYPE_CHECKING:
    from inconcert.networks.settings import NetworkSettings

_TOP_LANGUAGES = 5


def find_clusters(
    edges: pl.DataFrame, flagged: pl.DataFrame, *, network: NetworkSettings, seed: int
) -> pl.DataFrame:
    """Return `account_id`, `cluster_id`, `rank` of the members of every cluster.

    A cluster is a Leiden community of at least `network.min_cluster_size` accounts. Rank: the
    largest sum of its members' scores (an abstention counts 0), so that size and suspicion both
    count; then most weight inside, then the smallest account id.
    """
    if edges.is_empty():
        return _no_members()
    members = communities(
        edges, resolution=network.resolution, min_size=network.min_cluster_size, seed=seed
    )
    ranks = _ranks(members, inner_edges(edges, members, key="community"), flagged)
    return (
        members.join(ranks, on="community", how="inner")
        .select("account_id", "cluster_id", "rank")
        .sort("account_id")
    )


def inner_edges(
    edges: pl.DataFrame, members: pl.DataFrame, *, key: str = "cluster_id"
) -> pl.DataFrame:
    """Return the edges whose two ends lie in the same group, with the group's `key`, sorted."""
    groups = members.select("account_id", key)
    return (
        edges.join(groups, left_on="source", right_on="account_id", how="inner")
        .join(groups, left_on="target", right_on="account_id", how="inner", suffix="_target")
        .filter(pl.col(key) == pl.col(f"{key}_target"))
        .drop(f"{key}_target")
        .sort(key, "source", "target", "layer")
    )


def cluster_table(
    membership: pl.DataFrame,
    edges: pl.DataFrame,
    flagged: pl.DataFrame,
    *,
    evidence: pl.DataFrame,
    languages: pl.DataFrame,
) -> pl.DataFrame:
    """Return `schemas.Clusters`, sorted by rank.

    `languages` has one row per cluster and evidence post: `cluster_id`, `post_id`, `lang`.
    Times and delays come from the evidence, or from the edges where a cluster has no evidence.
    """
    table = (
        _member_facts(membership, flagged)
        .join(_edge_facts(inner_edges(edges, membership)), on="cluster_id", how="left")
        .join(_evidence_facts(evidence), on="cluster_id", how="left")
        .join(_language_lists(languages), on="cluster_id", how="left")
        .with_columns(
            pl.coalesce("first", "edge_first").alias("first"),
            pl.coalesce("last", "edge_last").alias("last"),
            pl.coalesce("delta_median_s", "edge_delta").alias("delta_median_s"),
            pl.col("objects", "posts").fill_null(0),
            pl.col("languages").fill_null([]),
            density=pl.col("edges") / _pairs(pl.col("accounts")),
        )
        .sort("rank")
    )
    return schemas.Clusters.validate(table, cast=True)


def _no_members() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"account_id": pl.String, "cluster_id": pl.String, "rank": pl.UInt32}
    )


def _pairs(members: pl.Expr) -> pl.Expr:
    size = members.cast(pl.Float64)
    return size * (size - 1) / 2


def _ranks(members: pl.DataFrame, inside: pl.DataFrame, flagged: pl.DataFrame) -> pl.DataFrame:
    """`community`, `rank`, `cluster_id`; scores are summed by account, weights by edge."""
    weights = inside.group_by("community", maintain_order=True).agg(pl.col("weight").sum())
    return (
        members.join(flagged, on="account_id", how="left")
        .sort("account_id")
        .group_by("community", maintain_order=True)
        .agg(total=pl.col("score").sum(), smallest=pl.col("account_id").min())
        .join(weights, on="community", how="left")
        .with_columns(pl.col("weight").fill_null(0.0))
        .sort("total", "weight", "smallest", descending=[True, True, False])
        .with_row_index("rank", offset=1)
        .select(
            "community",
            "rank",
            cluster_id=pl.lit("C") + pl.col("rank").cast(pl.String).str.zfill(4),
        )
    )


def _member_facts(membership: pl.DataFrame, flagged: pl.DataFrame) -> pl.DataFrame:
    return (
        membership.join(flagged, on="account_id", how="left")
        .sort("account_id")
        .group_by("cluster_id", "rank", maintain_order=True)
        .agg(
            accounts=pl.len(),
            flagged_accounts=pl.col("flagged").fill_null(value=False).sum(),
            score=pl.col("score").mean(),
            members=pl.col("account_id"),
        )
    )


def _edge_facts(inside: pl.DataFrame) -> pl.DataFrame:
    return inside.group_by("cluster_id", maintain_order=True).agg(
        edges=pl.struct("source", "target").n_unique(),
        weight=pl.col("weight").sum(),
        layers=pl.col("layer").unique().sort(),
        edge_first=pl.col("first").min(),
        edge_last=pl.col("last").max(),
        edge_delta=pl.col("delta_median_s").median(),
    )


def _evidence_facts(evidence: pl.DataFrame) -> pl.DataFrame:
    return evidence.group_by("cluster_id").agg(
        objects=pl.struct("layer", "object_id").n_unique(),
        posts=pl.col("post_id").n_unique(),
        first=pl.col("created_at").min(),
        last=pl.col("created_at").max(),
        delta_median_s=pl.col("delta_s").abs().median(),
    )


def _language_lists(languages: pl.DataFrame) -> pl.DataFrame:
    """The most frequent languages first, at most five; posts without a language do not count."""
    return (
        languages.drop_nulls("lang")
        .group_by("cluster_id", "lang")
        .len()
        .sort("cluster_id", "len", "lang", descending=[False, True, False])
        .group_by("cluster_id", maintain_order=True)
        .agg(languages=pl.col("lang").head(_TOP_LANGUAGES))
    )
