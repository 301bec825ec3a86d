"""Graph measures against networkx on small random graphs."""

import logging

import networkx as nx
import numpy as np
import pytest

from inconcert.features import graphs

SIZES = [(1, 0.0), (5, 0.5), (12, 0.2), (30, 0.1), (40, 0.5)]


def directed(nodes: int, p: float, seed: int) -> tuple:
    """A random weighted directed graph, twice."""
    graph = nx.gnp_random_graph(nodes, p, seed=seed, directed=True)
    generator = np.random.default_rng(seed)
    for one, other in graph.edges:
        graph.edges[one, other]["weight"] = float(generator.integers(1, 5))
    ends = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2)
    weight = np.array([graph.edges[pair]["weight"] for pair in graph.edges], dtype=np.float64)
    return graph, graphs.adjacency(ends[:, 0], ends[:, 1], weight, nodes=nodes)


@pytest.fixture(params=[(n, p, seed) for n, p in SIZES for seed in (0, 1)], ids=str)
def pair(request):
    return directed(*request.param)


def test_pagerank(pair):
    graph, matrix = pair
    expected = nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000, weight="weight")
    assert graphs.pagerank(matrix) == pytest.approx([expected[n] for n in graph], abs=1e-8)
    assert graphs.pagerank(matrix).sum() == pytest.approx(1)


def test_core_numbers(pair):
    graph, matrix = pair
    expected = nx.core_number(graph.to_undirected())
    assert graphs.core_numbers(graphs.undirected(matrix)).tolist() == [expected[n] for n in graph]


def test_clustering(pair):
    graph, matrix = pair
    joined = graph.to_undirected()
    expected = [nx.clustering(joined, n) if joined.degree(n) > 1 else np.nan for n in graph]
    found = graphs.clustering(graphs.undirected(matrix))
    assert found == pytest.approx(expected, nan_ok=True)


def test_reciprocity(pair):
    graph, matrix = pair
    expected = [nx.reciprocity(graph, n) if graph.degree(n) else np.nan for n in graph]
    assert graphs.reciprocity(matrix) == pytest.approx(expected, nan_ok=True)


def test_sparse_and_dense_triangle_counts_agree(pair, monkeypatch):
    graph, matrix = pair
    joined = graphs.undirected(matrix)
    expected = list(nx.triangles(graph.to_undirected()).values())
    monkeypatch.setattr(graphs, "_MOST_DENSE_NODES", 0)
    monkeypatch.setattr(graphs, "_BLOCK_PATHS", 7)  # many blocks
    monkeypatch.setattr(graphs, "_BLOCK_CELLS", 80)
    assert graphs.triangles(joined).tolist() == expected
    assert graphs._triangles_dense(joined).tolist() == expected


def test_a_graph_too_costly_to_count_has_no_clustering(monkeypatch, caplog):
    _, matrix = directed(20, 0.5, 0)
    monkeypatch.setattr(graphs, "_MOST_DENSE_NODES", 0)
    monkeypatch.setattr(graphs, "_MOST_PATHS", 1)
    with caplog.at_level(logging.WARNING):
        found = graphs.clustering(graphs.undirected(matrix))
    assert np.isnan(found).all()
    assert "clustering is left out: 20 accounts" in caplog.text


def test_an_empty_graph_has_empty_measures():
    none = graphs.adjacency(*(np.empty(0, dtype=np.int64),) * 2, np.empty(0), nodes=0)
    assert graphs.pagerank(none).size == 0
    assert graphs.core_numbers(none).size == 0
    assert graphs.clustering(none).size == 0


def test_parallel_edges_add_up_and_loops_go():
    ends = np.array([0, 0, 1]), np.array([1, 1, 1])
    matrix = graphs.adjacency(*ends, np.array([1.0, 2.0, 9.0]), nodes=2)
    assert matrix.toarray().tolist() == [[0, 3], [0, 0]]
