"""What a learned model tells from all fields together, on worlds that it has not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.evaluation.leaks.auc import Auc, matched_auc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ORDERS = ("row_order", "id_order")
"""Fields that mean something within one world alone."""
_FOLDS = 4


def learned_auc(rows: pl.DataFrame, fields: Sequence[str], *, seed: int = 0) -> Auc | None:
    """Return the AUC of gradient-boosted trees; a fourth of the worlds is left out in turn.

    So no message, account or campaign is on both sides. In each cell both sides weigh alike. None
    without fields, with fewer than two worlds, or where no cell has both sides in one fold.
    """
    worlds = rows["world"].unique().sort()
    if len(worlds) < 2 or not fields:
        return None
    fold = pl.col("world").rank("dense") % min(_FOLDS, len(worlds))
    rows = rows.with_columns(fold=fold)
    told = np.full(rows.height, np.nan)
    for left_out in rows["fold"].unique().sort():
        out = rows["fold"] == left_out
        told[out.to_numpy()] = _scores(rows.filter(~out), rows.filter(out), fields, seed)
    cell = pl.struct("cell", "fold").rank("dense")
    return matched_auc(rows.with_columns(cell=cell, told=pl.Series(told)), "told")


def _scores(
    seen: pl.DataFrame, unseen: pl.DataFrame, fields: Sequence[str], seed: int
) -> NDArray[np.float64]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    known, weights = _balanced(seen)
    if known["positive"].n_unique() < 2:
        return np.zeros(unseen.height)
    model = HistGradientBoostingClassifier(
        max_iter=30, max_leaf_nodes=8, min_samples_leaf=40, early_stopping=False, random_state=seed
    )
    X, y = known.select(fields).to_numpy(), known["positive"].to_numpy()
    with threadpool_limits(1):  # more threads would wait for each other: the tables are small
        model.fit(X, y, sample_weight=weights)
        scores: NDArray[np.float64] = model.predict_proba(unseen.select(fields).to_numpy())[:, 1]
    return scores


def _balanced(rows: pl.DataFrame) -> tuple[pl.DataFrame, NDArray[np.float64]]:
    """Return the cells with both sides, and weights with which both count alike in each."""
    own = pl.len().over("cell", "positive")
    both = rows.with_columns(own=own, other=pl.len().over("cell") - own)
    both = both.filter(pl.col("other") > 0)
    weight = pl.when("positive").then(1.0).otherwise(pl.col("other") / pl.col("own"))
    return both, both.select(weight).to_series().to_numpy()
