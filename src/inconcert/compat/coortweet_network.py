"""CooRTweet's second step: pairs of shares to a weighted network of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, check_mode
from inconcert.compat.coortweet_groups import PAIR_COLUMNS, first_appearance
from inconcert.compat.coortweet_table import FLAG_PREFIX, require_columns
from inconcert.errors import ConfigError

if TYPE_CHECKING:
    import networkx as nx
    import numpy.typing as npt

Subgraph = Literal[0, 1, 2, 3]

_WHERE = "generate_coordinated_network"
_ENDS = ("from", "to")
_OBJECTS = "object_ids"
_MEASURES = ("weight", "avg_time_delta", "n_content_id", "n_content_id_y", "edge_symmetry_score")
_BOTH_SPEEDS = (
    "weight_full", "weight_fast", "avg_time_delta_full", "avg_time_delta_fast",
    "n_content_id_full", "n_content_id_y_full", "n_content_id_fast", "n_content_id_y_fast",
    "edge_symmetry_score_full", "edge_symmetry_score_fast",
)  # fmt: skip


def generate_coordinated_network(
    result: pl.DataFrame,
    fast_net: bool = False,
    edge_weight: float = 0.5,
    subgraph: Subgraph = 0,
    objects: bool = False,
    *,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Join the accounts of the pairs that `detect_groups` found; one row an edge, from < to.

    - `weight`: pairs of shares; `avg_time_delta`: their mean distance in seconds
    - `n_content_id`, `n_content_id_y`: distinct contents; `edge_symmetry_score`: the smaller of
      these by the larger
    - `weight_threshold`: 1 if the weight is greater than the quantile `edge_weight` of all
      weights (R's type 7), else 0
    - `objects` adds `object_ids`: the objects, joined by commas, as they come in `result`; and
      `from_is_first`: whether igraph lists `from` as the first end (`group_stats` counts that one)

    `fast_net` needs a column of `flag_speed_share` and gives each measure twice: `*_full` over all
    pairs, `*_fast` over the flagged ones (null where there are none), with a threshold for each.
    `subgraph`: 0 all edges; 1 those over the threshold; 2 those over the fast one; 3 the edges
    among the ends of those and their neighbours, with `from_color_v` and `to_color_v` (1 for an
    end, 0 for a neighbour). As published, 2 and 3 without `fast_net` are empty; corrected, that is
    a `ConfigError`. Sorted by from, to.

    Known faults, kept by `as_published` and repaired by `corrected`:

    - `n_content_id` counts the older contents of the pairs and `n_content_id_y` the newer, whoever
      wrote them, since accounts are put in order and contents are not; corrected: the contents of
      `from` and of `to`
    - `weight` counts pairs of shares, so that one account that shares an object often weighs much;
      corrected: distinct objects
    - `object_ids` cannot be taken apart again where an object holds a comma; corrected: a list

    >>> pairs = pl.DataFrame({
    ...     "object_id": ["o", "p", "p"], "content_id": ["1", "3", "3"],
    ...     "content_id_y": ["2", "4", "5"], "time_delta": [7, 3, 5],
    ...     "account_id": ["a", "b", "b"], "account_id_y": ["b", "a", "a"],
    ... })
    >>> generate_coordinated_network(pairs).drop("weight_threshold").row(0)
    ('a', 'b', 3, 5.0, 2, 3, 0.666...)
    >>> generate_coordinated_network(pairs, mode="corrected").drop("weight_threshold").row(0)
    ('a', 'b', 2, 5.0, 3, 2, 0.666...)
    """
    check_mode(mode, where=_WHERE)
    require_columns(result, PAIR_COLUMNS, where=_WHERE)
    _check_options(result, fast_net, edge_weight, subgraph, mode)
    ordered = _accounts_in_order(result, swap_contents=mode == "corrected")
    full = _aggregate(ordered, objects=objects, mode=mode)
    if not fast_net:
        edges = full.with_columns(_over_quantile(full, "weight", edge_weight))
        return _subgraph(edges, subgraph, "weight_threshold").sort(_ENDS)
    flagged = ordered.filter(pl.col(_flag_column(result)) == 1)
    fast = _aggregate(flagged, objects=objects, mode=mode)
    edges = _both_speeds(full, fast, edge_weight)
    return _subgraph(edges, subgraph, "weight_threshold_fast").sort(_ENDS)


