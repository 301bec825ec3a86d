"""One row an account: its pseudonym, its score, whether it is flagged, its clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas

if TYPE_CHECKING:
    from inconcert.models.base import Scored
    from inconcert.posts.pseudonyms import Pseudonyms


def flags(scored: Scored) -> pl.DataFrame:
    """Apply the threshold: `account_id`, `score`, `flagged`; an abstention is never flagged.

    >>> from inconcert.models.base import Scored
    >>> table = pl.DataFrame({"account_id": ["a", "b", "c"], "score": [0.5, 0.49, None]})
    >>> flags(Scored(scores=table, threshold=0.5, rule="score >= 0.5"))["flagged"].to_list()
    [True, False, False]
    """
    return scored.scores.select(
        pl.col("account_id").cast(pl.String),
        pl.col("score").cast(pl.Float64),
        flagged=(pl.col("score") >= scored.threshold).fill_null(value=False),
    )


def account_table(
    account_ids: pl.Series,
    flagged: pl.DataFrame,
    *,
    membership: pl.DataFrame,
    amplification: pl.DataFrame,
    pseudonyms: pl.DataFrame,
) -> pl.DataFrame:
    """Return `schemas.Scores` for these accounts, sorted by `account_id`.

    An account in several amplification clusters is shown with the first of them in rank.
    """
    table = (
        pl.DataFrame({"account_id": account_ids.cast(pl.String)})
        .join(flagged, on="account_id", how="left")
        .join(membership.select("account_id", "cluster_id"), on="account_id", how="left")
        .join(_first_amplification(amplification), on="account_id", how="left")
        .join(pseudonyms.select("account_id", "pseudonym"), on="account_id", how="left")
        .with_columns(pl.col("flagged").fill_null(value=False))
        .sort("account_id")
    )
    return schemas.Scores.validate(table, cast=True)


def pseudonym_table(
    account_ids: pl.Series, pseudonyms: Pseudonyms, *, accounts: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return `account_id`, `handle`, `pseudonym` of each distinct id, sorted by `account_id`."""
    ids = account_ids.cast(pl.String).drop_nulls().unique().sort()
    names = ids if ids.is_empty() else pseudonyms.of(ids)
    table = pl.DataFrame({"account_id": ids, "pseudonym": names})
    if accounts is None:
        return table.select("account_id", pl.lit(None, pl.String).alias("handle"), "pseudonym")
    known = accounts.select("account_id", "handle")
    return (
        table.join(known, on="account_id", how="left")
        .select("account_id", "handle", "pseudonym")
        .sort("account_id")
    )


def _first_amplification(amplification: pl.DataFrame) -> pl.DataFrame:
    return (
        amplification.select("rank", "cluster_id", account_id="members")
        .explode("account_id")
        .drop_nulls("account_id")
        .sort("rank", "account_id")
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", amplification_cluster_id="cluster_id")
    )
