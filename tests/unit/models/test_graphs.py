"""Conversion to torch-geometric, by hand."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from inconcert.errors import ColumnError
from inconcert.models.base import AccountGraph
from inconcert.models.geometric import torch_geometric
from inconcert.models.graphs import relations, to_pyg

Builder = Callable[[list[tuple[str, str, str, float]]], pl.DataFrame]


@pytest.fixture
def graph(edges: Builder, interactions: Builder) -> AccountGraph:
    """c is isolated; x never posted and lies between a and b in the alphabet of ids."""
    features = pl.DataFrame({"account_id": ["a", "b", "c"], "posts": [1.0, None, 3.0]})
    return AccountGraph(
        features,
        edges([("a", "b", "url", 2.0)]),
        interactions([("b", "a", "repost", 3.0), ("b", "aa", "repost", 1.0)]),
        pl.DataFrame(),
    )


def test_account_graph_becomes_hetero_data(graph: AccountGraph) -> None:
    found = to_pyg(graph)
    assert isinstance(found, torch_geometric().data.HeteroData)
    nodes = found["account"]
    assert nodes.account_id == ["a", "b", "c", "aa"]  # those that only ends of edges come last
    assert nodes.has_features.tolist() == [True, True, True, False]
    assert nodes.feature_names == ["posts"]
    assert nodes.x.nan_to_num(-1).tolist() == [[1.0], [-1.0], [3.0], [-1.0]]
    assert found.edge_types == [
        ("account", "co_url", "account"),
        ("account", "repost", "account"),
    ]
    assert found["account", "repost", "account"].edge_index.tolist() == [[1, 1], [0, 3]]
    assert found["account", "repost", "account"].edge_weight.tolist() == [3.0, 1.0]
    assert found["account", "co_url", "account"].edge_index.tolist() == [[0, 1], [1, 0]]
    found.validate()


def test_no_edge_is_made_up_or_left_out(graph: AccountGraph) -> None:
    found = relations(graph)
    assert found.accounts == 3
    ends = {int(end) for part in found.edges.values() for end in [*part.sources, *part.targets]}
    assert 2 not in ends  # c stays isolated
    assert sum(len(part.weights) for part in found.edges.values()) == 4


def test_bare_coaction_edges_become_data(edges: Builder) -> None:
    found = to_pyg(edges([("a", "b", "url", 2.0), ("a", "c", "repost", 5.0)]))
    assert isinstance(found, torch_geometric().data.Data)
    assert found.account_id == ["a", "b", "c"]
    assert found.relations == ["co_repost", "co_url"]
    assert found.edge_index.tolist() == [[0, 2, 0, 1], [2, 0, 1, 0]]
    assert found.edge_weight.tolist() == [5.0, 5.0, 2.0, 2.0]
    assert found.edge_type.tolist() == [0, 0, 1, 1]
    found.validate()


def test_bare_interactions_keep_their_direction(interactions: Builder) -> None:
    found = to_pyg(interactions([("b", "a", "reply", 2.0)]))
    assert found.account_id == ["a", "b"]
    assert found.edge_index.tolist() == [[1], [0]]
    assert found.relations == ["reply"]


def test_directed_coaction_edges_keep_their_direction(edges: Builder) -> None:
    table = edges([("a", "b", "url", 2.0)]).with_columns(directed=pl.lit(True))
    assert to_pyg(table).edge_index.tolist() == [[0], [1]]


def test_no_edges_at_all(edges: Builder) -> None:
    found = to_pyg(edges([]))
    assert found.edge_index.shape == (2, 0)
    assert found.num_nodes == 0


def test_rows_in_any_order_give_the_same_graph(edges: Builder) -> None:
    table = edges([("a", "b", "url", 2.0), ("a", "c", "repost", 5.0), ("b", "c", "url", 1.0)])
    one, other = to_pyg(table), to_pyg(table.reverse())
    assert one.edge_index.equal(other.edge_index)
    assert one.edge_weight.equal(other.edge_weight)


def test_a_table_that_is_none_of_edges() -> None:
    with pytest.raises(ColumnError, match=r"missing: target, weight\nGive an AccountGraph, or a"):
        to_pyg(pl.DataFrame({"source": ["a"]}))
