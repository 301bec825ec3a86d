"""Our networks beside the output of the field's own programs on the same real data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.networks.coaction import coaction_network
from inconcert.schemas import Actions

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def golden(reference_data: Path) -> Path:
    folder = reference_data.parent / "golden"
    if not folder.is_dir():
        pytest.skip("the golden results are absent: they lie beside the folder of real datasets")
    return folder


def as_actions(table: pl.DataFrame, layer: str, seconds: str) -> pl.DataFrame:
    at = pl.from_epoch(seconds, time_unit="s").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    shaped = table.with_columns(pl.lit(layer).alias("layer"), at.alias("created_at"))
    return Actions.validate(shaped.select(Actions.column_names()).unique(), cast=True)


@pytest.fixture(scope="module")
def russian(reference_data: Path) -> pl.DataFrame:
    path = reference_data / "coortweet_russian_retweets" / "russian_coord_tweets.parquet"
    renamed = pl.read_parquet(path).rename({"content_id": "post_id"})
    return as_actions(renamed, "repost", "timestamp_share")


@pytest.fixture(scope="module")
def german_urls(golden: Path) -> pl.DataFrame:
    """The toolkit's own input; it stores the urls of a message as one text, split at spaces."""
    messages = pl.read_parquet(golden / "cnt" / "input_german_urlposts.parquet")
    urls = messages.with_columns(pl.col("urls").str.split(" ")).explode("urls").rename(
        {"urls": "object_id", "user_id": "account_id", "message_id": "post_id"}
    )  # fmt: skip
    return as_actions(urls, "url", "timestamp")


def toolkit_pairs(golden: Path, name: str) -> set[tuple[str, str]]:
    """Return the toolkit's edges without direction and without self-loops."""
    edges = pl.read_parquet(golden / "cnt" / f"{name}_edges.parquet")
    apart = edges.filter(pl.col("source") != pl.col("target"))
    ends = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target").alias("t")
    return set(apart.select(ends).iter_rows())


def pairs(edges: pl.DataFrame) -> set[tuple[str, str]]:
    return set(edges.select("source", "target").iter_rows())


@pytest.mark.parametrize(("window", "accounts", "edges"), [(10, 1_525, 1_092), (60, 3_954, 6_206)])
def test_co_reposts_equal_the_toolkits(golden, russian, window, accounts, edges):
    network = coaction_network(russian, window)
    assert network.height == edges
    assert len(set(network["source"]) | set(network["target"])) == accounts
    assert pairs(network) == toolkit_pairs(golden, f"russian_co_retweet_tw{window}_w1")


@pytest.mark.parametrize(("window", "accounts", "edges"), [(10, 648, 1_403), (60, 1_843, 2_906)])
def test_co_links_equal_the_toolkits(golden, german_urls, window, accounts, edges):
    network = coaction_network(german_urls, window)
    assert network.height == edges
    assert len(set(network["source"]) | set(network["target"])) == accounts
    assert pairs(network) == toolkit_pairs(golden, f"german_url_co_link_tw{window}_w1")


def test_counts_equal_coortweets_at_every_window(golden, russian):
    """A minimum participation of 1 filters nothing, so its network is ours."""
    grid = json.loads((golden / "coortweet" / "russian_grid.json").read_text())
    theirs = {
        row["time_window"]: (row["graph"]["nodes"], row["graph"]["edges"])
        for row in grid
        if row["min_participation"] == 1
    }
    assert theirs[60] == (3_954, 6_206)
    for window, counts in theirs.items():
        network = coaction_network(russian, window)
        assert (len(set(network["source"]) | set(network["target"])), network.height) == counts


@pytest.mark.parametrize(("window", "participation"), [(10, 2), (10, 5), (60, 2), (60, 5)])
def test_weights_equal_coortweets_count_of_objects(golden, russian, window, participation):
    """The participation filter keeps or drops an edge whole, so those it keeps have our weight."""
    name = f"russian_tw{window}_mp{participation}_edges.parquet"
    theirs = pl.read_parquet(golden / "coortweet" / "russian" / name)
    ends = {"from": "source", "to": "target"}
    ours = coaction_network(russian, window)
    both = theirs.rename(ends).join(ours, on=["source", "target"], suffix="_ours")
    assert both.height == theirs.height > 0
    assert (both["n_objects"] == both["objects"]).all()


def test_weights_of_german_urls_equal_coortweets(golden, reference_data):
    path = reference_data / "coortweet_german_elections" / "german_elections.parquet"
    posts = pl.read_parquet(path).drop_nulls("url_id").select(
        "account_id",
        pl.format("url_{}", "url_id").alias("object_id"),
        pl.col("post_id").cast(pl.String),
        "timestamp",
    )  # fmt: skip
    ours = coaction_network(as_actions(posts, "url", "timestamp"), 60)
    name = "german_url_tw60_mp2_edges.parquet"
    theirs = pl.read_parquet(golden / "coortweet" / "german" / name)
    both = theirs.rename({"from": "source", "to": "target"}).join(ours, on=["source", "target"])
    assert both.height == theirs.height == 1_772
    assert (both["n_objects"] == both["objects"]).all()
