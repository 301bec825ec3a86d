"""The public framework's own example of 14 users, step by step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.compat.nizzoli import (
    backbone,
    coordinated_groups,
    disparity_filter,
    seed_communities,
    user_coordination,
    user_similarities,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference

IDS = {"source": pl.String, "target": pl.String, "user_id": pl.String}


@pytest.fixture(scope="module")
def folder(golden: Path) -> Path:
    return golden / "nizzoli_framework"


@pytest.fixture(scope="module")
def communities(folder: Path) -> Path:
    return folder / "network_backbone_alpha0.15" / "louvain_communities_res1"


@pytest.fixture(scope="module")
def edges(folder: Path) -> pl.DataFrame:
    return disparity_filter(user_similarities(pl.read_ndjson(folder / "input_sequences.jsonl")))


@pytest.fixture(scope="module")
def kept(edges: pl.DataFrame) -> pl.DataFrame:
    return backbone(edges, 0.15)


@pytest.fixture(scope="module")
def groups(kept: pl.DataFrame) -> pl.DataFrame:
    return coordinated_groups(kept, seed_communities(kept))


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, schema_overrides=IDS)


def assert_same_edges(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Alpha equals; weights are of single precision there."""
    exact = ["source", "target", "alpha"]
    assert found.select(exact).equals(expected.select(exact))
    assert (found["weight"] - expected["weight"]).abs().max() < 1e-7


def test_the_similarities_and_alphas_of_70_edges_equal(edges, folder) -> None:
    assert_same_edges(edges, read(folder / "network_raw" / "similarity_edge_list.csv"))


def test_the_backbone_of_19_edges_equals(kept, folder) -> None:
    path = folder / "network_backbone_alpha0.15" / "filtered_similarity_edge_list.csv"
    assert_same_edges(kept, read(path))


def test_the_communities_equal(kept, communities) -> None:
    expected = read(communities / "filtered_similarity_node_list_communities.csv")
    assert seed_communities(kept).equals(expected)


def test_the_groups_at_all_101_thresholds_equal(groups, communities) -> None:
    path = communities / "coordinated_groups.jsonl"
    rows = [
        (line["quantile"], line["threshold"], int(group), user)
        for line in map(json.loads, path.read_text().splitlines())
        for group, users in line["coordinated_groups"].items()
        for user in users
    ]
    expected = pl.DataFrame(rows, schema=groups.schema, orient="row")
    expected = expected.sort("quantile", "group", "user_id")
    assert groups.drop("threshold").equals(expected.drop("threshold"))
    assert (groups["threshold"] - expected["threshold"]).abs().max() < 1e-7


def test_the_coordination_of_users_equals(kept, groups, communities) -> None:
    path = communities / "filtered_similarity_node_list_coordination.csv"
    expected = read(path).drop("color").sort("user_id")
    found = user_coordination(groups, seed_communities(kept))
    rounded = pl.col("quantile", "threshold").round(6)
    assert found.with_columns(rounded).equals(expected.with_columns(rounded))
