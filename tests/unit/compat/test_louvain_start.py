"""Louvain's method with a start partition."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.compat.louvain import partition, ranked, tie
from inconcert.errors import ConfigError

TRIANGLES = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (3, 4, 1.0), (3, 5, 1.0), (4, 5, 1.0)]
BRIDGE = (2, 3, 1.0)


def test_two_triangles_with_a_bridge_are_two_communities() -> None:
    assert ranked(partition(tie(6, [*TRIANGLES, BRIDGE]))).to_list() == [0, 0, 0, 1, 1, 1]


def test_the_start_partition_decides_where_gains_are_nil() -> None:
    # without the bridge one community of all cannot be left by single moves that gain: node 0
    # gains by leaving for nobody (no community around but its own), so it stays where it started
    together = partition(tie(6, TRIANGLES), start=[0] * 6)
    assert len(set(together)) == 1
    assert len(set(partition(tie(6, TRIANGLES)))) == 2


def test_nodes_without_ties_stay_alone() -> None:
    assert len(set(partition(tie(3, [(0, 1, 1.0)])))) == 2
    assert partition(tie(2, [])) == [0, 1]
    assert partition([]) == []


def test_ties_between_the_same_two_add_up() -> None:
    assert tie(2, [(0, 1, 1.0), (1, 0, 2.0)]) == [{1: 3.0}, {0: 3.0}]


def test_a_higher_resolution_gives_more_communities() -> None:
    edges = [*TRIANGLES, BRIDGE]
    assert len(set(partition(tie(6, edges), resolution=5))) == 6
    assert len(set(partition(tie(6, edges), resolution=0.01))) == 1
    with pytest.raises(ConfigError, match="resolution = 0: give a number above 0"):
        partition(tie(6, edges), resolution=0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_it_reaches_what_networkx_reaches(seed) -> None:
    graph = nx.gnm_random_graph(14, 30, seed=seed)
    edges = [(one, two, 1.0) for one, two in graph.edges]
    labels = partition(tie(14, edges))
    groups = [{node for node in graph if labels[node] == label} for label in set(labels)]
    theirs = max(
        nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=again))
        for again in range(3)
    )
    assert nx.community.modularity(graph, groups) >= theirs - 0.08