def to_networkx(edges: pl.DataFrame) -> nx.Graph:
    """Return the network as an undirected networkx graph with CooRTweet's attributes.

    Nodes and edges are added in sorted order; nulls are left out. The columns from_color_v and
    to_color_v of subgraph 3 become the node attribute `color_v`.

    >>> edges = pl.DataFrame({"from": ["a"], "to": ["b"], "weight": [2]})
    >>> to_networkx(edges).edges["a", "b"]
    {'weight': 2}
    """
    import networkx as nx

    graph = nx.Graph()
    ends = (edges["from"], edges["to"])
    graph.add_nodes_from(sorted({account for end in ends for account in end}))
    aside = (*_ENDS, "from_color_v", "to_color_v", "from_is_first")
    columns = [name for name in edges.columns if name not in aside]
    for source, target, *values in edges.sort(_ENDS).select(*_ENDS, *columns).iter_rows():
        named = zip(columns, values, strict=True)
        graph.add_edge(
            source, target, **{name: value for name, value in named if value is not None}
        )
    for end in _ENDS:
        if f"{end}_color_v" in edges.columns:
            colors = dict(edges.select(end, f"{end}_color_v").iter_rows())
            nx.set_node_attributes(graph, colors, "color_v")
    return graph


def _accounts_in_order(result: pl.DataFrame, *, swap_contents: bool) -> pl.DataFrame:
    """Put the accounts of each pair in order; contents go with them only where asked."""
    first, second = pl.col("account_id"), pl.col("account_id_y")
    older, newer = pl.col("content_id"), pl.col("content_id_y")
    swapped = first > second if swap_contents else pl.lit(value=False)
    return result.with_columns(
        pl.min_horizontal(first, second).alias("from"),
        pl.max_horizontal(first, second).alias("to"),
        pl.when(swapped).then(newer).otherwise(older).alias("content_id"),
        pl.when(swapped).then(older).otherwise(newer).alias("content_id_y"),
    )


def _aggregate(pairs: pl.DataFrame, *, objects: bool, mode: Mode) -> pl.DataFrame:
    """Return one row an edge, in the order in which edges first appear in the pairs."""
    shared = pl.col("object_id")
    weight = shared.n_unique() if mode == "corrected" else pl.len()
    measures = [
        weight.cast(pl.Int64).alias("weight"),
        pl.col("time_delta").mean().alias("avg_time_delta"),
        pl.col("content_id", "content_id_y").n_unique().cast(pl.Int64).name.prefix("n_"),
    ]
    if objects:
        listed = shared.unique(maintain_order=True)
        measures.append((listed if mode == "corrected" else listed.str.join(",")).alias(_OBJECTS))
    edges = pairs.group_by(_ENDS, maintain_order=True).agg(measures)
    counts = ("n_content_id", "n_content_id_y")
    symmetry = pl.min_horizontal(counts) / pl.max_horizontal(counts)
    edges = edges.with_columns(symmetry.alias("edge_symmetry_score")).select(
        *_ENDS, *_MEASURES, *([_OBJECTS] if objects else [])
    )
    return edges.with_columns(_from_is_first(edges)) if objects else edges


def _from_is_first(edges: pl.DataFrame) -> pl.Series:
    """Tell whether igraph, which numbers all `from` and then the `to`, lists `from` first."""
    number = first_appearance(pl.concat([edges["from"], edges["to"]]))
    return pl.Series("from_is_first", number[: edges.height] <= number[edges.height :])


