"""Communities of graphs whose communities are plain to see."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.networks.communities import communities
from inconcert.schemas import Edges, empty


def edges(*pairs, weight=1.0, layer="repost"):
    rows = [(*sorted(pair), layer, weight) for pair in pairs]
    return pl.DataFrame(rows, schema=["source", "target", "layer", "weight"], orient="row")


def clique(names):
    return list(combinations(names, 2))


def groups(found):
    return found.group_by("community").agg(pl.col("account_id").sort()).sort("community").rows()


def test_cliques_joined_by_one_edge_are_ordered_by_size():
    found = communities(edges(*clique("abc"), *clique("wxyz"), ("c", "w")))
    assert groups(found) == [(0, ["w", "x", "y", "z"]), (1, ["a", "b", "c"])]
    assert found.schema == {"account_id": pl.String, "community": pl.UInt32}
    assert found["account_id"].is_sorted()


def test_ties_in_size_go_to_the_smallest_member():
    found = communities(edges(*clique("xyz"), *clique("abc"), *clique("mno")))
    assert [members[0] for _, members in groups(found)] == ["a", "m", "x"]


def test_small_communities_get_no_row():
    assert communities(edges(("a", "b"), *clique("xyz")))["account_id"].to_list() == list("xyz")
    assert communities(edges(("a", "b"), *clique("xyz")), min_size=2).height == 5


def test_layers_add_up():
    # On one layer a-b-c-d is a ring; the second layer ties a to b and c to d by weight 9.
    ring = edges(("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"))
    heavy = edges(("a", "b"), ("c", "d"), weight=9.0, layer="url")
    found = communities(pl.concat([ring, heavy]), min_size=2)
    assert groups(found) == [(0, ["a", "b"]), (1, ["c", "d"])]


def test_the_order_of_rows_and_of_ends_does_not_matter():
    given = edges(*clique("abcde"), *clique("vwxyz"), ("e", "v"), ("a", "z"))
    turned = given.select(
        pl.col("target").alias("source"), pl.col("source").alias("target"), "layer", "weight"
    )
    expected = communities(given, seed=4)
    assert communities(given.sample(fraction=1, shuffle=True, seed=1), seed=4).equals(expected)
    assert communities(turned.reverse(), seed=4).equals(expected)


def test_clear_communities_survive_renaming():
    given = edges(*clique("abcd"), *clique("wxyz"), ("d", "w"))
    names = {name: f"n{99 - number}" for number, name in enumerate("abcdwxyz")}
    renamed = given.with_columns(pl.col("source", "target").replace_strict(names))
    expected = {
        frozenset(names[name] for name in members) for _, members in groups(communities(given))
    }
    assert {frozenset(members) for _, members in groups(communities(renamed))} == expected


def test_no_edges_no_communities():
    assert communities(empty(Edges)).height == 0


def test_a_resolution_of_zero_is_refused():
    with pytest.raises(ConfigError, match="resolution = 0: give a number above 0"):
        communities(edges(("a", "b")), resolution=0)
