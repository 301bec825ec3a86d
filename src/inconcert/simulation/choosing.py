"""Choosing from the background: who joins in, and which posts everybody looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEAR = 12.0
"""So much likelier does one of the community join in than another."""


def drawn_accounts(
    able: pl.DataFrame,
    count: int,
    rng: np.random.Generator,
    *,
    community: int | None,
    weight: str | None,
) -> pl.DataFrame:
    """Draw `count` rows of `able`, each once, by the root of the column `weight`."""
    weights = np.ones(able.height) if weight is None else np.sqrt(able[weight].to_numpy())
    if community is not None:
        weights = weights * np.where(able["community"].to_numpy() == community, _NEAR, 1.0)
    return _rows(able, _chosen(weights, count, rng))


def popular_posts(
    posts: pl.DataFrame,
    able: pl.Expr,
    count: int,
    rng: np.random.Generator,
    *,
    top_share: float,
) -> pl.DataFrame:
    """Draw original posts among those of `able` that drew most reactions, sorted by time."""
    reactions = posts.group_by("target").len("reactions")
    known = (
        posts.filter(pl.col("kind") == "post")
        .filter(able)
        .join(reactions, left_on="post", right_on="target", how="left")
        .with_columns(pl.col("reactions").fill_null(0) + 1)
        .sort(["reactions", "post"], descending=[True, False])
    )
    best = known.head(max(count, round(top_share * known.height)))
    chosen = _chosen(best["reactions"].to_numpy(), min(count, best.height), rng)
    return _rows(best, chosen).sort("at", "post")


def _chosen(weights: NDArray[np.number], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    if count == 0:
        return np.empty(0, dtype=np.int64)
    return np.sort(rng.choice(len(weights), count, replace=False, p=weights / weights.sum()))


def _rows(table: pl.DataFrame, rows: NDArray[np.int64]) -> pl.DataFrame:
    return table.select(pl.all().gather(rows))
