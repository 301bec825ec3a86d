"""find_hccs' own results on the Russian retweets: windows of 15 minutes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.compat.find_hccs import (
    combine_lcns,
    extract_hccs,
    find_behaviour_via_windows,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def retweets(reference_data: Path) -> pl.DataFrame:
    """35,085 rows: a content id that comes again is left out."""
    path = reference_data / "coortweet_russian_retweets" / "russian_coord_tweets.parquet"
    shares = pl.read_parquet(path).unique("content_id", keep="first", maintain_order=True)
    return shares.select(timestamp="timestamp_share", source="account_id", ot_id="object_id")


@pytest.fixture(scope="module")
def network(retweets: pl.DataFrame) -> pl.DataFrame:
    return combine_lcns(find_behaviour_via_windows(retweets))


@pytest.fixture(scope="module")
def published(golden: Path) -> pl.DataFrame:
    edges = pl.read_parquet(golden / "find_hccs" / "lcn_edges.parquet")
    ends = (
        pl.min_horizontal("from", "to").alias("from"),
        pl.max_horizontal("from", "to").alias("to"),
    )
    return edges.with_columns(ends).sort("from", "to")


def counts(edges: pl.DataFrame) -> dict[str, float]:
    nodes = pl.concat([edges["from"], edges["to"]]).n_unique()
    raw = edges["raw_weight"].sum()
    return {"nodes": nodes, "edges": edges.height, "sum_raw_weight": raw}


def test_the_raw_weights_equal_row_by_row(network, published) -> None:
    columns = ["from", "to", "raw_weight"]
    assert network.select(columns).equals(published.select(columns))
    assert counts(network) == {"nodes": 6628, "edges": 43_464, "sum_raw_weight": 44_461.0}


def test_the_weights_equal_but_for_rows_in_the_same_second(network, published) -> None:
    # weights depend on the order of rows; that of rows in one second is not known
    apart = (network["weight"] - published["weight"]).abs() > 1e-9
    assert apart.sum() <= 1


def test_complete_strengths_give_other_weights(retweets, published) -> None:
    corrected = combine_lcns(find_behaviour_via_windows(retweets, mode="corrected"))
    apart = (corrected["weight"] - published["weight"]).abs()
    assert (apart > 1e-9).sum() == 2001
    assert apart.max() == pytest.approx(1.309, abs=1e-3)


@pytest.mark.parametrize("threshold", [0.1, 0.3])
def test_the_threshold_keeps_the_same(network, golden, threshold) -> None:
    summary = json.loads((golden / "find_hccs" / "summary.json").read_text())
    expected = summary[f"hcc_THRESHOLDt{threshold}"]
    kept = extract_hccs(network, "THRESHOLD", threshold=threshold)
    assert counts(kept).items() <= expected.items()
    assert kept["community_id"].n_unique() == expected["components"]
    assert kept["weight"].sum() == pytest.approx(expected["sum_weight"])


def test_the_threshold_edges_equal_row_by_row(network, golden) -> None:
    edges = pl.read_parquet(golden / "find_hccs" / "hcc_THRESHOLDt0.1_edges.parquet")
    ends = edges.select(
        pl.min_horizontal("from", "to"), pl.max_horizontal("from", "to").alias("to")
    )
    kept = extract_hccs(network, "THRESHOLD", threshold=0.1)
    assert kept.select("from", "to").equals(ends.sort("from", "to"))


def test_focal_structures_are_about_as_many(network) -> None:
    # 559 nodes, 564 edges there; its Louvain has no seed, so no run of it repeats another
    found = counts(extract_hccs(network, "FSA_V", theta=0.3))
    assert found["nodes"] == pytest.approx(559, rel=0.05)
    assert found["edges"] == pytest.approx(564, rel=0.05)
