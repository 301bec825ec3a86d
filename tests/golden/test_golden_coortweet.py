"""CooRTweet's own results on its two datasets, row by row and count by count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from inconcert.compat import coortweet

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference

RUNS = [
    ("russian", 10, 2),
    ("russian", 10, 5),
    ("russian", 60, 2),
    ("russian", 60, 5),
    ("german_url", 60, 2),
]


@pytest.fixture(scope="module")
def shares(reference_data: Path) -> dict[str, pl.DataFrame]:
    """The inputs as the golden README describes them; object columns of the german set by name."""
    russian = reference_data / "coortweet_russian_retweets" / "russian_coord_tweets.parquet"
    german = reference_data / "coortweet_german_elections" / "german_elections.parquet"
    posts = pl.read_parquet(german).rename({"phash_id": "image_id"})
    tables = {"russian": pl.read_parquet(russian)}
    for kind in ("url", "image", "hashtag", "domain"):
        tables[f"german_{kind}"] = german_shares(posts, kind)
    return tables


def german_shares(posts: pl.DataFrame, kind: str) -> pl.DataFrame:
    shared = posts.drop_nulls(f"{kind}_id").select(
        (f"{kind}_" + pl.col(f"{kind}_id").cast(pl.String)).alias("object_id"),
        "account_id",
        pl.col("post_id").cast(pl.String).alias("content_id"),
        pl.col("timestamp").alias("timestamp_share"),
    )
    return shared.unique(maintain_order=True)


def table(golden: Path, run: tuple[str, int, int], what: str) -> pl.DataFrame:
    data, window, participation = run
    folder = golden / "coortweet" / data.partition("_")[0]
    return pl.read_parquet(folder / f"{data}_tw{window}_mp{participation}_{what}.parquet")


def detected(shares: dict[str, pl.DataFrame], run: tuple[str, int, int]) -> pl.DataFrame:
    data, window, participation = run
    return coortweet.detect_groups(shares[data], window, participation)


def assert_equal(ours: pl.DataFrame, theirs: pl.DataFrame, key: list[str]) -> None:
    """Text and counts exactly; averages, which may be whole there, to 13 digits."""
    kinds = {name: kind for name, kind in ours.schema.items() if name in theirs.columns}
    same = theirs.cast(kinds).sort(key)
    assert_frame_equal(ours.select(theirs.columns).sort(key), same, rel_tol=1e-13, abs_tol=1e-13)


@pytest.mark.parametrize("run", RUNS)
def test_the_pairs_are_theirs(
    golden: Path, shares: dict[str, pl.DataFrame], run: tuple[str, int, int]
) -> None:
    theirs = table(golden, run, "pairs")
    assert_equal(detected(shares, run), theirs, theirs.columns)


@pytest.mark.parametrize("run", RUNS)
def test_the_edges_are_theirs(
    golden: Path, shares: dict[str, pl.DataFrame], run: tuple[str, int, int]
) -> None:
    ours = coortweet.generate_coordinated_network(detected(shares, run), objects=True)
    counted = ours.with_columns(
        pl.col("object_ids").str.split(",").list.len().cast(pl.Int64).alias("n_objects")
    )
    assert_equal(counted, table(golden, run, "edges"), ["from", "to"])


@pytest.mark.parametrize("threshold", ["none", "full"])
@pytest.mark.parametrize("run", RUNS)
def test_the_account_stats_are_theirs(
    golden: Path, shares: dict[str, pl.DataFrame], run: tuple[str, int, int], threshold: Any
) -> None:
    pairs = detected(shares, run)
    edges = coortweet.generate_coordinated_network(pairs, objects=True)
    theirs = table(golden, run, f"account_stats_{threshold}")
    assert_equal(coortweet.account_stats(edges, pairs, threshold), theirs, ["account_id"])


@pytest.mark.parametrize("run", RUNS)
def test_the_group_stats_are_theirs_with_their_fault(
    golden: Path, shares: dict[str, pl.DataFrame], run: tuple[str, int, int]
) -> None:
    edges = coortweet.generate_coordinated_network(detected(shares, run), objects=True)
    theirs = table(golden, run, "group_stats_none")
    assert_equal(coortweet.group_stats(edges, "none"), theirs, ["object_id"])
    corrected = coortweet.group_stats(edges, "none", mode="corrected")
    both = corrected.join(theirs, on="object_id", suffix="_theirs")
    assert both.height == theirs.height
    assert (both["num_accounts"] > both["num_accounts_theirs"]).all()  # every one is too low


@pytest.mark.parametrize("name", ["russian", "german"])
def test_all_counts_of_the_grid(golden: Path, shares: dict[str, pl.DataFrame], name: str) -> None:
    grid = json.loads((golden / "coortweet" / f"{name}_grid.json").read_text())
    for run in grid:
        settings = (run["time_window"], run["min_participation"], run["remove_loops"])
        pairs = coortweet.detect_groups(shares[run["dataset"]], *settings)
        assert counts_of_pairs(pairs, run["pairs"]) == run["pairs"], (run["dataset"], settings)
        if run.get("graph"):
            check_graph(pairs, run["graph"])


def counts_of_pairs(pairs: pl.DataFrame, wanted: dict[str, int]) -> dict[str, int]:
    accounts = pl.concat([pairs["account_id"], pairs["account_id_y"]])
    contents = pl.concat([pairs["content_id"], pairs["content_id_y"]])
    ends = pairs.select(pl.min_horizontal("account_id", "account_id_y"), pl.max_horizontal(
        "account_id", "account_id_y").alias("other"))  # fmt: skip
    counts = {
        "rows": pairs.height,
        "objects": pairs["object_id"].n_unique(),
        "accounts": accounts.n_unique(),
        "contents": contents.n_unique(),
        "sum_time_delta": pairs["time_delta"].sum(),
        "max_time_delta": pairs["time_delta"].max(),
        "zero_delta_rows": int((pairs["time_delta"] == 0).sum()),
        "self_account_rows": int((pairs["account_id"] == pairs["account_id_y"]).sum()),
        "unordered_account_pairs": ends.n_unique(),
    }
    return {name: value for name, value in counts.items() if name in wanted}


def check_graph(pairs: pl.DataFrame, wanted: dict[str, Any]) -> None:
    edges = coortweet.generate_coordinated_network(pairs)
    assert edges.height == wanted["edges"]
    assert edges["weight"].sum() == wanted["sum_weight"]
    assert edges["weight"].max() == wanted["max_weight"]
    assert edges["n_content_id"].sum() == wanted["sum_n_content_id"]
    assert edges["n_content_id_y"].sum() == wanted["sum_n_content_id_y"]
    assert edges["avg_time_delta"].mean() == pytest.approx(wanted["mean_avg_time_delta"])
    assert edges["edge_symmetry_score"].mean() == pytest.approx(wanted["mean_edge_symmetry"])
    assert pl.concat([edges["from"], edges["to"]]).n_unique() == wanted["nodes"]
    for cut in wanted["thresholds"]:
        share = cut["edge_weight"]
        kept = coortweet.generate_coordinated_network(pairs, edge_weight=share, subgraph=1)
        assert kept.height == cut["edges_kept"]
        assert kept["weight"].sum() == cut["sum_weight_kept"]
        assert pl.concat([kept["from"], kept["to"]]).n_unique() == cut["nodes_kept"]
