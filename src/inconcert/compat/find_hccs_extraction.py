"""find_hccs: highly coordinating communities out of a latent coordination network."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, as_ids, check_mode, pick
from inconcert.compat.louvain import ranked
from inconcert.errors import ConfigError, TooLittleError, nearest
from inconcert.networks.communities import communities as leiden
from inconcert.networks.exchange import to_csr

if TYPE_CHECKING:
    from collections.abc import Iterable

Strategy = Literal["THRESHOLD", "KNN", "FSA_V", "COMPONENTS"]
STRATEGIES: tuple[str, ...] = ("THRESHOLD", "KNN", "FSA_V", "COMPONENTS")

_Tie = tuple[float, str, str]
_ROUNDING = 1e-9
"""A mean of degrees may miss a whole number by the order in which it is summed."""


def extract_hccs(
    edges: pl.DataFrame,
    strategy: Strategy = "THRESHOLD",
    *,
    threshold: float = 0.9,
    theta: float = 0.5,
    weight_property: str = "weight",
    communities: pl.DataFrame | None = None,
    seed: int = 0,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Extract the communities: the edges that are kept, each with its `community_id`.

    - `THRESHOLD`: weights scaled to 0..1 (`normalised_weight`; 1 where all are equal) of at least
      `threshold`, which is cut to 0..1
    - `KNN`: edges between nodes whose degree is above the mean weighted degree of the neighbours
      of nodes of degree k = round(ln nodes) (the next smaller degree that occurs). Only
      `corrected`: the public code calls a function that networkx no longer has
    - `FSA_V`: in each community, from its heaviest edge on, adds the heaviest edge that touches
      the last one, while the mean stays above that of the whole network and does not fall by more
      than `theta` standard deviations. `as_published` drops communities of one edge; `corrected`
      keeps them if the edge weighs at least the mean
    - `COMPONENTS`: everything

    `communities` (`account_id`, `community`) is for FSA_V; without it they are found by
    Leiden's method with `seed` (there by Louvain's without one, so that its result changes from
    run to run). Equal weights are decided by names. Elsewhere `community_id` numbers the
    components, the largest 0. Self-loops are left out. Columns `from`, `to` and those of `edges`,
    sorted.

    >>> edges = pl.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "weight": [5.0, 1.0]})
    >>> extract_hccs(edges).rows()
    [('a', 'b', 5.0, 1.0, 0)]
    """
    _check(strategy, threshold, theta, mode)
    network = _read(edges, weight_property)
    if strategy == "THRESHOLD":
        kept = network.filter(pl.col("normalised") >= min(max(threshold, 0.0), 1.0))
    elif strategy == "KNN":
        kept = _knn(network)
    elif strategy == "FSA_V":
        groups = _communities(network, communities, seed)
        kept = _focal_structures(network, groups, theta=theta, mode=mode)
    else:
        kept = network
    named = kept if "community_id" in kept.columns else _components(kept)
    return _as_given(named, edges, weight_property)


@dataclass
class _Structure:
    """A focal structure as it grows."""

    edges: list[_Tie] = field(default_factory=list)

    @property
    def weights(self) -> list[float]:
        return [edge[0] for edge in self.edges]


def _read(edges: pl.DataFrame, weight_property: str) -> pl.DataFrame:
    names = {"from": ("from", "source"), "to": ("to", "target"), "weight": (weight_property,)}
    network = as_ids(pick(edges, names, where="extract_hccs"), ("from", "to"), where="extract_hccs")
    network = network.with_columns(pl.col("weight").cast(pl.Float64)).with_row_index("at")
    if network.is_empty():
        raise TooLittleError("extract_hccs: the network has no edges.")
    weight = pl.col("weight")
    spread = weight.max() - weight.min()
    scaled = pl.when(spread > 0).then((weight - weight.min()) / spread).otherwise(1.0)
    network = network.with_columns(scaled.alias("normalised"))
    return network.filter(pl.col("from") != pl.col("to")).sort("from", "to")


def _as_given(kept: pl.DataFrame, edges: pl.DataFrame, weight_property: str) -> pl.DataFrame:
    """Put the other columns of the table beside the edges that are kept."""
    scaled = f"normalised_{weight_property}"
    others = edges.drop("from", "to", "source", "target", scaled, strict=False)
    columns = others.with_row_index("at")
    found = kept.select("at", "from", "to", pl.col("normalised").alias(scaled), "community_id")
    joined = found.join(columns, on="at").sort("from", "to")
    return joined.select("from", "to", *others.columns, scaled, "community_id")


def _nodes(network: pl.DataFrame) -> pl.Series:
    return pl.concat([network["from"], network["to"]]).unique().sort()


def _components(network: pl.DataFrame) -> pl.DataFrame:
    from scipy.sparse.csgraph import connected_components

    nodes = _nodes(network)
    ends = network.select(
        source="from", target="to", weight=pl.lit(1.0), directed=pl.lit(value=False)
    )
    found = ranked(connected_components(to_csr(ends, nodes), directed=False)[1].tolist())
    groups = pl.DataFrame({"from": nodes, "community_id": found})
    return network.join(groups, on="from")


