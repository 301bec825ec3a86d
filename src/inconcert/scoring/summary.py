"""The counts that a report opens with."""

from __future__ import annotations

import polars as pl

from inconcert import schemas
from inconcert.scoring.result import Summary


def summarise(
    posts: pl.DataFrame,
    accounts: pl.DataFrame,
    *,
    edges: pl.DataFrame,
    evidence: pl.DataFrame,
    amplification: pl.DataFrame,
) -> Summary:
    """Count what the tables of a result hold."""
    flagged = accounts.filter("flagged")
    return Summary(
        posts=posts.height,
        accounts=accounts.height,
        abstained=accounts["score"].null_count(),
        flagged=flagged.height,
        flagged_in_clusters=flagged["cluster_id"].count(),
        linked_accounts=pl.concat([edges["source"], edges["target"]]).n_unique(),
        linked_pairs=edges.select("source", "target").n_unique(),
        clusters=accounts["cluster_id"].drop_nulls().n_unique(),
        clustered_accounts=accounts["cluster_id"].count(),
        amplification_clusters=amplification.height,
        amplifying_accounts=accounts["amplification_cluster_id"].count(),
        evidence_posts=evidence["post_id"].n_unique(),
        first=posts.select(pl.col("created_at").min()).item(),
        last=posts.select(pl.col("created_at").max()).item(),
        time_precision=_coarsest(posts),
    )


def _coarsest(posts: pl.DataFrame) -> str:
    present = set(posts["time_precision"].cast(pl.String).unique())
    return max(present, key=schemas.TIME_PRECISIONS.index, default="second")
