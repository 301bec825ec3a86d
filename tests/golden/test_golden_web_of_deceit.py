"""coordinatedActivity's own co-sharing network of the Russian retweets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.compat.web_of_deceit import computeCentrality, coSharing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def network(reference_data: Path) -> pl.DataFrame:
    path = reference_data / "coortweet_russian_retweets" / "russian_coord_tweets.parquet"
    names = {"account_id": "userid", "object_id": "feature_shared", "content_id": "post_id"}
    return coSharing(pl.read_parquet(path).rename(names), min_posts=20)


def test_the_edges_equal(network, golden) -> None:
    published = pl.read_parquet(golden / "web_of_deceit" / "russian_coSharing_min20_edges.parquet")
    ends = pl.min_horizontal("from", "to"), pl.max_horizontal("from", "to").alias("to")
    published = published.with_columns(ends).sort("from", "to")
    assert network["source"].equals(published["from"])
    assert network["target"].equals(published["to"])
    assert (network["weight"] - published["weight"]).abs().max() < 1e-12


def test_the_counts_equal(network, golden) -> None:
    results = json.loads((golden / "web_of_deceit" / "results.json").read_text())
    assert network.height == results["edges"] == 26_314
    assert pl.concat([network["source"], network["target"]]).n_unique() == results["nodes"] == 284
    assert network["weight"].sum() == pytest.approx(results["sum_weight"], abs=1e-9)
    assert network["weight"].max() == pytest.approx(results["max_weight"], abs=1e-12)
    assert network["weight"].quantile(0.995, "linear") == pytest.approx(results["q995"], abs=1e-12)


def test_the_eigenvector_centrality_equals(network, golden) -> None:
    path = golden / "web_of_deceit" / "russian_coSharing_min20_eigencentrality.parquet"
    published = pl.read_parquet(path).sort("userid")
    found = computeCentrality(network)
    assert found["userid"].equals(published["userid"])
    apart = found["eigenvectorCentr"] - published["eigenvectorCentr"]
    assert apart.abs().max() < 1e-12
