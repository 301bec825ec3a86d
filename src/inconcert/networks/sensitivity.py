"""Sensitivity: would the groups be others with another window, weight or threshold?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from inconcert.errors import ConfigError, nearest
from inconcert.networks.backbones import check_backbone, quantile_backbone
from inconcert.networks.coaction import MAX_PAIRS, coaction_network
from inconcert.networks.communities import communities
from inconcert.networks.randindex import adjusted_rand_index
from inconcert.networks.rules import CoActionRules, Weight, windows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Axes = tuple[tuple[object, ...], ...]
    Cell = tuple[int, ...]
    Place = tuple[float | None, Weight, float]

__all__ = [
    "SENSITIVITY",
    "Grid",
    "ThresholdKind",
    "adjusted_rand_index",
    "sensitivity",
    "sensitivity_of",
]

ThresholdKind = Literal["quantile", "weight"]
WINDOWS: tuple[float | None, ...] = (10, 60, 300, 3_600)
WEIGHTS: tuple[Weight, ...] = ("distinct_objects", "idf")
THRESHOLDS = (0.0, 0.5, 0.75, 0.9)
AXES = ("window", "weight", "threshold")
SENSITIVITY = {
    "layer": pl.String,
    "window_seconds": pl.Float64,
    "weight": pl.String,
    "threshold": pl.Float64,
    "threshold_kind": pl.String,
    "edges": pl.UInt32,
    "groups": pl.UInt32,
    "accounts": pl.UInt32,
    "largest": pl.UInt32,
    **{f"{axis}_agreement": pl.Float64 for axis in AXES},
    "stability": pl.Float64,
    "is_reference": pl.Boolean,
    "reference_agreement": pl.Float64,
}
"""Columns of the table; `layer` is null where the layers are taken together."""


def sensitivity(
    actions: pl.DataFrame,
    *,
    windows: Sequence[float | None] = WINDOWS,
    weights: Sequence[Weight] = WEIGHTS,
    thresholds: Sequence[float] = THRESHOLDS,
    threshold_kind: ThresholdKind = "quantile",
    layers: Sequence[str] | None = None,
    reference: Place | None = None,
    resolution: float = 1.0,
    min_size: int = 3,
    seed: int = 0,
    max_pairs: int = MAX_PAIRS,
) -> pl.DataFrame:
    """Find the groups at every point of a grid, and how well they agree with those beside it.

    A threshold keeps the edges that weigh as much or more: as a `quantile` of the weights of a
    layer, so that weights of different scale compare, or as a `weight` itself. With `layers` each
    of them has a grid of its own; without, the groups are those of all layers together. All
    windows and layers of a weight come from one pass over the acts.

    Neighbours of a point are the windows and thresholds before and after in the order given, and
    every other weight. `window_agreement`, `weight_agreement` and `threshold_agreement` are the
    mean adjusted Rand index with the neighbours along that axis (null where there are none),
    `stability` that with all of them. Compared are the accounts that are in a group at either
    point; an account that is in none is a group of its own. Two points without any group agree:
    look at `groups` before `stability`. `reference`, a (window, weight, threshold) of the grid, has
    every point compared with that one too: `reference_agreement`.

    Also returned: `edges` kept, `groups` (`communities` of `min_size` or more), `accounts` in them
    and the size of the `largest`. One row a point, in the order of the arguments. Raises
    `ConfigError` for an axis without values, a threshold that is none, a layer without acts or a
    reference that is not on the grid.

    >>> from inconcert.schemas import Actions, empty
    >>> sensitivity(empty(Actions), windows=[10, 60], thresholds=[0.0]).height
    4
    """
    grid = Grid(
        windows=tuple(windows),
        weights=tuple(weights),
        thresholds=tuple(thresholds),
        threshold_kind=threshold_kind,
        reference=reference,
    )
    return sensitivity_of(
        actions,
        grid,
        layers=layers,
        resolution=resolution,
        min_size=min_size,
        seed=seed,
        max_pairs=max_pairs,
    )


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The points at which groups are looked for; see `sensitivity`."""

    windows: tuple[float | None, ...] = WINDOWS
    weights: tuple[Weight, ...] = WEIGHTS
    thresholds: tuple[float, ...] = THRESHOLDS
    threshold_kind: ThresholdKind = "quantile"
    reference: Place | None = None

    def __post_init__(self) -> None:
        """Raise `ConfigError` for an axis or a reference that cannot be."""
        for axis, values in zip(AXES, self.axes, strict=True):
            if not values:
                raise ConfigError(f"{axis}s: none given; a grid needs at least one of each axis.")
            if len(set(values)) < len(values):
                raise ConfigError(f"{axis}s: {list(values)} holds a value twice; give each once.")
        for weight in self.weights:
            windows_of(self.windows, CoActionRules(weight=weight))
        _check_thresholds(self.thresholds, self.threshold_kind)
        for axis, values, value in zip(AXES, self.axes, self.reference or (), strict=False):
            if value not in values:
                raise ConfigError(
                    f"reference: {axis} {value} is not on the grid; allowed: "
                    f"{', '.join(map(str, values))}."
                )

    @property
    def axes(self) -> tuple[tuple[object, ...], ...]:
        """Return the windows, the weights and the thresholds."""
        return (self.windows, self.weights, self.thresholds)

    @property
    def home(self) -> Cell | None:
        """Return where on the axes the reference lies."""
        if self.reference is None:
            return None
        return tuple(
            values.index(value) for values, value in zip(self.axes, self.reference, strict=True)
        )


