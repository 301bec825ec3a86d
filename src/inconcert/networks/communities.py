"""Communities: groups of accounts that are tied to each other more than to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.networks.exchange import to_csr

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from inconcert.networks.acts import Integers


def communities(
    edges: pl.DataFrame, *, resolution: float = 1.0, min_size: int = 3, seed: int = 0
) -> pl.DataFrame:
    """Find the communities of a network by Leiden's method for modularity.

    The layers are fused: an edge weighs the sum of its weights over all layers. Returns
    `account_id`, `community` (UInt32; 0 is the largest, ties by the smallest member), sorted by
    account; accounts in communities under `min_size` have no row. Raises `ConfigError` for a
    resolution that is not above zero.

    Same edges, same seed, same result, in whatever order the rows stand. The method is greedy and
    visits accounts in the order of their names, so renaming them may move accounts that sit
    equally well in two communities. Source: Traag et al. 2019 (graspologic-native).

    >>> ends = [("a", "b"), ("a", "c"), ("b", "c"), ("x", "y")]
    >>> edges = pl.DataFrame(ends, schema=["source", "target"], orient="row")
    >>> communities(edges.with_columns(weight=1.0)).rows()
    [('a', 0), ('b', 0), ('c', 0)]
    """
    _check_resolution(resolution)
    fused = _fuse(edges)
    names = pl.concat([fused["source"], fused["target"]]).unique().sort()
    found = pl.DataFrame(
        {"account_id": names, "found": _leiden(fused, names, resolution=resolution, seed=seed)}
    )
    ranks = _ranks(found, min_size)
    return found.join(ranks, on="found").select("account_id", "community").sort("account_id")


def _fuse(edges: pl.DataFrame) -> pl.DataFrame:
    """Sum the weights of each pair of accounts over the layers, in a fixed order."""
    pairs = edges.filter(pl.col("source") != pl.col("target")).select(
        pl.min_horizontal("source", "target").alias("source"),
        pl.max_horizontal("source", "target").alias("target"),
        pl.col("weight").cast(pl.Float64),
    )
    sums = pairs.group_by("source", "target").agg(pl.col("weight").sort().sum())
    return sums.filter(pl.col("weight") > 0).sort("source", "target")


def _leiden(edges: pl.DataFrame, names: pl.Series, *, resolution: float, seed: int) -> Integers:
    """Return the community of each name, in the order of the names."""
    if names.is_empty():
        return np.empty(0, dtype=np.int64)
    from graspologic_native import leiden_csr

    graph = _symmetric(edges, names)
    _, found = leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data,
        len(names),
        resolution=resolution,
        seed=seed,
    )
    return np.array([found[node] for node in range(len(names))], dtype=np.int64)


def _symmetric(edges: pl.DataFrame, names: pl.Series) -> csr_array:
    return to_csr(edges.with_columns(pl.lit(value=False).alias("directed")), names)


def _ranks(found: pl.DataFrame, min_size: int) -> pl.DataFrame:
    """Number the communities that are large enough: by size, ties by the smallest member."""
    sizes = found.group_by("found").agg(
        pl.len().alias("size"), pl.col("account_id").min().alias("smallest")
    )
    ranked = sizes.filter(pl.col("size") >= min_size).sort(
        "size", "smallest", descending=[True, False]
    )
    return ranked.select("found").with_row_index("community")


def _check_resolution(resolution: float) -> None:
    if not resolution > 0:
        raise ConfigError(
            f"resolution = {resolution}: give a number above 0 (1: plain modularity; "
            "higher: more and smaller communities)."
        )