def _knn(network: pl.DataFrame) -> pl.DataFrame:
    """Keep edges between nodes of a degree above that of the neighbours of typical nodes."""
    ends = _both_ways(network)
    degrees = ends.group_by("node").agg(pl.len().alias("degree"), pl.col("weight").sum())
    beside = ends.drop("node_weight", strict=False).join(
        degrees.select(other="node", other_degree="degree"), on="other"
    )
    reached = beside.group_by("node").agg(
        (pl.col("weight") * pl.col("other_degree")).sum().alias("reach")
    )
    profile = (
        degrees.join(reached, on="node")
        .group_by("degree")
        .agg((pl.col("reach").sum() / pl.col("weight").sum()).alias("mean"))
    )
    wanted = round(float(np.log(degrees.height)))
    below = profile.filter(pl.col("degree") <= wanted).sort("degree")
    chosen = below["mean"][-1] if below.height else profile.sort("degree")["mean"][0]
    kept = degrees.filter(pl.col("degree") > chosen + _ROUNDING).select("node")
    inside = network.join(kept, left_on="from", right_on="node", how="semi")
    return inside.join(kept, left_on="to", right_on="node", how="semi")


def _both_ways(network: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        [
            network.select(node="from", other="to", weight="weight"),
            network.select(node="to", other="from", weight="weight"),
        ]
    ).sort("node", "other")


def _communities(
    network: pl.DataFrame, communities: pl.DataFrame | None, seed: int
) -> pl.DataFrame:
    if communities is None:
        edges = network.rename({"from": "source", "to": "target"})
        return leiden(edges, min_size=1, seed=seed)
    wanted = {"account_id": ("account_id", "user_id"), "community": ("community", "community_id")}
    return as_ids(
        pick(communities, wanted, where="extract_hccs"), ["account_id"], where="extract_hccs"
    )


def _focal_structures(
    network: pl.DataFrame, communities: pl.DataFrame, *, theta: float, mode: Mode
) -> pl.DataFrame:
    mean = float(network["weight"].mean() or 0.0)  # type: ignore[arg-type]
    kept: list[tuple[str, str, int]] = []
    for community, edges in _inside(network, communities):
        if len(edges) == 1 and mode == "as_published":
            continue
        structure = _grown(edges, least=mean, theta=theta)
        if statistics.mean(structure.weights) >= mean:
            kept.extend((one, other, community) for _, one, other in structure.edges)
    schema = {"from": pl.String, "to": pl.String, "community_id": pl.Int64}
    found = pl.DataFrame(kept, schema=schema, orient="row")
    return network.join(found, on=["from", "to"])


def _inside(network: pl.DataFrame, communities: pl.DataFrame) -> Iterable[tuple[int, list[_Tie]]]:
    """Give each community's own edges, the heaviest first, ties by name."""
    placed = network
    for end in ("from", "to"):
        label = communities.select(
            pl.col("account_id").alias(end), pl.col("community").alias(f"in_{end}")
        )
        placed = placed.join(label, on=end)
    own = placed.filter(pl.col("in_from") == pl.col("in_to")).sort(
        "in_from", "weight", "from", "to", descending=[False, True, False, False]
    )
    for (community,), rows in own.group_by("in_from", maintain_order=True):
        yield int(str(community)), list(rows.select("weight", "from", "to").iter_rows())


def _grown(edges: list[_Tie], *, least: float, theta: float) -> _Structure:
    """Add edge after edge: always the heaviest that touches the last one."""
    around: dict[str, list[_Tie]] = {}
    for edge in edges:
        for end in edge[1:]:
            around.setdefault(end, []).append(edge)
    structure, used = _Structure([edges[0]]), {edges[0]}
    while statistics.mean(structure.weights) >= least:
        last = structure.edges[-1]
        beside = [edge for end in last[1:] for edge in around[end] if edge not in used]
        if not beside:
            break
        heaviest = min(beside, key=lambda edge: (-edge[0], edge[1], edge[2]))
        if not _worth(heaviest[0], structure.weights, least=least, theta=theta):
            break
        structure.edges.append(heaviest)
        used.add(heaviest)
    return structure


def _worth(weight: float, weights: list[float], *, least: float, theta: float) -> bool:
    """Tell whether an edge may join: heavy enough, and the mean does not fall too far."""
    mean = statistics.mean(weights)  # exact: equal weights must not seem to fall
    spread = statistics.stdev(weights) if len(weights) > 1 else mean
    return weight >= least and statistics.mean([*weights, weight]) >= mean - theta * spread


def _check(strategy: str, threshold: float, theta: float, mode: str) -> None:
    if strategy not in STRATEGIES:
        raise ConfigError(f"extract_hccs: strategy {strategy!r}; {nearest(strategy, STRATEGIES)}.")
    broken = "it calls k_nearest_neighbors, gone from networkx" if strategy == "KNN" else None
    check_mode(mode, where=f"extract_hccs {strategy}", broken=broken)
    if not (np.isfinite(threshold) and np.isfinite(theta) and theta >= 0):
        raise ConfigError(
            f"extract_hccs: threshold = {threshold}, theta = {theta}: give finite numbers, "
            "theta 0 or more."
        )
