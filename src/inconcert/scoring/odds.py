"""The odds of chance beside every edge of a scored dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.counting import counted
from inconcert.networks.nullmodels.significance import significance

if TYPE_CHECKING:
    from inconcert.networks.nullmodels.odds import Null

LEVEL = 0.05


def with_odds(edges: pl.DataFrame, actions: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the edges as `schemas.EdgesWithOdds`, and what is to be said of them.

    The null is `cascade` for edges within a window, `hypergeometric` for those without one.
    """
    parts, notes = [], []
    nulls: dict[Null, pl.Expr] = {
        "cascade": pl.col("window_seconds").is_not_null(),
        "hypergeometric": pl.col("window_seconds").is_null(),
    }
    for null, which in nulls.items():
        judged = significance(edges.filter(which), actions, null=null)
        parts.append(judged)
        if judged.height:
            beyond = int((judged["q_value"] < LEVEL).sum())
            notes.append(
                f"{beyond:,} of {counted(judged.height, 'co-action edge')} with q < {LEVEL} under "
                f"the null model {null}, over all pairs of accounts"
            )
    whole = pl.concat(parts).sort("source", "target", "layer", "window_seconds", nulls_last=True)
    return whole, tuple(notes)
