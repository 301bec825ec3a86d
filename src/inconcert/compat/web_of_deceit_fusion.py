"""Luceri et al. 2024: the fused network, its eigenvector centrality, and pruning by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, as_ids, check_mode, pick
from inconcert.errors import ConfigError, TooLittleError
from inconcert.networks.exchange import to_csr

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from scipy.sparse import csr_array

    Floats = npt.NDArray[np.float64]

_ENDS = ("source", "target")


def mergeNetworks(  # noqa: N802
    networks: Sequence[pl.DataFrame], *, weighted: bool = True, mode: Mode = "as_published"
) -> pl.DataFrame:
    """Join networks (`source`, `target`, `weight`): an edge is in one of them, and weighs most.

    Without weights every edge weighs 1, which is what the paper publishes. Self-loops are left
    out. Where (a, b) and (b, a) both stand, `as_published` takes the weight of the one that comes
    last in order, not the larger. Returns source < target, sorted.

    >>> one = pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [0.2]})
    >>> mergeNetworks([one, one.with_columns(weight=0.5)]).rows()
    [('a', 'b', 0.5)]
    """
    check_mode(mode, where="mergeNetworks")
    if not networks:
        raise TooLittleError("mergeNetworks: no networks; give one or more tables of edges.")
    edges = pl.concat([_read(network, where="mergeNetworks") for network in networks])
    edges = edges.filter(pl.col("source") != pl.col("target"))
    highest = edges.group_by(_ENDS).agg(pl.col("weight").max()).sort(_ENDS)
    weight = pl.col("weight").max() if mode == "corrected" else pl.col("weight").last()
    merged = highest.group_by(
        pl.min_horizontal(_ENDS).alias("one"), pl.max_horizontal(_ENDS).alias("other"),
        maintain_order=True,
    ).agg(weight)  # fmt: skip
    named = merged.rename({"one": "source", "other": "target"}).sort(_ENDS)
    return named if weighted else named.with_columns(pl.lit(1.0).alias("weight"))


def computeCentrality(  # noqa: N802
    edges: pl.DataFrame, *, max_iter: int = 500, tol: float = 1e-6, per_component: bool = False
) -> pl.DataFrame:
    """Compute each user's eigenvector centrality: `userid`, `eigenvectorCentr`, sorted by user.

    Weights are not looked at, self-loops are left out, as in the public code. The iteration is
    networkx's (x <- x + A x, length 1, until the sum of changes is below users * `tol`). Raises
    `ConfigError` if it has not ended after `max_iter`.

    Nearly all centrality lies on one component: other cells of a campaign score about 0.
    `per_component` computes each component by itself, to length 1, so that they can be compared.

    >>> edges = pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [1.0]})
    >>> computeCentrality(edges)["eigenvectorCentr"].round(3).to_list()
    [0.707, 0.707]
    """
    network = _read(edges, where="computeCentrality").unique(_ENDS)
    network = network.filter(pl.col("source") != pl.col("target"))
    users = pl.concat([network["source"], network["target"]]).unique().sort()
    ties = to_csr(network.with_columns(weight=1.0, directed=pl.lit(value=False)), users)
    ties.data[:] = 1.0
    central = np.zeros(len(users))
    for members in _parts(ties, per_component=per_component):
        central[members] = _principal(ties[members][:, members], max_iter=max_iter, tol=tol)
    return pl.DataFrame({"userid": users, "eigenvectorCentr": central})


def pruneNodes(  # noqa: N802
    edges: pl.DataFrame,
    centrality: pl.DataFrame | None = None,
    *,
    threshold: float | None = None,
    percentile: float | None = None,
) -> pl.DataFrame:
    """Keep the edges between users whose centrality is above a threshold (default 0.01).

    `percentile` (0..100) sets the threshold by the values themselves: any absolute one depends on
    the size of the network. The centrality is computed if it is not given. Edges keep their order.

    >>> star = pl.DataFrame({"source": ["a"] * 3, "target": list("bcd"), "weight": 1.0})
    >>> pruneNodes(star, percentile=0).height  # a alone is above the least
    0
    """
    known = computeCentrality(edges) if centrality is None else centrality
    least = _threshold(known["eigenvectorCentr"], threshold, percentile)
    central = known.filter(pl.col("eigenvectorCentr") > least)["userid"]
    return edges.filter(pl.all_horizontal(pl.col(_ENDS).is_in(central.implode())))


def _read(edges: pl.DataFrame, *, where: str) -> pl.DataFrame:
    names = {"source": ("source", "from"), "target": ("target", "to")}
    if "weight" not in edges.columns:
        edges = edges.with_columns(weight=pl.lit(1.0))
    read = as_ids(pick(edges, names | {"weight": ("weight",)}, where=where), _ENDS, where=where)
    return read.with_columns(pl.col("weight").cast(pl.Float64))


def _parts(ties: csr_array, *, per_component: bool) -> list[npt.NDArray[np.int64]]:
    from scipy.sparse.csgraph import connected_components

    users = ties.shape[0]
    if not per_component:
        return [np.arange(users)] if users else []
    count, label = connected_components(ties, directed=False)
    order = np.argsort(label, kind="stable")
    return np.split(order, np.cumsum(np.bincount(label, minlength=count))[:-1])


def _principal(ties: csr_array, *, max_iter: int, tol: float) -> Floats:
    users = ties.shape[0]
    values: Floats = np.full(users, 1.0 / users)
    for _ in range(max_iter):
        before = values
        values = before + ties @ before
        values = values / np.linalg.norm(values)
        if np.abs(values - before).sum() < users * tol:
            return values
    raise ConfigError(
        f"computeCentrality: no end after max_iter = {max_iter} rounds for {users} users.\n"
        "Raise max_iter or tol."
    )


def _threshold(values: pl.Series, threshold: float | None, percentile: float | None) -> float:
    if threshold is not None and percentile is not None:
        raise ConfigError("pruneNodes: give threshold or percentile, not both.")
    if percentile is None:
        return 0.01 if threshold is None else threshold
    if not 0 <= percentile <= 100:
        raise ConfigError(f"pruneNodes: percentile = {percentile}: give a number from 0 to 100.")
    return float(np.percentile(values.to_numpy(), percentile)) if values.len() else 0.0
