"""coordination-network-toolkit's own edges on its own inputs, row by row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from inconcert.compat.coordination_network_toolkit import compute

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def runs(golden: Path) -> list[dict[str, Any]]:
    listed = json.loads((golden / "cnt" / "runs.json").read_text())
    assert len(listed) == 13
    return listed


@pytest.fixture(scope="module")
def messages(golden: Path) -> dict[str, pl.DataFrame]:
    files = {"russian": "input_russian", "german_url": "input_german_urlposts"}
    return {
        name: pl.read_parquet(golden / "cnt" / f"{file}.parquet") for name, file in files.items()
    }


def edges_file(run: dict[str, Any]) -> str:
    options = "".join(f"_{name}{value}" for name, value in run["params"].items())
    settings = f"tw{run['time_window']}_w{run['min_edge_weight']}"
    return f"{run['db']}_{run['network']}_{settings}{options}_edges.parquet"


@pytest.mark.parametrize("number", range(13))
def test_every_edge_and_count_is_theirs(
    golden: Path, runs: list[dict[str, Any]], messages: dict[str, pl.DataFrame], number: int
) -> None:
    run = runs[number]
    options = {name: float(value) for name, value in run["params"].items()}
    settings = (run["network"], run["time_window"], run["min_edge_weight"])
    ours = compute(messages[run["db"]], *settings, include_self_loops=True, **options)
    theirs = pl.read_parquet(golden / "cnt" / edges_file(run)).sort("source", "target")
    assert_frame_equal(ours, theirs)
    apart = compute(messages[run["db"]], *settings, **options)
    assert_frame_equal(apart, theirs.filter(pl.col("source") != pl.col("target")))
    assert apart.height == run["directed_edges"]
    assert ours.height - apart.height == run["self_loops"]
    assert apart["weight"].sum() == run["sum_weight"]
    assert apart["weight"].max() == run["max_weight"]


def test_links_lose_the_posts_without_any_when_corrected(messages: dict[str, pl.DataFrame]) -> None:
    # The russian reposts hold no URL: as posts they would all share ''.
    posts = messages["russian"].with_columns(pl.lit("").alias("repost_id"))
    assert compute(posts, "co_link", 10, mode="corrected").height == 0
    as_published = compute(posts, "co_link", 10)
    assert_frame_equal(as_published, compute(posts, "co_post", 10))
