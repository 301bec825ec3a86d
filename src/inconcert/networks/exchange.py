"""Networks for other software: networkx, scipy, and files (.parquet .csv .gexf .graphml)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ColumnError, ConfigError, nearest
from inconcert.networks.graphxml import plain, write_gexf, write_graphml
from inconcert.posts.output import write_atomically
from inconcert.posts.spreadsheets import csv_cells

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array

GRAPH_SUFFIXES = (".parquet", ".csv", ".gexf", ".graphml")


def to_networkx(edges: pl.DataFrame, *, nodes: pl.DataFrame | None = None) -> nx.Graph:
    """Return the network as networkx holds it, every other column as an attribute.

    Co-action edges give a `Graph`, interactions a `DiGraph`. A table with several layers (kinds)
    gives a `MultiGraph` (`MultiDiGraph`) whose edges have the layer (kind) as key; filter to one
    for a simple graph. `nodes` holds `id` or `account_id` and attributes, and may name accounts
    without edges.

    >>> edges = pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [2.0]})
    >>> to_networkx(edges.with_columns(directed=False)).edges["b", "a"]["weight"]
    2.0
    """
    graph, layer = _empty_graph(edges)
    for row in _node_table(edges, nodes).iter_rows(named=True):
        graph.add_node(row.pop("id"), **row)
    for row in edges.iter_rows(named=True):
        ends = row.pop("source"), row.pop("target")
        parallel = {"key": row[layer]} if layer else {}
        graph.add_edge(*ends, **parallel, **row)
    return graph


def to_csr(edges: pl.DataFrame, account_ids: pl.Series) -> csr_array:
    """Return the weights as a sparse matrix; row and column i are account i of `account_ids`.

    Undirected edges stand in both triangles; of directed ones the row is the source. The weights
    of several layers add up. Edges with an end outside `account_ids` are left out.

    >>> edges = pl.DataFrame({"source": ["a"], "target": ["c"], "weight": [2.0]})
    >>> to_csr(edges, pl.Series(["a", "b", "c"])).toarray().tolist()
    [[0.0, 0.0, 2.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    from scipy.sparse import coo_array

    position = pl.DataFrame({"id": account_ids}).with_row_index("at")
    placed = edges.select("source", "target", pl.col("weight").cast(pl.Float64))
    for end in ("source", "target"):
        placed = placed.join(position.rename({"id": end, "at": f"{end}_at"}), on=end)
    placed = placed.sort("source_at", "target_at", "weight")
    ends = tuple(placed[f"{end}_at"].to_numpy().astype(np.int64) for end in ("source", "target"))
    size = len(account_ids)
    matrix = coo_array((placed["weight"].to_numpy(), ends), shape=(size, size)).tocsr()
    return matrix if is_directed(edges) else (matrix + matrix.T).tocsr()


def write_edges(edges: pl.DataFrame, path: Path | str) -> None:
    """Write edges by the suffix of the path: .parquet, .csv, .gexf or .graphml.

    Parquet holds ids as they are; CSV too, but for the apostrophe before what a spreadsheet could
    take for a formula (`posts.spreadsheets`), with times in ISO form and lists joined by `;`. The
    graph formats lose characters that XML does not allow. The file appears whole or not at all.
    Raises `ConfigError` for another suffix.
    """
    suffix = _graph_suffix(Path(path))
    if suffix == ".parquet":
        write_atomically(Path(path), edges.write_parquet)
    elif suffix == ".csv":
        write_atomically(Path(path), csv_cells(plain(edges)).write_csv)
    else:
        write_graph(None, edges, path)


def write_graph(nodes: pl.DataFrame | None, edges: pl.DataFrame, path: Path | str) -> None:
    """Write nodes with their attributes and edges with theirs, as .gexf or .graphml.

    `nodes` holds `id` (or `account_id`) and any other columns; a column `label` is what Gephi
    shows. Ends of edges that are not in it are added without attributes. Raises `ConfigError` for
    another suffix and `ColumnError` for nodes without an id.
    """
    suffix = _graph_suffix(Path(path), (".gexf", ".graphml"))
    write = write_gexf if suffix == ".gexf" else write_graphml
    table, directed = _node_table(edges, nodes), is_directed(edges)
    write_atomically(Path(path), lambda part: write(table, edges, part, directed=directed))


def is_directed(edges: pl.DataFrame) -> bool:
    """Tell whether edges run one way: interactions do, co-action edges say so themselves.

    >>> from inconcert.schemas import Edges, Interactions, empty
    >>> is_directed(empty(Edges)), is_directed(empty(Interactions))
    (False, True)
    """
    return "directed" not in edges.columns or bool(edges["directed"].any())


def check_graph_path(path: Path | str) -> None:
    """Raise `ConfigError` if `write_edges` could not tell from the suffix what to write."""
    _graph_suffix(Path(path))


def _graph_suffix(path: Path, allowed: tuple[str, ...] = GRAPH_SUFFIXES) -> str:
    suffix = path.suffix.lower()
    if suffix not in allowed:
        raise ConfigError(
            f"cannot tell what to write into {str(path)!r} by its suffix {suffix!r}; "
            f"{nearest(suffix, allowed)}."
        )
    return suffix


def _node_table(edges: pl.DataFrame, nodes: pl.DataFrame | None) -> pl.DataFrame:
    """Return the nodes with a column `id` first, and the ends of edges that are not among them."""
    known = _with_id(nodes) if nodes is not None else pl.DataFrame(schema={"id": pl.String})
    ends = pl.concat([edges["source"], edges["target"]]).unique().alias("id").to_frame()
    new = ends.join(known, on="id", how="anti")
    return pl.concat([known, new], how="diagonal").sort("id")


def _with_id(nodes: pl.DataFrame) -> pl.DataFrame:
    named = nodes if "id" in nodes.columns else nodes.rename({"account_id": "id"}, strict=False)
    if "id" not in named.columns:
        raise ColumnError(
            "nodes: no column 'id' or 'account_id'; found: "
            f"{', '.join(nodes.columns) or 'none'}. Rename the column that holds the account."
        )
    return named.select("id", pl.exclude("id"))


def _empty_graph(edges: pl.DataFrame) -> tuple[nx.Graph, str | None]:
    """Return a graph of the right class and the column that keys parallel edges, if any."""
    import networkx as nx

    column = "layer" if "layer" in edges.columns else "kind"
    parallel = column in edges.columns and edges[column].n_unique() > 1
    if is_directed(edges):
        return (nx.MultiDiGraph(), column) if parallel else (nx.DiGraph(), None)
    return (nx.MultiGraph(), column) if parallel else (nx.Graph(), None)
