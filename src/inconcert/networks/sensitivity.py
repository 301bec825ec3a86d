"""Sensitivity: would the groups be others with another window, weight or threshold?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.networks.backbones import quantile_backbone
from inconcert.networks.coaction import coaction_network
from inconcert.networks.communities import communities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from inconcert.networks.rules import Weight

    Cell = tuple[int, int, int]

WINDOWS: tuple[float | None, ...] = (10, 60, 300, 3_600)
THRESHOLDS = (0.0, 0.5, 0.75, 0.9)
AXES = ("window", "weight", "threshold")


def sensitivity(
    actions: pl.DataFrame,
    *,
    windows: Sequence[float | None] = WINDOWS,
    weights: Sequence[Weight] = ("distinct_objects", "idf"),
    thresholds: Sequence[float] = THRESHOLDS,
    resolution: float = 1.0,
    min_size: int = 3,
    seed: int = 0,
) -> pl.DataFrame:
    """Find the groups at every point of a grid, and how well they agree with those beside it.

    A threshold is a quantile: edges that weigh as much or more are kept, so that weights of
    different scale compare. All windows of a weight come from one pass over the acts. Neighbours
    of a point are the windows and thresholds before and after in the order given, and every other
    weight. `window_agreement`, `weight_agreement` and `threshold_agreement` are the mean adjusted
    Rand index with the neighbours along that axis (null where there are none), `stability` that
    with all of them. Compared are the accounts that are in a group at either point; an account
    that is in none is a group of its own.

    Also returned: `edges` kept, `groups` (`communities` of `min_size` or more), `accounts` in them
    and the size of the `largest`. One row a point, in the order of the arguments. Raises
    `ConfigError` for an axis without values or a threshold that is no quantile.

    >>> from inconcert.schemas import Actions, empty
    >>> sensitivity(empty(Actions), windows=[10, 60], thresholds=[0.0]).height
    4
    """
    axes = (tuple(windows), tuple(weights), tuple(thresholds))
    _check(axes)
    points: dict[Cell, _Point] = {}
    for column, weight in enumerate(weights):
        edges = coaction_network(actions, list(windows), weight=weight)
        for row, depth in product(range(len(windows)), range(len(thresholds))):
            of_window = edges.filter(pl.col("window_seconds").eq_missing(windows[row]))
            kept = quantile_backbone(of_window, thresholds[depth], inclusive=True)
            found = communities(kept, resolution=resolution, min_size=min_size, seed=seed)
            points[row, column, depth] = _Point(kept.height, found)
    return pl.DataFrame(
        [_row(cell, axes, points) for cell in sorted(points)], schema=_SCHEMA, orient="row"
    )


@dataclass(frozen=True)
class _Point:
    edges: int
    groups: pl.DataFrame


_SCHEMA = {
    "window_seconds": pl.Float64,
    "weight": pl.String,
    "threshold": pl.Float64,
    "edges": pl.UInt32,
    "groups": pl.UInt32,
    "accounts": pl.UInt32,
    "largest": pl.UInt32,
    **{f"{axis}_agreement": pl.Float64 for axis in AXES},
    "stability": pl.Float64,
}


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


def _row(
    cell: Cell, axes: tuple[tuple[object, ...], ...], points: Mapping[Cell, _Point]
) -> tuple[object, ...]:
    """Describe one point of the grid."""
    point = points[cell]
    agreements = [
        [adjusted_rand_index(point.groups, points[beside].groups) for beside in along]
        for along in (_beside(cell, axis, points) for axis in range(3))
    ]
    every = [value for along in agreements for value in along]
    sizes = point.groups["community"].value_counts()["count"]
    return (
        *(axis[place] for axis, place in zip(axes, cell, strict=True)),
        point.edges,
        sizes.len(),
        point.groups.height,
        sizes.max() or 0,
        *(_mean(along) for along in agreements),
        _mean(every),
    )


def _beside(cell: Cell, axis: int, points: Mapping[Cell, _Point]) -> list[Cell]:
    """Return the neighbours along an axis; weights have no order, each is beside every other."""
    return [
        other
        for other in sorted(points)
        if other != cell
        and all(other[i] == cell[i] for i in range(3) if i != axis)
        and (axis == 1 or abs(other[axis] - cell[axis]) == 1)
    ]


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _check(axes: tuple[tuple[object, ...], ...]) -> None:
    for axis, values in zip(AXES, axes, strict=True):
        if not values:
            raise ConfigError(f"{axis}s: none given; a grid needs at least one of each axis.")
        if len(set(values)) < len(values):
            raise ConfigError(f"{axis}s: {list(values)} holds a value twice; give each once.")