def _both_speeds(full: pl.DataFrame, fast: pl.DataFrame, edge_weight: float) -> pl.DataFrame:
    kept = (*_ENDS, "from_is_first")
    measures = [name for name in full.columns if name not in kept]
    named = full.rename({name: f"{name}_full" for name in measures})
    also = fast.select(*_ENDS, pl.col(measures).name.suffix("_fast"))
    edges = named.join(also, on=_ENDS, how="left", maintain_order="left")
    objects = (f"{_OBJECTS}_full", f"{_OBJECTS}_fast", "from_is_first")
    return edges.select(
        *_ENDS, *_BOTH_SPEEDS, *(objects if _OBJECTS in measures else ()),
        _over_quantile(edges, "weight_full", edge_weight),
        _over_quantile(edges, "weight_fast", edge_weight),
    )  # fmt: skip


def _over_quantile(edges: pl.DataFrame, weight: str, share: float) -> pl.Expr:
    name = weight.replace("weight", "weight_threshold")
    weights = edges[weight].drop_nulls().to_numpy()
    if weights.size == 0:
        return pl.lit(None, pl.Int64).alias(name)
    return (pl.col(weight) > quantile(weights, share)).cast(pl.Int64).alias(name)


def quantile(values: npt.NDArray[np.int64], share: float) -> float:
    """Return a quantile as R does by default (type 7), in the order of its operations.

    >>> quantile(np.array([4, 1, 2]), 0.75)
    3.0
    """
    ranked = np.sort(values).astype(np.float64)
    index = (ranked.size - 1) * share
    low, high = ranked[int(np.floor(index))], ranked[int(np.ceil(index))]
    part = index - np.floor(index)
    return float(low) if low == high else float((1 - part) * low + part * high)


def _subgraph(edges: pl.DataFrame, subgraph: Subgraph, threshold: str) -> pl.DataFrame:
    if subgraph == 0:
        return edges
    over = edges.filter(pl.col(threshold) == 1)
    if subgraph > 1 and threshold == "weight_threshold":
        over = edges.clear()
    return _with_neighbours(edges, over) if subgraph == 3 else over


def _with_neighbours(edges: pl.DataFrame, over: pl.DataFrame) -> pl.DataFrame:
    """Return the edges among the ends of `over` and all their neighbours, ends coloured 1."""
    ends = pl.concat([over["from"], over["to"]]).unique().implode()
    source, target = pl.col("from"), pl.col("to")
    near = edges.filter(source.is_in(ends) | target.is_in(ends))
    inside = pl.concat([near["from"], near["to"]]).unique().implode()
    return edges.filter(source.is_in(inside), target.is_in(inside)).with_columns(
        source.is_in(ends).cast(pl.Int64).alias("from_color_v"),
        target.is_in(ends).cast(pl.Int64).alias("to_color_v"),
    )


def _flag_column(result: pl.DataFrame) -> str:
    flags = [name for name in result.columns if name.startswith(FLAG_PREFIX)]
    if len(flags) != 1:
        found = f"found {', '.join(flags)}" if flags else "there is none"
        raise ConfigError(
            f"{_WHERE}: fast_net and subgraphs 2 and 3 need one column '{FLAG_PREFIX}<seconds>' in "
            f"the result; {found}.\nMake it with `flag_speed_share`; keep the one you mean."
        )
    return flags[0]


def _check_options(
    result: pl.DataFrame, fast_net: bool, edge_weight: float, subgraph: int, mode: Mode
) -> None:
    if not 0 <= edge_weight <= 1:
        raise ConfigError(
            f"{_WHERE}: edge_weight = {edge_weight}: give a quantile of the weights, from 0 to 1."
        )
    if subgraph not in get_args(Subgraph):
        raise ConfigError(f"{_WHERE}: subgraph = {subgraph!r}; allowed: 0, 1, 2, 3.")
    if fast_net or subgraph > 1:
        _flag_column(result)
    if fast_net and subgraph == 1:
        raise ConfigError(
            f"{_WHERE}: subgraph = 1 is for fast_net = False; with fast_net use 2 or 3."
        )
    if mode == "corrected" and subgraph > 1 and not fast_net:
        raise ConfigError(f"{_WHERE}: subgraph = {subgraph} needs fast_net = True.")