def sensitivity_of(
    actions: pl.DataFrame,
    grid: Grid,
    *,
    layers: Sequence[str] | None = None,
    resolution: float = 1.0,
    min_size: int = 3,
    seed: int = 0,
    max_pairs: int = MAX_PAIRS,
) -> pl.DataFrame:
    """Do what `sensitivity` does, the grid given as an object."""
    apart = _layers(actions, layers)
    points: dict[Cell, _Point] = {}
    for column, weight in enumerate(grid.weights):
        edges = coaction_network(actions, grid.windows, weight=weight, max_pairs=max_pairs)
        for (row, window), (place, layer) in product(enumerate(grid.windows), enumerate(apart)):
            of_window = edges.filter(pl.col("window_seconds").eq_missing(window))
            some = of_window if layer is None else of_window.filter(layer=layer)
            for depth, threshold in enumerate(grid.thresholds):
                kept = _heavy(some, threshold, grid.threshold_kind)
                found = communities(kept, resolution=resolution, min_size=min_size, seed=seed)
                points[place, row, column, depth] = _Point(kept.height, found)
    rows = [_row(cell, (apart, *grid.axes), points, grid) for cell in sorted(points)]
    return pl.DataFrame(rows, schema=SENSITIVITY, orient="row")


@dataclass(frozen=True)
class _Point:
    edges: int
    groups: pl.DataFrame


def _heavy(edges: pl.DataFrame, threshold: float, kind: ThresholdKind) -> pl.DataFrame:
    if kind == "quantile":
        return quantile_backbone(edges, threshold, inclusive=True)
    return edges.filter(pl.col("weight") >= threshold)


def _row(cell: Cell, axes: Axes, points: Mapping[Cell, _Point], grid: Grid) -> tuple[object, ...]:
    """Describe one point of the grid."""
    point = points[cell]
    agreements = [
        [_agreement(point, points[beside]) for beside in along]
        for along in (_beside(cell, axis, points) for axis in (1, 2, 3))
    ]
    every = [value for along in agreements for value in along]
    sizes = point.groups["community"].value_counts()["count"]
    return (
        *(axis[place] for axis, place in zip(axes, cell, strict=True)),
        grid.threshold_kind,
        point.edges,
        sizes.len(),
        point.groups.height,
        sizes.max() or 0,
        *(_mean(along) for along in agreements),
        _mean(every),
        cell[1:] == grid.home,
        None if grid.home is None else _agreement(point, points[cell[0], *grid.home]),
    )


def _agreement(one: _Point, other: _Point) -> float:
    return adjusted_rand_index(one.groups, other.groups)


def _beside(cell: Cell, axis: int, points: Mapping[Cell, _Point]) -> list[Cell]:
    """Return the neighbours along an axis; weights have no order, each is beside every other."""
    return [
        other
        for other in sorted(points)
        if other != cell
        and all(other[i] == cell[i] for i in range(4) if i != axis)
        and (axis == 2 or abs(other[axis] - cell[axis]) == 1)
    ]


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _layers(actions: pl.DataFrame, layers: Sequence[str] | None) -> tuple[str | None, ...]:
    """Return the layers that have a grid each; None stands for all layers together."""
    if layers is None:
        return (None,)
    known = set(actions["layer"].unique())
    if not layers:
        raise ConfigError("layers: none given; leave them out for all layers together.")
    for layer in layers:
        if layer not in known:
            raise ConfigError(f"layers: no acts on layer {layer!r}; {nearest(layer, known)}.")
    return tuple(dict.fromkeys(layers))


def _check_thresholds(thresholds: Sequence[float], kind: str) -> None:
    kinds = get_args(ThresholdKind)
    if kind not in kinds:
        raise ConfigError(f"threshold_kind = {kind!r}: {nearest(str(kind), kinds)}.")
    for threshold in thresholds:
        if kind == "quantile":
            check_backbone("quantile", threshold)
        elif not (math.isfinite(threshold) and threshold >= 0):
            raise ConfigError(f"threshold = {threshold}: give the least weight, 0 or more.")
