"""Reading a table of sensitivity: where on the grid the groups stay what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Place = tuple[int, ...]

AGREEING = 0.8
"""An adjusted Rand index from which two sets of groups are called much the same (chosen)."""
_AXES = ("layer", "window_seconds", "weight", "threshold")


def stable_region(table: pl.DataFrame, *, at_least: float = AGREEING) -> pl.DataFrame:
    """Return the rows of the largest connected region of points with groups that are stable.

    `table` is what `sensitivity` returns. A point belongs if it has groups and its stability is
    `at_least` so much; points of one layer are connected where their windows or thresholds follow
    each other, or where they differ in the weight alone. Of regions of one size the one with the
    higher mean stability counts, then the first. No rows where no point is stable.

    >>> from inconcert.networks.sensitivity import sensitivity
    >>> from inconcert.schemas import Actions, empty
    >>> stable_region(sensitivity(empty(Actions))).height
    0
    """
    if not 0 <= at_least <= 1:
        raise ConfigError(f"at_least = {at_least}: give a number from 0 to 1.")
    steady = (pl.col("groups") > 0) & (pl.col("stability") >= at_least)
    rows = table.with_row_index("row").filter(steady)["row"].to_list()
    places = dict(zip(_places(table, rows), rows, strict=True))
    regions = [sorted(places[place] for place in region) for region in _regions(set(places))]
    stability = table["stability"]
    ranked = sorted(regions, key=lambda region: (-len(region), -_mean(stability, region), region))
    return table[ranked[0]] if ranked else table.clear()


def _places(table: pl.DataFrame, rows: list[int]) -> list[Place]:
    """Return where on the grid these rows lie: their positions along the axes."""
    along = [table[axis].unique(maintain_order=True).to_list() for axis in _AXES]
    values = table.select(_AXES).rows()
    return [
        tuple(axis.index(v) for axis, v in zip(along, values[row], strict=True)) for row in rows
    ]


def _regions(places: set[Place]) -> Iterator[set[Place]]:
    """Yield the sets of places that are connected."""
    left = set(places)
    while left:
        region = edge = {min(left)}
        while edge:
            edge = {place for place in left - region if any(_beside(place, on) for on in edge)}
            region = region | edge
        left -= region
        yield region


def _beside(one: Place, other: Place) -> bool:
    """Tell whether two places are neighbours; weights have no order."""
    layer, window, weight, threshold = (abs(a - b) for a, b in zip(one, other, strict=True))
    return layer == 0 and window + min(weight, 1) + threshold == 1


def _mean(values: pl.Series, rows: list[int]) -> float:
    return float(values.gather(rows).sum()) / len(rows)
