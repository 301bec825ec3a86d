"""Where an account stands in the repost, reply and co-action graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.features import graphs
from inconcert.schemas import LAYERS

if TYPE_CHECKING:
    from inconcert.features.graphs import Floats, Matrix

DIRECTED_KINDS = ("repost", "reply")


def structure_features(
    posts: pl.DataFrame,
    *,
    coaction: pl.DataFrame | None = None,
    interactions: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the structure features, one row an account that posted.

    Nodes of a graph are the accounts that posted and all ends of its edges, so an account that
    posted and has no edge has degree 0. A graph that was not given, and a kind or a layer without
    a single edge (the table cannot tell "nobody did" from "the source does not say"), give null.
    Self-loops are left out. Co-action measures take all layers together, weights summed.

    >>> from inconcert.schemas import Posts, empty
    >>> structure_features(empty(Posts)).columns
    ['account_id']
    """
    table = posts.select("account_id").unique().sort("account_id")
    parts = [_directed(table, interactions, kind) for kind in DIRECTED_KINDS]
    parts.append(_coaction(table, coaction))
    parts += [_layer(table, coaction, layer) for layer in LAYERS]
    for part in parts:
        if part is not None:
            table = table.join(part, on="account_id", how="left")
    return table


def _directed(
    accounts: pl.DataFrame, interactions: pl.DataFrame | None, kind: str
) -> pl.DataFrame | None:
    """Measures of one interaction graph."""
    if interactions is None:
        return None
    edges = interactions.filter(pl.col("kind") == kind)
    if edges.is_empty():
        return None
    ids, matrix = _numbered(accounts, edges)
    measures = _directed_measures(matrix)
    return _as_table(ids, {f"{kind}_{name}": values for name, values in measures.items()})


def _directed_measures(matrix: Matrix) -> dict[str, Floats]:
    """Measures of a directed graph, one value a node."""
    incoming, joined = matrix.T.tocsr(), graphs.undirected(matrix)
    return {
        "out_degree": graphs.degrees(matrix).astype(np.float64),
        "in_degree": graphs.degrees(incoming).astype(np.float64),
        "out_strength": graphs.row_sums(matrix),
        "in_strength": graphs.row_sums(incoming),
        "reciprocity": graphs.reciprocity(matrix),
    } | _joined_measures(matrix, joined)


def _joined_measures(weighted: Matrix, joined: Matrix) -> dict[str, Floats]:
    """Measures that all graphs have: PageRank follows the weights, the others the bare ties."""
    return {
        "pagerank": graphs.pagerank(weighted) * weighted.shape[0],
        "core_number": graphs.core_numbers(joined).astype(np.float64),
        "clustering": graphs.clustering(joined),
    }


def _coaction(accounts: pl.DataFrame, coaction: pl.DataFrame | None) -> pl.DataFrame | None:
    """Measures of the co-action graph, layers fused by the sum of weights."""
    if coaction is None:
        return None
    ids, half = _numbered(accounts, coaction)
    weighted = (half + half.T).tocsr()
    joined = graphs.undirected(half)
    measures = {
        "degree": graphs.degrees(joined).astype(np.float64),
        "strength": graphs.row_sums(weighted),
    } | _joined_measures(weighted, joined)
    return _as_table(ids, {f"coaction_{name}": values for name, values in measures.items()})


def _layer(
    accounts: pl.DataFrame, coaction: pl.DataFrame | None, layer: str
) -> pl.DataFrame | None:
    """Co-action partners in one layer."""
    if coaction is None:
        return None
    edges = coaction.filter(pl.col("layer") == layer)
    if edges.is_empty():
        return None
    ends = pl.concat([edges["source"], edges["target"]]).alias("account_id")
    partners = ends.value_counts(name=f"coaction_{layer}_degree")
    return accounts.join(partners, on="account_id", how="left").fill_null(0)


def _numbered(accounts: pl.DataFrame, edges: pl.DataFrame) -> tuple[pl.Series, Matrix]:
    """Number the nodes by sorted id; return the ids and the matrix of the edges."""
    ids = (
        pl.concat([accounts["account_id"], edges["source"], edges["target"]])
        .unique()
        .sort()
        .alias("account_id")
    )
    place = pl.DataFrame({"account_id": ids}).with_row_index("place")
    source, target = (
        edges.select(account_id=end)
        .join(place, on="account_id", how="left", maintain_order="left")["place"]
        .cast(pl.Int64)
        .to_numpy()
        for end in ("source", "target")
    )
    weight = edges["weight"].to_numpy()
    return ids, graphs.adjacency(source, target, weight, nodes=ids.len())


def _as_table(ids: pl.Series, measures: dict[str, Floats]) -> pl.DataFrame:
    return pl.DataFrame({"account_id": ids} | measures).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )
