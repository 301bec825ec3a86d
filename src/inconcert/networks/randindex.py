"""How well two sets of groups agree: the adjusted Rand index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt


def adjusted_rand_index(one: pl.DataFrame, other: pl.DataFrame) -> float:
    """Compare two tables of `account_id` and `community`: 1 for the same groups, 0 for chance.

    Accounts that only one table names are groups of one in the other. 1 where no two accounts are
    together in either. Source: Hubert and Arabie 1985.

    >>> one = pl.DataFrame({"account_id": list("abcd"), "community": [0, 0, 1, 1]})
    >>> other = pl.DataFrame({"account_id": list("abcd"), "community": [0, 0, 0, 1]})
    >>> adjusted_rand_index(one, other)  # 1 pair in both, 2 and 3 in each, of 6: (1 - 1)/(2.5 - 1)
    0.0
    """
    both = one.join(other, on="account_id", how="full", coalesce=True, suffix="_other")
    labels = [_labels(both[name]) for name in ("community", "community_other")]
    cells = labels[0] * (int(labels[1].max(initial=0)) + 1) + labels[1]
    together, here, there = (_pairs(values) for values in (cells, *labels))
    total = both.height * (both.height - 1) / 2
    expected = here * there / total if total else 0.0
    most = (here + there) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _labels(community: pl.Series) -> npt.NDArray[np.int64]:
    """Give each account without a community one of its own."""
    own = pl.int_range(pl.len(), dtype=pl.Int64) + pl.lit(community.max() or 0).cast(pl.Int64) + 1
    filled = pl.select(community.cast(pl.Int64).alias("c")).select(pl.col("c").fill_null(own))
    return np.unique(filled["c"].to_numpy(), return_inverse=True)[1].astype(np.int64)


def _pairs(labels: npt.NDArray[np.int64]) -> float:
    sizes = np.unique(labels, return_counts=True)[1]
    return float((sizes * (sizes - 1) // 2).sum())
