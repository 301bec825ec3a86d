"""Fusion: the layers of a network as one, or kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import dataframely as dy

Fusion = Literal["max", "sum", "rank", "any_k", "apart"]
FUSIONS: tuple[str, ...] = get_args(Fusion)


def fuse(
    edges: pl.DataFrame,
    how: Fusion = "sum",
    *,
    layers: Sequence[str] | None = None,
    k: int = 2,
    name: str = "fused",
) -> dy.DataFrame[schemas.Edges]:
    """Make one layer, called `name`, of several.

    The weight of a pair of accounts is, over the layers in which it has an edge:

    - `max`: the largest weight
    - `sum`: the sum of weights, each divided by the largest of its layer
    - `rank`: the sum of ranks, each divided by the number of edges of its layer (ties share their
      mean rank), divided by the number of layers; 1 for the heaviest edge of every layer
    - `any_k`: the number of layers; pairs in fewer than `k` are left out
    - `apart`: nothing is fused; the edges come back as they are, but for `layers`

    `layers` are those to take (None: all there are). `objects` is summed; `first` and `last` span
    all layers; `delta_median_s` and `lead_share` are the layers' values averaged by objects, the
    median of a whole not being known from medians; `window_seconds` is the widest. Odds of chance
    are of layers and are dropped. Raises `ConfigError` for several windows in one layer (choose
    one before), for directed and undirected edges together, and for a layer that is not there.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> edges = pl.DataFrame({
    ...     "source": "a", "target": ["b", "c", "b"], "layer": ["repost", "repost", "url"],
    ...     "window_seconds": 60.0, "directed": False, "weight": [2.0, 4.0, 7.0],
    ...     "objects": [2, 4, 7], "first": noon, "last": noon, "delta_median_s": 1.0,
    ...     "lead_share": 0.5,
    ... })
    >>> fuse(edges, "sum").select("source", "target", "layer", "weight").rows()
    [('a', 'b', 'fused', 1.5), ('a', 'c', 'fused', 1.0)]
    """
    _check(edges, how, layers, k)
    chosen = edges if layers is None else edges.filter(pl.col("layer").is_in(list(layers)))
    if how == "apart":
        return schemas.Edges.cast(chosen.select(schemas.Edges.column_names()).sort(_KEY))
    _check_one_network(chosen)
    count = chosen["layer"].n_unique() if layers is None else len(set(layers))
    shares = chosen.with_columns(_share(how, count).alias("share")).sort(_KEY)
    fused = shares.group_by("source", "target").agg(*_merged(how), pl.len().alias("layers"))
    if how == "any_k":
        fused = fused.filter(pl.col("layers") >= k)
    named = fused.with_columns(pl.lit(name).alias("layer")).sort("source", "target")
    return schemas.Edges.cast(named.select(schemas.Edges.column_names()))


_KEY = ("source", "target", "layer")


def _share(how: str, layers: int) -> pl.Expr:
    """Return what an edge brings to the fused weight."""
    weight = pl.col("weight").cast(pl.Float64)
    match how:
        case "sum":
            return weight / weight.max().over("layer")
        case "rank":
            return weight.rank("average").over("layer") / pl.len().over("layer") / layers
        case "any_k":
            return pl.lit(1.0)
        case _:
            return weight


def _merged(how: str) -> list[pl.Expr]:
    share = pl.col("share")
    by_objects = [
        (pl.col(column) * pl.col("objects")).sum() / pl.col("objects").sum()
        for column in ("delta_median_s", "lead_share")
    ]
    window = pl.col("window_seconds")
    return [
        (share.max() if how == "max" else share.sum()).alias("weight"),
        pl.when(window.is_null().any()).then(None).otherwise(window.max()).alias("window_seconds"),
        pl.col("directed").first(),
        pl.col("first").min(),
        pl.col("last").max(),
        by_objects[0].alias("delta_median_s"),
        by_objects[1].alias("lead_share"),
        pl.col("objects").sum(),
    ]


def _check(edges: pl.DataFrame, how: str, layers: Sequence[str] | None, k: int) -> None:
    if how not in FUSIONS:
        raise ConfigError(f"how = {how!r}: no such way to fuse layers; {nearest(how, FUSIONS)}.")
    if k < 1:
        raise ConfigError(f"k = {k}: give the least number of layers, 1 or more.")
    known = set(edges["layer"].unique())
    for layer in layers or ():
        if layer not in known:
            raise ConfigError(
                f"layers: no layer {layer!r} in these edges: {nearest(layer, known)}."
            )


def _check_one_network(edges: pl.DataFrame) -> None:
    if edges["directed"].n_unique() > 1:
        raise ConfigError("fuse: some edges are directed, some are not; fuse each kind by itself.")
    windows = edges.group_by("layer").agg(pl.col("window_seconds").unique().sort()).sort("layer")
    for layer, found in windows.rows():
        if len(found) > 1:
            raise ConfigError(
                f"fuse: layer {layer!r} has edges of {len(found)} windows: "
                f"{', '.join(map(str, found))}.\nKeep one window a layer."
            )
