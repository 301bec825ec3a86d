"""CooRTweet's summaries of a network: per account and per object."""

from __future__ import annotations

import logging
from typing import Literal, get_args

import polars as pl

from inconcert.compat.columns import Mode, check_mode
from inconcert.compat.coortweet_table import FLAG_PREFIX, require_columns
from inconcert.errors import ColumnError, ConfigError, nearest

Threshold = Literal["full", "fast", "none"]

_LOG = logging.getLogger(__name__)
_AVERAGES = {"avg_time_delta": "avg_time_delta", "edge_symmetry_score": "avg_edge_symmetry_score"}


def account_stats(
    coord_graph: pl.DataFrame,
    result: pl.DataFrame,
    weight_threshold: Threshold = "full",
    *,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Summarise the edges and the shares of each account of a network; sorted by account_id.

    `coord_graph` comes from `generate_coordinated_network`, `result` from `detect_groups`.
    `weight_threshold` takes the edges over the full threshold, over the fast one, or all ("none").
    Columns account_id, avg_time_delta, avg_edge_symmetry_score (in a network with `fast_net` each
    with `_full` and `_fast`) and unique_shares_count: distinct contents in `result`, with "fast"
    only in its flagged rows. "fast" on a network without `fast_net` takes all edges, with a logged
    warning. The default of CooRTweet is a vector that stops R 4.2 with an error; its first value
    stands here.

    Known fault: the averages run over the distinct (delta, score) of an account, so that equal
    edges count once. `corrected` averages over all edges.

    >>> graph = pl.DataFrame({
    ...     "from": ["a", "a", "a"], "to": ["b", "c", "d"], "avg_time_delta": [2.0, 2.0, 8.0],
    ...     "edge_symmetry_score": 1.0, "weight_threshold": 1,
    ... })
    >>> shares = pl.DataFrame({
    ...     "account_id": ["a", "a", "a"], "account_id_y": ["b", "c", "d"],
    ...     "content_id": ["1", "1", "1"], "content_id_y": ["2", "3", "4"],
    ... })
    >>> account_stats(graph, shares).row(0)
    ('a', 5.0, 1.0, 1)
    >>> account_stats(graph, shares, mode="corrected").row(0)
    ('a', 4.0, 1.0, 1)
    """
    check_mode(mode, where="account_stats")
    _check_threshold(weight_threshold, where="account_stats")
    ends = ("account_id", "account_id_y", "content_id", "content_id_y")
    require_columns(result, ends, where="account_stats")
    two_speeds = "weight_threshold_full" in coord_graph.columns
    edges = _over(coord_graph, weight_threshold, two_speeds=two_speeds)
    suffixes = ("_full", "_fast") if two_speeds else ("",)
    measures = [f"{name}{suffix}" for name in _AVERAGES for suffix in suffixes]
    rows = pl.concat(
        edges.select(pl.col(end).alias("account_id"), *measures) for end in ("from", "to")
    )
    if mode == "as_published":
        rows = rows.unique(maintain_order=True)
    means = rows.group_by("account_id", maintain_order=True).agg(pl.col(measures).mean())
    named = means.rename({name: name.replace("edge_", "avg_edge_") for name in measures})
    fast_only = two_speeds and weight_threshold == "fast"
    shares = _shares(_flagged(result) if fast_only else result)
    return named.join(shares, on="account_id").sort("account_id")


def group_stats(
    coord_graph: pl.DataFrame,
    weight_threshold: Threshold = "full",
    *,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Count the accounts that shared each object in a network; most first, then by object_id.

    `coord_graph` comes from `generate_coordinated_network` with `objects=True`;
    `weight_threshold` as in `account_stats`. Columns object_id and num_accounts.

    Known fault: only one end of each edge is counted, the one that igraph lists as `from`.
    `corrected` counts both.

    >>> graph = pl.DataFrame({
    ...     "from": ["a", "a"], "to": ["b", "c"], "object_ids": ["o,p", "o"],
    ...     "from_is_first": True, "weight_threshold": 1,
    ... })
    >>> group_stats(graph).rows()
    [('o', 1), ('p', 1)]
    >>> group_stats(graph, mode="corrected").rows()
    [('o', 3), ('p', 2)]
    """
    check_mode(mode, where="group_stats")
    _check_threshold(weight_threshold, where="group_stats")
    two_speeds = "weight_threshold_full" in coord_graph.columns
    column = f"object_ids_{'fast' if weight_threshold == 'fast' else 'full'}"
    objects = column if two_speeds else "object_ids"
    if objects not in coord_graph.columns or "from_is_first" not in coord_graph.columns:
        raise ColumnError(
            f"group_stats: the network has no column {objects!r}.\n"
            "Make it by generate_coordinated_network(result, objects=True)."
        )
    edges = _over(coord_graph, weight_threshold, two_speeds=two_speeds)
    first = pl.when("from_is_first").then("from").otherwise("to")
    accounts = pl.concat_list("from", "to") if mode == "corrected" else pl.concat_list(first)
    listed = edges.select(_as_list(edges, objects), accounts.alias("account_id"))
    rows = listed.drop_nulls("object_id").explode("object_id").explode("account_id")
    counts = rows.group_by("object_id").agg(
        pl.col("account_id").n_unique().cast(pl.Int64).alias("num_accounts")
    )
    return counts.sort("num_accounts", "object_id", descending=[True, False])


def _as_list(edges: pl.DataFrame, objects: str) -> pl.Expr:
    column = pl.col(objects)
    text = edges[objects].dtype == pl.String
    return (column.str.split(",") if text else column).alias("object_id")


def _over(graph: pl.DataFrame, threshold: Threshold, *, two_speeds: bool) -> pl.DataFrame:
    if threshold == "none":
        return graph
    if two_speeds:
        return graph.filter(pl.col(f"weight_threshold_{threshold}") == 1)
    if threshold == "fast":
        _LOG.warning("the network has no fast part (fast_net = False): all its edges are taken")
        return graph
    return graph.filter(pl.col("weight_threshold") == 1)


def _flagged(result: pl.DataFrame) -> pl.DataFrame:
    """Keep the flagged pairs; of several flags the first counts, as in CooRTweet."""
    flags = [name for name in result.columns if name.startswith(FLAG_PREFIX)]
    if not flags:
        raise ColumnError(
            f"account_stats: no column '{FLAG_PREFIX}<seconds>' in the result.\n"
            "Give the table that `flag_speed_share` returned."
        )
    return result.filter(pl.col(flags[0]) == 1)


def _shares(result: pl.DataFrame) -> pl.DataFrame:
    older = result.select("account_id", "content_id")
    newer = result.select(account_id="account_id_y", content_id="content_id_y")
    return (
        pl.concat([older, newer])
        .group_by("account_id")
        .agg(pl.col("content_id").n_unique().cast(pl.Int64).alias("unique_shares_count"))
    )


def _check_threshold(weight_threshold: str, *, where: str) -> None:
    allowed = get_args(Threshold)
    if weight_threshold not in allowed:
        raise ConfigError(
            f"{where}: weight_threshold = {weight_threshold!r}; "
            f"{nearest(str(weight_threshold), allowed)}."
        )
