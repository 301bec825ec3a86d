"""Tables of edges as graphs of torch-geometric, by one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.errors import ColumnError
from inconcert.models.accounts import feature_columns, feature_matrix
from inconcert.models.base import AccountGraph
from inconcert.models.geometric import torch_geometric

if TYPE_CHECKING:
    from numpy.typing import NDArray

COACTION_PREFIX = "co_"


@dataclass(frozen=True)
class Relation:
    """The edges of one kind, as rows of the node list; an undirected edge is there both ways."""

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Relations:
    """The nodes of a graph and its edges by kind.

    The first nodes are the accounts of `features`, in their order; after them come, sorted, the
    accounts that are only at the end of an edge (they were reposted, say, but never posted).
    """

    node_ids: pl.Series
    accounts: int
    edges: dict[str, Relation]


def relations(graph: AccountGraph) -> Relations:
    """Return the interactions by kind (`repost`) and co-actions by layer (`co_repost`).

    No edge is left out and none is made up: an account without edges stays without.
    """
    edges = pl.concat([_interaction_edges(graph.interactions), _coaction_edges(graph.coaction)])
    node_ids = _node_ids(graph.account_ids, edges)
    return Relations(
        node_ids=node_ids,
        accounts=len(graph.account_ids),
        edges=_by_relation(_numbered(edges, node_ids)),
    )


def to_pyg(graph: AccountGraph | pl.DataFrame) -> Any:
    """Convert to torch-geometric: a whole `AccountGraph`, or one table of edges.

    An `AccountGraph` gives a `HeteroData` with the node type `account`: `x` (Float32, NaN where
    a feature is not defined), `feature_names`, `account_id`, `has_features` (false for accounts
    that are only at the end of an edge; they come last), and per relation (`repost`, `reply`,
    ..., `co_repost`, `co_url`, ...) `edge_index` and `edge_weight`. A table of `Edges` or
    `Interactions` gives a `Data` with `edge_index`, `edge_weight`, `account_id` (sorted) and,
    for each edge, `edge_type`, a row of `relations`. Undirected edges are there both ways.

    >>> import polars as pl
    >>> edges = pl.DataFrame({"source": ["a"], "target": ["b"], "layer": ["url"],
    ...                       "directed": [False], "weight": [3.0]})
    >>> graph = to_pyg(edges)
    >>> graph.account_id, graph.edge_index.tolist(), graph.edge_weight.tolist()
    (['a', 'b'], [[0, 1], [1, 0]], [3.0, 3.0])
    """
    return _hetero(graph) if isinstance(graph, AccountGraph) else _homogeneous(graph)


def _hetero(graph: AccountGraph) -> Any:
    import torch

    found, columns = relations(graph), feature_columns(graph.features)
    nodes = torch_geometric().data.HeteroData()
    nodes["account"].x = torch.from_numpy(_padded(graph, columns, len(found.node_ids)))
    nodes["account"].feature_names = list(columns)
    nodes["account"].account_id = found.node_ids.to_list()
    nodes["account"].has_features = torch.arange(len(found.node_ids)) < found.accounts
    for name, edges in found.edges.items():
        store = nodes["account", name, "account"]
        store.edge_index = torch.from_numpy(np.stack([edges.sources, edges.targets]))
        store.edge_weight = torch.from_numpy(edges.weights)
    return nodes


def _padded(graph: AccountGraph, columns: tuple[str, ...], nodes: int) -> NDArray[np.float32]:
    matrix = np.full((nodes, len(columns)), np.nan, dtype=np.float32)
    matrix[: graph.features.height] = feature_matrix(graph.features, columns)
    return matrix


def _homogeneous(table: pl.DataFrame) -> Any:
    import torch

    edges = _edges_of(table)
    node_ids = _node_ids(pl.Series("account_id", [], dtype=pl.String), edges)
    found = _by_relation(_numbered(edges, node_ids))
    parts = list(found.values()) or [Relation(*_nothing())]
    sources, targets = (
        np.concatenate([getattr(part, end) for part in parts]) for end in ("sources", "targets")
    )
    sizes = torch.tensor([len(part.weights) for part in parts])
    return torch_geometric().data.Data(
        edge_index=torch.from_numpy(np.stack([sources, targets])),
        edge_weight=torch.from_numpy(np.concatenate([part.weights for part in parts])),
        edge_type=torch.repeat_interleave(torch.arange(len(parts)), sizes),
        num_nodes=len(node_ids),
        account_id=node_ids.to_list(),
        relations=list(found),
    )


def _edges_of(table: pl.DataFrame) -> pl.DataFrame:
    needed = {"source", "target", "weight"}
    if missing := sorted(needed - set(table.columns)):
        raise ColumnError(
            f"a table of edges needs source, target and weight; missing: {', '.join(missing)}\n"
            "Give an AccountGraph, or a table from coaction_network or interaction_graph"
        )
    return _interaction_edges(table) if "kind" in table.columns else _coaction_edges(table)


def _interaction_edges(interactions: pl.DataFrame) -> pl.DataFrame:
    return interactions.select(
        "source", "target", "weight", relation=pl.col("kind").cast(pl.String)
    )


def _coaction_edges(coaction: pl.DataFrame) -> pl.DataFrame:
    """One layer where there is no such column; undirected where nothing says otherwise."""
    layer = pl.col("layer").cast(pl.String) if "layer" in coaction.columns else pl.lit("action")
    directed = pl.col("directed") if "directed" in coaction.columns else pl.lit(False)
    edges = coaction.select(
        "source", "target", "weight", relation=COACTION_PREFIX + layer, directed=directed
    )
    back = edges.filter(~pl.col("directed")).select(
        source="target", target="source", weight="weight", relation="relation"
    )
    return pl.concat([edges.drop("directed"), back])


def _node_ids(accounts: pl.Series, edges: pl.DataFrame) -> pl.Series:
    ends = pl.concat([edges["source"], edges["target"]]).unique()
    others = ends.filter(~ends.is_in(accounts.implode())).sort()
    return pl.concat([accounts.rename("account_id"), others.rename("account_id")])


def _numbered(edges: pl.DataFrame, node_ids: pl.Series) -> pl.DataFrame:
    """Replace account ids by their rows in the node list, sorted by relation and rows."""
    rows = pl.DataFrame({"id": node_ids}).with_row_index("row")
    return (
        edges.join(rows.rename({"id": "source", "row": "source_row"}), on="source")
        .join(rows.rename({"id": "target", "row": "target_row"}), on="target")
        .sort("relation", "source_row", "target_row")
    )


def _by_relation(edges: pl.DataFrame) -> dict[str, Relation]:
    parts = edges.partition_by("relation", as_dict=True, maintain_order=True)
    return {
        str(name[0]): Relation(
            sources=part["source_row"].to_numpy().astype(np.int64),
            targets=part["target_row"].to_numpy().astype(np.int64),
            weights=part["weight"].to_numpy().astype(np.float32),
        )
        for name, part in parts.items()
    }


def _nothing() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
