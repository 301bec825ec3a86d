"""AUC within matched rows, with an error that respects that rows of one world depend.

Every positive is compared with the background's rows of its own cell alone:

    AUC = 1/n Σ_i u_i,  u_i = share of the background in i's cell that lies below i (ties: half).

Rows of one account, one message or one campaign depend on each other, worlds of different seeds do
not: the standard error is that of DeLong with worlds as clusters (Obuchowski 1997), and intervals
and p-values use Student's t with (worlds - 1) degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.stats import t as student

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

INSIDE = 0.05
"""AUC from 0.5 - 0.05 to 0.5 + 0.05 count as chance."""


@dataclass(frozen=True)
class Auc:
    """An AUC and how sure it is."""

    value: float
    error: float
    """Standard error, worlds as clusters."""
    worlds: int
    positives: int

    @property
    def reach(self) -> float:
        """Half the width of the 95 % interval."""
        return float(student.ppf(0.975, max(self.worlds - 1, 1)) * self.error)

    @property
    def p_inside(self) -> float:
        """P-value of: the AUC is within 0.45 to 0.55."""
        beyond = abs(self.value - 0.5) - INSIDE
        if self.error == 0:
            return 0.0 if beyond > 0 else 1.0
        return float(student.sf(beyond / self.error, max(self.worlds - 1, 1)))


def matched_auc(rows: pl.DataFrame, value: str) -> Auc | None:
    """Return the AUC of a column of rows with `positive`, `cell` and `world`.

    None where no cell with known values has both sides.

    >>> rows = pl.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "positive": [False, True, False, True],
    ...     "cell": [0, 0, 1, 1], "world": [0, 0, 1, 1]})
    >>> matched_auc(rows, "x")  # in each cell the positive lies above the other
    Auc(value=1.0, error=0.0, worlds=2, positives=2)
    """
    placed = _placements(rows, value)
    if placed.is_empty():
        return None
    positives = placed.filter("positive")
    n, auc = positives.height, float(positives["above"].to_numpy().mean())
    share = pl.when("positive").then(pl.col("above") - auc).otherwise(
        (pl.col("above") - pl.col("above").mean().over("cell", "positive"))
        * pl.col("opposite") / pl.col("same")
    )  # fmt: skip
    pulls = placed.select("world", pull=share / n).group_by("world").sum().sort("world")
    clusters = pulls.height
    squares = float((pulls["pull"].to_numpy() ** 2).sum())
    error = np.sqrt(squares * clusters / (clusters - 1)) if clusters > 1 else np.inf
    return Auc(auc, float(error), clusters, n)


def _placements(rows: pl.DataFrame, value: str) -> pl.DataFrame:
    """Share of the other side in the cell that a row beats: a positive by lying above, else below.

    `same` and `opposite` count the rows of a row's own and of the other side in its cell.
    """
    known = rows.select("cell", "world", "positive", x=value).drop_nulls("x")
    there = pl.len().over("cell")
    own = pl.len().over("cell", "positive")
    below = pl.col("x").rank().over("cell") - pl.col("x").rank().over("cell", "positive")
    sides = known.with_columns(same=own, opposite=there - own, below=below)
    share = pl.col("below") / pl.col("opposite")
    return sides.filter(pl.col("opposite") > 0).with_columns(
        above=pl.when("positive").then(share).otherwise(1 - share)
    )


def holm(p_values: Sequence[float]) -> NDArray[np.float64]:
    """Return p-values corrected for all of them together (Holm 1979).

    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()  # 3 * 0.01; 2 * 0.03; the larger of both
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(steps, 1.0)
    return corrected
